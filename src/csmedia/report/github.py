"""A run as workflow commands, which GitHub shows as annotations (GitHub docs, “Workflow commands”)."""

from __future__ import annotations

from collections import Counter

from csmedia.masking import printable
from csmedia.model import Finding, Report, Severity, rank
from csmedia.read import Item
from csmedia.report.telling import Telling, file_of, place_of, row_number, where

LEVELS: dict[Severity, str] = {"note": "notice", "review": "notice", "advise": "warning", "stop": "error"}
# GitHub shows ten of each level a step, and says nothing of the rest.
MOST = 10


def github_of(telling: Telling) -> str:
    """One annotation a post, the strongest first, and a line that says how many are not shown."""
    posts = [(item, report, open_ones) for item, report in telling.posts if (open_ones := _open(report))]
    posts.sort(key=lambda one: -rank(one[2][0].severity))
    shown: Counter[str] = Counter()
    lines = []
    for item, _, findings in posts:
        level = LEVELS[findings[0].severity]
        shown[level] += 1
        if shown[level] <= MOST:
            lines.append(_annotation(telling, item, findings, level))
    for one in telling.run.unread[:MOST]:
        line = f",line={one.place.line}" if one.place.line else ""
        file = _property(file_of(one.place, telling.root))
        lines.append(f"::error file={file}{line},title=csmedia could not read this row::{_data(one.message)}")
    lines += [f"::error title=csmedia: did not run::{_data(f'{one.what}: {one.reason}')}" for one in telling.run.failures[:MOST]]
    hidden = {level: number - MOST for level, number in shown.items() if number > MOST}
    if hidden:
        said = ", ".join(f"{number} more at {level}" for level, number in sorted(hidden.items()))
        lines.append(f"{len(posts) - sum(hidden.values())} of {len(posts)} posts are shown as annotations; {said} stand in the list and the summary.")
    return "".join(line + "\n" for line in lines)


def _open(report: Report) -> list[Finding]:
    return sorted((one for one in report.findings if not one.decided), key=lambda one: -rank(one.severity))


def _annotation(telling: Telling, item: Item, findings: list[Finding], level: str) -> str:
    start, end = place_of(item, findings[0])
    parts = [f"file={_property(file_of(start, telling.root))}", f"line={row_number(start)}", f"endLine={row_number(end)}"]
    if start.column is not None and end.column is not None and start.line == end.line:
        parts += [f"col={start.column}", f"endColumn={end.column}"]
    parts.append(f"title={_property(f'{findings[0].severity}: post {item.id}')}")
    cell = f"{where(start)}\n" if start.cell else ""
    said = "\n".join(f"{one.severity}: {one.message} Ask {'; '.join(one.ask)}. [{one.rule}, {one.policy} {one.policy_version}]" for one in findings)
    return f"::{level} {','.join(parts)}::{_data(cell + said)}"


def _data(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n")).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

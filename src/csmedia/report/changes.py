"""Differences between two versions of policies as text, Markdown and JSON. Secrets of either version are masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from csmedia.masking import marked, masked_fields, printable
from csmedia.model import WHO_DECIDES, Finding, Span
from csmedia.report.differences import Difference, Differences, Version
from csmedia.report.markdown import escaped
from csmedia.report.telling import where

_SAID = {"nothing-found": "nothing found"}


def changes_text(told: Differences, *, examples: int, show_text: bool) -> str:
    """The counts, who goes from which verdict to which, which rules are behind it, and some of the posts."""
    lines = [_summary(told), *_policies(told)]
    if told.verdicts:
        lines += ["", f"  {'was':15} {'is':15} posts"]
        lines += [f"  {_verdict(old):15} {_verdict(new):15} {posts}" for (old, new), posts in told.verdicts.items()]
    if told.rules:
        lines += ["", f"  {'rule':50} {'appears':>8} {'goes':>8} {'severity':>8}"]
        lines += [f"  {name:50} {came:8} {went:8} {moved:8}" for name, (came, went, moved) in told.rules.items()]
    for one in told.changed[:examples]:
        lines += ["", *_post(one, show_text)]
    lines += ["", *_rest(told, examples), WHO_DECIDES]
    return "\n".join(lines) + "\n"


def _summary(told: Differences) -> str:
    posts = "post" if told.posts == 1 else "posts"
    said = f"{told.posts} {posts} compared, {told.old.said} with {told.new.said}: "
    if not told.changed:
        said += "nothing changes."
    else:
        said += f"{len(told.changed) - told.other_findings} with another verdict, {told.other_findings} with other findings alone."
    return said if told.complete else f"{said} Not everything could be checked."


def _policies(told: Differences) -> list[str]:
    """Which policies are others, and which rules came and went, whether or not a post met them."""
    old, new = ({one.policy: one for one in version.ran} for version in (told.old, told.new))
    lines = []
    for name in sorted({*old, *new}):
        if name not in new:
            lines.append(f"  policy {name}: gone, was version {old[name].version}")
        elif name not in old:
            lines.append(f"  policy {name}: new, version {new[name].version}")
        elif old[name].version != new[name].version:
            lines.append(f"  policy {name}: version {old[name].version}, now {new[name].version}")
        elif old[name] != new[name]:
            lines.append(f"  policy {name}: version {new[name].version} in both, with other files")
    rules = (("new", told.new.rules - told.old.rules), ("gone", told.old.rules - told.new.rules))
    return lines + [f"  rule {name}: {said}" for said, names in rules for name in sorted(names)]


def _rest(told: Differences, examples: int) -> list[str]:
    left = len(told.changed) - len(told.changed[:examples])
    return [f"… and {left} more posts; --examples {len(told.changed)} shows all, --output-format json lists them.", ""] if left else []


def _verdict(verdict: str) -> str:
    return _SAID.get(verdict, verdict)


def _post(one: Difference, show_text: bool) -> list[str]:
    spot = f":{one.item.place.line}" if one.item.place.line else f" {where(one.item.place)}" if one.item.place.cell else ""
    lines = [f"{printable(one.item.place.file)}{spot} · {printable(one.item.id)} · {_verdict(one.old.verdict)} → {_verdict(one.new.verdict)}"]
    if show_text:
        lines.append(f"    | {_words(one)}")
    lines += [f"  {line}" for line in _said(one)]
    return lines


def _words(one: Difference) -> str:
    """The post's own words, its secrets covered, with what the findings that changed point at."""
    covered = masked_fields(one.item.post, (*one.old.findings, *one.new.findings))
    spans = list(_spans(one))
    field = spans[0].field if spans else "text"
    return marked(covered.get(field, ""), [span for span in spans if span.field == field])


def _spans(one: Difference) -> Iterator[Span]:
    moved = {name.rule for name in one.moved}
    for finding in (*one.appeared, *one.disappeared, *(found for found in one.new.findings if found.rule in moved)):
        yield from finding.spans


def _said(one: Difference) -> Iterator[str]:
    for finding in one.appeared:
        yield f"+ {finding.severity} {finding.rule}: {finding.message}"
    for finding in one.disappeared:
        yield f"- {finding.severity} {finding.rule}: {finding.message}"
    for moved in one.moved:
        yield f"~ {moved.rule}: {moved.old}, now {moved.new}{_because(one, moved.rule)}"
    for sign, report in (("-", one.old), ("+", one.new)):
        yield from (f"{sign} did not run: {failure.what}: {failure.reason}" for failure in report.failures)


def _because(one: Difference, rule: str) -> str:
    found = next((finding.because for finding in one.new.findings if finding.rule == rule), None)
    return f". {found}" if found else ""


def changes_markdown(told: Differences, *, examples: int, show_text: bool) -> str:
    """The same for a pull request."""
    lines = ["# csmedia diff", "", escaped(_summary(told)), "", *(f"- {escaped(line)}" for line in _policies(told))]
    if told.verdicts:
        lines += ["", "| was | is | posts |", "| --- | --- | --- |"]
        lines += [f"| {_verdict(old)} | {_verdict(new)} | {posts} |" for (old, new), posts in told.verdicts.items()]
    if told.rules:
        lines += ["", "| rule | appears on | goes from | other severity on |", "| --- | --- | --- | --- |"]
        lines += [f"| `{name}` | {came} | {went} | {moved} |" for name, (came, went, moved) in told.rules.items()]
    for one in told.changed[:examples]:
        head, *rest = _post(one, show_text)
        lines += ["", f"## {escaped(head)}", "", *(f"- {escaped(line.strip().removeprefix('| '))}" for line in rest)]
    lines += ["", *_rest(told, examples), WHO_DECIDES]
    return "\n".join(lines) + "\n"


def changes_json(told: Differences) -> str:
    """Everything, with no words of any post."""
    whole = {
        "schema": "csmedia-diff-1", "complete": told.complete, "posts": told.posts, "changed": len(told.changed),
        "old": _version(told.old), "new": _version(told.new),
        "rules_new": sorted(told.new.rules - told.old.rules), "rules_gone": sorted(told.old.rules - told.new.rules),
        "verdicts": [{"from": old, "to": new, "posts": posts} for (old, new), posts in told.verdicts.items()],
        "rules": [
            {"rule": name, "appears": came, "disappears": went, "other_severity": moved} for name, (came, went, moved) in told.rules.items()
        ],
        "changes": [_change(one) for one in told.changed],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _version(version: Version) -> dict[str, Any]:
    return {"name": version.said, "ran": [one.model_dump(mode="json") for one in version.ran]}


def _change(one: Difference) -> dict[str, Any]:
    place = {key: value for key, value in one.item.place.model_dump(mode="json").items() if value is not None}
    return {
        "id": one.item.id, "place": place, "from": one.old.verdict, "to": one.new.verdict,
        "appeared": [_found(found) for found in one.appeared], "disappeared": [_found(found) for found in one.disappeared],
        "other_severity": [{"rule": moved.rule, "from": moved.old, "to": moved.new} for moved in one.moved],
    }  # fmt: skip


def _found(finding: Finding) -> dict[str, Any]:
    return {"rule": finding.rule, "duty": finding.duty, "severity": finding.severity, "message": finding.message}

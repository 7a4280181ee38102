"""A report for a person at a screen: what was seen, why it matters here and now, what would make it fine, whom to ask."""

from __future__ import annotations

import textwrap
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

from csmedia.masking import marked, masked_fields, printable
from csmedia.model import SEVERITIES, WHO_DECIDES, Citation, Finding, Report, Verdict
from csmedia.read import Item
from csmedia.report.telling import decided_words, where
from csmedia.run import Run

WIDTH = 100
_COLOURS = {"stop": "1;31", "advise": "33", "review": "36", "note": "2", "incomplete": "1;35", "nothing-found": "2"}
_SAID = {"nothing-found": "nothing found"}
_READINGS = {
    "read": "read",
    "part": "read in part",
    "second-hand": "second-hand",
    "memory": "from memory, to be checked",
}


def text_of(item: Item, report: Report, *, colour: bool = False, show_text: bool = True) -> str:
    """One post's findings as text, or nothing where there is nothing to say; ``show_text`` quotes the words found."""
    if not report.findings and report.complete:
        return ""
    words = masked_fields(item.post, report.findings) if show_text else None
    lines = [_head(item, report, colour)]
    for finding in report.findings:
        lines += _finding(finding, words, colour)
    lines += [_wrap(f"Did not run: {failure.what}: {failure.reason}", "  ") for failure in report.failures]
    if report.valid_until:
        lines.append(f"  This answer holds until {moment_text(report.valid_until)}; check again if the post moves past it.")
    return "\n".join(lines) + "\n\n"


def _head(item: Item, report: Report, colour: bool) -> str:
    spot = f":{item.place.line}" if item.place.line else f" {where(item.place)}" if item.place.cell else ""
    when = f" · {moment_text(item.post.publish_at)}" if item.post.publish_at else " · time not known"
    account = f" · {printable(item.post.account)}" if item.post.account else ""
    verdict = _SAID.get(report.verdict, report.verdict).upper()
    return f"{printable(item.place.file)}{spot} · {printable(item.id)}{account} · {item.context.capacity}{when} · {_paint(verdict, report.verdict, colour)}"


def _finding(finding: Finding, words: dict[str, str] | None, colour: bool) -> list[str]:
    preview = " (preview)" if finding.preview else ""
    label = f"  {finding.severity}{preview}  "
    message = textwrap.fill(
        finding.message, WIDTH, initial_indent=label, subsequent_indent="  ", break_on_hyphens=False
    )
    lines = ["", message.replace(finding.severity, _paint(finding.severity, finding.severity, colour), 1)]
    lines += [_wrap(shown, "    | ") for shown in _places(finding, words)]
    lines.append(_wrap(finding.why, "    "))
    lines += [_wrap(said, "    ") for said in (finding.because, decided_words(finding)) if said]
    lines += [_wrap(f"{label}: {text}", "    ") for label, text in _advice(finding) if text]
    return lines


def _places(finding: Finding, words: dict[str, str] | None) -> list[str]:
    """Each field with the words found, or where they stand in it."""
    shown = []
    for field in dict.fromkeys(span.field for span in finding.spans):
        spans = [span for span in finding.spans if span.field == field]
        if words is None:
            shown.append(f"{field}, characters {', '.join(f'{span.start} to {span.end}' for span in spans)}")
        else:
            shown.append(("" if field == "text" else f"{field}: ") + marked(words.get(field, ""), spans))
    return shown


def _advice(finding: Finding) -> list[tuple[str, str]]:
    facts = ", ".join(f"{fact.name.replace('_', ' ')}: {fact.value}" for fact in finding.facts if fact.value != "none")
    also = f"; also {', '.join(finding.also)}" if finding.also else ""
    return [
        ("Fine when", finding.fine_when or ""),
        ("You could write", finding.instead or ""),
        ("Ask", "; ".join(finding.ask)),
        ("Facts used", facts),
        ("Source", "; ".join(short_citation(citation) for citation in finding.citations)),
        ("Rule", f"{finding.rule} ({finding.policy} {finding.policy_version}), confidence {finding.confidence}{also}"),
    ]


def short_citation(citation: Citation) -> str:
    """A citation in few words: document, paragraph and how it was read."""
    parts = [citation.title, citation.paragraph or ""]
    return f"{', '.join(part for part in parts if part)} [{citation.source}, {_READINGS[citation.reading]}]"


def citation_text(citation: Citation) -> str:
    """A citation in one line: document, paragraph, edition and how it was read."""
    parts = [citation.title, citation.paragraph or "", citation.edition or "", citation.url or ""]
    return f"{', '.join(part for part in parts if part)} [{citation.source}, {_READINGS[citation.reading]}]"


def summary_of(run: Run, policies: int, rules: int) -> str:
    """The closing lines: what was checked, what it came to, what was not looked at, and who decides."""
    counts = Counter(one.report.verdict for one in run.checked)
    order: tuple[Verdict, ...] = (*reversed(SEVERITIES), "incomplete", "nothing-found")
    said = ", ".join(f"{counts[verdict]} {_SAID.get(verdict, verdict)}" for verdict in order if counts[verdict])
    posts = "post" if len(run.checked) == 1 else "posts"
    lines = [f"{len(run.checked)} {posts} checked with {rules} rules of {policies} policies: {said or 'none'}."]
    not_assessed = Counter(line for one in run.checked for line in one.report.not_assessed)
    lines += [
        _wrap(f"Not assessed in {number} {'post' if number == 1 else 'posts'}: {line}", "  ")
        for line, number in sorted(not_assessed.items())[:12]
    ]
    if len(not_assessed) > 12:
        lines.append(
            f"  … and {len(not_assessed) - 12} more kinds of things that were not assessed; --output-format json lists them."
        )
    if run.unread:
        lines.append(f"  Not read: {len(run.unread)}. Each is told on standard error.")
    return "\n".join([*lines, WHO_DECIDES]) + "\n"


def moment_text(when: datetime | date) -> str:
    """A moment in UK time, or a day."""
    if isinstance(when, datetime):
        return f"{when.astimezone(ZoneInfo('Europe/London')):%a %-d %B %Y %H:%M %Z}"
    return f"{when:%a %-d %B %Y} (whole day)"


def _wrap(text: str, indent: str) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paint(text: str, verdict: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m" if colour else text

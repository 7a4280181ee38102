"""A run as Markdown, for a pull request, a step summary or an e-mail."""

from __future__ import annotations

import re

from csmedia.masking import masked_fields, printable
from csmedia.model import WHO_DECIDES, Finding, Report, Span
from csmedia.read import Item
from csmedia.report.telling import Telling, counts, decided_words, first_words, where
from csmedia.report.text import moment_text, short_citation

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&:])")
SAID = {"nothing-found": "nothing found"}


def markdown_of(telling: Telling) -> str:
    """The counts, a table of the posts of which something was said, and each finding below it."""
    told = [(item, report) for item, report in telling.posts if report.findings or not report.complete]
    lines = ["# csmedia", "", _summary(telling), ""]
    if told:
        lines += ["| post | goes live | verdict | findings |", "| --- | --- | --- | --- |"]
        lines += [_row(telling, item, report) for item, report in told] + [""]
    for item, report in told:
        lines += [*_post(telling, item, report), ""]
    lines += [f"- Not read: {escaped(str(one))}" for one in telling.run.unread]
    lines += [f"- Did not run: {escaped(one.what)}: {escaped(one.reason)}" for one in telling.run.failures]
    return "\n".join([*lines, "", WHO_DECIDES]) + "\n"


def _summary(telling: Telling) -> str:
    said = ", ".join(f"{number} {SAID.get(verdict, verdict)}" for verdict, number in counts(telling).items())
    whole = "" if telling.run.complete else " **Not everything could be checked.**"
    return f"{len(telling.posts)} {'post' if len(telling.posts) == 1 else 'posts'} checked: {said or 'none'}.{whole}"


def _row(telling: Telling, item: Item, report: Report) -> str:
    duties = ", ".join(dict.fromkeys(one.duty for one in report.findings))
    when = moment_text(item.post.publish_at) if item.post.publish_at else "time not known"
    return f"| {_name(telling, item, report)} | {when} | {SAID.get(report.verdict, report.verdict)} | {duties} |"


def _name(telling: Telling, item: Item, report: Report) -> str:
    name = escaped(item.id)
    if not telling.show_text:
        return name
    return f"{name}: {escaped(first_words(item.post, masked_fields(item.post, report.findings)))}"


def _post(telling: Telling, item: Item, report: Report) -> list[str]:
    place = where(item.place)
    lines = [f"## {escaped(item.id)}", "", f"{escaped(item.place.file)}{', ' if place else ''}{escaped(place)}", ""]
    lines += [_finding(telling, item, report, one) for one in report.findings]
    return lines + [f"- Did not run: {escaped(one.what)}: {escaped(one.reason)}" for one in report.failures]


def _finding(telling: Telling, item: Item, report: Report, finding: Finding) -> str:
    covered = masked_fields(item.post, report.findings)
    words = [covered.get(one.field, "")[one.start : one.end] for one in _widest(finding)]
    shown = " … ".join(escaped(printable(word)) for word in dict.fromkeys(words)) if telling.show_text else ""
    where_said = f" (“{shown}”)" if shown else ""
    parts = [
        f"- **{finding.severity}** {finding.message}{where_said} {finding.why}",
        f"Fine when: {finding.fine_when}" if finding.fine_when else "",
        f"Ask: {'; '.join(finding.ask)}.",
        decided_words(finding),
        f"Source: {'; '.join(short_citation(one) for one in finding.citations)}. Rule `{finding.rule}`.",
    ]
    return "<br>".join(part for part in parts if part)


def _widest(finding: Finding) -> list[Span]:
    """The spans that lie in no other."""
    return [
        one
        for one in finding.spans
        if not any(
            other != one and other.field == one.field and other.start <= one.start and one.end <= other.end for other in finding.spans
        )
    ]


def escaped(text: str) -> str:
    """Text that is no markup: neither Markdown's, nor HTML's, nor a mention of somebody."""
    return _MARKS.sub(r"\\\1", " ".join(printable(text).split())).replace("\\<", "&lt;").replace("\\@", "@\u200b")

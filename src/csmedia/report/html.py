"""A run as one self-contained page for the head of news: a calendar, filters, and every post with its marked words."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from csmedia.masking import masked_fields, visible
from csmedia.model import WHO_DECIDES, Finding, Report
from csmedia.read import Item
from csmedia.report.months import anchor, months_of
from csmedia.report.telling import Telling, counts, decided_words, where
from csmedia.report.text import citation_text, moment_text

SAID = {"nothing-found": "nothing found"}
_FIELDS = {
    "text": "", "title": "Title", "first_comment": "First comment", "quoted_text": "The post that is answered or shared",
    "quoted_author": "Its author",
}  # fmt: skip


def html_of(telling: Telling) -> str:
    """The page. Nothing in it is fetched, and no word of a post is ever markup."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    head = f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>csmedia: {len(telling.posts)} posts</title><style>{style}</style></head><body>
<a class="skip" href="#posts">Skip to the posts</a>"""
    return "\n".join([head, _header(telling), "<main>", *_parts(telling), "</main>", _footer(telling), f"<script>{script}</script></body></html>", ""])


def _parts(telling: Telling) -> Iterable[str]:
    if telling.run.unread or telling.run.failures:
        yield _not_checked(telling)
    if telling.posts:
        yield f'<section aria-labelledby="at-a-glance"><h2 id="at-a-glance">At a glance</h2>{months_of(telling)}</section>'
        yield f'<section aria-labelledby="posts"><h2 id="posts">Posts</h2>{_filters(telling)}{_posts(telling)}</section>'
        yield _not_assessed(telling)


def _asset(name: str) -> str:
    return (files("csmedia.report") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _header(telling: Telling) -> str:
    tiles = "".join(
        f'<li class="{verdict}"><b>{number}</b> {SAID.get(verdict, verdict)}</li>' for verdict, number in counts(telling).items()
    )
    alarm = "" if telling.run.complete else '<p class="alarm"><b>Not everything could be checked.</b> See below what did not run.</p>'
    number = "1 post" if len(telling.posts) == 1 else f"{len(telling.posts)} posts"
    return f'<header><h1>What csmedia saw in {number}</h1><p class="lead">{WHO_DECIDES}</p>{alarm}<ul class="counts">{tiles}</ul></header>'


def _filters(telling: Telling) -> str:
    boxes = "".join(
        f'<label class="box"><input type="checkbox" name="verdict" value="{verdict}" checked> {SAID.get(verdict, verdict)} ({number})</label>'
        for verdict, number in counts(telling).items()
    )
    accounts = sorted({item.post.account for item, _ in telling.posts if item.post.account})
    options = "".join(f'<option value="{_text(name)}">{_text(name)}</option>' for name in accounts)
    choice = (
        f'<div><label class="top" for="account">Account</label><select id="account" name="account"><option value="">all</option>{options}</select></div>'
        if accounts
        else ""
    )
    return (
        f'<form id="filters" class="filters" hidden><fieldset><legend>Verdict</legend>{boxes}</fieldset>{choice}'
        '<div><label class="top" for="words">Words</label><input id="words" name="words" type="search" autocomplete="off"></div>'
        '<p id="shown" role="status"></p></form>'
    )


def _posts(telling: Telling) -> str:
    told = [(item, report) for item, report in telling.posts if report.findings or not report.complete]
    quiet = [(item, report) for item, report in telling.posts if not report.findings and report.complete]
    shown = "".join(_post(telling, item, report) for item, report in told)
    if not quiet:
        return shown
    rest = "".join(_post(telling, item, report) for item, report in quiet)
    number = "1 post" if len(quiet) == 1 else f"{len(quiet)} posts"
    return f"{shown}<details><summary>{number} of which nothing was said. That is no clearance.</summary>{rest}</details>"


def _post(telling: Telling, item: Item, report: Report) -> str:
    when = moment_text(item.post.publish_at) if item.post.publish_at else "time not known"
    place = where(item.place)
    meta = [when, item.post.account or "", item.context.capacity, item.post.platform, item.post.kind if item.post.kind != "original" else "",
            f"{item.place.file}{', ' if place else ''}{place}"]  # fmt: skip
    verdict = f'<span class="badge {report.verdict}">{SAID.get(report.verdict, report.verdict)}</span>'
    findings = "".join(_finding(one) for one in report.findings)
    failed = "".join(f"<li><p>Did not run: {_text(one.what)}: {_text(one.reason)}</p></li>" for one in report.failures)
    until = f'<p class="small">This answer holds until {moment_text(report.valid_until)}.</p>' if report.valid_until and report.findings else ""
    return (
        f'<article id="{anchor(item)}" tabindex="-1" class="{report.verdict}" data-verdict="{report.verdict}" data-account="{_text(item.post.account or "")}">'
        f'<h3>{verdict}{_text(item.id)}</h3><p class="meta">{" · ".join(_text(part) for part in meta if part)}</p>'
        f'{_words(item, report) if telling.show_text else ""}<ul class="findings">{findings}{failed}</ul>{until}</article>'
    )


def _words(item: Item, report: Report) -> str:
    covered = masked_fields(item.post, report.findings)
    return "".join(_field(name, words, report) for name, words in covered.items())


def _field(name: str, words: str, report: Report) -> str:
    label = _FIELDS.get(name, name.replace("[", " ").replace("].", ": ").replace("]", "").replace("_", " "))
    said = f'<span class="name">{_text(label)}</span>' if label else ""
    quoted = " quoted" if name.startswith("quoted") else ""
    return f'<div class="field">{said}<p class="words{quoted}" dir="auto">{marked_html(name, words, report.findings)}</p></div>'


def marked_html(name: str, words: str, findings: Iterable[Finding]) -> str:
    """A field's words with those that findings point at marked by the strongest severity."""
    marks = [""] * len(words)
    # The strongest finding stands first: what it marked stays.
    for finding in findings:
        for span in finding.spans:
            if span.field == name:
                for at in range(span.start, min(span.end, len(words))):
                    marks[at] = marks[at] or finding.severity
    pieces, at = [], 0
    while at < len(words):
        to = at
        while to < len(words) and marks[to] == marks[at]:
            to += 1
        piece = _text(words[at:to])
        pieces.append(f'<mark class="{marks[at]}">{piece}</mark>' if marks[at] else piece)
        at = to
    return "".join(pieces)


def _finding(finding: Finding) -> str:
    decided = decided_words(finding)
    preview = ' <span class="small">(preview: rests on memory of its source)</span>' if finding.preview else ""
    lines = [
        f'<p class="said"><span class="badge {finding.severity}">{finding.severity}</span>{_text(finding.message)}{preview}</p>',
        f'<p class="decided">{_text(decided)}</p>' if decided else "",
        f"<p>{_text(finding.why)}{' ' + _text(finding.because) if finding.because else ''}</p>",
        *(f"<p><b>{label}:</b> {_text(text)}</p>" for label, text in (("Ask", "; ".join(finding.ask)), ("Fine when", finding.fine_when), ("You could write", finding.instead)) if text),
        f'<p class="small">Facts used: {_text(", ".join(f"{fact.name}: {fact.value}" for fact in finding.facts) or "none")}. Rule {_text(finding.rule)} '
        f'({_text(finding.policy)} {_text(finding.policy_version)}), confidence {finding.confidence}. Source: {_text("; ".join(citation_text(one) for one in finding.citations))}</p>',
    ]  # fmt: skip
    return f"<li>{''.join(lines)}</li>"


def _not_checked(telling: Telling) -> str:
    rows = [f"<li>{_text(str(one))}</li>" for one in telling.run.unread]
    rows += [f"<li>{_text(one.what)}: {_text(one.reason)}</li>" for one in telling.run.failures]
    return f'<section class="alarm" aria-labelledby="not-checked"><h2 id="not-checked">Not checked</h2><ul>{"".join(rows)}</ul></section>'


def _not_assessed(telling: Telling) -> str:
    lines: dict[str, int] = {}
    for _, report in telling.posts:
        for line in report.not_assessed:
            lines[line] = lines.get(line, 0) + 1
    rows = "".join(f"<tr><td>{_text(line)}</td><td>{number}</td></tr>" for line, number in sorted(lines.items()))
    if not rows:
        return ""
    head = '<thead><tr><th scope="col">what</th><th scope="col">posts</th></tr></thead>'
    return (
        '<section aria-labelledby="not-assessed"><h2 id="not-assessed">Not assessed</h2>'
        f'<details><summary>What nobody looked at</summary><div class="scroll" tabindex="0" role="region" aria-label="Table of what was not assessed"><table class="plain">{head}<tbody>{rows}</tbody></table></div></details></section>'
    )


def _footer(telling: Telling) -> str:
    ran = ", ".join(f"{one.policy} {one.version} ({one.rules} rules)" for one in telling.run.ran)
    return f'<footer><p class="small">csmedia {_text(telling.version)}. Policies: {_text(ran)}. {WHO_DECIDES}</p></footer>'


def _text(words: str) -> str:
    return escape(visible(words), quote=True)

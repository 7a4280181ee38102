"""``csmedia explain``: how a post was read, which evidence a finding rests on, and why a rule stayed quiet."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

from csmedia.checker import Checker
from csmedia.cli.context import UsageError, fields_of
from csmedia.cli.moments import effective_time
from csmedia.cli.ruling import rule_named
from csmedia.judge import Evidence, Hit
from csmedia.judge.tracing import why_not
from csmedia.masking import printable
from csmedia.model import Context, Post
from csmedia.read import Item, Options, read_bytes
from csmedia.read.items import make_item
from csmedia.report import masked_fields
from csmedia.run import Place, Unread


def explain(given: Namespace, checker: Checker) -> int:
    """Explain one post."""
    item = _moved(_item(given), given)
    report = checker.check(item.post, item.context)
    evidence = checker.evidence(item.post, item.context)
    if given.why_not is not None:
        rule = rule_named(checker, given.why_not, given)
        fired = next((one for one in report.findings if rule.id in (one.rule, *one.also)), None)
        speaks = "" if fired is None or fired.rule == rule.id else f"; {fired.rule}, of the same duty, speaks for it"
        said = f"it did fire{speaks}." if fired else why_not(checker.compiled, rule, evidence)
        print(f"{rule.id}: {said}")
        return 0
    covered = masked_fields(item.post, report.findings)
    print(f"{report.verdict}{'' if report.complete else ', not complete'}")
    for finding in report.findings:
        print(f"\n{finding.severity} {finding.rule}: {finding.message}")
        for span in finding.spans:
            print(f"  {span.field} {span.start} to {span.end}: {printable(covered[span.field][span.start : span.end])}")
        for fact in finding.facts:
            print(f"  {fact.name}: {fact.value}")
        if finding.because:
            print(f"  {finding.because}")
    print("\nSignals seen:")
    for name, node in sorted(checker.compiled.names.items()):
        if hits := [hit for hit in evidence.hits(node) if hit.start >= 0]:
            print(f"  {name}: {', '.join(dict.fromkeys(_words(evidence, hit, covered) for hit in hits[:6]))}")
    for line in report.not_assessed:
        print(f"Not assessed: {line}")
    return 0


def _words(evidence: Evidence, hit: Hit, covered: dict[str, str]) -> str:
    if hit.exact is not None:
        field, start, end = hit.exact
        name, _, tidied = evidence.text.fields[field]
        first, last = tidied.typed(start, end)
    elif hit.start >= 0:
        name, first, last = evidence.text.typed_span(hit.start, hit.end)
    else:
        return "(a fact)"
    return f"“{printable(covered.get(name, '')[first:last])}”"


def _moved(item: Item, given: Namespace) -> Item:
    """The post as if it went out at the time that is asked for."""
    when = effective_time(given.effective_time)
    return item if when is None else item._replace(post=item.post.model_copy(update={"publish_at": when}))


def _item(given: Namespace) -> Item:
    around = fields_of(given.context, Context, "--context")
    if given.text == "-":
        rows = list(read_bytes(sys.stdin.buffer.read(), "-", Options(around), "jsonl").rows)
        if len(rows) != 1:
            raise UsageError(f"explain reads one line of JSONL; {len(rows)} came.")
        found: Item | Unread = rows[0]
    else:
        post: dict[str, Any] = {"text": given.text, **fields_of(given.post, Post, "--post")}
        found = make_item(None, post, around, Place(file="the post"), Options())
    if isinstance(found, Unread):
        raise UsageError(str(found))
    return found

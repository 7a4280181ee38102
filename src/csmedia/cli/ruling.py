"""``csmedia rule`` and ``csmedia rules``: what rules say, when they run, and who changed what about them."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from csmedia.checker import Checker
from csmedia.cli.context import UsageError
from csmedia.cli.making import folders_of, policies_of
from csmedia.cli.moments import day_of, effective_time, runs_at
from csmedia.load import Change, Folder, PolicySet, adjustments_in, former_in, id_of, load_folders, signals_of, told_of
from csmedia.load.compiled import RulePlan
from csmedia.load.files import did_you_mean
from csmedia.report.text import citation_text
from csmedia.rules.grammar import RuleFile


def rule_named(checker: Checker, name: str, given: Namespace) -> RulePlan:
    """The rule of an id; a former one is an error with the new one, an unknown one with the nearest."""
    found = {rule.id: rule for rule in checker.compiled.rules}
    if name not in found:
        former = former_in(folders_of(checker.contributions, policies_of(given)))
        raise UsageError(told_of(name, found, former))
    return found[name]


def rule(given: Namespace, checker: Checker) -> int:
    """Show one rule."""
    one = rule_named(checker, given.id, given)
    when = effective_time(given.effective_time)
    folders = folders_of(checker.contributions, policies_of(given))
    print(f"{one.id} ({one.policy} {one.version}) · {one.file}\n{one.title}\n")
    for label, text in _lines(checker, one, folders, when):
        print(f"  {label:11} {text}")
    return 0


def _lines(checker: Checker, one: RulePlan, folders: tuple[Folder, ...], when: datetime | date | None) -> Iterator[tuple[str, str]]:
    compiled = checker.compiled
    yield "Duty", f"{one.duty}: {compiled.duties[one.duty].title}"
    yield "Severity", f"{one.severity}, confidence {one.confidence}"
    for plan in one.severity_when:
        yield "", f"{plan.severity or 'nothing-found'} {_where(plan.when)}: {plan.because}"
    changes = adjustments_in(folders)
    file = _file_of(one, folders, changes)
    yield from _life(one, file.rules[one.id].model, when)
    yield from _changed(one, file, changes)
    yield "Says", one.message
    yield "Why", one.why
    asks = "; ".join(compiled.asks[ask] for ask in one.ask)
    yield from ((label, text) for label, text in (("Fine when", one.fine_when), ("Instead", one.instead), ("Ask", asks)) if text)
    yield "When", json.dumps(dict(one.when), ensure_ascii=False) if one.when else "always"
    for citation in one.citations:
        read = compiled.sources[citation.source].date_read
        yield "Source", citation_text(citation) + (f"; date read: {read:%-d %B %Y}" if read else "")
    for example in one.examples:
        miss = " (known miss)" if example.known_miss else ""
        yield "Example", f"{example.expect}{miss}: {' '.join(example.text.split())}"


def _where(when: Mapping[str, Any]) -> str:
    return f"where {json.dumps(dict(when), ensure_ascii=False)}" if when else "always"


def _file_of(one: RulePlan, folders: tuple[Folder, ...], changes: tuple[Change, ...]) -> PolicySet:
    """The rule's own file, and the signals where any of them is adjusted: what a compiled rule does not keep."""
    signals = any(change.kind == "signal" for change in changes)
    return load_folders(folders, lambda parts: id_of(parts) == one.id or (signals and parts[0] == "signals"))


def _life(one: RulePlan, file: RuleFile, when: datetime | date | None) -> Iterator[tuple[str, str]]:
    if one.since or one.until or when is not None:
        since, until = (f"{word} {day:%-d %B %Y}" if day else "" for word, day in (("from", one.since), ("until", one.until)))
        said = " ".join(part for part in (since, until) if part) or "always"
        on = "" if when is None else f"; {'it runs' if runs_at(one, when) else 'it does not run'} on {day_of(when):%-d %B %Y}"
        yield "In force", said + on
    if file.locked:
        yield "Locked", "no other policy can switch it off, lower it, or take words from its signals"
    if one.preview:
        yield "Preview", "rests on memory of its source alone"
    if file.replaces:
        yield "Replaces", ", ".join(file.replaces)
    if file.superseded_by:
        yield "Superseded", f"by {file.superseded_by}"
    if file.review_by:
        past = ", which is past" if when is not None and file.review_by < day_of(when) else ""
        yield "Read again", f"by {file.review_by:%-d %B %Y}{past}"


def _changed(one: RulePlan, file: PolicySet, changes: tuple[Change, ...]) -> Iterator[tuple[str, str]]:
    names = {"rule": {one.id}, "ask": set(one.ask), "signal": set()}
    if file.signals:
        names["signal"] = signals_of(file, file.rules[one.id].model)
    for change in changes:
        if change.row.id in names[change.kind]:
            yield "Changed by", str(change)


def rules(given: Namespace, checker: Checker) -> int:
    """List the rules; with a day, those that run then."""
    if given.duty is not None and given.duty not in checker.compiled.duties:
        raise UsageError(f"there is no duty “{given.duty}”. {did_you_mean(given.duty, checker.compiled.duties)}")
    when = effective_time(given.effective_time)
    asked = [one for one in checker.compiled.rules if given.duty in (None, one.duty)]
    shown = [one for one in asked if when is None or runs_at(one, when)]
    for one in shown:
        print(f"{one.severity:7} {one.id:56} {one.duty:30} {one.title}")
    policies = {one.policy for one in shown}
    print(f"{len(shown)} rules of {len(policies)} policies", file=sys.stderr)
    adjusted = sorted({change.row.id for change in adjustments_in(folders_of(checker.contributions, policies_of(given))) if change.kind == "rule"})
    if told := [name for name in adjusted if any(one.id == name for one in shown)]:
        print(f"csmedia: adjusted by other policies, as “csmedia rule ID” shows: {', '.join(told)}", file=sys.stderr)
    if when is not None and len(shown) < len(asked):
        left = ", ".join(one.id for one in asked if one not in shown)
        print(f"csmedia: not in force on {day_of(when):%-d %B %Y}: {left}", file=sys.stderr)
    return 0 if shown else 3

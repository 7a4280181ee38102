"""Commands that show what csmedia knows: rules, periods, plugins."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import date, datetime

from csmedia.calendar import Moment, covers, table_end
from csmedia.checker import Checker
from csmedia.cli.context import UsageError
from csmedia.load.compiled import RulePlan
from csmedia.load.files import did_you_mean
from csmedia.report.text import citation_text


def rule_named(checker: Checker, name: str) -> RulePlan:
    """The rule of an id; an unknown one is an error with the nearest."""
    found = {rule.id: rule for rule in checker.compiled.rules}
    if name not in found:
        raise UsageError(f"there is no rule “{name}”. {did_you_mean(name, found)}")
    return found[name]


def rule(given: Namespace, checker: Checker) -> int:
    """Show one rule."""
    one = rule_named(checker, given.id)
    asks = "; ".join(checker.compiled.asks[ask] for ask in one.ask)
    print(f"{one.id} ({one.policy} {one.version}) · {one.file}\n{one.title}\n")
    print(
        f"  Duty        {one.duty}: {checker.compiled.duties[one.duty].title}\n  Severity    {one.severity}, confidence {one.confidence}"
    )
    for plan in one.severity_when:
        print(
            f"              {plan.severity or 'nothing-found'} where {json.dumps(dict(plan.when), ensure_ascii=False)}: {plan.because}"
        )
    print(f"  Says        {one.message}\n  Why         {one.why}")
    for label, text in (("Fine when", one.fine_when), ("Instead", one.instead), ("Ask", asks)):
        if text:
            print(f"  {label:11} {text}")
    print(f"  When        {json.dumps(dict(one.when), ensure_ascii=False) if one.when else 'always'}")
    for citation in one.citations:
        print(f"  Source      {citation_text(citation)}")
    for example in one.examples:
        miss = " (known miss)" if example.known_miss else ""
        print(f"  Example     {example.expect}{miss}: {' '.join(example.text.split())}")
    return 0


def rules(given: Namespace, checker: Checker) -> int:
    """List the rules."""
    if given.duty is not None and given.duty not in checker.compiled.duties:
        raise UsageError(f"there is no duty “{given.duty}”. {did_you_mean(given.duty, checker.compiled.duties)}")
    shown = [one for one in checker.compiled.rules if given.duty in (None, one.duty)]
    for one in shown:
        print(f"{one.severity:7} {one.id:56} {one.duty:30} {one.title}")
    policies = {one.policy for one in shown}
    print(f"{len(shown)} rules of {len(policies)} policies", file=sys.stderr)
    return 0 if shown else 3


def plugins(_: Namespace, checker: Checker) -> int:
    """List the plugins."""
    for origin, hooks in checker.contributions.plugins:
        print(f"{origin}: {', '.join(hooks) or 'nothing'}")
    for name, (origin, _check) in dict(checker.contributions.checks).items():
        print(f"  check {name} of {origin}")
    for ran in checker.compiled.ran:
        print(f"  policy {ran.policy} {ran.version}: {ran.rules} rules")
    return 0


def periods(given: Namespace, checker: Checker) -> int:
    """List the calendar, or what is in force at a moment."""
    moment = None if given.at is None else Moment.of(_when(given.at))
    shown = 0
    for row in sorted(checker.compiled.calendar.periods, key=lambda one: (one.polling or date.max, one.id)):
        if (moment is not None and not covers(row, moment)) or (given.serves and given.serves not in row.serves):
            continue
        shown += 1
        start = f"{row.starts:%Y-%m-%d %H:%M}" if row.starts else "start not known "
        known = f" [{row.start_known}]" if row.start_known else ""
        places = f" · {', '.join(row.places)}" if row.places else ""
        print(
            f"{start} to {row.ends:%Y-%m-%d %H:%M}  {'/'.join(row.serves):16} {row.kind:18} {row.title}{known}{places} · {row.source or 'no source given'}"
        )
    end = table_end(checker.compiled.calendar)
    if moment is not None and end is not None and moment.end >= end:
        print(f"The calendar ends on {checker.compiled.calendar.table_ends}: nothing is known of periods after it.")
    elif not shown:
        print("Nothing is in force." if moment is not None else "The calendar is empty.")
    return 0


def _when(said: str) -> datetime | date:
    try:
        when = date.fromisoformat(said) if len(said) == 10 else datetime.fromisoformat(said)
    except ValueError:
        raise UsageError(
            f"--at {said}: write a day such as 2026-04-20, or a time such as 2026-04-20T09:00:00+01:00."
        ) from None
    if isinstance(when, datetime) and when.tzinfo is None:
        raise UsageError(f"--at {said}: has no time zone. Write the offset too, as in 2026-04-20T09:00:00+01:00.")
    return when



"""Commands that show what csmedia knows: periods and plugins."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from csmedia.calendar import Moment, covers, table_end
from csmedia.checker import Checker
from csmedia.cli.moments import when_of


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
    moment = None if given.at is None else Moment.of(when_of("--at", given.at))
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



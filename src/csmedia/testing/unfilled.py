"""What a new policy or rule still asks its author to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from csmedia.load.files import Source
from csmedia.load.folders import Loaded
from csmedia.load.lines import line_of_each
from csmedia.testing.remarks import Remark
from csmedia.testing.scope import Scope

MARK = "[FILL IN"


def unfilled(scope: Scope) -> Iterator[Remark]:
    """A remark for each line of the files under test that says ``[FILL IN: …]``, in a value or in a comment."""
    seen: set[str] = set()
    rules = {rule.id for rule in scope.rules}
    for name, row in _rows(scope):
        if row.source.name in seen or MARK not in row.source.text or (name in scope.loaded.rules and name not in rules):
            continue
        seen.add(row.source.name)
        yield from _marks(row.source, name)


def _rows(scope: Scope) -> Iterator[tuple[str, Loaded]]:
    loaded = scope.loaded
    yield from loaded.rules.items()
    for tables in (loaded.policies, loaded.signals, loaded.sources, loaded.organisations, loaded.duties, loaded.asks, loaded.periods):
        yield from tables.items()
    yield from ((f"topics of {name}", row) for name, rows in loaded.topics.items() for row in rows)


def _marks(source: Source, name: str) -> Iterator[Remark]:
    keys = {line: str(place[-1]) for place, line in line_of_each(source.text).items() if place and isinstance(place[-1], str)}
    for number, line in enumerate(source.text.split("\n"), 1):
        if MARK in line:
            asked = line.partition(MARK)[2].partition("]")[0].lstrip(": ").rstrip(". ")
            key = f"“{keys[number]}” is" if number in keys else "is"
            yield Remark(source.name, number, name, "not-filled-in", "error", f"{key} not filled in yet{f': {asked}' if asked else ''}.")

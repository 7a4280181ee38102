"""What has run out on a day: sources to read again, policies and rules past their review, rules past their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from csmedia.authored import Authored
from csmedia.linting.kinds import Lint
from csmedia.linting.walking import found, mine, rules


def date_lints(authored: Authored, today: date) -> Iterator[Lint]:
    """What has run out by ``today``."""
    if not authored.prefix:
        for key, row in mine(authored, authored.loaded.sources):
            if row.model.date_read is None:
                yield found(row.source, row.place, "source-without-date-read", key, "does not say when it was read. Write date_read = 2026-04-20, the day on which somebody read it.")
    rows = [("policy", mine(authored, authored.loaded.policies)), ("source", mine(authored, authored.loaded.sources))]
    for what, table in [("rule", rules(authored)), *([] if authored.prefix else rows)]:
        for key, row in table:
            by = row.model.review_by
            if by is not None and by < today:
                yield found(row.source, (*row.place, "review_by"), "source-past-review", key, f"this {what} was to be read again by {by}. Read it again, and move review_by on.")
    for key, row in rules(authored):
        if row.model.until is not None and row.model.until <= today:
            yield found(row.source, ("until",), "rule-expired", key, f"ended on {row.model.until} and speaks of no post since. Keep it while old posts are judged, or take it away.")

"""What policies know of organisations and of the calendar, as a check needs it; `csmedia.rules.rows` is what people write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from csmedia.model import Serves


class Organisation(NamedTuple):
    """An organisation whose staff are civil servants."""

    slug: str
    name: str
    short: tuple[str, ...]
    aliases: tuple[str, ...]
    kind: str
    serves: Serves
    parent: str | None
    minister: str | None
    ministers: tuple[str, ...]
    since: date | None
    until: date | None


class Period(NamedTuple):
    """A dated row of the calendar. One without a known start is never in force."""

    id: str
    title: str
    kind: str
    serves: tuple[Serves, ...]
    starts: datetime | None
    polling: date | None
    ends: datetime | None
    places: tuple[str, ...]
    start_known: str | None
    source: str | None
    note: str | None


class Calendar(NamedTuple):
    """The dated rows, and the day after which the table knows nothing."""

    periods: tuple[Period, ...]
    table_ends: date | None
    kinds: Mapping[str, str]

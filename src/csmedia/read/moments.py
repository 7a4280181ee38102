"""The times of a row: when it goes live, when it was written and agreed to, and when its release comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from csmedia.read.cells import CellError, Row, Values, words_of
from csmedia.read.items import DateOrder
from csmedia.read.times import LONDON, TimeError, is_twice, read_moment

Orders = Mapping[str, DateOrder | None]
DATED = ("publish_at", "day", "created_at", "approved_at", "release_at")
Tell = Callable[[str], None]
ZONE = "times without a zone are read as UK time (Europe/London)."


def add_times(post: Values, row: Row, orders: Orders, tell: Tell) -> None:
    """Put the times of a row into its post; raises `CellError` for one that cannot be read."""
    for field in ("created_at", "approved_at"):
        if words_of(row, field):
            post[field] = _moment(field, words_of(row, field), "", orders, tell)
    exact, day, clock = (words_of(row, field) for field in ("publish_at", "day", "clock"))
    if exact:
        post["publish_at"] = _moment("publish_at", exact, "", orders, tell)
    elif day:
        post["publish_at"] = _moment("day", day, clock, orders, tell)
    elif clock:
        raise CellError("clock", "a time without a date. Write the date too.")


def release_of(row: Row, orders: Orders, tell: Tell) -> Values | None:
    """The release that a row names, if it names one."""
    if not words_of(row, "release"):
        return None
    at = _moment("release_at", words_of(row, "release_at"), "", orders, tell)
    if not isinstance(at, datetime):
        raise CellError("release_at", "a release needs its time of day too. Write it as 2026-04-20 09:30.")
    return {"name": words_of(row, "release"), "at": at}


def _moment(field: str, day: str, clock: str, orders: Orders, tell: Tell) -> datetime | date:
    try:
        moment = read_moment(day, clock, orders.get(field))
    except TimeError as error:
        raise CellError("clock" if error.of_clock and clock else field, str(error)) from error
    if is_twice(moment):
        tell(f"{moment:%H:%M} comes twice on that day, when the clocks go back; the first was taken.")
    if isinstance(moment, datetime) and moment.tzinfo is LONDON:
        tell(ZONE)
    return moment

"""What is in force at a moment, looked up in dated rows and never computed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from csmedia.load.registers import Calendar, Period

LONDON = ZoneInfo("Europe/London")
POLLS_OPEN, POLLS_CLOSE = time(7), time(22)


class Moment(NamedTuple):
    """When a post goes live: one instant, or a whole day from its first to its last."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, when: datetime | date) -> Moment:
        """The moment of a time, or the whole of a day in UK time."""
        if isinstance(when, datetime):
            return cls(when, when)
        return cls(
            datetime.combine(when, time(), LONDON),
            datetime.combine(when + timedelta(days=1), time(), LONDON) - timedelta(microseconds=1),
        )


class Timeline:
    """The rows for staff of one government, and every instant at which an answer could change.

    ``changes`` are further instants beside the starts and ends of rows. What is in force between two edges is looked up once.
    """

    __slots__ = ("_changes", "_edges", "_in_force", "_instants", "_rows", "polling", "table_end")

    def __init__(self, calendar: Calendar, serves: str, changes: Iterable[datetime] = ()) -> None:
        self._rows = tuple(row for row in calendar.periods if serves in row.serves)
        self.table_end = table_end(calendar)
        self.polling = frozenset(row.polling for row in self._rows if row.polling is not None)
        whole = [at for row in self._rows if row.starts and row.ends for at in (row.starts, row.ends)]
        ends = () if self.table_end is None else (self.table_end,)
        polls = [at for day in self.polling for at in polling_hours(day)]
        self._changes = sorted({*whole, *ends, *changes, *polls}, key=datetime.timestamp)
        # Numbers, since times of two zones are slow to compare.
        self._instants = [at.timestamp() for at in self._changes]
        self._edges = sorted({at.timestamp() for row in self._rows if row.starts for at in (row.starts, row.ends) if at})
        self._in_force: dict[tuple[int, int], tuple[Period, ...]] = {}

    def in_force(self, moment: Moment) -> tuple[Period, ...]:
        """The rows that are in force at some time of a moment."""
        first, last = moment.start.timestamp(), moment.end.timestamp()
        place = bisect_right(self._edges, first), bisect_right(self._edges, last)
        found = self._in_force.get(place)
        if found is None:
            found = self._in_force[place] = tuple(row for row in self._rows if covers(row, moment))
        return found

    def next_change(self, after: datetime, others: Iterable[datetime] = ()) -> datetime | None:
        """The first instant after ``after`` at which a row starts or ends, the table ends, or one of ``others`` comes."""
        place = bisect_right(self._instants, after.timestamp())
        nearest = self._changes[place : place + 1]
        return min((*nearest, *(at for at in others if at > after)), default=None)

    def crossed(self, first: datetime, last: datetime) -> bool:
        """Whether a row starts or ends after one time and not after another."""
        return bisect_right(self._edges, first.timestamp()) < bisect_right(self._edges, last.timestamp())


def polling_hours(day: date) -> tuple[datetime, ...]:
    """The start of a polling day, when its polls open and close, and its end."""
    return (*(datetime.combine(day, at, LONDON) for at in (time(), POLLS_OPEN, POLLS_CLOSE)), datetime.combine(day + timedelta(days=1), time(), LONDON))


def covers(row: Period, moment: Moment) -> bool:
    """Whether a row is in force; a row whose start is not known never is."""
    return row.starts is not None and row.ends is not None and row.starts <= moment.end and moment.start < row.ends


def table_end(calendar: Calendar) -> datetime | None:
    """The instant after which the table knows nothing."""
    if calendar.table_ends is None:
        return None
    return datetime.combine(calendar.table_ends + timedelta(days=1), time(), LONDON)

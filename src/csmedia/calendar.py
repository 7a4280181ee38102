"""What is in force at a moment, looked up in dated rows and never computed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from csmedia.load.compiled import Calendar
from csmedia.rules.rows import PeriodRow

LONDON = ZoneInfo("Europe/London")


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


def in_force(calendar: Calendar, serves: str, moment: Moment) -> tuple[PeriodRow, ...]:
    """The rows for staff of one government that are in force at some time of a moment."""
    return tuple(row for row in calendar.periods if serves in row.serves and covers(row, moment))


def covers(row: PeriodRow, moment: Moment) -> bool:
    """Whether a row is in force; a row whose start is not known never is."""
    return row.starts is not None and row.ends is not None and row.starts <= moment.end and moment.start < row.ends


def table_end(calendar: Calendar) -> datetime | None:
    """The instant after which the table knows nothing."""
    if calendar.table_ends is None:
        return None
    return datetime.combine(calendar.table_ends + timedelta(days=1), time(), LONDON)


def next_change(calendar: Calendar, serves: str, after: datetime, others: Iterable[datetime]) -> datetime | None:
    """The first instant after ``after`` at which a row starts or ends, the table ends, or one of ``others`` comes."""
    moments = [
        at
        for row in calendar.periods
        if serves in row.serves and row.starts and row.ends
        for at in (row.starts, row.ends)
    ]
    moments += [end] if (end := table_end(calendar)) is not None else []
    return min((at for at in (*moments, *others) if at > after), default=None)

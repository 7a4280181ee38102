"""Dates and times as people write them in calendars. What could be two days is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})(?!\d)", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?)?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_BARE_CLOCK = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:\s*h(?:rs)?)?", re.IGNORECASE)
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}


class TimeError(ValueError):
    """A date or time that cannot be read without guessing; the message says what to do."""

    def __init__(self, message: str, *, of_clock: bool = False) -> None:
        super().__init__(message)
        self.of_clock = of_clock


def read_moment(day: str, clock: str, order: str | None) -> datetime | date:
    """A cell with a date, perhaps with its time, and a cell with a time, into a moment in UK time or a bare day."""
    written = f"{day.strip()} {clock.strip()}".strip()
    if "T" in day or re.search(r"[+-]\d\d:?\d\d$", written):
        try:
            exact = datetime.fromisoformat(written.replace(" +", "+"))
        except ValueError:
            pass  # no ISO time after all: the forms below read it, or refuse it
        else:
            return exact if exact.tzinfo is not None else in_london(exact)
    found, rest = _day(written, order)
    moment = _clock(rest.lstrip(" ,T").rstrip())
    if moment is None:
        return found
    at, minutes = moment
    naive = datetime.combine(found, at)
    return in_london(naive) if minutes is None else (naive - timedelta(minutes=minutes)).replace(tzinfo=ZoneInfo("UTC"))


def numbers_of(written: str) -> tuple[int, int] | None:
    """The first two numbers of a date that is written in numbers alone with its year last, else None."""
    if _ISO_DAY.search(written) or _NAMED.search(written) or _NAMED_FIRST.search(written):
        return None
    found = _NUMBERS.search(written)
    return (int(found[1]), int(found[2])) if found else None


def in_london(naive: datetime) -> datetime:
    """A UK wall-clock time; refused where the clocks go forward over it."""
    at = naive.replace(tzinfo=LONDON)
    if at.astimezone(ZoneInfo("UTC")).astimezone(LONDON).replace(tzinfo=None) != naive:
        raise TimeError(
            f"{naive:%H:%M} does not exist on {naive:%-d %B %Y}, when the clocks go forward. Choose another time."
        )
    return at


def is_twice(moment: datetime | date) -> bool:
    """Whether a UK wall-clock time comes twice, because the clocks go back over it."""
    return (
        isinstance(moment, datetime)
        and moment.tzinfo is LONDON
        and moment.utcoffset() != moment.replace(fold=1).utcoffset()
    )


def _day(written: str, order: str | None) -> tuple[date, str]:
    if found := _ISO_DAY.search(written):
        return _date(int(found[1]), int(found[2]), int(found[3]), found[0]), written[found.end() :]
    if found := _NAMED.search(written):
        return _date(_year(found[3]), _month(found[2], written), int(found[1]), found[0]), written[found.end() :]
    if found := _NAMED_FIRST.search(written):
        return _date(int(found[3]), _month(found[1], written), int(found[2]), found[0]), written[found.end() :]
    if found := _NUMBERS.search(written):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        return _date(year, *_ordered(first, second, order, found[0]), found[0]), written[found.end() :]
    raise TimeError(
        f"“{written}” is no date that csmedia reads. Write it as 2026-04-20 09:00, or as 20 April 2026 09:00."
    )


def _ordered(first: int, second: int, order: str | None, written: str) -> tuple[int, int]:
    """Month and day of two numbers."""
    if order == "mdy":
        return first, second
    if order == "dmy" or first > 12 or first == second:
        return second, first
    if second > 12:
        return first, second
    raise TimeError(f"“{written}” may be two days. Say which comes first, with --date-order dmy or --date-order mdy.")


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month(name: str, written: str) -> int:
    month = MONTHS.get(name[:3].lower())
    if month is None:
        raise TimeError(f"“{written}” names no month that csmedia reads. Write it as 2026-04-20 09:00.")
    return month


def _date(year: int, month: int, day: int, written: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise TimeError(f"“{written}” is no day of the calendar. Check day and month, and --date-order.") from None


def _clock(rest: str) -> tuple[time, int | None] | None:
    if not rest:
        return None
    words = rest.split()
    zone = _ZONES.get(words[-1].lower()) if words else None
    clock = (
        " ".join(words[:-1])
        if zone is not None and len(words) > 1
        else rest.rstrip("zZ")
        if rest[-1:] in "zZ"
        else rest
    )
    minutes = zone if zone is not None else 0 if rest[-1:] in "zZ" else None
    if found := _BARE_CLOCK.fullmatch(clock):
        return time(int(found[1]), int(found[2])), minutes
    found = _CLOCK.fullmatch(clock.strip())
    if found is None or (found[2] is None and found[4] is None):
        raise TimeError(f"“{rest}” is no time of day that csmedia reads. Write it as 09:00 or 9am.", of_clock=True)
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower().startswith("p") else 0)
    try:
        return time(hour, int(found[2] or 0), int(found[3] or 0)), minutes
    except ValueError:
        raise TimeError(f"“{rest}” is no time of day. Write it as 09:00 or 9am.", of_clock=True) from None

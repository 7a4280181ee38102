"""Calendars in ICS: each event is a post, its summary the title, its description the text, its start the publish time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from types import ModuleType
from typing import Any

from csmedia.errors import ReadError
from csmedia.read.encoding import decode
from csmedia.read.items import Item, Options, make_item
from csmedia.read.moments import ZONE
from csmedia.read.reader import Reading
from csmedia.read.table import numbered
from csmedia.read.times import LONDON, TimeError, in_london, is_twice
from csmedia.run import Cell, Place, Unread

_BEGINS = re.compile(r"^BEGIN:VEVENT\s*$", re.IGNORECASE | re.MULTILINE)
_PROPERTIES = {"SUMMARY": "title", "DESCRIPTION": "text", "URL": "links[0].url"}


def read_ics(data: bytes, name: str, options: Options) -> Reading:
    """Read every event; raises `ReadError` where the file is no calendar."""
    icalendar = _icalendar(name)
    notes: list[str] = []
    text = decode(data, name, notes).lstrip("\ufeff")
    if not text.strip():
        return Reading(iter(()), notes)
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise ReadError(f"{name}: is no calendar that can be read ({str(error)[:80]}). Export it again as .ics.") from error
    if "BEGIN:VCALENDAR" not in text.upper():
        raise ReadError(f"{name}: is no calendar: it has no BEGIN:VCALENDAR. Export it again as .ics.")
    lines = list(_lines(text))
    if len(lines) != len(events) or len(lines) != len(_BEGINS.findall(text)):
        raise ReadError(f"{name}: is cut off, or damaged: not every event in it ends. Export it again as .ics.")
    return Reading(_items(events, lines, name, options, notes), notes)


def _icalendar(name: str) -> ModuleType:
    try:
        import icalendar  # noqa: PLC0415  # an extra, wanted for this format alone
    except ModuleNotFoundError as error:
        raise ReadError(f'{name}: calendars need a reader of their own. Install it with: pip install "csmedia[calendar]".') from error
    return icalendar


def _lines(text: str) -> Iterator[dict[str, int]]:
    """For each event, the lines on which it and its properties begin; those of alarms inside it are not its own."""
    inside: list[str] = []
    found: dict[str, int] = {}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        name, _, value = line.partition(":")
        key = name.partition(";")[0].upper()
        if key == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                found = {"BEGIN": number}
        elif key == "END" and inside:
            if inside.pop() == "VEVENT":
                yield found
        elif inside and inside[-1] == "VEVENT" and not line.startswith((" ", "\t")):
            found.setdefault(key, number)


def _items(events: list[Any], lines: list[dict[str, int]], name: str, options: Options, notes: list[str]) -> Iterator[Item | Unread]:
    seen: dict[str, int] = {}
    for number, event in enumerate(events):
        at = lines[number] if number < len(lines) else {}
        place = Place(file=name, line=at.get("BEGIN"))
        try:
            item = _item(event, at, place, options, notes)
        except TimeError as error:
            yield Unread(place=Place(file=name, line=at.get("DTSTART", at.get("BEGIN"))), cell="DTSTART", message=str(error))
            continue
        yield numbered(item, seen)
        if event.get("RRULE") is not None or event.get("RDATE") is not None:
            again = "comes again (RRULE or RDATE), and only its first time was judged. Write an event for each time."
            yield Unread(place=Place(file=name, line=at.get("RRULE", at.get("RDATE"))), cell="RRULE", message=again)


def _item(event: Any, at: dict[str, int], place: Place, options: Options, notes: list[str]) -> Item | Unread:
    title, text, url = (str(event.get(key, "")) for key in ("SUMMARY", "DESCRIPTION", "URL"))
    if not title.strip() and not text.strip():
        return Unread(place=place, cell="DESCRIPTION", message="has neither a description nor a summary, so that there is nothing to check. Write the post as its description.")
    post: dict[str, Any] = {"text": text}
    post |= {"title": title} if title else {}
    post |= {"links": [{"url": url}]} if url else {}
    if (moment := _moment(event, place, notes)) is not None:
        post["publish_at"] = moment
    cells = {field: Cell(file=place.file, line=at[key], heading=key) for key, field in _PROPERTIES.items() if key in at}
    return make_item(str(event.get("UID", "")) or None, post, {}, place, options, {"publish_at": "DTSTART"}, cells)


def _moment(event: Any, place: Place, notes: list[str]) -> datetime | date | None:
    start = event.get("DTSTART")
    if start is None:
        return None
    if any(key == "DTSTART" for key, _ in event.errors):
        raise TimeError("is no date that a calendar can hold. Write it as 20260420T090000Z.")
    moment = start.dt
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        return moment if isinstance(moment, date) else None
    found = in_london(moment)
    said = [f"{place.file}: {ZONE}"]
    if is_twice(found):
        said.append(f"{place.file}: line {place.line}: {found:%H:%M} comes twice on that day, when the clocks go back; the first was taken.")
    notes.extend(note for note in said if note not in notes)
    return found if found.tzinfo is LONDON else moment

"""Content calendars in CSV: any of three separators, known or hand-made headings, each row at its own line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from csmedia.errors import ReadError
from csmedia.read.encoding import decode
from csmedia.read.headings import Columns, read_headings
from csmedia.read.items import Item, Options, make_item
from csmedia.read.reader import Reading
from csmedia.read.times import TimeError, is_twice, read_moment
from csmedia.run import Place, Unread

Values = dict[str, Any]
LARGEST_CELL = 20_000_000
_TRUE = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_PLATFORMS = {
    "x": "x", "twitter": "x", "x twitter": "x", "twitter x": "x", "bsky": "bluesky", "fb": "facebook", "ig": "instagram", "insta": "instagram",
    "li": "linkedin", "linked in": "linkedin", "yt": "youtube", "tik tok": "tiktok",
}  # fmt: skip
_KNOWN = frozenset("x bluesky mastodon threads facebook instagram linkedin tiktok youtube whatsapp blog other".split())
_CONTEXT = ("capacity", "serves", "department", "political_group", "audience")
_LISTS = ("roles", "permissions", "periods")
_PLAIN = ("kind", "language", "account", "quoted_text", "quoted_author", "title", "first_comment", "thread")


def read_csv(data: bytes, name: str, options: Options) -> Reading:
    """Read a calendar; raises `ReadError` where its headings cannot be used."""
    notes: list[str] = []
    text = decode(data, name, notes).lstrip("\ufeff")
    if not text.strip():
        return Reading(iter(()), notes)
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        headings = next(reader)
    except csv.Error as error:
        raise ReadError(f"{name}:1: is no CSV that can be read ({error}). Export it again as CSV.") from error
    columns = read_headings(headings, name)
    notes.append(f"{name}: read as {columns.dialect}; {_used(columns)}")
    return Reading(_rows(reader, name, columns, options, notes), notes)


def _used(columns: Columns) -> str:
    unused = [
        heading for field, heading in zip(columns.fields, columns.headings, strict=True) if field is None and heading
    ]
    return f"not read: {', '.join(unused)}" if unused else "every column is read"


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=first.count)


def _rows(reader: Any, name: str, columns: Columns, options: Options, notes: list[str]) -> Iterator[Item | Unread]:
    seen: dict[str, int] = {}
    said: set[str] = set()
    while True:
        place = Place(file=name, line=reader.line_num + 1)
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unread(place=place, message=f"is no CSV row that can be read ({error}). Check its quotation marks.")
            continue
        if any(cell.strip() for cell in row):
            yield _numbered(_row(row, place, columns, options, notes, said), seen)


def _numbered(item: Item | Unread, seen: dict[str, int]) -> Item | Unread:
    """The same post twice is two items: the second is numbered."""
    if isinstance(item, Unread):
        return item
    seen[item.id] = seen.get(item.id, 0) + 1
    return item if seen[item.id] == 1 else item._replace(id=f"{item.id}~{seen[item.id]}")


def _row(
    row: Sequence[str], place: Place, columns: Columns, options: Options, notes: list[str], said: set[str]
) -> Item | Unread:
    if len(row) != len(columns.headings):
        cure = "Check for a missing or an extra separator, or a text with commas that is not in quotation marks."
        return Unread(
            place=place, message=f"has {len(row)} cells where the heading has {len(columns.headings)}. {cure}"
        )
    cells = {field: cell for field, cell in zip(columns.fields, row, strict=True) if field is not None}
    names = dict(columns.heading_of())
    names.setdefault("publish_at", names.get("day", "date"))
    try:
        post = _post(cells)
        _add_time(post, cells, options, place, notes, said)
        context = _context(cells, options.date_order)
    except _CellError as error:
        return Unread(place=place, cell=names.get(error.field, error.field), message=str(error))
    return make_item(cells.get("id", "").strip() or None, post, context, place, options, names)


class _CellError(ValueError):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def _post(cells: Mapping[str, str]) -> Values:
    post: Values = {"text": cells["text"]}
    post |= {field: cells[field].strip() for field in _PLAIN if cells.get(field, "").strip()}
    if platform := cells.get("platform", "").strip():
        post["platform"] = _platform(platform)
    if cells.get("poll", "").strip():
        post["poll"] = [option.strip() for option in cells["poll"].split("||") if option.strip()]
    if link := cells.get("link", "").strip():
        post["links"] = [{"url": link, **({"title": title} if (title := cells.get("link_title", "").strip()) else {})}]
    if media := _media(cells):
        post["media"] = [media]
    return post


def _platform(written: str) -> str:
    plain = " ".join(written.lower().replace("/", " ").replace("(", " ").replace(")", " ").split())
    found = _PLATFORMS.get(plain, plain)
    return found if found in _KNOWN else "other"


def _media(cells: Mapping[str, str]) -> Values | None:
    """An attachment, where the row names one. An empty alt-text cell beside a picture means that there is none."""
    asset, alt, words = (cells.get(field, "").strip() for field in ("image", "alt_text", "media_text"))
    kind = cells.get("media_type", "").strip().lower()
    if not (asset or alt or words or kind):
        return None
    media: Values = {"type": kind or ("video" if asset.lower().endswith((".mp4", ".mov", ".webm")) else "image")}
    if "alt_text" in cells:
        media["alt_text"] = alt
    if words:
        media["text"] = words
    if cells.get("captions", "").strip():
        media["captions"] = _yes(cells["captions"], "captions")
    return media


def _release(cells: Mapping[str, str], order: str | None) -> Values:
    try:
        at = read_moment(cells.get("release_at", ""), "", order)
    except TimeError as error:
        raise _CellError("release_at", str(error)) from error
    if not isinstance(at, datetime):
        raise _CellError("release_at", "a release needs its time of day too. Write it as 2026-04-20 09:30.")
    return {"name": cells["release"].strip(), "at": at}


def _context(cells: Mapping[str, str], order: str | None) -> Values:
    context: Values = {field: cells[field].strip().lower() for field in _CONTEXT if cells.get(field, "").strip()}
    if cells.get("area", "").strip():
        context["area"] = cells["area"].strip()
    for field in _LISTS:
        if cells.get(field, "").strip():
            context[field] = [
                word.strip() for word in cells[field].replace("|", ",").replace(";", ",").split(",") if word.strip()
            ]
    if cells.get("release", "").strip():
        context["releases"] = [_release(cells, order)]
    if cells.get("identifiable", "").strip():
        context["identifiable"] = _yes(cells["identifiable"], "identifiable")
    return context


def _yes(cell: str, field: str) -> bool:
    answer = _TRUE.get(cell.strip().lower())
    if answer is None:
        raise _CellError(field, f"“{cell.strip()}” is neither yes nor no. Write yes or no.")
    return answer


def _add_time(
    post: Values, cells: Mapping[str, str], options: Options, place: Place, notes: list[str], said: set[str]
) -> None:
    day, clock = cells.get("publish_at", "") or cells.get("day", ""), cells.get("clock", "")
    for field, written in (("publish_at", (day, clock if "day" in cells and not cells.get("publish_at") else "")),
                           ("created_at", (cells.get("created_at", ""), "")), ("approved_at", (cells.get("approved_at", ""), ""))):  # fmt: skip
        if not written[0].strip():
            if field == "publish_at" and written[1].strip():
                raise _CellError("clock", "a time without a date. Write the date too.")
            continue
        try:
            moment = read_moment(*written, options.date_order)
        except TimeError as error:
            raise _CellError("clock" if error.of_clock and written[1] else field, str(error)) from error
        if is_twice(moment):
            notes.append(
                f"{place.file}:{place.line}: {moment:%H:%M} comes twice on that day, when the clocks go back; the first was taken."
            )
        if "zone" not in said and "+" not in written[0] and not written[0].strip().endswith("Z"):
            said.add("zone")
            notes.append(f"{place.file}: times without a zone are read as UK time (Europe/London).")
        post[field] = moment

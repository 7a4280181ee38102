"""An archive of X: ``tweets.js``, which is JSON after the first ``=``. It is never run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from csmedia.errors import ReadError
from csmedia.read.encoding import decode
from csmedia.read.items import Item, Options, make_item
from csmedia.read.json_places import Source, at, list_at, load_file, plain, text_at
from csmedia.read.reader import Reading
from csmedia.read.table import numbered
from csmedia.read.times import MONTHS
from csmedia.run import Cell, Unread

_START = re.compile(rb"\s*window\.YTD\.\w+\.part\d+\s*=")
_TIME = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})")
_REPOST = re.compile(r"RT @(\w{1,20}): ?")
_KINDS = {"photo": "image", "video": "video", "animated_gif": "video"}


def is_archive(data: bytes) -> bool:
    """Whether a file is a part of an archive of X."""
    return _START.match(data.removeprefix(b"\xef\xbb\xbf")) is not None


def read_x_archive(data: bytes, name: str, options: Options) -> Reading:
    """Read every post, reply and repost of one part of the archive."""
    notes: list[str] = []
    text = decode(data, name, notes)
    start = text.find("=") + 1 if is_archive(data) else 0
    rows, source = load_file(text, name, skipped=start)
    if not isinstance(rows, list):
        raise ReadError(f"{name}: holds no list of posts. Name the tweets.js in the folder “data” of the archive.")
    notes.append(f"{name}: read as an archive of X ({'by its first words' if start else 'as was said'}).")
    return Reading(_items(rows, source, options), notes)


def _items(rows: list[Any], source: Source, options: Options) -> Iterator[Item | Unread]:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        tweet = at(row, "tweet") or row
        words = at(tweet, "full_text") or at(tweet, "text")
        if not isinstance(words, str):
            yield Unread(place=source.place(row), cell=f"post {number}", message="has no “full_text”. Name the tweets.js of the archive.")
            continue
        try:
            at_ = _time(text_at(tweet, "created_at"))
        except ValueError as error:
            yield Unread(place=source.place(tweet), cell="created_at", message=str(error))
            continue
        post, cells = _post(tweet, words, source)
        made = plain(post) | ({"publish_at": at_} if at_ else {})
        yield numbered(make_item(text_at(tweet, "id_str") or None, made, {}, source.place(tweet), options, cells=cells), seen)


def _post(tweet: Any, words: str, source: Source) -> tuple[dict[str, Any], dict[str, Cell]]:
    text = html.unescape(words)
    cell = source.cell(words, "full_text")
    if text != words:
        cell = cell.model_copy(update={"column": None})
    post: dict[str, Any] = {"text": text, "platform": "x"}
    cells = {"text": cell}
    if found := _REPOST.match(text):
        post |= {"text": "", "kind": "repost", "quoted_author": f"@{found[1]}", "quoted_text": text[found.end() :]}
        column = cell.column + found.end() if cell.column else None
        cells = {"quoted_text": cell.model_copy(update={"column": column})}
    elif text_at(tweet, "in_reply_to_status_id_str") or text_at(tweet, "in_reply_to_screen_name"):
        post |= {"kind": "reply"}
        if text_at(tweet, "in_reply_to_screen_name"):
            post["quoted_author"] = f"@{text_at(tweet, 'in_reply_to_screen_name')}"
    if text_at(tweet, "lang") not in ("", "und", "zxx", "qme", "qst", "qht", "qam", "qct"):
        post["language"] = text_at(tweet, "lang")
    _attached(tweet, post, cells, source)
    return post, cells


def _attached(tweet: Any, post: dict[str, Any], cells: dict[str, Cell], source: Source) -> None:
    links = [one for one in list_at(tweet, "entities", "urls") if text_at(one, "expanded_url")]
    if links:
        post["links"] = [{"url": one["expanded_url"]} for one in links]
        cells |= {f"links[{number}].url": source.cell(one["expanded_url"], "expanded_url") for number, one in enumerate(links)}
    media = list_at(tweet, "extended_entities", "media") or list_at(tweet, "entities", "media")
    if media:
        post["media"] = [{"type": _KINDS.get(text_at(one, "type"), "image"), **_alt(one)} for one in media]
        cells |= {f"media[{number}].alt_text": source.cell(one["ext_alt_text"], "ext_alt_text") for number, one in enumerate(media) if _alt(one)}


def _alt(one: Any) -> dict[str, str]:
    """The alt text, where the archive has it. Most archives leave it out, so that its absence says nothing."""
    return {"alt_text": text_at(one, "ext_alt_text")} if text_at(one, "ext_alt_text") else {}


def _time(written: str) -> datetime | None:
    """A time as X writes it, whatever language the computer speaks."""
    if not written:
        return None
    found = _TIME.fullmatch(written)
    month = MONTHS.get(found[1].lower()) if found else None
    if found is None or month is None:
        raise ValueError(f"“{written[:40]}” is no time that X writes. It looks like Thu Apr 08 02:13:48 +0000 2010.")
    try:
        exact = datetime(int(found[9]), month, int(found[2]), int(found[3]), int(found[4]), int(found[5]), tzinfo=UTC)
    except ValueError:
        raise ValueError(f"“{written[:40]}” is no day and time of the calendar.") from None
    away = timedelta(hours=int(found[7]), minutes=int(found[8]))
    return exact - away if found[6] == "+" else exact + away

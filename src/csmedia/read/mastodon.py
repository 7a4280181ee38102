"""Mastodon's ``outbox.json``: an ActivityStreams collection of statuses, polls, replies and boosts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from csmedia.errors import ReadError
from csmedia.read.encoding import decode
from csmedia.read.html_text import words_of_html
from csmedia.read.items import Item, Options, make_item
from csmedia.read.json_places import PlacedObject, Source, at, list_at, load_file, plain, text_at
from csmedia.read.reader import Reading
from csmedia.read.table import numbered
from csmedia.run import Cell, Unread

_KINDS = ("image", "video", "audio")
_HANDLE = re.compile(r"https?://([^/]+)/(?:users/|@)([^/]+)")


def is_outbox(data: bytes) -> bool:
    """Whether a file of JSON looks like an outbox."""
    return re.search(rb'(?<!\\)"orderedItems"\s*:', data) is not None


def read_mastodon(data: bytes, name: str, options: Options) -> Reading:
    """Read every status, poll and boost; other activities are counted in a note."""
    notes: list[str] = []
    value, source = load_file(decode(data, name, notes).lstrip("\ufeff"), name)
    if not isinstance(at(value, "orderedItems"), list):
        raise ReadError(f"{name}: has no “orderedItems”, and so is no outbox. Name the outbox.json of the archive.")
    activities = list_at(value, "orderedItems")
    others = Counter(kind for one in activities if (kind := text_at(one, "type")) not in ("Create", "Update", "Announce", ""))
    notes.append(f"{name}: read as a Mastodon outbox (an ordered collection of activities).")
    if others:
        notes.append(f"{name}: not read, because they are no posts: {', '.join(f'{count} {kind}' for kind, count in sorted(others.items()))}.")
    return Reading(_items(activities, source, options), notes)


def _items(activities: list[Any], source: Source, options: Options) -> Iterator[Item | Unread]:
    seen: dict[str, int] = {}
    for number, activity in enumerate(activities, 1):
        kind, thing = at(activity, "type"), at(activity, "object")
        if kind == "Announce" and isinstance(thing, str | dict):
            yield numbered(_boost(activity, thing, source, options), seen)
        elif kind in ("Create", "Update") and isinstance(thing, PlacedObject):
            for item in _statuses(activity, thing, source, options):
                yield numbered(item, seen)
        elif not isinstance(kind, str) or kind in ("Create", "Update", "Announce"):
            yield Unread(place=source.place(activity), cell=f"activity {number}", message="holds no status. Export the archive again.")


def _statuses(activity: Any, note: PlacedObject, source: Source, options: Options) -> Iterator[Item | Unread]:
    """A status, once for each language in which it was written."""
    versions = {key: html for key, html in (at(note, "contentMap") or {}).items() if isinstance(html, str)} if isinstance(at(note, "contentMap"), dict) else {}
    if not versions and not isinstance(note.get("content"), str):
        yield Unread(place=source.place(note), cell="content", message="has no text. Export the archive again.")
        return
    for language, html in versions.items() or [("", note["content"])]:
        post, cells = _post(note, html, source)
        if language:
            post["language"] = language
        post |= {"publish_at": text_at(note, "published") or text_at(activity, "published"), "account": _handle(text_at(note, "attributedTo") or text_at(activity, "actor"))}
        item = _made(text_at(note, "id"), post, note, activity, source, options, cells)
        yield item._replace(id=f"{item.id}-{language}") if isinstance(item, Item) and len(versions) > 1 else item


def _post(note: PlacedObject, html: str, source: Source) -> tuple[dict[str, Any], dict[str, Cell]]:
    words = words_of_html(html)
    options = [one for key in ("oneOf", "anyOf") for one in list_at(note, key) if text_at(one, "name")]
    media = [one for one in list_at(note, "attachment") if isinstance(one, dict)]
    quoted = text_at(note, "quote") or text_at(note, "quoteUrl") or text_at(note, "quoteUri")
    post: dict[str, Any] = {
        "text": words.text, "kind": "reply" if note.get("inReplyTo") else "quote" if quoted else "original", "title": text_at(note, "summary"),
        "quoted_author": _handle(text_at(note, "inReplyTo") or quoted), "links": [{"url": url} for url in words.links],
        "poll": [one["name"] for one in options], "media": [{"type": _kind(text_at(one, "mediaType")), "alt_text": text_at(one, "name")} for one in media],
    }  # fmt: skip
    # What is read out of HTML has no column of its own: only its line is known.
    cells = {"text": source.cell(html, "content").model_copy(update={"column": None}), "title": source.cell(note.get("summary"), "summary")}
    cells |= {f"poll[{number}]": source.cell(one["name"], "name") for number, one in enumerate(options)}
    cells |= {f"media[{number}].alt_text": source.cell(one.get("name"), "name") for number, one in enumerate(media)}
    return post, {key: cell for key, cell in cells.items() if cell.line}


def _boost(activity: Any, thing: Any, source: Source, options: Options) -> Item | Unread:
    """A boost: what it says is another's, and is in the archive only where the account boosts itself."""
    address = thing if isinstance(thing, str) else text_at(thing, "id")
    html = text_at(thing, "content")
    post = {
        "text": "", "kind": "repost", "quoted_text": words_of_html(html).text if html else "", "quoted_author": _handle(address),
        "links": [{"url": address}] if address else [], "publish_at": text_at(activity, "published"), "account": _handle(text_at(activity, "actor")),
    }  # fmt: skip
    cells = {"quoted_text": source.cell(html, "content").model_copy(update={"column": None})} if html else {}
    return _made(text_at(activity, "id"), post, activity, activity, source, options, cells)


def _made(id_: str, post: dict[str, Any], thing: Any, activity: Any, source: Source, options: Options, cells: dict[str, Cell]) -> Item | Unread:
    filled = {key: plain(value) for key, value in post.items() if value or key == "text"} | {"platform": "mastodon"}
    context = {"audience": _audience([*_names(thing, "to"), *_names(thing, "cc")])}
    number = re.search(r"/statuses/(\d+)", id_)
    return make_item(number[1] if number else id_ or None, filled, context, source.place(activity), options, cells=cells)


def _names(thing: Any, key: str) -> list[str]:
    found = at(thing, key)
    return [found] if isinstance(found, str) else [one for one in list_at(thing, key) if isinstance(one, str)]


def _audience(names: list[str]) -> str:
    if any(name.endswith("#Public") or name in ("as:Public", "Public") for name in names):
        return "public"
    return "limited" if any(name.endswith("/followers") for name in names) else "private"


def _handle(address: str) -> str:
    """``@name@host`` of an actor or a status, or nothing."""
    found = _HANDLE.match(address)
    return f"@{found[2]}@{found[1]}" if found else ""


def _kind(media_type: str) -> str:
    kind = media_type.partition("/")[0]
    return kind if kind in _KINDS else "document"

"""Posts of Bluesky: records in JSON, as its interfaces give them, or the CAR file of a whole repository."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from csmedia.read.car import Repository, read_car
from csmedia.read.cbor import CborError
from csmedia.read.encoding import decode
from csmedia.read.items import Item, Options, make_item
from csmedia.read.json_places import Source, at, list_at, load_file, plain, text_at
from csmedia.read.reader import Reading
from csmedia.read.table import numbered
from csmedia.run import Cell, Place, Unread

POST = "app.bsky.feed.post"
_URI = re.compile(r"at://([^/]+)/[^/]+/([^/]+)")
_MARK = re.compile(rb'(?<!\\)"\$type"\s*:\s*"app\.bsky\.feed\.')


def is_bluesky(data: bytes) -> bool:
    """Whether a file of JSON holds records of Bluesky."""
    return _MARK.search(data) is not None


def read_bluesky(data: bytes, name: str, options: Options) -> Reading:
    """Read posts in JSON: an array of records, or what ``listRecords`` and ``getAuthorFeed`` give."""
    notes: list[str] = []
    value, source = load_file(decode(data, name, notes).lstrip("\ufeff"), name)
    rows = value if isinstance(value, list) else list_at(value, "records") or list_at(value, "feed") or list_at(value, "posts") or [value]
    notes.append(f"{name}: read as posts of Bluesky (by the type of their records).")
    return Reading(_rows(rows, source, options), notes)


def read_repository(data: bytes, name: str, options: Options) -> Reading:
    """Read the posts of a repository; its other records are counted in a note."""
    repository = read_car(data, name)
    others = Counter(path.partition("/")[0] for path in repository.records if not path.startswith(f"{POST}/"))
    notes = [f"{name}: read as a repository of the AT Protocol, of {repository.did}."]
    if others:
        notes.append(f"{name}: not read, because they are no posts: {', '.join(f'{count} {kind}' for kind, count in sorted(others.items()))}.")
    return Reading(_records(repository, name, options), notes)


def _rows(rows: list[Any], source: Source, options: Options) -> Iterator[Item | Unread]:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        view = at(row, "post") or row
        record = at(view, "value") or at(view, "record") or view
        place = source.place(record)
        if text_at(record, "$type") not in (POST, "") or not isinstance(at(record, "text"), str):
            yield Unread(place=place, cell=f"post {number}", message=f"is no {POST}. Leave other records out of the file.")
            continue
        uri = _URI.match(text_at(view, "uri"))
        account = text_at(view, "author", "handle") or (uri[1] if uri else "")
        yield numbered(_item(record, uri[2] if uri else None, account, place, options, source), seen)


def _records(repository: Repository, name: str, options: Options) -> Iterator[Item | Unread]:
    for path in repository.records:
        collection, _, key = path.partition("/")
        if collection != POST:
            continue
        try:
            record = repository.record(path)
        except CborError as error:
            yield Unread(place=Place(file=name), cell=path, message=f"cannot be read: {error}. Export the repository again.")
            continue
        if not isinstance(at(record, "text"), str):
            yield Unread(place=Place(file=name), cell=path, message="has no text.")
            continue
        yield _item(record, key, repository.did, Place(file=name), options, None)


def _item(record: Any, key: str | None, account: str, place: Place, options: Options, source: Source | None) -> Item | Unread:
    found: dict[str, tuple[Any, str]] = {"text": (record["text"], "text")}
    post: dict[str, Any] = {"text": record["text"], "kind": _kind(record), "platform": "bluesky"}
    if isinstance(at(record, "createdAt"), str):
        post["publish_at"] = record["createdAt"]
    if text_at(record, "langs", 0):
        post["language"] = record["langs"][0].partition("-")[0]
    if account:
        post["account"] = account
    if tags := [one for one in list_at(record, "tags") if isinstance(one, str)]:
        post["title"] = " ".join(f"#{tag}" for tag in tags)
    _media(record, post, found)
    _links(record, post, found)
    cells = {name: source.cell(value, heading) if source else Cell(file=place.file, heading=f"{POST}/{key}") for name, (value, heading) in found.items()}
    return make_item(key, plain(post), {}, place, options, cells=cells)


def _kind(record: Any) -> str:
    if at(record, "reply"):
        return "reply"
    return "quote" if text_at(record, "embed", "$type").startswith("app.bsky.embed.record") else "original"


def _embeds(record: Any) -> list[Any]:
    """What is attached: the embed itself, and the media beside a quoted post."""
    return [one for one in (at(record, "embed"), at(record, "embed", "media")) if isinstance(one, dict)]


def _media(record: Any, post: dict[str, Any], found: dict[str, tuple[Any, str]]) -> None:
    media: list[dict[str, Any]] = []
    for embed in _embeds(record):
        pictures = [("image", one) for one in list_at(embed, "images")]
        for kind, one in [*pictures, *([("video", embed)] if at(embed, "video") else [])]:
            found |= {f"media[{len(media)}].alt_text": (at(one, "alt"), "alt")} if text_at(one, "alt") else {}
            film = {"captions": bool(list_at(one, "captions"))} if kind == "video" else {}
            media.append({"type": kind, "alt_text": text_at(one, "alt"), **film})
    if media:
        post["media"] = media


def _links(record: Any, post: dict[str, Any], found: dict[str, tuple[Any, str]]) -> None:
    """The link card with its title and its description, and the addresses behind words of the text."""
    links: list[tuple[Any, Any, str]] = []
    for embed in _embeds(record):
        card = at(embed, "external")
        links += [(card["uri"], at(card, key), key) for key in ("title", "description") if text_at(card, "uri") and text_at(card, key)]
    carded = {str(uri) for uri, _, _ in links}
    behind = [one["uri"] for facet in list_at(record, "facets") for one in list_at(facet, "features") if text_at(one, "uri")]
    links += [(uri, None, "uri") for uri in behind if str(uri) not in carded]
    if links:
        post["links"] = [{"url": uri, **({"title": title} if title else {})} for uri, title, _ in links]
    for number, (uri, title, key) in enumerate(links):
        found |= {f"links[{number}].url": (uri, "uri"), **({f"links[{number}].title": (title, key)} if title else {})}

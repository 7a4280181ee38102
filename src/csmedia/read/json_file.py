"""JSON: one array of posts, ``{"posts": […]}``, or a single object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csmedia.errors import ReadError
from csmedia.read.encoding import decode
from csmedia.read.items import Item, Options
from csmedia.read.json_places import Source, load_file
from csmedia.read.objects import items_of
from csmedia.read.reader import Reading
from csmedia.read.table import numbered
from csmedia.run import Unread


def read_json(data: bytes, name: str, options: Options) -> Reading:
    """Read every object; one that is no post is told and the others are read."""
    notes: list[str] = []
    text = decode(data, name, notes).lstrip("\ufeff")
    if not text.strip():
        return Reading(iter(()), notes)
    value, source = load_file(text, name)
    return Reading(_items(_rows(value, name), source, options), notes)


def _rows(value: Any, name: str) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and isinstance(value.get("posts"), list):
        posts: list[Any] = value["posts"]
        return posts
    if isinstance(value, dict) and ("post" in value or "text" in value):
        return [value]
    raise ReadError(f'{name}: holds no posts that csmedia knows. Write an array of posts, or {{"posts": […]}}; archives of networks need their own names.')


def _items(rows: list[Any], source: Source, options: Options) -> Iterator[Item | Unread]:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        place = source.place(row)
        for item in items_of(row, source, place, options):
            named = f"post {number}" if isinstance(item, Unread) and place.line is None else None
            yield numbered(item if named is None or isinstance(item, Item) else item.model_copy(update={"cell": named}), seen)

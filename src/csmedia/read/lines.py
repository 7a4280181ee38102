"""JSONL: one object a line, ``{"id", "post", "context"}``; other top-level keys are left alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from csmedia.read.encoding import decode
from csmedia.read.items import Item, Options, make_item
from csmedia.read.reader import Reading
from csmedia.run import Place, Unread


def read_jsonl(data: bytes, name: str, options: Options) -> Reading:
    """Read every line; a line that is no such object is told and the others are read."""
    notes: list[str] = []
    text = decode(data, name, notes)
    return Reading(_rows(text, name, options), notes)


def _rows(text: str, name: str, options: Options) -> Iterator[Item | Unread]:
    # Only line feeds end a line of JSONL: str.splitlines would also cut at U+2028 inside a post.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _row(line, Place(file=name, line=number), options)


def _row(line: str, place: Place, options: Options) -> Item | Unread:
    try:
        row: Any = json.loads(line)
    except json.JSONDecodeError as error:
        return Unread(
            place=place, cell=f"column {error.colno}", message=f"is not JSON: {error.msg}. Write one object a line."
        )
    except RecursionError:
        return Unread(place=place, message="is nested too deeply. Write one flat object a line.")
    if not isinstance(row, dict) or not isinstance(row.get("post"), dict):
        return Unread(
            place=place, cell="post", message='has no post. Write {"id": …, "post": {"text": …}, "context": {…}}.'
        )
    context = row.get("context", {})
    if not isinstance(context, dict):
        return Unread(place=place, cell="context", message='must be an object such as {"capacity": "official"}.')
    given = row.get("id")
    if given is not None and not isinstance(given, str | int):
        return Unread(place=place, cell="id", message="must be text or a whole number.")
    return make_item(None if given is None else str(given), row["post"], context, place, options)

"""JSONL: one object a line, ``{"id", "post", "context"}``; other top-level keys are left alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

from csmedia.read.encoding import decode
from csmedia.read.items import Item, Options
from csmedia.read.json_places import Source, loads
from csmedia.read.objects import items_of
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
            yield from _row(line, Place(file=name, line=number), options)


def _row(line: str, place: Place, options: Options) -> Iterator[Item | Unread]:
    try:
        row = loads(line)
    except json.JSONDecodeError as error:
        yield Unread(place=place, cell=f"column {error.colno}", message=f"is not JSON: {error.msg}. Write one object a line.")
    except RecursionError:
        yield Unread(place=place, message="is nested too deeply. Write one flat object a line.")
    except ValueError:
        yield Unread(place=place, message="holds a number that is too long to be one. Write one object a line.")
    else:
        yield from items_of(row, Source(place.file, line, first_line=place.line or 1), place, options)

"""What every reader is given and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from csmedia.read.items import Item, Options
from csmedia.run import Unread


@dataclass(slots=True)
class Reading:
    """What was read: items and unread rows in the order of the file, and notes for the person who runs it."""

    rows: Iterator[Item | Unread]
    notes: list[str] = field(default_factory=list)


class Reader(NamedTuple):
    """A reader of one format: the endings of its files, what reads their bytes, and how to know one by its bytes.

    Where several readers have an ending, the first that recognises the bytes reads the file, else the first that
    asks for no recognition.
    """

    endings: tuple[str, ...]
    read: Callable[[bytes, str, Options], Reading]
    recognises: Callable[[bytes], bool] | None = None

"""Compiled policies as one string of bytes, and back. Nothing in it can be run: JSON, and arrays of numbers.

A pack is sealed with a digest of all that follows. Rules, nodes and trees of words are decoded when they are asked for.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar, overload

Item = TypeVar("Item")
MAGIC = b"csmedia pack 1\n"
_DIGEST, _LENGTH = 32, 8


class PackError(ValueError):
    """Bytes that are no pack, or not all of one."""


def seal(name: str, sections: Mapping[str, bytes]) -> bytes:
    """Sections as a pack with a name."""
    index, at = {}, 0
    for part, section in sections.items():
        index[part] = (at, len(section))
        at += len(section)
    head = json.dumps({"name": name, "order": sys.byteorder, "width": array("I").itemsize, "sections": index}).encode()
    body = len(head).to_bytes(_LENGTH, "little") + head + b"".join(sections.values())
    return MAGIC + hashlib.sha256(body).digest() + body


def unseal(pack: bytes, name: str) -> dict[str, memoryview]:
    """The sections of the pack of a name; raises `PackError` where a byte is not as it was sealed."""
    if not pack.startswith(MAGIC):
        raise PackError("does not begin as a pack does")
    body = memoryview(pack)[len(MAGIC) + _DIGEST :]
    if hashlib.sha256(body).digest() != pack[len(MAGIC) : len(MAGIC) + _DIGEST]:
        raise PackError("is not as it was written")
    start = _LENGTH + int.from_bytes(body[:_LENGTH], "little")
    head = json.loads(bytes(body[_LENGTH:start]))
    if head["name"] != name:
        raise PackError("is another pack")
    if (head["order"], head["width"]) != (sys.byteorder, array("I").itemsize):
        raise PackError("was written on another kind of machine")
    return {part: body[start + at : start + at + size] for part, (at, size) in head["sections"].items()}


def row_sections(name: str, rows: Iterable[bytes]) -> dict[str, bytes]:
    """Rows to be decoded one at a time, as two sections."""
    starts, kept, at = array("I", [0]), [], 0
    for row in rows:
        kept.append(row)
        at += len(row)
        starts.append(at)
    return {f"{name}-starts": starts.tobytes(), name: b"".join(kept)}


class Rows(Sequence[Item], Generic[Item]):
    """Rows of a pack, each decoded when it is first asked for; ``at`` are those of small numbers from 0 on, looked up with no ado."""

    __slots__ = ("_starts", "_text", "at")

    def __init__(self, sections: Mapping[str, memoryview], name: str, decode: Callable[[bytes], Item]) -> None:
        self._starts, self._text = sections[f"{name}-starts"].cast("I"), sections[name]
        self.at: Mapping[int, Item] = _Decoded(lambda which: decode(self.raw(which)))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, which: int) -> Item: ...
    @overload
    def __getitem__(self, which: slice) -> list[Item]: ...
    def __getitem__(self, which: int | slice) -> Item | list[Item]:
        if isinstance(which, slice):
            return [self[one] for one in range(*which.indices(len(self)))]
        if not -len(self) <= which < len(self):
            raise IndexError(which)
        return self.at[which % len(self)]

    def raw(self, which: int) -> bytes:
        """A row as it stands in the pack."""
        return bytes(self._text[self._starts[which] : self._starts[which + 1]])


class Later(Mapping[str, Item]):
    """A table that is decoded as a whole, when it is first asked for."""

    def __init__(self, decode: Callable[[], Mapping[str, Item]]) -> None:
        self._decode = decode

    @cached_property
    def _table(self) -> Mapping[str, Item]:
        return self._decode()

    def __getitem__(self, key: str) -> Item:
        return self._table[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class Postponed(Sequence[Item]):
    """A row of values that is decoded as a whole, when it is first asked for."""

    def __init__(self, decode: Callable[[], Sequence[Item]]) -> None:
        self._decode = decode

    @cached_property
    def _values(self) -> Sequence[Item]:
        return self._decode()

    @overload
    def __getitem__(self, which: int) -> Item: ...
    @overload
    def __getitem__(self, which: slice) -> Sequence[Item]: ...
    def __getitem__(self, which: int | slice) -> Item | Sequence[Item]:
        return self._values[which]

    def __len__(self) -> int:
        return len(self._values)


class _Decoded(dict[int, Item]):
    """Rows by number; one that is not there yet is decoded."""

    def __init__(self, decode: Callable[[int], Item]) -> None:
        super().__init__()
        self._decode = decode

    def __missing__(self, which: int) -> Item:
        found = self[which] = self._decode(which)
        return found

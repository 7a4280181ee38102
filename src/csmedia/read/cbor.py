"""DAG-CBOR, as repositories of the AT Protocol hold it: definite lengths, text keys, links as tag 42. Nothing else is read."""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

_DEEPEST = 64


class CborError(ValueError):
    """Bytes that are no DAG-CBOR."""


class Link(NamedTuple):
    """The address of another block: the bytes of its CID."""

    cid: bytes


def decode(data: bytes) -> Any:
    """The value that all of the bytes make; raises `CborError`."""
    value, end = _value(data, 0, 0)
    if end != len(data):
        raise CborError(f"{len(data) - end} bytes are left over")
    return value


def _value(data: bytes, start: int, depth: int) -> tuple[Any, int]:
    if depth > _DEEPEST:
        raise CborError("it is nested too deeply")
    kind, argument, at = _head(data, start)
    if kind < 2:
        return (-1 - argument if kind else argument), at
    if kind < 4:
        words = _bytes(data, at, argument)
        return (words if kind == 2 else _text(words)), at + argument
    if kind == 7:
        return _simple(data, start, argument, at)
    return {4: _list, 5: _map, 6: _link}[kind](data, at, argument, depth)


def _head(data: bytes, start: int) -> tuple[int, int, int]:
    first = _bytes(data, start, 1)[0]
    kind, short = first >> 5, first & 31
    if short < 24:
        return kind, short, start + 1
    if short > 27:
        raise CborError("a length that is left open")
    size = 1 << (short - 24)
    return kind, int.from_bytes(_bytes(data, start + 1, size), "big"), start + 1 + size


def _bytes(data: bytes, start: int, size: int) -> bytes:
    found = data[start : start + size]
    if len(found) != size:
        raise CborError("it ends too early")
    return found


def _text(words: bytes) -> str:
    try:
        return words.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CborError("a text that is not UTF-8") from error


def _list(data: bytes, at: int, size: int, depth: int) -> tuple[list[Any], int]:
    values = []
    for _ in range(size):
        value, at = _value(data, at, depth + 1)
        values.append(value)
    return values, at


def _map(data: bytes, at: int, size: int, depth: int) -> tuple[dict[str, Any], int]:
    values: dict[str, Any] = {}
    for _ in range(size):
        key, at = _value(data, at, depth + 1)
        if not isinstance(key, str):
            raise CborError("a key that is no text")
        values[key], at = _value(data, at, depth + 1)
    return values, at


def _link(data: bytes, at: int, tag: int, depth: int) -> tuple[Link, int]:
    value, at = _value(data, at, depth + 1)
    # Before the CID stands one zero byte, which says that it is binary.
    if tag != 42 or not isinstance(value, bytes) or value[:1] != b"\x00":
        raise CborError("a tag that is no link")
    return Link(value[1:]), at


def _simple(data: bytes, start: int, argument: int, at: int) -> tuple[Any, int]:
    first = data[start]
    if first in (0xF4, 0xF5, 0xF6):
        return {0xF4: False, 0xF5: True, 0xF6: None}[first], at
    if first == 0xFB:
        return struct.unpack(">d", argument.to_bytes(8, "big"))[0], at
    raise CborError("a value of an unknown kind")

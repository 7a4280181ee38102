"""A repository of the AT Protocol in a CAR file: its blocks, and the records that its tree names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from csmedia.errors import ReadError
from csmedia.read.cbor import CborError, Link, decode

_SHA256 = b"\x12\x20"
_DEEPEST = 128


class Repository(NamedTuple):
    """Whose repository it is, the link of each record by its path, such as ``app.bsky.feed.post/3lg2g6fwdbs2d``, and all blocks."""

    did: str
    records: Mapping[str, Link]
    blocks: Mapping[bytes, bytes]

    def record(self, path: str) -> Any:
        """The record at a path; raises `CborError` where it is missing or is not what its address says."""
        link = self.records[path]
        return _block(self.blocks, link)


def read_car(data: bytes, name: str) -> Repository:
    """Read a repository; raises `ReadError` where its tree cannot be followed."""
    try:
        size, at = _length(data, 0)
        roots = decode(data[at : at + size])["roots"]
        blocks = dict(_blocks(data, at + size))
        commit = _block(blocks, roots[0])
        records = dict(_tree(blocks, commit["data"]))
        return Repository(str(commit["did"]), records, blocks)
    except (CborError, KeyError, IndexError, TypeError, AttributeError) as error:
        said = str(error) if isinstance(error, CborError) else "its parts do not fit together"
        raise ReadError(f"{name}: is no repository that can be read ({said}). Export it again.") from error


def _length(data: bytes, at: int) -> tuple[int, int]:
    """A number in seven bits a byte, and where it ends."""
    value = 0
    for shift in range(0, 63, 7):
        if at >= len(data):
            raise CborError("it ends too early")
        byte = data[at]
        value, at = value | (byte & 127) << shift, at + 1
        if byte < 128:
            return value, at
    raise CborError("a length that is too long")


def _blocks(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at < len(data):
        size, at = _length(data, at)
        if at + size > len(data):
            raise CborError("it ends too early")
        cut = at + _cid_size(data, at)
        yield data[at:cut], data[cut : at + size]
        at += size


def _cid_size(data: bytes, at: int) -> int:
    if data[at : at + 2] == _SHA256:
        return 34
    start = at
    for _ in ("version", "codec", "hash"):
        _, at = _length(data, at)
    size, at = _length(data, at)
    return at + size - start


def _block(blocks: Mapping[bytes, bytes], link: Link) -> Any:
    block = blocks.get(link.cid)
    if block is None:
        raise CborError("a block is missing")
    if link.cid[-34:-32] == _SHA256 and hashlib.sha256(block).digest() != link.cid[-32:]:
        raise CborError("a block is damaged")
    return decode(block)


def _tree(blocks: Mapping[bytes, bytes], link: Link, depth: int = 0) -> Iterator[tuple[str, Link]]:
    """The paths below a node in their order. Each path leaves out what it shares with the one before it."""
    if depth > _DEEPEST:
        raise CborError("its tree is too deep")
    node = _block(blocks, link)
    if node["l"] is not None:
        yield from _tree(blocks, node["l"], depth + 1)
    path = b""
    for entry in node["e"]:
        path = path[: entry["p"]] + entry["k"]
        yield path.decode("utf-8", "replace"), entry["v"]
        if entry["t"] is not None:
            yield from _tree(blocks, entry["t"], depth + 1)

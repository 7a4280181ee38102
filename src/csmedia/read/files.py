"""Which reader reads a file, and the options that all readers share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from csmedia.errors import ReadError
from csmedia.load.files import did_you_mean
from csmedia.read.items import Item
from csmedia.run import Unread

DateOrder = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about the files: facts for every post, and how days are written."""

    context: Mapping[str, Any] = field(default_factory=dict)
    date_order: DateOrder | None = None


@dataclass(slots=True)
class Reading:
    """What was read: items and unread rows in the order of the file, and notes for the person who runs it."""

    rows: Iterator[Item | Unread]
    notes: list[str] = field(default_factory=list)


class Reader(NamedTuple):
    """A reader of one format: the endings of its files, and what reads their bytes."""

    endings: tuple[str, ...]
    read: Callable[[bytes, str, Options], Reading]


def _csv(data: bytes, name: str, options: Options) -> Reading:
    from csmedia.read.table import read_csv  # noqa: PLC0415  # each reader is imported when its format turns up

    return read_csv(data, name, options)


def _jsonl(data: bytes, name: str, options: Options) -> Reading:
    from csmedia.read.lines import read_jsonl  # noqa: PLC0415  # the same

    return read_jsonl(data, name, options)


FORMATS: Mapping[str, Reader] = {
    "csv": Reader((".csv", ".tsv", ".txt"), _csv),
    "jsonl": Reader((".jsonl", ".ndjson"), _jsonl),
}


def format_of(name: str, data: bytes, given: str | None = None, more: Mapping[str, Reader] = FORMATS) -> str:
    """The format of a file: as given, by its ending, or for standard input by its first character."""
    readers = {**FORMATS, **more}
    if given is not None:
        if given not in readers:
            raise ReadError(f"--input-format {given}: no such format. {did_you_mean(given, readers)}")
        return given
    if name == "-":
        return "jsonl" if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else "csv"
    ending = PurePath(name).suffix.lower()
    for key, reader in readers.items():
        if ending in reader.endings:
            return key
    known = ", ".join(sorted(end for reader in readers.values() for end in reader.endings))
    said = ending or "no ending"
    raise ReadError(f"{name}: “{said}” is no format that csmedia reads ({known}). Say which it is with --input-format.")


def read_bytes(
    data: bytes, name: str, options: Options, given: str | None = None, more: Mapping[str, Reader] = FORMATS
) -> Reading:
    """Read the bytes of one file; raises `ReadError` where the whole file cannot be read."""
    return {**FORMATS, **more}[format_of(name, data, given, more)].read(data, name, options)

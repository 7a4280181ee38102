"""Which reader reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from csmedia.errors import ReadError
from csmedia.load.files import did_you_mean
from csmedia.read.items import Options
from csmedia.read.reader import Reader, Reading


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

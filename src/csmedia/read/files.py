"""Which reader reads a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePath

from csmedia.errors import ReadError
from csmedia.load.files import did_you_mean
from csmedia.read.items import Options
from csmedia.read.limits import LARGEST_FILE
from csmedia.read.reader import Reader, Reading


def _later(module: str, function: str) -> Callable[[bytes, str, Options], Reading]:
    """A reader that is imported when its format turns up."""

    def read(data: bytes, name: str, options: Options) -> Reading:
        reading: Reading = getattr(import_module(f"csmedia.read.{module}"), function)(data, name, options)
        return reading

    return read


def _known(module: str, function: str) -> Callable[[bytes], bool]:
    """A recogniser that is imported when its ending turns up."""

    def recognises(data: bytes) -> bool:
        return bool(getattr(import_module(f"csmedia.read.{module}"), function)(data))

    return recognises


FORMATS: Mapping[str, Reader] = {
    "csv": Reader((".csv", ".tsv", ".txt"), _later("csv_file", "read_csv")),
    "jsonl": Reader((".jsonl", ".ndjson"), _later("lines", "read_jsonl")),
    "sheets": Reader((".xlsx", ".xlsm", ".ods"), _later("sheets", "read_sheets")),
    "json": Reader((".json",), _later("json_file", "read_json")),
    "markdown": Reader((".md", ".markdown"), _later("markdown", "read_markdown")),
    "text": Reader((), _later("markdown", "read_plain_text")),
    "ics": Reader((".ics",), _later("ics", "read_ics")),
    "mastodon": Reader((".json",), _later("mastodon", "read_mastodon"), _known("mastodon", "is_outbox")),
    "bluesky": Reader((".json",), _later("bluesky", "read_bluesky"), _known("bluesky", "is_bluesky")),
    "bluesky-car": Reader((".car",), _later("bluesky", "read_repository")),
    "x-archive": Reader((".js", ".json"), _later("x_archive", "read_x_archive"), _known("x_archive", "is_archive")),
}


def format_of(name: str, data: bytes, given: str | None = None, more: Mapping[str, Reader] = FORMATS) -> str:
    """The format of a file: as given, by its ending and its bytes, or for standard input by its first character."""
    readers = {**FORMATS, **more}
    if given is not None:
        if given not in readers:
            raise ReadError(f"--input-format {given}: no such format. {did_you_mean(given, readers)}")
        return given
    if name == "-":
        return "jsonl" if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else "csv"
    ending = PurePath(name).suffix.lower()
    having = {key: reader for key, reader in readers.items() if ending in reader.endings}
    for key, reader in having.items():
        if reader.recognises is not None and reader.recognises(data):
            return key
    for key, reader in having.items():
        if reader.recognises is None:
            return key
    known = ", ".join(sorted({end for reader in readers.values() for end in reader.endings}))
    said = ending or "no ending"
    why = f"“{said}” is no format that csmedia reads ({known})" if not having else f"does not look like {' or '.join(having)}"
    raise ReadError(f"{name}: {why}. Say which it is with --input-format.")


def read_bytes(
    data: bytes, name: str, options: Options, given: str | None = None, more: Mapping[str, Reader] = FORMATS
) -> Reading:
    """Read the bytes of one file; raises `ReadError` where the whole file cannot be read."""
    if len(data) > LARGEST_FILE:
        raise ReadError(f"{name}: is larger than {LARGEST_FILE // 1_000_000} MB, which is more than csmedia reads. Split it.")
    return {**FORMATS, **more}[format_of(name, data, given, more)].read(data, name, options)

"""Bytes into text: by mark, as UTF-8, else as the Windows code page with a warning."""

from __future__ import annotations

import codecs

from csmedia.errors import ReadError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OTHERS = (
    (b"%PDF", "a PDF", "Export the posts as CSV or as a spreadsheet"),
    (b"PK\x03\x04", "a zip archive or a spreadsheet", "Give it the ending .xlsx or .ods, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Office file, or one with a password", "Save it as .xlsx without a password, or as CSV"),
    (b"\x89PNG", "a picture", "Name the file that holds the posts"),
    (b"\xff\xd8\xff", "a picture", "Name the file that holds the posts"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first"),
)


def decode(data: bytes, name: str, notes: list[str]) -> str:
    """The text of a file; raises `ReadError` where it is in none of the encodings that are read."""
    refuse_other_kinds(data, name)
    text = _text(data, name, notes)
    if (at := text.find("\x00")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise ReadError(f"{name}:{line}: holds a NUL character, which no text has. The file is damaged; export it again.")
    return text


def refuse_other_kinds(data: bytes, name: str) -> None:
    """Raise `ReadError` where the first bytes say that this is no text but something known."""
    for mark, kind, cure in _OTHERS:
        if data.startswith(mark):
            raise ReadError(f"{name}: is {kind}, whatever its name says. {cure}.")


def _text(data: bytes, name: str, notes: list[str]) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding, name)
    if half := _zero_half(data[:400]):
        return _decode(data, half, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        notes.append(
            f"{name}: is not UTF-8 (first at line {line}); it was read as Windows-1252. If letters look wrong, save it as UTF-8."
        )
        return _decode(data, "cp1252", name)


def _zero_half(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero, which no text in UTF-8 has."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 4 and not odd else None


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ReadError(f"{name}:{line}: cannot be read as text ({encoding}). Save the file as UTF-8.") from error

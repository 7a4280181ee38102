"""Bytes into text: by mark, as UTF-8, else as the Windows code page with a warning."""

from __future__ import annotations

import codecs

from csmedia.errors import ReadError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, name: str, notes: list[str]) -> str:
    """The text of a file; raises `ReadError` where it is in none of the encodings that are read."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding, name)
    # UTF-16 without a mark: every second byte of Latin text is zero, which no text in UTF-8 has.
    if b"\x00" in data[:400]:
        return _decode(data, "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        notes.append(
            f"{name}: is not UTF-8 (first at line {line}); it was read as Windows-1252. If letters look wrong, save it as UTF-8."
        )
        return _decode(data, "cp1252", name)


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ReadError(f"{name}:{line}: cannot be read as text ({encoding}). Save the file as UTF-8.") from error

"""Text with separators into rows, each cell with the line and column of its first character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from csmedia.read.written import Line, Written
from csmedia.run import Place

_BREAK = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_PLAIN = {separator: re.compile(rf"[^{separator}\r\n]*") for separator in ",;\t"}


class _At(NamedTuple):
    """A place in the text: its offset, its line counted from 1, and the offset at which that line begins."""

    offset: int
    line: int
    begins: int

    def column(self) -> int:
        return self.offset - self.begins + 1

    def after(self, text: str, end: int) -> _At:
        """The place ``end``, past any line breaks between."""
        breaks = [found.end() for found in _BREAK.finditer(text, self.offset, end)]
        return _At(end, self.line + len(breaks), breaks[-1] if breaks else self.begins)


def separator_of(text: str) -> str:
    """The separator that the first line has most of."""
    first = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=first.count)


def split_rows(text: str, separator: str, file: str) -> Iterator[Line]:
    """Every row of the text, empty ones too. A row that is no CSV says so; the next one begins on the next line."""
    at = _At(0, 1, 0)
    while at.offset < len(text):
        row, at = _row(text, separator, at, file)
        yield row


def _row(text: str, separator: str, at: _At, file: str) -> tuple[Line, _At]:
    place = Place(file=file, line=at.line)
    cells: list[Written] = []
    while True:
        quoted = text.startswith('"', at.offset)
        found = _QUOTED.match(text, at.offset) if quoted else _PLAIN[separator].match(text, at.offset)
        if found is None:
            fault = f"a quotation mark opens in line {at.line} and is never closed, so that nothing after it can be read. Close it."
            return Line(place, tuple(cells), fault), at.after(text, len(text))
        words = found[1].replace('""', '"') if quoted else found[0]
        cells.append(Written(words, at.line, at.column() + quoted, quoted))
        # Only a quoted cell can hold line breaks; to look for them in every cell would be slow.
        at = at.after(text, found.end()) if quoted else at._replace(offset=found.end())
        if text.startswith(separator, at.offset):
            at = at._replace(offset=at.offset + 1)
            continue
        ends = _BREAK.match(text, at.offset)
        if ends is not None:
            return Line(place, tuple(cells)), at.after(text, ends.end())
        if at.offset == len(text):
            return Line(place, tuple(cells)), at
        fault = f"has text after a closing quotation mark (line {at.line}, column {at.column()}). Double the marks inside a quoted text."
        return Line(place, tuple(cells), fault), _next_line(text, at)


def _next_line(text: str, at: _At) -> _At:
    found = _BREAK.search(text, at.offset)
    return at.after(text, len(text) if found is None else found.end())

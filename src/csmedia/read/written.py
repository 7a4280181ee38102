"""What stands in one cell of a file, and where its first character stands."""

from __future__ import annotations

from typing import NamedTuple, Self

from csmedia.run import Cell, Place


class Written(NamedTuple):
    """The words of one cell with their place; lines, columns and cells as in `Cell`."""

    words: str
    line: int | None = None
    column: int | None = None
    quoted: bool = False
    sheet: str | None = None
    cell: str | None = None
    heading: str | None = None

    def place_in(self, file: str) -> Cell:
        """The place of the first character in the named file."""
        return Cell(
            file=file, line=self.line, column=self.column, sheet=self.sheet, cell=self.cell, heading=self.heading, quoted=self.quoted
        )  # fmt: skip

    def part(self, start: int, end: int) -> Self:
        """Some of the words, at their own place."""
        words = self.words[start:end]
        if start == 0 or self.line is None or self.column is None:
            return self._replace(words=words)
        at = self.place_in("").at(self.words, start)
        return self._replace(words=words, line=at.line, column=at.column)

    def stripped(self) -> Self:
        """The words without white space around them."""
        words = self.words.strip()
        if words == self.words:
            return self
        start = len(self.words) - len(self.words.lstrip())
        return self.part(start, start + len(words))

    def split(self, separator: str) -> list[Self]:
        """The parts between separators, stripped; empty ones stay, because their number may matter."""
        parts, start = [], 0
        for words in self.words.split(separator):
            parts.append(self.part(start, start + len(words)).stripped())
            start += len(words) + len(separator)
        return parts

    def named(self) -> str | None:
        """How the cell is named in a message: its heading, and in a spreadsheet its sheet and cell."""
        if self.cell is None:
            return self.heading
        where = f"{self.sheet}!{self.cell}"
        return f"{where} ({self.heading})" if self.heading else where


class Line(NamedTuple):
    """One row of a table: where it begins, its cells, and what made it unreadable."""

    place: Place
    cells: tuple[Written, ...]
    fault: str | None = None

    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return self.fault is None and not any(cell.words.strip() for cell in self.cells)

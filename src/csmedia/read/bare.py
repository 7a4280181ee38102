"""Tables without headings, known by the shape of their first row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from csmedia.read.columns import Columns
from csmedia.read.times import TimeError, read_moment
from csmedia.read.written import Line, Written

_HOOTSUITE = ("publish_at", "text", "link")
_POSTCRON = ("text", "publish_at", "image", "link")
_LIMITS = ((1970, 2100), (1, 12), (1, 31), (0, 23), (0, 59))


def without_headings(lines: Sequence[Line]) -> tuple[Columns, list[Line]] | None:
    """The columns and all the lines of a table that has no headings, or None where the first row has no known shape."""
    first = next((line for line in lines if not line.is_blank()), None)
    if first is None or first.fault is not None:
        return None
    cells = [cell.words.strip() for cell in first.cells]
    if 2 <= len(cells) <= 3 and _is_moment(cells[0]) and cells[1]:
        because = "no headings; the first row is a date with its time, a text and a link"
        return Columns(_HOOTSUITE, ("", "", ""), "a Hootsuite bulk file", because), [_filled(line, 3) for line in lines]
    if 6 <= len(cells) <= 8 and _numbers(cells[1:6]) is not None:
        because = "no headings; the first row is a text, year, month, day, hour, minute, picture and link"
        return Columns(_POSTCRON, ("",) * 4, "a Postcron file", because), [_joined(_filled(line, 8)) for line in lines]
    return None


def _filled(line: Line, width: int) -> Line:
    """A line whose last cells were left out, with those cells."""
    missing = width - len(line.cells)
    return line._replace(cells=(*line.cells, *(Written(""),) * missing)) if missing > 0 and len(line.cells) > 1 else line


def _joined(line: Line) -> Line:
    """A line of Postcron's with its five numbers as one time."""
    if line.fault is not None or len(line.cells) != 8:
        return line
    text, year, *rest, image, link = line.cells
    numbers = _numbers([year.words.strip(), *(cell.words.strip() for cell in rest)])
    if numbers is None:
        moment = " ".join(cell.words.strip() for cell in (year, *rest)).strip()
    else:
        moment = f"{numbers[0]:04}-{numbers[1]:02}-{numbers[2]:02} {numbers[3]:02}:{numbers[4]:02}"
    return line._replace(cells=(text, year._replace(words=moment), image, link))


def _numbers(cells: Iterable[str]) -> list[int] | None:
    found = [int(cell) if re.fullmatch(r"\d{1,4}", cell) else -1 for cell in cells]
    fits = all(low <= one <= high for one, (low, high) in zip(found, _LIMITS, strict=True))
    return found if fits else None


def _is_moment(cell: str) -> bool:
    """Whether a cell is a date with its time, in whichever order its numbers stand."""
    if not re.search(r"\d\D+\d.*\d[:.]\d\d", cell):
        return False
    for order in ("dmy", "mdy"):
        try:
            read_moment(cell, "", order)
        except TimeError:
            continue
        return True
    return False

"""The heading row of a table: where it is, whose it is, and what each column holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from csmedia.errors import ReadError
from csmedia.load.files import did_you_mean
from csmedia.read.dialects import Dialect, dialect_of
from csmedia.read.headings import FIELD_OF, SEVERAL, field_of, plain_heading
from csmedia.read.written import Line

OWN = "a calendar with headings of its own"
SEARCHED = 10
"""Rows from the top among which the headings are looked for."""
_NAMES = {"text": "the text of the post", "day": "the date", "clock": "the time", "publish_at": "the publish time", "alt_text": "the alt text"}


class Columns(NamedTuple):
    """The field of each column (None where it is not read), its heading, whose table it is, by what that was seen, and the one platform of all rows."""

    fields: tuple[str | None, ...]
    headings: tuple[str, ...]
    dialect: str
    because: str
    platform: str = ""

    def told(self) -> tuple[str, ...]:
        """What was recognised, by what, and what is not read, for the person who runs it."""
        unread = [heading for name, heading in zip(self.fields, self.headings, strict=True) if name is None and heading]
        rest = f"not read: {', '.join(unread)}" if unread else "every column is read"
        if self.dialect.startswith(OWN):
            return f"{self.because}.", f"read as {self.dialect}; {rest}"
        return (f"read as {self.dialect} ({self.because}); {rest}",)

    def used(self) -> int:
        """How many columns are read."""
        return sum(name is not None for name in self.fields)


def find_columns(lines: Sequence[Line], where: str, given: Mapping[str, str], *, first: bool) -> tuple[Columns, int] | None:
    """The columns, and the index of their row among the first ten; None where no row has a column for the text.

    ``first`` takes the first row where it has such a column, however few others it has: above the headings of an
    exported file nothing stands, while a spreadsheet may have a title there that reads like a heading.
    """
    found: list[tuple[Columns, int]] = []
    filled = [index for index, line in enumerate(lines[:SEARCHED]) if not line.is_blank() and line.fault is None]
    for index in filled:
        row = [cell.words for cell in lines[index].cells]
        if _below_a_title(lines, index, first=first) and (columns := _columns(row, given)) is not None:
            found.append((columns, index))
    if not found:
        return None
    best = found[0] if first and found[0][1] == filled[0] else max(found, key=lambda one: one[0].used())
    _refuse_doubles(best[0], f"{where}:{lines[best[1]].place.line}" if lines[best[1]].place.line else where)
    return best


def _below_a_title(lines: Sequence[Line], index: int, *, first: bool) -> bool:
    """Whether what stands above a row is emptier than it, as titles are: posts that are skipped would be posts unchecked."""
    above = [_filled(line) for line in lines[:index] if not line.is_blank()]
    return all(count < _filled(lines[index]) or (count == 1 and not first) for count in above)


def _filled(line: Line) -> int:
    return sum(bool(cell.words.strip()) for cell in line.cells)


def refuse(lines: Sequence[Line], where: str, given: Mapping[str, str]) -> ReadError:
    """What is said where no row among the first ten can be the headings."""
    filled = [line for line in lines[:SEARCHED] if not line.is_blank()]
    if filled and filled[0].fault is not None:
        return ReadError(f"{where}:{filled[0].place.line}: {filled[0].fault}")
    row = max(filled, key=_filled, default=None)
    headings = [cell.words.strip() for cell in row.cells if cell.words.strip()] if row else []
    shown = ", ".join(f"“{heading[:40]}”" for heading in headings[:12]) or "nothing"
    at = f"{where}:{row.place.line}" if row is not None and row.place.line else where
    if missing := [f"{name}={heading}" for name, heading in given.items() if plain_heading(heading) not in map(plain_heading, headings)]:
        return ReadError(f"{at}: --columns {missing[0]}: no column has this heading; the headings are {shown}. Write it as it stands there.")
    near = next((cure for one in headings if "mean" in (cure := did_you_mean(plain_heading(one), ("text", "copy", "message", "caption", "content")))), "")
    cure = "Call it text, copy, message or caption, or say which it is with --columns “text=…”."
    if where == "-":
        cure += " To check what was typed as one post, add --input-format text."
    return ReadError(f"{at}: no column holds the text of the posts; the headings are {shown}. {near} {cure}".replace("  ", " "))


def _columns(row: Sequence[str], given: Mapping[str, str]) -> Columns | None:
    plain = [plain_heading(cell) for cell in row]
    said = {plain_heading(heading): name for name, heading in given.items()}
    if not set(said) <= set(plain):
        return None
    dialect = dialect_of([heading for heading in plain if heading])
    taken = {name for name in said.values() if name not in SEVERAL}
    fields: list[str | None] = [said.get(one) or _field(one, dialect, taken) for one in plain]
    if "text" not in fields:
        return None
    headings = tuple(cell.strip() for cell in row)
    return Columns(tuple(fields), headings, *_whose(dialect, fields, headings, given), dialect.platform if dialect else "")


def _field(heading: str, dialect: Dialect | None, taken: Collection[str]) -> str | None:
    found = dialect.field_of(heading) if dialect is not None and dialect.knows(heading) else field_of(heading)
    return None if found in taken else found


def _whose(
    dialect: Dialect | None, fields: Sequence[str | None], headings: Sequence[str], given: Mapping[str, str]
) -> tuple[str, str]:
    if dialect is not None:
        return dialect.name, f"by its headings {', '.join(one for one in headings if plain_heading(one) in dialect.must)}"
    if all(name == heading for name, heading in zip(fields, headings, strict=True)):
        return "csmedia's own columns", "every heading is a field of a post or its context"
    used = [(heading, name) for heading, name in zip(headings, fields, strict=True) if name is not None]
    by_map = " by --columns" if given else ""
    return f"{OWN}{by_map}", ", ".join(f"“{heading}” is {_said(name)}" for heading, name in used)


def _refuse_doubles(columns: Columns, where: str) -> None:
    for name in dict.fromkeys(columns.fields):
        same = [heading for one, heading in zip(columns.fields, columns.headings, strict=True) if one == name]
        if name is not None and name.partition("@")[0] not in SEVERAL and len(same) > 1:
            both = " and ".join(f"“{heading}”" for heading in same)
            raise ReadError(f"{where}: the columns {both} both read as {_said(name)}. Rename all but one, or choose with --columns “{name}=…”.")


def _said(name: str) -> str:
    return _NAMES.get(name, f"the {name.replace('_', ' ')}")


def column_map(said: Iterable[str]) -> dict[str, str]:
    """The heading of each field, from words such as ``text=Copy for web,publish_at=Go live``; raises `ReadError`."""
    found: dict[str, str] = {}
    for pair in (pair for one in said for pair in re.split(r",(?=\s*\w+\s*=)", one)):
        name, sign, heading = (part.strip() for part in pair.partition("="))
        if not sign or not heading:
            raise ReadError(f"--columns {pair}: write it as FIELD=HEADING, such as --columns “text=Copy for web”.")
        if (field := name.replace("-", "_")) not in FIELD_OF.values():
            raise ReadError(f"--columns {pair}: no column holds “{name}”. {did_you_mean(field, set(FIELD_OF.values()))}")
        found[field] = heading
    return found

"""Spreadsheets in XLSX and ODS: every sheet that has a column for the text, each cell by its sheet and name."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any

from csmedia.errors import ReadError
from csmedia.read.columns import Columns, find_columns, refuse
from csmedia.read.encoding import refuse_other_kinds
from csmedia.read.formulas import Formula, unsaved_formulas
from csmedia.read.items import Item, Options
from csmedia.read.limits import LARGEST_SHEET
from csmedia.read.reader import Reading
from csmedia.read.table import Table
from csmedia.read.unpacked import column_letters, unpacked
from csmedia.read.written import Line, Written
from csmedia.run import Place, Unread

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Formulas = Mapping[str, Formula]


def read_sheets(data: bytes, name: str, options: Options) -> Reading:
    """Read every sheet with a column for the text; raises `ReadError` where there is none, or no workbook."""
    calamine = _calamine(name)
    if not data.startswith(b"PK"):
        refuse_other_kinds(data, name)
    formulas = unsaved_formulas(unpacked(data, name))
    sheets = [(sheet.name, _lines(sheet, name, formulas.get(sheet.name, {}))) for sheet in _opened(calamine, data, name)]
    notes: list[str] = []
    seen: dict[str, int] = {}
    tables, others = [], []
    for title, lines in sheets:
        found = find_columns(lines, f"{name}: sheet “{title}”", options.columns, first=False)
        if found is None:
            others.append(f"“{title}”")
            continue
        columns, index = found
        notes += _told(name, title, columns, lines, index)
        body = _with_formulas(lines[index + 1 :], columns, formulas.get(title, {}), notes)
        tables.append((Table(name, columns, options, notes, seen), body))
    if not tables:
        raise refuse(max((lines for _, lines in sheets), key=len, default=[]), name, options.columns)
    if others:
        notes.append(f"{name}: no column for the text, and so not read: {', '.join(others)}.")
    return Reading(_items(tables), notes)


def _calamine(name: str) -> ModuleType:
    try:
        import python_calamine  # noqa: PLC0415  # an extra, wanted for this format alone
    except ModuleNotFoundError as error:
        raise ReadError(f'{name}: spreadsheets need a reader of their own. Install it with: pip install "csmedia[sheets]", or save the sheet as CSV.') from error
    return python_calamine


def _opened(calamine: ModuleType, data: bytes, name: str) -> Iterator[CalamineSheet]:
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        for info in book.sheets_metadata:
            if info.typ == calamine.SheetTypeEnum.WorkSheet:
                yield book.get_sheet_by_name(info.name)
    except calamine.PasswordError as error:
        raise ReadError(f"{name}: is protected by a password. Save a copy without one.") from error
    except BaseException as error:
        # The reader is written in Rust, and what fails deep in it is no Exception.
        if isinstance(error, calamine.CalamineError) or type(error).__name__ == "PanicException":
            raise ReadError(f"{name}: is no workbook, or a damaged one ({error}). Save it again as .xlsx, .ods or .csv.") from error
        raise


def _told(name: str, title: str, columns: Columns, lines: Sequence[Line], index: int) -> list[str]:
    above = (f"the headings stand in {lines[index].place.cell}; what is above them was not read.",) if index else ()
    return [f"{name}: sheet “{title}”: {said}" for said in (*above, *columns.told())]


def _items(tables: Sequence[tuple[Table, Sequence[Line]]]) -> Iterator[Item | Unread]:
    for table, lines in tables:
        yield from table.items(lines)


def _lines(sheet: CalamineSheet, name: str, formulas: Formulas) -> list[Line]:
    """The rows of a sheet in which something is written, with every cell in its place."""
    left = sheet.start[1] if sheet.start else 0
    letters = [column_letters(left + number + 1) for number in range(sheet.width)]
    merged = _merged(sheet, left)
    shown = set(merged.values())
    values: dict[tuple[int, int], Any] = {}
    lines: list[Line] = []
    for row, cells in enumerate(sheet.iter_rows()):
        if shown:
            values |= {(row, column): cell for column, cell in enumerate(cells) if (row, column) in shown}
        own = any(cell != "" for cell in cells) or (formulas and any(f"{letter}{row + 1}" in formulas for letter in letters))
        # A row that is all merged cells is the lower part of the row above, and no row of its own.
        if own and merged:
            cells = [values.get(merged.get((row, column), (-1, -1)), cell) for column, cell in enumerate(cells)]  # noqa: PLW2901  # the same row, filled
        if own:
            lines.append(_line(cells, letters, row, sheet.name, name))
    return lines


def _merged(sheet: CalamineSheet, left: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Each lower cell of a cell that was merged downwards, with the one whose value it shows. ODS does not say."""
    lower = (
        ((row, first[1] - left), (first[0], first[1] - left))
        for first, last in sheet.merged_cell_ranges or ()
        for row in range(first[0] + 1, min(last[0], sheet.total_height) + 1)
    )
    return dict(islice(lower, LARGEST_SHEET))


def _line(cells: Sequence[Any], letters: Sequence[str], row: int, sheet: str, name: str) -> Line:
    number = row + 1
    written = tuple(
        Written(cell if type(cell) is str else _words(cell), sheet=sheet, cell=f"{letter}{number}") for letter, cell in zip(letters, cells, strict=False)
    )
    return Line(Place(file=name, sheet=sheet, cell=f"{letters[0] if letters else 'A'}{number}"), written)


def _words(value: object) -> str:
    """A typed value as a calendar in CSV would write it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(value)


def _with_formulas(lines: Sequence[Line], columns: Columns, formulas: Formulas, notes: list[str]) -> Sequence[Line]:
    """Lines with the text of formulas that only look like formulas; a row with one that must be worked out is unreadable."""
    if not formulas:
        return lines
    return [_with_formula(line, columns, formulas, notes) for line in lines]


def _with_formula(line: Line, columns: Columns, formulas: Formulas, notes: list[str]) -> Line:
    cells = list(line.cells)
    for index, (field, written) in enumerate(zip(columns.fields, line.cells, strict=False)):
        formula = formulas.get(written.cell or "")
        if formula is None or field is None:
            continue
        where = written._replace(heading=columns.headings[index]).named()
        if not formula.is_plain():
            said = f"shows {formula.error}" if formula.error else "has no saved result"
            return line._replace(fault=f"{where}: the formula {said}. Open the workbook, let it be worked out, and save it.")
        cells[index] = written._replace(words=formula.text)
        notes.append(f"{line.place.file}: {where}: a formula without a result; its own text was read.")
    return line._replace(cells=tuple(cells))

"""A copy of the calendar with what was found beside each row. A cell that a spreadsheet would run is written as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from csmedia.errors import CsmediaError
from csmedia.masking import COVER
from csmedia.model import Report, Severity, rank
from csmedia.read import Item
from csmedia.read.delimited import separator_of
from csmedia.read.encoding import decode
from csmedia.report.telling import Telling, decided_words
from csmedia.run import Place

HEADINGS = ("csmedia verdict", "csmedia findings", "whom to ask", "csmedia rules")
_FILLS: dict[Severity, str] = {"stop": "FDE8E8", "advise": "FFF1DA", "review": "E3F1FB", "note": "ECEFF2"}
_STARTS = ("=", "+", "-", "@", "\t", "\r")


class AnnotateError(CsmediaError):
    """A copy cannot be written; the message says what to do."""


def harmless_cell(text: str) -> str:
    """A cell's text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_STARTS) else text


def annotated_csv(data: bytes, name: str, telling: Telling) -> str:
    """The rows of a CSV file, each with its verdict, findings, whom to ask and rules behind it."""
    text = decode(data, name, []).lstrip("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    told, secrets = _by_row(telling, lambda place: place.line), _secrets(telling)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator_of(text))
    line = 1
    for row in reader:
        added = told.get(line) or (HEADINGS if line == 1 else ("",) * len(HEADINGS) if row else ())
        writer.writerow([harmless_cell(_covered(cell, secrets)) for cell in (*row, *added)])
        line = reader.line_num + 1
    return "\ufeff" + out.getvalue()  # the mark makes spreadsheets read it as UTF-8


def annotated_xlsx(data: bytes, telling: Telling) -> bytes:
    """A workbook with four columns more in each sheet, the cells that findings point at coloured."""
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  # slow to import, and an extra
        from openpyxl.styles import Font, PatternFill  # noqa: PLC0415  # the same
    except ImportError as error:
        raise AnnotateError('an annotated .xlsx needs openpyxl. Run: pip install "csmedia[annotate]"') from error
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        told = _by_row(telling, lambda place, title=sheet.title: _row_of(place) if place.sheet in (title, None) else None)
        if not told:
            continue
        first, column = min(told), sheet.max_column + 1
        for offset, heading in enumerate(HEADINGS):
            sheet.cell(max(1, first - 1), column + offset, heading).font = Font(bold=True)
        for number, cells in told.items():
            for offset, cell in enumerate(cells):
                sheet.cell(number, column + offset, harmless_cell(cell)).data_type = "s"
        if secrets := _secrets(telling):
            _cover_sheet(sheet, secrets)
    for name, cell, severity in _found_cells(telling):
        if name in book.sheetnames:
            book[name][cell].fill = PatternFill("solid", fgColor=_FILLS[severity])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _secrets(telling: Telling) -> list[str]:
    """The words of every secret that was found, the longest first."""
    found = {
        words
        for item, _, finding in telling.findings()
        if finding.secret
        for span in finding.spans
        if (words := dict(item.post.fields()).get(span.field, "")[span.start : span.end].strip())
    }
    return sorted(found, key=len, reverse=True)


def _covered(cell: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        cell = cell.replace(secret, COVER * len(secret))
    return cell


def _cover_sheet(sheet: Any, secrets: Sequence[str]) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and (covered := _covered(cell.value, secrets)) != cell.value:
                cell.value = covered


def _row_of(place: Place) -> int | None:
    digits = "".join(character for character in place.cell or "" if character.isdigit())
    return int(digits) if digits else place.line


def _by_row(telling: Telling, row_of: Any) -> dict[int, tuple[str, ...]]:
    """What to write behind each row; one row may be several posts."""
    rows: dict[int, list[tuple[Item, Report]]] = {}
    for item, report in telling.posts:
        if (row := row_of(item.place)) is not None:
            rows.setdefault(row, []).append((item, report))
    told = {row: _cells(posts) for row, posts in rows.items()}
    for one in telling.run.unread:
        if (row := row_of(one.place)) is not None:
            told[row] = ("not read", one.message, "", "")
    return told


def _cells(posts: Sequence[tuple[Item, Report]]) -> tuple[str, ...]:
    strongest = max((report.verdict for _, report in posts), key=rank)
    findings = [finding for _, report in posts for finding in report.findings]
    said = [f"{one.severity}: {one.message} {decided_words(one)}".strip() for one in findings]
    said += [f"did not run: {one.what}: {one.reason}" for _, report in posts for one in report.failures]
    asks = [ask for one in findings for ask in one.ask]
    return strongest, _lines(said), "; ".join(dict.fromkeys(asks)), ", ".join(dict.fromkeys(one.rule for one in findings))


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(parts))


def _found_cells(telling: Telling) -> list[tuple[str, str, Severity]]:
    """Each cell that a finding points at, the weakest finding first, so that the strongest colours last."""
    found = [
        (place.sheet, place.cell, finding.severity)
        for item, _, finding in telling.findings()
        for span in finding.spans
        if (place := item.cells.get(span.field)) is not None
    ]
    named = [(sheet, cell, severity) for sheet, cell, severity in found if sheet is not None and cell is not None]
    return sorted(named, key=lambda one: rank(one[2]))

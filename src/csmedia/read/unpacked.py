"""What a zipped workbook unpacks to, measured before anything reads it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from csmedia.errors import ReadError
from csmedia.read.limits import LARGEST_FILE, LARGEST_SHEET

_CHUNK = 1_000_000
_CELL = re.compile(rb'<c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ODS_ROW = re.compile(rb"<table:table-row\b([^<>]*)>(.*?)(?=<table:table-row\b|</table:table>|\Z)", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:table-cell\b([^<>]*)>")
_TIMES = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


def unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """The members that hold sheets; raises `ReadError` for a file that is no zip, is damaged, or unpacks to too much."""
    sheets: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                parts = []
                for chunk in _member(data, info):
                    total += len(chunk)
                    if total > LARGEST_FILE:
                        raise ReadError(f"{name}: unpacks to more than {LARGEST_FILE // 1_000_000} MB, which is more than csmedia reads. Split the workbook.")
                    if info.filename.endswith(".xml") or info.filename.endswith(".rels"):
                        parts.append(chunk)
                sheets[info.filename] = b"".join(parts)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"{name}: is no workbook, or a damaged one ({error}). Save it again as .xlsx, .ods or .csv.") from error
    _refuse_wide(sheets, name)
    return sheets


def _member(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member in chunks. The sizes that the archive claims are not believed: a zip bomb tells lies there."""
    head = data[info.header_offset : info.header_offset + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("a member begins where nothing is")
    start = info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("packed in a way that workbooks do not use")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not inflater.eof:
        yield inflater.decompress(packed, _CHUNK)
        packed = inflater.unconsumed_tail


def _refuse_wide(sheets: dict[str, bytes], name: str) -> None:
    """A cell far from all others makes a sheet of billions of empty cells, each of which the reader would keep."""
    for path, xml in sheets.items():
        if path.startswith("xl/worksheets/") and (last := _corner(xml))[0] * last[1] > LARGEST_SHEET:
            raise ReadError(f"{name}: a sheet ({path}) reaches to row {last[1]:,} and column {last[0]:,}. Delete the empty rows and columns in it.")
        if path == "content.xml" and _ods_cells(xml) > LARGEST_SHEET:
            raise ReadError(f"{name}: a sheet repeats filled cells more than {LARGEST_SHEET:,} times. Delete the repeated rows and columns in it.")


def _corner(xml: bytes) -> tuple[int, int]:
    """The last column and row of a sheet in XLSX."""
    column = row = 0
    for found in _CELL.finditer(xml):
        column, row = max(column, column_number(found[1].decode())), max(row, int(found[2]))
    return column, row


def _ods_cells(xml: bytes) -> int:
    """How many cells a sheet in ODS comes to, when what is repeated is counted each time."""
    widest = rows = 0
    for row in _ODS_ROW.finditer(xml):
        cells = [(_times(cell[1]), b"value" in cell[1]) for cell in _ODS_CELL.finditer(row[2])]
        while cells and not cells[-1][1]:
            cells.pop()
        if cells:
            widest, rows = max(widest, sum(times for times, _ in cells)), rows + _times(row[1])
    return widest * rows


def _times(attributes: bytes) -> int:
    found = _TIMES.search(attributes)
    return int(found[1]) if found else 1


def column_number(letters: str) -> int:
    """The number of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

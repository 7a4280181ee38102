"""Spreadsheets: every sheet with a text, typed dates, merged cells, formulas, and files that are no spreadsheets."""

from __future__ import annotations

import builtins
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import pytest

from csmedia import ReadError
from csmedia.read import Options
from csmedia.read.unpacked import column_letters, column_number

from .test_reading import OFFICIAL, read

pytest.importorskip("python_calamine")
openpyxl = pytest.importorskip("openpyxl")


def workbook(sheets: dict[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def changed(data: bytes, old: str, new: str) -> bytes:
    """The workbook with some words of its first sheet's XML changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old_file, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new_file:
        for name in old_file.namelist():
            text = old_file.read(name)
            new_file.writestr(name, text.replace(old.encode(), new.encode()) if name.endswith("sheet1.xml") else text)
    return out.getvalue()


def test_every_sheet_with_a_text_is_read_and_the_others_are_named() -> None:
    data = workbook({
        "May": [["Plan for May"], [], ["Date", "Time", "Copy"], [date(2026, 5, 1), time(9, 30), "one"], [datetime(2026, 5, 2, 10, 15), None, "two"]],
        "Lists": [["X", "LinkedIn"]],
        "June": [["Copy"], ["three"]],
    })  # fmt: skip
    items, unread, notes = read(data, "plan.xlsx")

    assert unread == []
    assert [item.post.text for item in items] == ["one", "two", "three"]
    assert [str(item.post.publish_at) for item in items] == ["2026-05-01 09:30:00+01:00", "2026-05-02 10:15:00+01:00", "None"]
    assert [(item.cells["text"].sheet, item.cells["text"].cell, item.cells["text"].heading) for item in items] == [
        ("May", "C4", "Copy"), ("May", "C5", "Copy"), ("June", "A2", "Copy"),
    ]  # fmt: skip
    assert any("headings stand in A3" in note for note in notes)
    assert any("not read: “Lists”" in note for note in notes)


def test_the_place_of_a_span_is_its_cell() -> None:
    items, _, _ = read(workbook({"May": [[None, "Copy"], [None, "one\ntwo"]]}), "plan.xlsx")

    at = items[0].cells["text"].at(items[0].post.text, 5)

    assert (at.sheet, at.cell, at.line) == ("May", "B2", None)


def test_what_is_merged_downwards_holds_for_each_row() -> None:
    rows = [["Date", "Channel", "Copy"], [date(2026, 5, 1), "X", "one"], [None, "LinkedIn", "two"], [None, None, None], [date(2026, 5, 2), "X", "three"]]

    items, _, _ = read(workbook({"May": rows}, merged=("A2:A4",)), "plan.xlsx")

    assert [(item.post.text, item.post.publish_at) for item in items] == [("one", date(2026, 5, 1)), ("two", date(2026, 5, 1)), ("three", date(2026, 5, 2))]


def test_headings_in_two_rows_are_found_in_the_fuller_one() -> None:
    rows = [["Date", "Post", None], [None, "Copy", "Channel"], [date(2026, 5, 1), "one", "X"]]

    items, unread, _ = read(workbook({"May": rows}, merged=("A1:A2", "B1:C1")), "plan.xlsx")

    assert ([item.post.text for item in items], unread) == (["one"], [])
    assert items[0].post.publish_at == date(2026, 5, 1)


def test_a_formula_gives_the_text_that_was_saved_for_it() -> None:
    data = changed(workbook({"May": [["Copy"], ["=A9&A8"]]}), "<v />", "<v>worked out</v>")

    items, unread, _ = read(changed(data, '<c r="A2">', '<c r="A2" t="str">'), "plan.xlsx")

    assert ([item.post.text for item in items], unread) == (["worked out"], [])


def test_a_formula_without_a_result_is_words_or_is_told() -> None:
    items, unread, notes = read(workbook({"May": [["Copy", "Owner"], ["=1+1", "a"], ['=B2&"x"', "b"], ["last", "=B2"]]}), "plan.xlsx")

    assert [item.post.text for item in items] == ["=1+1", "last"]
    assert any("May!A2 (Copy): a formula without a result; its own text was read" in note for note in notes)
    assert (unread[0].place.cell, "May!A3 (Copy): the formula has no saved result" in unread[0].message) == ("A3", True)


def test_a_bad_cell_is_told_with_its_sheet_and_name() -> None:
    _, unread, _ = read(workbook({"May": [["Date", "Copy"], ["soon", "hello"]]}), "plan.xlsx")

    assert str(unread[0]).startswith("plan.xlsx: May!A2 (Date): “soon” is no date")
    assert (unread[0].place.sheet, unread[0].place.cell) == ("May", "A2")


def test_dates_as_text_settle_their_order_and_columns_may_be_mapped() -> None:
    options = Options({"capacity": "official"}, columns={"text": "Words", "publish_at": "Live"})

    items, _, _ = read(workbook({"May": [["Words", "Live"], ["a", "03/04/2026 9am"], ["b", "13/04/2026 9am"]]}), "plan.xlsx", options)

    assert [str(item.post.publish_at)[:10] for item in items] == ["2026-04-03", "2026-04-13"]


def test_real_dates_beside_dates_as_text_are_told() -> None:
    _, _, notes = read(workbook({"May": [["Date", "Copy"], [date(2026, 3, 4), "a"], ["13/04/2026", "b"], ["03/04/2026", "c"]]}), "plan.xlsx")

    assert any("Date: holds real dates and dates as text" in note for note in notes)


def test_open_document_sheets_are_read() -> None:
    document = pytest.importorskip("odf.opendocument")
    table, text = pytest.importorskip("odf.table"), pytest.importorskip("odf.text")
    book = document.OpenDocumentSpreadsheet()
    sheet = table.Table(name="May")
    book.spreadsheet.addElement(sheet)
    for words, day in (("Copy", None), ("hello", "2026-05-01T09:30:00")):
        row = table.TableRow()
        cells = [table.TableCell(valuetype="string"), table.TableCell(**({"valuetype": "date", "datevalue": day} if day else {"valuetype": "string"}))]
        for cell, said in zip(cells, (words, day or "Go live"), strict=True):
            cell.addElement(text.P(text=said))
            row.addElement(cell)
        sheet.addElement(row)
    written = io.BytesIO()
    book.write(written)

    items, unread, _ = read(written.getvalue(), "plan.ods")

    assert unread == []
    assert [(item.post.text, str(item.post.publish_at), item.cells["text"].cell) for item in items] == [("hello", "2026-05-01 09:30:00+01:00", "A2")]


def test_five_thousand_rows_are_read() -> None:
    rows = [["Date", "Channel", "Copy"], *([date(2026, 5, 1), "X", f"Post {number} about plums"] for number in range(5000))]

    items, unread, _ = read(workbook({"May": rows}), "plan.xlsx")

    assert (len(items), unread, items[-1].cells["text"].cell) == (5000, [], "C5001")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no workbook, or a damaged one"), (b"%PDF-1.7", "is a PDF"), (b"PK\x03\x04 and nothing", "damaged"), (b"text\nhello\n", "damaged"),
        (workbook({"May": [["Copy"], ["a"]]})[:900], "damaged"), (workbook({"May": [["Date", "Owner"]]}), "no column holds the text"), (workbook({"May": []}), "no column"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_ends_in_one_message(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=r"plan\.xlsx") as caught:
        read(data, "plan.xlsx")

    assert said in str(caught.value)


def test_a_zip_bomb_is_refused_whatever_size_it_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csmedia.read.unpacked.LARGEST_FILE", 2_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as member:
        member.write(b"0" * 3_000_000)
    honest = out.getvalue()
    lying = honest.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert lying != honest
    for data in (honest, lying):
        with pytest.raises(ReadError, match="unpacks to more than 2 MB"):
            read(data, "plan.xlsx")


def test_a_cell_far_from_all_others_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Copy"
    book.active["XFD1048576"] = "x"
    written = io.BytesIO()
    book.save(written)

    with pytest.raises(ReadError, match="reaches to row 1,048,576 and column 16,384"):
        read(written.getvalue(), "plan.xlsx")


def test_rows_that_repeat_without_end_are_refused() -> None:
    out = io.BytesIO()
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:spreadsheet><table:table>{row}</table:table></office:spreadsheet>")

    with pytest.raises(ReadError, match="repeats filled cells"):
        read(out.getvalue(), "plan.ods")


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "python_calamine":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(ReadError, match=r'pip install "csmedia\[sheets\]"'):
        read(b"PK", "plan.xlsx", OFFICIAL)


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("AZ", 52), ("BA", 53), ("XFD", 16384)])
def test_columns_have_letters(letters: str, number: int) -> None:
    assert (column_letters(number), column_number(letters)) == (letters, number)

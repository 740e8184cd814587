from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import PasswordError

from tests.files.workbooks import VIN, ods, ods_cell, spoiled, written, zipped
from tests.store.stoppable import Stoppable
from vindesk.domain.errors import FileProtected, FileTooLarge, FileUnreadable
from vindesk.domain.monitor import Cancelled
from vindesk.files.workbook import CHUNK_ROWS, Sheet, Workbook


def first_sheet(path: Path) -> Sheet:
    book = Workbook.open(path, 256)
    sheet = book.sheet(book.sheets[0])
    book.close()
    return sheet


def column(sheet: Sheet, place: int) -> list[str | None]:
    return [text for _, (texts,) in sheet.chunks([place], 0) for text in texts]


def test_rows_have_the_numbers_that_people_see(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write(3, 2, "VIN")
        page.write(4, 2, VIN)
        page.write(4, 3, 2003)
        page.write(6, 2, "x")
    sheet = first_sheet(path)
    assert (sheet.row_count, sheet.width) == (7, 4)
    assert sheet.head(5)[3:] == [(4, [None, None, "VIN", None]), (5, [None, None, VIN, "2003"])]
    ((rows, (vins, years, margin)),) = sheet.chunks([2, 3, 0], 4)
    assert list(rows) == [5, 6, 7]
    assert vins == [VIN, None, "x"]
    assert years == ["2003", None, None]
    assert margin == [None, None, None]


def test_cells_of_every_kind(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        values: list[Any] = ["text", 2003, 1.5, True, date(2020, 1, 2), 12345678901234567]
        page.write_column(0, 0, values)
        saved: Any = ["X", "#DIV/0!"]
        page.write_formula(6, 0, '=UPPER("x")', None, saved[0])
        page.write_formula(7, 0, "=1/0", None, saved[1])
        page.merge_range(8, 0, 9, 1, "merged")
        page.write(10, 0, "end")
    found = column(first_sheet(path), 0)
    assert found[:6] == ["text", "2003", "1.5", "TRUE", "2020-01-02", "123456789012345??"]
    assert found[6:] == ["X", None, "merged", None, "end"]


def test_every_sheet_of_cells_is_there_and_hidden_ones_come_last(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("shown first").write(0, 0, "x")
        book.add_worksheet("hidden").hide()
        book.add_worksheet("very").very_hidden()
        book.add_chartsheet("chart")
        book.add_worksheet("empty")
    opened = Workbook.open(path, 256)
    assert opened.sheets == ("shown first", "empty", "hidden", "very")
    empty = opened.sheet("empty")
    assert (empty.row_count, empty.width) == (0, 0)
    assert (empty.head(5), list(empty.chunks([], 0))) == ([], [])


def test_rows_come_in_chunks(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [[str(n)] for n in range(CHUNK_ROWS + 5)])
    monitor = Stoppable()
    chunks = list(first_sheet(path).chunks([0], 2, monitor))
    assert [len(rows) for rows, _ in chunks] == [CHUNK_ROWS, 3]
    assert chunks[1][0][-1] == CHUNK_ROWS + 5
    assert chunks[1][1][0][-1] == str(CHUNK_ROWS + 4)
    assert monitor.reports[-1].done == monitor.reports[-1].total == CHUNK_ROWS + 5


def test_a_name_that_says_something_else_does_not_matter(tmp_path: Path) -> None:
    for name in ("x.csv", "x.xls", "x.ods", "x"):
        assert column(first_sheet(written(tmp_path / name, [[VIN]])), 0) == [VIN]


def test_an_open_document(tmp_path: Path) -> None:
    row = f"<table:table-row>{ods_cell('VIN')}{ods_cell(VIN)}</table:table-row>"
    assert first_sheet(ods(tmp_path / "x.ods", row)).head(1) == [(1, ["VIN", VIN])]


def test_an_open_document_that_repeats_itself_too_often(tmp_path: Path) -> None:
    cells = ods_cell("x", 'table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1000000">{cells}</table:table-row>'
    with pytest.raises(FileUnreadable, match="Cell limit"):
        first_sheet(ods(tmp_path / "x.ods", row))


def test_an_encrypted_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(magic + bytes(1000) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(FileProtected, match="needs a password") as caught:
        Workbook.open(path, 256)
    assert "without a password" in caught.value.advice


def test_an_old_encrypted_workbook_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_from: object) -> object:
        raise PasswordError("Workbook is password protected")

    monkeypatch.setattr("vindesk.files.workbook.CalamineWorkbook", Refusing(refuse))
    with pytest.raises(FileProtected):
        Workbook.open(written(tmp_path / "x.xls", [["x"]]), 256)


class Refusing:
    """Stands where the library's class stands."""

    def __init__(self, from_filelike: object) -> None:
        self.from_filelike = self.from_path = from_filelike


class PanicException(BaseException):
    """What a panic of Rust code looks like."""


def test_a_panic_is_told_and_nothing_else_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "x.xlsx", [["x"]])
    for error, expected in ((PanicException(), FileUnreadable), (KeyError(), KeyError)):

        def fail(_stream: object, error: BaseException = error) -> object:
            raise error

        monkeypatch.setattr("vindesk.files.workbook.CalamineWorkbook", Refusing(fail))
        with pytest.raises(expected):
            Workbook.open(path, 256)


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
        b"PK\x03\x04 nonsense",
    ],
)
def test_damaged_workbooks_are_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable, match="damaged or not a workbook"):
        Workbook.open(path, 256)


def test_a_damaged_sheet_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [["x"]])
    book = Workbook.open(spoiled(path, lambda sheet: sheet[:-60]), 256)
    with pytest.raises(FileUnreadable, match="damaged or not a workbook"):
        book.sheet("Fleet")


def test_a_cut_workbook_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [["x"]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FileUnreadable, match="damaged or not a workbook"):
        Workbook.open(path, 256)


def test_a_workbook_of_charts_alone_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [["x"]])
    workbook = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    with pytest.raises(FileUnreadable, match="no sheet with cells"):
        Workbook.open(spoiled(path, lambda _: workbook, "xl/workbook.xml"), 256)


def test_a_file_larger_than_the_memory_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    with path.open("wb") as stream:
        stream.truncate(3 << 20)
    with pytest.raises(FileTooLarge, match="larger than the memory limit"):
        Workbook.open(path, 2)


def test_what_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="No such file"):
        Workbook.open(tmp_path / "x.xlsx", 256)


def test_opening_can_be_cancelled(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [["x"]])
    book = Workbook.open(path, 256)
    sheet = book.sheet("Fleet")
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        Workbook.open(path, 256, monitor)
    with pytest.raises(Cancelled):
        book.sheet("Fleet", monitor)
    with pytest.raises(Cancelled):
        next(sheet.chunks([0], 0, monitor))


def test_other_archives_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="ZIP archive"):
        Workbook.open(zipped(tmp_path / "x.zip", {"vins.csv": b"x"}), 256)

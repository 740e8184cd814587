import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from tests.files.workbooks import VIN, cell, with_rows, written, zipped
from tests.store.stoppable import Stoppable
from vindesk.domain.errors import FileChanged, FileTooLarge, FileUnreadable
from vindesk.domain.monitor import Cancelled
from vindesk.services.input import Input
from vindesk.services.input_table import InputTable
from vindesk.services.inputs import open_input, open_text
from vindesk.store.engine import EngineLimits

OTHER = "1XPWD40X1ED215307"
Opener = Callable[[str, str | bytes], Input]


@pytest.fixture
def limits(tmp_path: Path) -> EngineLimits:
    return EngineLimits(memory_mb=256, threads=2, temporary=tmp_path / "temporary")


@pytest.fixture
def opened(tmp_path: Path, limits: EngineLimits) -> Iterator[Opener]:
    inputs: list[Input] = []

    def write(name: str, content: str | bytes) -> Input:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        inputs.append(open_input(path, limits))
        return inputs[-1]

    yield write
    for one in inputs:
        one.close()


def rows(table: InputTable, *columns: int) -> list[list[Any]]:
    return [list(row.values()) for batch in table.batches(columns) for row in batch.to_pylist()]


def test_a_table_says_what_is_in_it(opened: Opener, tmp_path: Path) -> None:
    file = opened("fleet.csv", f"id,vin,Model  Year,\n1,{VIN},2003,x\n2,{OTHER},2014,y\n")
    assert (file.path, file.sheets) == (tmp_path / "fleet.csv", ("fleet.csv",))
    table = file.table()
    assert table.columns == ("id", "vin", "Model Year", "Column 4")
    assert (table.has_header, table.is_text) == (True, False)
    assert table.suggestion.vin is not None
    assert table.suggestion.year is not None
    assert (table.suggestion.vin.column, table.suggestion.year.column) == (1, 2)
    assert table.preview(1) == [["1", VIN, "2003", "x"]]
    assert rows(table, 1, 2) == [[2, VIN, "2003"], [3, OTHER, "2014"]]
    assert list(table.rejects) == []


def test_the_header_is_what_the_user_says(opened: Opener) -> None:
    file = opened("x.csv", f"vin,year\n{VIN},2003\n")
    table = file.table(header=False)
    assert (table.columns, table.has_header) == (("Column 1", "Column 2"), False)
    assert rows(table, 0) == [[1, "vin"], [2, VIN]]
    forced = opened("y.csv", f"\n{VIN},2003\n{OTHER},2014\n{VIN},x").table(header=True)
    assert (forced.columns, forced.has_header) == ((VIN, "2003"), True)
    assert rows(forced, 0) == [[3, OTHER], [4, VIN]]


def test_titles_before_the_header_are_passed_over(opened: Opener) -> None:
    table = opened("x.csv", f"Fleet report\n\nvin;year\n{VIN};2003\n{OTHER};2014\n").table()
    assert table.columns == ("vin", "year")
    assert rows(table, 0) == [[4, VIN], [5, OTHER]]


def test_a_list_is_one_column(opened: Opener) -> None:
    table = opened("x.txt", f"VIN\n{VIN}\n\n{OTHER}\n").table()
    assert (table.columns, table.has_header, table.is_text) == (("VIN",), True, False)
    assert rows(table, 0) == [[2, VIN], [3, None], [4, OTHER]]
    assert opened("y.txt", f"{VIN}\n{OTHER}\n").table().columns == ("Column 1",)


MAIL = f"Dear Bob,\n\nplease look up these two, thanks:\n{VIN}, and\n{OTHER}, or so\n\nBye, Al\n"


def test_a_mail_is_lines_and_no_table(opened: Opener) -> None:
    table = opened("mail.txt", MAIL).table()
    assert (table.columns, table.is_text, table.has_header) == (("Text",), True, False)
    assert table.suggestion.vin is not None
    assert table.suggestion.vin.reason == "Its lines are searched for VINs."
    assert rows(table, 0)[3] == [4, f"{VIN}, and"]


def test_vins_in_columns_without_names_are_one_list(opened: Opener) -> None:
    table = opened("x.csv", f"{VIN},{OTHER},{VIN}\n").table()
    assert (table.columns, table.is_text) == (("Text",), True)


def test_empty_cells_at_the_end_of_a_row_may_be_left_out(opened: Opener) -> None:
    table = opened(
        "x.csv", f"unit,VIN,driver,note\nU1,{VIN}\nU2,{OTHER},Bob\nU3,bad,Al,x\n"
    ).table()
    assert table.columns == ("unit", "VIN", "driver", "note")
    assert rows(table, 1, 2, 3) == [
        [2, VIN, None, None],
        [3, OTHER, "Bob", None],
        [4, "bad", "Al", "x"],
    ]


def test_a_csv_without_vins_is_still_a_table(opened: Opener) -> None:
    assert opened("x.csv", "a,b\nc,d\n").table().columns == ("Column 1", "Column 2")
    assert opened("x.txt", "a,b\nc,d\n").table().columns == ("Text",)


def test_a_workbook_has_its_sheets(tmp_path: Path, limits: EngineLimits) -> None:
    path = written(tmp_path / "fleet.xlsx", [["VIN", "Year"], [VIN, 2003], [OTHER, 2014]], "Trucks")
    file = open_input(path, limits)
    assert file.sheets == ("Trucks",)
    table = file.table("Trucks")
    assert (table.columns, table.rejects) == (("VIN", "Year"), ())
    assert rows(table, 0, 1) == [[2, VIN, "2003"], [3, OTHER, "2014"]]
    assert rows(file.table(header=False), 1)[0] == [1, "Year"]
    file.close()


def test_an_empty_sheet_is_told(tmp_path: Path, limits: EngineLimits) -> None:
    file = open_input(written(tmp_path / "x.xlsx", [], "S"), limits)
    with pytest.raises(FileUnreadable, match=r"The sheet S of .* is empty"):
        file.table("S")
    with pytest.raises(FileUnreadable, match="has no sheet with cells"):
        file.table()
    file.close()


Sheets = dict[str, list[str]]


def book_of(path: Path, sheets: Sheets) -> Path:
    """Semicolons stand between the cells."""
    with xlsxwriter.Workbook(path) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, text in enumerate(lines):
                sheet.write_row(row, 0, text.split(";"))
    return path


@pytest.mark.parametrize(
    ("sheets", "main"),
    [
        ({"Empty": [], "Trucks": ["VIN", VIN], "Cars": ["VIN", OTHER]}, "Trucks"),
        ({"Cover": ["Our fleet", "made by Bob"], "Trucks": ["VIN", VIN]}, "Trucks"),
        ({"Empty": [], "Cover": ["Our fleet"], "More": ["Notes"]}, "Cover"),
        ({"Trucks": ["VIN", VIN], "Cars": ["VIN", OTHER]}, "Trucks"),
        ({"Cover": ["Our fleet"], "Empty": ["VIN;Unit"], "Data": ["VIN;Unit", f"{VIN};7"]}, "Data"),
        ({"Cover": ["Our fleet"], "Empty": ["VIN;Unit"], "Late": ["VIN;Unit", ";7"]}, "Empty"),
    ],
)
def test_the_sheet_to_begin_with_has_vins(
    tmp_path: Path, limits: EngineLimits, sheets: Sheets, main: str
) -> None:
    file = open_input(book_of(tmp_path / "x.xlsx", sheets), limits)
    assert file.sheets == tuple(sheets)
    assert file.main_sheet() == main
    assert file.table().preview() == file.table(main).preview()
    file.close()


FORMS: Sheets = {
    "Form": ["VIN;Unit;Depot"],
    "Trucks": ["VIN;Unit", "K1;7"],
    "Cars": ["VIN;Year", f"{VIN};2003"],
}
TOTALS: Sheets = {"Totals": ["Year;Count", "2003;5"], "Fleet": ["VIN;Year", f"{VIN};2003"]}
GUIDE: Sheets = {
    "Guide": ["VIN;Meaning", "17 characters;a vehicle"],
    "Fleet": ["VIN;Unit", f"{VIN};7"],
}
COVER: Sheets = {"Cover": ["Our fleet;made by Bob"], "Fleet": [f"7;{VIN}", f"8;{OTHER}"]}
SHORT: Sheets = {"Fleet": ["Kennung;Unit", "K1;7"], "Other": ["VIN;Unit", f"{VIN};7"]}
TWICE: Sheets = {"Old": ["Key;VIN", f"K1;{VIN}"], "New": ["Key;VIN", f"{VIN};K1"]}


@pytest.mark.parametrize(
    ("sheets", "columns", "sheet"),
    [
        (FORMS, ("unit", None), "Trucks"),
        (FORMS, (None, "unit"), "Trucks"),
        (FORMS, ("vin", "UNIT"), "Trucks"),
        (FORMS, ("vin", None), "Cars"),
        (FORMS, ("Depot", None), "Form"),
        (FORMS, (None, "Year"), "Cars"),
        (FORMS, ("Unit", "Year"), "Cars"),
        (FORMS, ("Price", None), "Cars"),
        (FORMS, (None, None), "Cars"),
        (TOTALS, (None, "Year"), "Fleet"),
        (TOTALS, (None, "Count"), "Totals"),
        (GUIDE, ("VIN", None), "Fleet"),
        (COVER, ("Column 2", None), "Fleet"),
        (SHORT, ("Kennung", None), "Fleet"),
        (TWICE, ("Key", None), "New"),
        (TWICE, (None, "Key"), "Old"),
    ],
)
def test_a_sheet_is_found_by_its_columns(
    tmp_path: Path,
    limits: EngineLimits,
    sheets: Sheets,
    columns: tuple[str | None, str | None],
    sheet: str,
) -> None:
    file = open_input(book_of(tmp_path / "x.xlsx", sheets), limits)
    assert file.sheet_with(*columns) == sheet
    file.close()


def test_a_parquet_file_has_names(tmp_path: Path, limits: EngineLimits) -> None:
    path = tmp_path / "x.csv"
    pq.write_table(pa.table({"vin": [VIN, None], "": [2003, 2004]}), path)
    file = open_input(path, limits)
    table = file.table(header=True)
    assert not table.has_header
    assert table.columns == ("vin", "Column 2")
    assert rows(table, 0, 1) == [[1, VIN, "2003"], [2, None, "2004"]]
    assert table.preview() == [[VIN, "2003"], [None, "2004"]]
    file.close()


def test_what_was_copied_from_a_spreadsheet_is_a_table(limits: EngineLimits) -> None:
    file = open_text(f"VIN\tYear\n{VIN}\t2003\n", limits)
    assert (file.path, file.sheets) == (None, ("Text",))
    assert rows(file.table(), 0, 1) == [[2, VIN, "2003"]]
    file.close()


def test_what_was_copied_from_anywhere_else_is_lines(limits: EngineLimits) -> None:
    table = open_text(MAIL, limits).table()
    assert table.columns == ("Text",)
    assert len(rows(table, 0)) == 7
    with pytest.raises(FileUnreadable, match="The text is empty"):
        open_text("", limits)


# --- Hostile files: a sentence each


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (random.Random(1).randbytes(5000), "not text, a workbook"),
        (bytes(5000), "not text, a workbook"),
        (b"%PDF-1.7\n", "is a PDF document"),
        (b"\x1f\x8b\x08\0\0", "compressed with gzip"),
        (b"PAR1 but no more PAR1", "damaged|not a Parquet file"),
        (b"PK\x03\x04 but no more", "damaged or not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged or not a workbook"),
        (b"x" * (13 << 20), "no line of text that is shorter"),
    ],
)
@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_what_cannot_be_read_is_told(
    opened: Opener, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(FileUnreadable, match=words) as caught:
        opened(name, content)
    assert str(tmp_path / name) in caught.value.sentence
    assert (tmp_path / name).read_bytes() == content
    assert not any((tmp_path / "temporary").glob("*"))


def test_what_is_no_file_is_told(tmp_path: Path, limits: EngineLimits) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("none", "does not exist"), ("", "is a folder"), ("pipe", "special file")):
        with pytest.raises(FileUnreadable, match=words):
            open_input(tmp_path / name, limits)
    with pytest.raises(FileUnreadable, match="name too long"):
        open_input(tmp_path / ("n" * 300), limits)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_name_that_is_no_text_is_told(tmp_path: Path, limits: EngineLimits) -> None:
    for name in ("\udcff.csv", "\udcff.parquet"):
        (tmp_path / name).write_text(f"VIN\n{VIN}\n")
        with pytest.raises(FileUnreadable, match="is not valid UTF-8"):
            open_input(tmp_path / name, limits)


def test_without_permission(
    tmp_path: Path, limits: EngineLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> object:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.csv").write_text("x")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileUnreadable, match="cannot be read: Permission denied"):
        open_input(tmp_path / "x.csv", limits)


def test_bombs_are_refused(tmp_path: Path, limits: EngineLimits) -> None:
    corners = with_rows(
        tmp_path / "corners.xlsx",
        f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>',
    )
    swelling = zipped(tmp_path / "x.xlsx", {"xl/workbook.xml": b"", "a": b"0" * (40 << 20)})
    for path in (corners, swelling):
        with pytest.raises(FileTooLarge):
            open_input(path, limits)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_any_encoding_is_read(opened: Opener, encoding: str) -> None:
    text = f"vin;größe\n{VIN};5 €\n{OTHER};ß\n"
    table = opened("x.csv", text.encode(encoding)).table()
    assert table.columns == ("vin", "größe")
    assert rows(table, 0, 1) == [[2, VIN, "5 €"], [3, OTHER, "ß"]]


def test_twenty_thousand_columns(opened: Opener) -> None:
    names = ",".join(f"c{n}" for n in range(19_999))
    values = ",".join(str(n) for n in range(19_999))
    table = opened("x.csv", f"{names},vin\n" + f"{values},{VIN}\n" * 30).table()
    assert len(table.columns) == 20_000
    assert table.suggestion.vin is not None
    assert table.suggestion.vin.column == 19_999
    assert rows(table, 19_999)[0] == [2, VIN]


def test_a_long_line_among_others_is_a_reject(opened: Opener) -> None:
    table = opened("x.csv", f"vin,x\n{VIN},y\n{'z' * (13 << 20)}\n{OTHER},y\n").table()
    assert rows(table, 0) == [[2, VIN], [4, OTHER]]
    assert [reject.line for reject in table.rejects] == [3]


MANY = f"vin,x\n{VIN},y\n" + f"{OTHER},z\n" * 700_000


def test_a_file_that_changes_while_it_is_read(opened: Opener, tmp_path: Path) -> None:
    table = opened("x.csv", MANY).table()
    found = table.batches([0])
    next(found)
    with (tmp_path / "x.csv").open("a") as stream:
        stream.write("more\n")
    with pytest.raises(FileChanged, match="changed while being read"):
        list(found)
    with pytest.raises(FileChanged):
        list(table.batches([0]))


def test_a_file_that_vanishes(opened: Opener, tmp_path: Path) -> None:
    table = opened("x.csv", MANY).table()
    found = table.batches([0])
    next(found)
    (tmp_path / "x.csv").unlink()
    with pytest.raises(FileChanged):
        list(found)


def test_a_fault_in_a_file_that_has_not_changed_is_told_as_it_is(
    opened: Opener, tmp_path: Path
) -> None:
    table = opened("x.csv", f"vin,x\n{VIN},y\n").table()
    (tmp_path / "temporary").write_text("in the way")
    with pytest.raises(FileUnreadable, match="temporary files"):
        list(table.batches([0]))


def test_reading_can_be_cancelled_between_batches(opened: Opener) -> None:
    monitor = Stoppable()
    found = opened("x.csv", MANY).table().batches([0], monitor)
    next(found)
    monitor.cancel()
    with pytest.raises(Cancelled):
        next(found)

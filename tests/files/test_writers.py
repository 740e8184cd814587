"""Workbooks, read back by another library than the one that wrote them."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
import python_calamine
from typing_extensions import override

from tests.store.full_disk import files_up_to
from tests.store.stoppable import Stoppable
from vindesk.domain.errors import ExportFailed
from vindesk.domain.monitor import Cancelled, Progress, Unwatched
from vindesk.files.writers import MOST_COLUMNS, Sheet, Written, write_workbook

NOON = datetime(2026, 11, 12, 12, 0, 5)  # noqa: DTZ001 - a workbook has no zones


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return tmp_path / "draft"


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def sheet(rows: Iterable[Sequence[object]], names: Sequence[str] = ("a", "b")) -> Sheet:
    kept = list(rows)
    return Sheet("Vehicles", names, kept, len(kept))


def read(path: Path) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: _rows(book, name) for name in book.sheet_names}


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> list[list[object]]:
    return [list(row) for row in book.get_sheet_by_name(name).to_python()]


def test_texts_numbers_and_moments_come_back(draft: Path, temporary: Path) -> None:
    rows = [("00123", 7), (None, -1.5), ("ü 中 🚗 <&>\"'", NOON), (" a ", None)]
    written = write_workbook(sheet(rows), draft, temporary, Unwatched())
    assert written == Written(4, 1, 0)
    back = [["a", "b"], ["00123", 7.0], ["", -1.5], [rows[2][0], NOON], [" a ", ""]]
    assert read(draft) == {"Vehicles": back}
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "http://x.y", "{=1}", "1E5", "12", "_x0041_"],  # noqa: RUF001
)
def test_a_text_stays_a_text(draft: Path, temporary: Path, text: str) -> None:
    write_workbook(sheet([(text, text)], ("x", text)), draft, temporary, Unwatched())
    assert read(draft)["Vehicles"] == [["x", text], [text, text]]
    with zipfile.ZipFile(draft) as parts:
        content = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in content
        assert "hyperlink" not in content
        quoted = 'quotePrefix="1"' in parts.read("xl/styles.xml").decode()
        used = ' s="' in content.split('r="2"', 1)[1]
    calculated = text.startswith(("=", "+", "-", "@", "\t", "＝"))  # noqa: RUF001
    assert (quoted, used) == (calculated, calculated)


def test_what_a_sheet_does_not_hold_goes_on_on_the_next(draft: Path, temporary: Path) -> None:
    rows = [(f"{n}", n) for n in range(7)]
    written = write_workbook(sheet(rows), draft, temporary, Unwatched(), most_rows=4)
    assert (written.rows, written.sheets) == (7, 3)
    found = read(draft)
    assert list(found) == ["Vehicles", "Vehicles 2", "Vehicles 3"]
    assert [row for table in found.values() for row in table[1:]] == [[f"{n}", n] for n in range(7)]
    assert all(table[0] == ["a", "b"] for table in found.values())


def test_a_full_sheet_is_not_followed_by_an_empty_one(draft: Path, temporary: Path) -> None:
    rows = [(f"{n}", n) for n in range(3)]
    assert write_workbook(sheet(rows), draft, temporary, Unwatched(), most_rows=4).sheets == 1


def test_no_rows_are_a_head_alone(draft: Path, temporary: Path) -> None:
    assert write_workbook(sheet([]), draft, temporary, Unwatched()) == Written(0, 1, 0)
    assert read(draft) == {"Vehicles": [["a", "b"]]}


@pytest.mark.parametrize(
    ("text", "cut"), [("x" * 32_767, 0), ("x" * 32_768, 1), ("🚗" * 20_000, 1)]
)
def test_a_text_that_no_cell_holds_is_cut_and_counted(
    draft: Path, temporary: Path, text: str, cut: int
) -> None:
    assert write_workbook(sheet([(text, 1)]), draft, temporary, Unwatched()).cut == cut
    (found, _) = read(draft)["Vehicles"][1]
    assert isinstance(found, str)
    assert found == text if not cut else text.startswith(found.removesuffix("…"))
    assert len(found.encode("utf-16-le")) // 2 in {32_767, 32_766}


def test_more_columns_than_a_sheet_has_are_refused(draft: Path, temporary: Path) -> None:
    names = [f"{n}" for n in range(MOST_COLUMNS + 1)]
    with pytest.raises(ExportFailed, match="16,385 columns"):
        write_workbook(sheet([], names), draft, temporary, Unwatched())
    assert not draft.exists()


def test_progress_is_told_and_that_it_is_finished(draft: Path, temporary: Path) -> None:
    monitor = Stoppable()
    write_workbook(sheet([("x", 1)] * 2_500), draft, temporary, monitor)
    assert monitor.reports == [
        Progress(1_000, 2_500),
        Progress(2_000, 2_500),
        Progress(2_500, 2_500, "Finishing the file"),
    ]


class CancelledAtTheEnd(Stoppable):
    @override
    def report(self, progress: Progress) -> None:
        if progress.note:
            self.cancel()


def test_who_cancels_while_it_is_put_together_is_let_go(draft: Path, temporary: Path) -> None:
    with pytest.raises(Cancelled):
        write_workbook(sheet([("x", 1)] * 3), draft, temporary, CancelledAtTheEnd())


@pytest.mark.parametrize("room", [0, 3_000])
def test_a_full_disk_is_the_systems_error(draft: Path, temporary: Path, room: int) -> None:
    rows = [(f"{n * 7919}", n) for n in range(2_000)]
    with files_up_to(room), pytest.raises(OSError, match="File too large"):
        write_workbook(sheet(rows), draft, temporary, Unwatched())

"""What stands where a file stood is shown once it has rows; until then all is as it was."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from tests.store.parquet_samples import write
from tests.ui.parquet.conftest import Open
from tests.ui.parquet.reading import Reader
from vindesk.domain.column_filter import ColumnFilter
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import Monitor
from vindesk.store.parquet_files import ParquetFiles
from vindesk.store.parquet_order import RowNumbers
from vindesk.store.parquet_pages import ColumnSort, ParquetFile
from vindesk.ui.parquet.column_layouts import ColumnLayouts, Layout
from vindesk.ui.state_file import StateFile

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BEFORE = {"n": list(range(5_000))}
NOW = {"n": list(range(6_000))}
VINS = ["1HGCM82633A004352", "ZA9CA05AXJLA12340"]
AS_IT_IS = "This is the file as it is now."


class Ordering:
    """Rows are put in order no sooner than they are let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self._may_end = threading.Event(), threading.Event()
        order = ParquetFile.order

        def wait(
            file: ParquetFile, wanted: ColumnFilter, sorts: Sequence[ColumnSort], monitor: Monitor
        ) -> RowNumbers:
            self.begun.set()
            while not self._may_end.wait(0.01):
                monitor.raise_if_cancelled()
            return order(file, wanted, sorts, monitor)

        monkeypatch.setattr(ParquetFile, "order", wait)

    def let_go(self) -> None:
        self._may_end.set()


def reload(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Ordering:
    """Until the rows of what is there now are being put in order."""
    ordering = Ordering(monkeypatch)
    reader.window.actions_by_name["reload_file"].trigger()
    reader.until(ordering.begun.is_set)
    return ordering


def open_files(reader: Reader) -> int:
    return len(reader.window.file._engines.used)


def failure(reader: Reader) -> QMessageBox | None:
    return reader.window.findChild(QMessageBox, "failure")


def refuse(*_given: object) -> NoReturn:
    raise FileUnreadable("It is damaged.")


def test_rows_are_read_on_until_those_of_the_other_file_come(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table(BEFORE)
    model = reader.view.model()
    ordering = reload(reader, monkeypatch)
    model.index(4_000, 0).data()
    reader.until(lambda: model.index(4_000, 0).data().startswith("4000"))
    assert reader.message == "Reloading the file…"
    ordering.let_go()
    reader.until_quiet()
    assert reader.message == AS_IT_IS
    assert open_files(reader) == 1
    assert failure(reader) is None


def test_escape_does_not_keep_the_other_file_away(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table(BEFORE)
    reader.view.heads.request_sort(0, extend=False)
    reader.until_quiet()
    write(tmp_path / "x.parquet", NOW)
    ordering = reload(reader, monkeypatch)
    reader.window.escape()
    told = reader.message
    ordering.let_go()
    reader.until_quiet()
    assert reader.status.startswith("6,000 rows")
    assert (told, reader.message) == ("Reloading the file…", AS_IT_IS)
    reader.until(lambda: reader.view.model().index(5_500, 0).data().startswith("5500"))


def test_what_is_looked_for_meanwhile_is_found_in_the_other_file(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table(BEFORE)
    write(tmp_path / "x.parquet", NOW)
    ordering = reload(reader, monkeypatch)
    reader.window.bar.text.setText("5999")
    reader.window.bar.find_next()
    ordering.let_go()
    reader.until_quiet()
    assert reader.message == "Row 6,000; 1 row matches."
    assert reader.view.current_row() == 5_999


def test_escape_gives_up_what_is_looked_for_in_the_other_file(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table(BEFORE)
    ordering = reload(reader, monkeypatch)
    reader.window.bar.text.setText("4999")
    reader.window.bar.find_next()
    reader.window.escape()
    assert reader.message == "Cancelled."
    ordering.let_go()
    reader.until_quiet()
    assert reader.message == AS_IT_IS
    assert reader.view.current_row() != 4_999


def test_that_the_file_changed_is_not_said_of_its_own_rows(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table(BEFORE)
    write(tmp_path / "new", NOW).replace(tmp_path / "x.parquet")
    ordering = reload(reader, monkeypatch)
    reader.view.model().index(4_000, 0).data()
    reader.until(reader.window.changed.isVisible)
    ordering.let_go()
    reader.until_quiet()
    assert not reader.window.changed.isVisible()
    assert reader.status.startswith("6,000 rows")


def test_what_is_found_out_late_about_the_file_of_before_is_not_said(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table(BEFORE)
    before, refuse_if_changed = reader.window.file.files, ParquetFiles.refuse_if_changed
    begun, may_end = threading.Event(), threading.Event()

    def wait(files: ParquetFiles) -> None:
        if files is before:
            begun.set()
            may_end.wait(20)
        refuse_if_changed(files)

    write(tmp_path / "new", NOW).replace(tmp_path / "x.parquet")
    monkeypatch.setattr(ParquetFiles, "refuse_if_changed", wait)
    reader.window.reloading.check()
    reader.until(begun.is_set)
    reader.window.actions_by_name["reload_file"].trigger()
    reader.until(lambda: reader.message == AS_IT_IS)
    may_end.set()
    reader.until_quiet()
    assert not reader.window.changed.isVisible()


def test_another_order_that_is_asked_for_meanwhile_is_that_of_the_other_file(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table(BEFORE)
    write(tmp_path / "x.parquet", NOW)
    ordering = reload(reader, monkeypatch)
    reader.window.table.sort_by([ColumnSort(0, descending=True)])
    ordering.let_go()
    reader.until_quiet()
    assert reader.texts(0, 1) == ["5999"]
    assert reader.message == AS_IT_IS


def test_a_filter_that_is_typed_meanwhile_is_read_anew_for_other_columns(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table({"n": [1, 2], "other": ["x", "x"]})
    write(tmp_path / "x.parquet", {"other": ["x", "y"], "third": [1, 2]})
    ordering = reload(reader, monkeypatch)
    reader.window.bar.filter.setText("n:>1")
    reader.window.bar.apply()
    assert reader.hint == ""
    ordering.let_go()
    reader.until_quiet()
    assert reader.texts(0) == ["x", "y"]
    assert "column" in reader.hint
    assert failure(reader) is None


def test_columns_that_are_moved_meanwhile_are_those_of_the_file_of_before(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    layouts = ColumnLayouts(StateFile(tmp_path / "state.ini"))
    layouts.save(["a", "b"], Layout((1,)))
    reader = open_table({"x": [1], "y": [2]}, layouts=layouts)
    write(tmp_path / "x.parquet", {"a": [1], "b": [2]})
    ordering = reload(reader, monkeypatch)
    reader.view.heads.moveSection(1, 0)
    reader.view.heads.arranged.emit()
    ordering.let_go()
    reader.until_quiet()
    assert reader.view.heads.shown_sections() == [1]
    assert layouts.load(["a", "b"]) == Layout((1,))
    moved = layouts.load(["x", "y"])
    assert moved is not None
    assert moved.order == (1, 0)


def test_who_reloads_again_meanwhile_has_one_file_open_in_the_end(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table(BEFORE)
    first = reload(reader, monkeypatch)
    write(tmp_path / "x.parquet", NOW)
    second = reload(reader, monkeypatch)
    for ordering in (first, second):
        ordering.let_go()
    reader.until_quiet()
    assert reader.status.startswith("6,000 rows")
    assert open_files(reader) == 1


def test_closing_a_window_meanwhile_closes_both_files(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table(BEFORE)
    engines = reader.window.file._engines
    ordering = reload(reader, monkeypatch)
    assert len(engines.used) == 2
    reader.close()
    ordering.let_go()
    assert not engines.used


def test_the_rows_of_before_stay_where_the_others_do_not_come(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table(BEFORE)
    with monkeypatch.context() as damaged:
        damaged.setattr(ParquetFile, "order", refuse)
        reader.trigger("reload_file")
    assert reader.message == "The file was not reloaded."
    box = failure(reader)
    assert box is not None
    box.close()
    assert open_files(reader) == 1
    reader.until(lambda: reader.view.model().index(4_000, 0).data().startswith("4000"))
    reader.trigger("reload_file")
    assert reader.message == AS_IT_IS


def test_that_a_file_cannot_be_opened_anew_is_told(open_table: Open, tmp_path: Path) -> None:
    reader = open_table(BEFORE)
    (tmp_path / "x.parquet").unlink()
    reader.trigger("reload_file")
    assert reader.message == "The file was not reloaded."
    assert failure(reader) is not None


# -- before there are any rows ---------------------------------------------------------


@pytest.mark.parametrize("how", ["given up", "damaged"])
def test_where_no_rows_came_it_is_told_how_to_have_them(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    with monkeypatch.context() as first:
        ordering = Ordering(first)
        if how == "damaged":
            first.setattr(ParquetFile, "order", refuse)
        reader = open_table({"vin": VINS}, wait=False)
        if how == "given up":
            reader.until(ordering.begun.is_set)
            reader.window.escape()
        reader.until_quiet()
    assert reader.status == "Nothing was read. Reload reads the file."
    assert (failure(reader) is not None) == (how == "damaged")
    reader.until(reader.window.actions_by_name["import_vins"].isEnabled)
    assert reader.window.file_panel.topLevelItemCount()
    reader.trigger("reload_file")
    assert reader.texts(0) == VINS
    assert reader.status.startswith("2 rows")
    assert open_files(reader) == 1


def given_up(open_table: Open, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Of a file that was given up before it had rows."""
    with monkeypatch.context() as first:
        ordering = Ordering(first)
        reader = open_table(BEFORE, wait=False)
        reader.until(ordering.begun.is_set)
        reader.window.escape()
        reader.until_quiet()
    return reader


def test_of_a_file_that_is_gone_before_it_has_rows_no_earlier_rows_are_named(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = given_up(open_table, monkeypatch)
    (tmp_path / "x.parquet").unlink()
    reader.window.reloading.check()
    reader.until(lambda: not reader.window.changed.isHidden())
    words = reader.window.changed.findChild(QLabel, "parquet_changed_words")
    assert words is not None
    assert words.text().endswith(" since it was opened. Reload it to see what is there now.")
    reader.until_quiet()


def test_the_other_file_comes_where_there_were_no_rows_before(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = given_up(open_table, monkeypatch)
    ordering = reload(reader, monkeypatch)
    reader.window.escape()
    ordering.let_go()
    reader.until_quiet()
    assert reader.status.startswith("5,000 rows")


def test_columns_that_are_touched_before_the_rows_come_stay_as_they_were(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    layouts = ColumnLayouts(StateFile(tmp_path / "state.ini"))
    layouts.save(["a", "b"], Layout((1, 0)))
    ordering = Ordering(monkeypatch)
    reader = open_table({"a": [1], "b": [2]}, layouts=layouts, wait=False)
    choices, listed = reader.window.choices, reader.window.columns_panel.list
    listed.setData(listed.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    for wanted in (False, True):
        choices.show([0, 1], wanted)
    choices.go_to(1)
    choices.show_all()
    reader.window.keeper.remember()
    assert layouts.load(["a", "b"]) == Layout((1, 0))
    ordering.let_go()
    reader.until_quiet()
    assert reader.view.heads.shown_sections() == [1, 0]

import threading
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QFont, QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from tests.store.parquet_samples import every_type, write
from tests.ui.parquet.conftest import Open
from tests.ui.parquet.reading import Reader
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.fields import NO_DATA
from vindesk.domain.monitor import Monitor
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import grouped
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_pages import ColumnSort, ParquetFile
from vindesk.ui.menu import Menu
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.parquet import column_choices, row_export
from vindesk.ui.parquet.cell_menu import CellMenu
from vindesk.ui.parquet.column_list import ColumnList
from vindesk.ui.parquet.columns_panel import ColumnsPanel
from vindesk.ui.parquet.parquet_snapshot import columns_of
from vindesk.ui.parquet.parquet_table import Asked
from vindesk.ui.parquet.whole_value import laid_out
from vindesk.ui.theme import ink, palette

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NAMES = ["b", None, "A", "a", "c"]
TABLE = {"name": NAMES, "n": [3, 1, None, 2, 5]}
VINS = ["1HGCM82633A004352", "ZA9CA05AXJLA12340"]


def test_rows_are_shown_with_their_numbers(open_table: Open) -> None:
    reader = open_table(TABLE)
    assert reader.texts(0) == ["b", "—", "A", "a", "c"]
    assert reader.status.startswith("5 rows · 2 columns · 1 row group · ")
    assert reader.view.model().headerData(4, Qt.Orientation.Vertical) == "5"
    assert not reader.window.actions_by_name["import_vins"].isEnabled()


def test_a_click_on_heads_sorts_the_whole_file(open_table: Open) -> None:
    reader = open_table({"n": [(k * 7919) % 50_000 for k in range(50_000)]}, row_group_size=20_000)
    for direction in (range(3), range(49_999, 49_996, -1)):
        reader.view.heads.request_sort(0, extend=False)
        reader.until_quiet()
        assert reader.texts(0, 3) == [str(n) for n in direction]
    reader.view.heads.request_sort(0, extend=False)
    reader.until_quiet()
    assert reader.texts(0, 2) == ["0", "7919"]


def test_shift_sorts_by_a_further_column(open_table: Open) -> None:
    reader = open_table({"a": [1, 2, 1, 2], "b": [4, 3, 2, 1]})
    reader.view.heads.request_sort(0, extend=False)
    reader.until_quiet()
    reader.view.heads.request_sort(1, extend=True)
    reader.until_quiet()
    assert reader.texts(1) == ["2", "4", "1", "3"]
    reader.trigger("file_order")
    assert reader.texts(1) == ["4", "3", "2", "1"]


def test_a_filter_counts_and_says_what_it_cannot_read(open_table: Open) -> None:
    reader = open_table(TABLE)
    reader.filter("name:a")
    assert reader.texts(0) == ["A", "a"]
    assert reader.status.startswith("2 of 5 rows")
    reader.filter("nam:a")
    assert reader.hint == "There is no column “nam”. Did you mean “name”?"
    assert reader.texts(0) == ["A", "a"]
    reader.filter("n:>100")
    assert reader.view.model().rowCount() == 0
    reader.trigger("clear_filter")
    assert (reader.hint, reader.view.model().rowCount()) == ("", 5)


def test_what_a_filter_leaves_and_that_the_file_changed_are_told(
    open_table: Open, heard: list[str]
) -> None:
    reader = open_table(TABLE)
    assert heard[-1].startswith("Announcement: 5 rows")
    reader.filter("name:a")
    assert heard[-1].startswith("Announcement: 2 of 5 rows")
    reader.window.changed.tell("The file was changed.")
    assert heard[-1] == "Announcement: The file was changed."


def test_typing_filters_after_a_moment(qtbot: QtBot, open_table: Open) -> None:
    reader = open_table(TABLE)
    qtbot.keyClicks(reader.window.bar.filter, "n:1-2")
    reader.until(lambda: reader.status.startswith("2 of 5"))
    reader.window.bar.filter.setFocus()
    reader.window.escape()
    reader.until(lambda: reader.status.startswith("5 rows"))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_from_the_filter_the_keyboard_goes_to_the_rows(
    qtbot: QtBot, open_table: Open, key: Qt.Key
) -> None:
    reader = open_table(TABLE)
    entry = reader.window.bar.filter
    entry.setFocus()
    qtbot.keyClicks(entry, "name:a")
    qtbot.keyClick(entry, key)
    assert reader.window.focusWidget() is reader.view
    reader.until(lambda: reader.status.startswith("2 of 5"))
    reader.until_quiet()
    qtbot.keyClick(reader.view, Qt.Key.Key_Home)
    qtbot.keyClick(reader.view, Qt.Key.Key_Down)
    assert reader.view.current_row() == 1


def test_what_cannot_be_read_of_a_filter_is_marked_at_return(
    qtbot: QtBot, open_table: Open
) -> None:
    reader = open_table(TABLE)
    entry = reader.window.bar.filter
    entry.setFocus()
    entry.setText("a 😀 n:1x")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert entry.hasFocus()
    assert entry.selectedText() == "1x"
    assert "“1x”" in reader.hint
    fault = ink(reader.window.palette()).fault
    label = reader.window.findChild(QLabel, "parquet_filter_hint")
    assert label is not None
    assert label.palette().windowText().color() == fault
    entry.setText("n:1x")
    entry.setCursorPosition(4)
    reader.until(lambda: label.palette().windowText().color() != fault)
    assert "“1x”" in reader.hint, "quietly, while it is typed"


def test_the_tips_of_the_menus_can_be_read(open_table: Open) -> None:
    reader = open_table(TABLE)
    reader.window.status.tell("Copied.")
    told = [label for label in reader.window.statusBar().findChildren(QLabel) if label.isVisible()]
    assert {label.text() for label in told} >= {"Copied.", reader.status}
    reader.window.actions_by_name["find_text"].showStatusText(reader.window)
    assert reader.window.statusBar().currentMessage() == "Search the columns that are shown"
    assert not any(label.isVisible() for label in told), "they leave the room to it"


def test_a_cell_becomes_a_filter(open_table: Open) -> None:
    reader = open_table({"odd name": ["x", 'a "b', None]})
    for row, names, left in ((1, "filter_by_value", 1), (2, "filter_without_value", 2)):
        reader.view.setCurrentIndex(reader.view.model().index(row, 0))
        menu = reader.window.cell_menu()
        (action,) = [each for each in menu.actions() if each.objectName() == names]
        action.trigger()
        menu.deleteLater()
        reader.until_quiet()
        assert reader.view.model().rowCount() == left
        reader.trigger("clear_filter")


@pytest.mark.parametrize("sort", [False, True])
def test_find_goes_forwards_backwards_and_around(open_table: Open, sort: bool) -> None:
    texts = ["hit" if row in {3, 700, 1500} else "miss" for row in range(2_000)]
    reader = open_table({"text": texts, "n": list(range(2_000))})
    if sort:
        reader.view.heads.request_sort(1, extend=False)
        reader.until_quiet()
    reader.window.bar.text.setText("HIT")
    for command, row in (
        *(("find_next", 3), ("find_next", 700), ("find_next", 1500), ("find_next", 3)),
        *(("find_previous", 1500), ("find_previous", 700)),
    ):
        reader.trigger(command)
        assert reader.view.current_row() == row
        assert reader.message == f"Row {grouped(row + 1)}; 3 rows match."
    reader.window.bar.text.setText("nowhere")
    reader.trigger("find_next")
    assert reader.message == "Nothing matches."
    assert reader.view.current_row() == 700


@pytest.mark.parametrize("sort", [False, True])
def test_what_is_looked_for_first_may_be_in_the_current_row(open_table: Open, sort: bool) -> None:
    texts = ["hit" if row in {0, 700} else "miss" for row in range(2_000)]
    reader = open_table({"text": texts, "n": list(range(2_000))})
    if sort:
        reader.view.heads.request_sort(1, extend=False)
        reader.until_quiet()
    for text, row in (("hit", 0), ("hit", 700), ("hi", 700), ("hi", 0)):
        reader.window.bar.text.setText(text)
        reader.trigger("find_next")
        assert reader.view.current_row() == row


def test_what_is_looked_for_next_replaces_what_was(qtbot: QtBot, open_table: Open) -> None:
    reader = open_table({"n": [1]})
    for text in ("ape", "bee"):
        reader.trigger("find_text")
        qtbot.keyClicks(reader.window.bar.text, text)
        assert reader.window.bar.text.text() == text


def test_files_on_its_entries_are_for_the_window(open_table: Open) -> None:
    window, data = open_table({"n": [1]}).window, QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/ann/fleet.parquet")])
    data.setText("/home/ann/fleet.parquet")
    names: set[str] = set()
    for entry in window.findChildren(QLineEdit):
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        no_key = Qt.KeyboardModifier.NoModifier
        event = QDragEnterEvent(QPoint(5, 5), copy, data, left, no_key)
        entry.dragEnterEvent(event)
        assert not event.isAccepted(), entry.objectName()
        names.add(entry.objectName())
    assert {"parquet_filter", "parquet_find", "parquet_row", "parquet_column_search"} <= names


def test_go_to_row(qtbot: QtBot, open_table: Open) -> None:
    reader = open_table({"n": list(range(10_000))})
    reader.trigger("go_to_row")
    qtbot.keyClicks(reader.window.bar.row, "9,999")
    qtbot.keyClick(reader.window.bar.row, Qt.Key.Key_Return)
    assert reader.view.current_row() == 9_998
    reader.trigger("go_to_row")
    qtbot.keyClicks(reader.window.bar.row, "12")
    assert reader.window.bar.row.text() == "12"
    reader.window.table.go_to(10**15)
    assert reader.view.current_row() == 9_999


def test_more_rows_than_qt_can_count_are_shown_in_parts(open_table: Open) -> None:
    reader = open_table({"n": list(range(1_000))})
    reader.window.table.most_rows = 100
    reader.trigger("file_order")
    assert reader.view.model().rowCount() == 100
    assert "100 at a time: Go to Row reaches the others" in reader.status
    reader.window.table.go_to(899)
    reader.until_quiet()
    row = reader.view.current_row()
    assert row is not None
    assert reader.view.model().headerData(row, Qt.Orientation.Vertical) == "900"
    model = reader.view.model()
    reader.until(lambda: model.index(row, 0).data().startswith("899"))
    reader.window.table.go_to(999)
    assert reader.window.table.position() == 999


def test_only_the_columns_in_view_are_read(open_table: Open) -> None:
    reader = open_table({f"column {k}": [k] * 300 for k in range(1_000)})
    read = reader.window._model.snapshot
    assert read is not None
    assert len(read.read) < 60
    model = reader.view.model()
    assert model.index(0, 990).data().startswith(LOADING)
    reader.view.setCurrentIndex(model.index(5, 990))
    reader.until(lambda: model.index(5, 990).data().startswith("990"))
    now = reader.window._model.snapshot
    assert now is not None
    assert len(now.read) < 60


def test_columns_are_hidden_and_shown(open_table: Open) -> None:
    reader = open_table({"a": [1], "b": [2], "c": [3]})
    heads, listed = reader.view.heads, reader.window.columns_panel.list
    box = listed.index(1, 0)
    assert listed.setData(box, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert heads.shown_sections() == [0, 2]
    assert listed.data(box, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    heads.moveSection(2, 0)
    reader.window.choices.show([0, 2], False)
    assert heads.shown_sections() == [0] or heads.shown_sections() == [2]
    assert reader.message == "One column is always shown."
    reader.trigger("show_all_columns")
    assert heads.shown_sections() == [0, 1, 2]
    reader.view.setCurrentIndex(reader.view.model().index(0, 2))
    reader.trigger("hide_column")
    assert heads.shown_sections() == [0, 1]
    reader.window.choices.go_to(2)
    assert heads.shown_sections() == [0, 1, 2]


def test_columns_are_searched_and_measured(open_table: Open) -> None:
    reader = open_table(TABLE)
    listed = reader.window.columns_panel.list
    listed.search("bigint")
    assert [listed.index(row, 0).data() for row in range(listed.rowCount())] == ["n"]
    assert [listed.index(0, section).data() for section in range(1, 6)] == [
        *("BIGINT", "1", "—", "1", "5"),
    ]
    reader.window.choices.measure(1)
    reader.until_quiet()
    assert listed.index(0, 3).data() == "4"
    assert reader.message == "n has 4 distinct values. 1 row has none."
    reader.window.choices.measure(0)
    reader.until_quiet()
    assert reader.message == "name has 4 distinct values. 1 row has none."
    menu = reader.window.choices.menu(1)
    assert all(action.isEnabled() for action in menu.actions())
    menu.deleteLater()


def test_a_count_is_told_in_numbers(open_table: Open) -> None:
    reader = open_table({"one": ["x", "x"], "n" * 100: [1, 2]})
    for place, told in ((0, "one has 1 distinct value."), (1, "n… has 2 distinct values.")):
        reader.window.choices.measure(place)
        reader.until_quiet()
        assert reader.message.endswith(told)
        assert len(reader.message) < 100


def test_there_is_a_column_to_count_or_the_button_waits(open_table: Open) -> None:
    reader = open_table(TABLE)
    panel = reader.window.columns_panel
    button = panel.findChild(QPushButton, "parquet_measure")
    assert button is not None
    assert not button.isEnabled()
    panel.view.setCurrentIndex(panel.list.index(1, 0))
    assert button.isEnabled()
    panel._turn_statistics(True)
    button.click()
    reader.until_quiet()
    assert reader.message.startswith("n has 4 distinct values.")
    panel.list.search("name")
    assert not button.isEnabled()


def test_a_count_that_fails_is_told(open_table: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise FileUnreadable("It is damaged.")

    reader = open_table(TABLE)
    monkeypatch.setattr(column_choices, "measured", refuse)
    reader.window.choices.measure(1)
    reader.until_quiet()
    assert reader.message == "The values of n were not counted."
    assert reader.window.findChild(QMessageBox, "failure") is not None


def test_the_types_of_the_columns_are_in_view_however_large_the_letters(
    qtbot: QtBot, open_table: Open
) -> None:
    reader = open_table({"a" * 60: ["x"]})
    panel = ColumnsPanel(ColumnList(reader.window.file.columns))
    qtbot.addWidget(panel)
    font = QFont(panel.font())
    font.setPointSize(2 * font.pointSize())
    panel.setFont(font)
    panel._turn_statistics(False)
    for width in (700, 500, 600):
        panel.resize(width, 400)
        panel.show()
        qtbot.waitUntil(lambda: panel.view.viewport().width() > panel.width() - 60)
        types = panel.view.viewport().width() - panel.view.header().sectionPosition(1)
        assert types > 0.3 * panel.width()
    panel.view.setColumnWidth(0, 50)
    panel.resize(700, 400)
    assert panel.view.columnWidth(0) == 50, "as the user made it"


def test_the_whole_value_is_shown(open_table: Open) -> None:
    table = {
        "text": ["x" * 5_000 + "end"],
        "tree": [{"a": [1, None], "b": "it's, [x]"}],
        "bytes": [b"\x00AB\xff"],
        "none": pa.array([None], pa.string()),
    }
    reader = open_table(table)
    pane = reader.window.cell

    def value(column: int) -> str:
        reader.view.setCurrentIndex(reader.view.model().index(0, column))
        reader.until_quiet()
        return pane.text.toPlainText()

    assert value(0).endswith("xend")
    pane.copy()
    assert QGuiApplication.clipboard().text() == "x" * 5_000 + "end"
    assert value(1) == "{\n  'a': [\n    1,\n    NULL\n  ],\n  'b': 'it\\'s, [x]'\n}"
    assert value(2).startswith("00000000  00 41 42 ff")
    assert value(2).endswith(" .AB.")
    assert value(3) == "—"


@pytest.mark.parametrize("seen", [True, False])
def test_the_cell_that_is_copied_is_the_current_one(open_table: Open, seen: bool) -> None:
    reader = open_table(TABLE)
    model = reader.view.model()
    reader.window.value.setVisible(seen)
    reader.view.setCurrentIndex(model.index(4, 1))
    reader.trigger("copy_cell")
    assert QGuiApplication.clipboard().text() == "5"
    assert reader.message == "Copied n."
    reader.view.setCurrentIndex(model.index(2, 1))
    reader.trigger("copy_cell")
    assert QGuiApplication.clipboard().text() == "5"
    assert reader.message == "The cell is empty. Nothing was copied."


def test_a_value_cannot_be_copied_before_it_is_read(open_table: Open) -> None:
    reader = open_table(TABLE)
    button = reader.window.cell.findChild(QPushButton, "parquet_copy_value")
    assert button is not None
    assert button.isEnabled()
    reader.view.setCurrentIndex(reader.view.model().index(4, 1))
    assert not button.isEnabled()
    QGuiApplication.clipboard().setText("before")
    reader.window.cell.copy()
    assert QGuiApplication.clipboard().text() == "before"
    reader.until_quiet()
    reader.window.cell.copy()
    assert QGuiApplication.clipboard().text() == "5"


def test_a_cell_that_is_not_here_yet_becomes_no_filter(open_table: Open) -> None:
    reader = open_table({f"column {k}": ["x"] for k in range(300)})
    column = reader.window.file.columns[0]
    for text, offered in (("x", True), (LOADING, False)):
        menu = CellMenu([], (column.name, column.kind, text), reader.view)
        enabled = {each.objectName(): each.isEnabled() for each in menu.actions()}
        assert enabled["filter_by_value"] is enabled["filter_without_value"] is offered
        menu.deleteLater()


def offered(reader: Reader, row: int, column: int) -> set[str]:
    """What can be chosen of the filters in the menu of a cell."""
    reader.view.setCurrentIndex(reader.view.model().index(row, column))
    menu = reader.window.cell_menu()
    names = {action.objectName() for action in menu.actions() if action.isEnabled()}
    menu.deleteLater()
    return names & {"filter_by_value", "filter_without_value"}


def test_what_is_no_number_becomes_no_filter(open_table: Open) -> None:
    numbers = [float("nan"), float("inf"), float("-inf"), -0.5, None]
    reader = open_table({"f": numbers, "t": ["nan", "inf", "-inf", "x", None]})
    assert [bool(offered(reader, row, 0)) for row in range(5)] == [False] * 3 + [True] * 2
    assert all(offered(reader, row, 1) for row in range(5))


def test_a_text_that_looks_like_no_data_is_one(open_table: Open) -> None:
    reader = open_table({"name": [NO_DATA, None, LOADING]})
    reader.view.selectAll()
    reader.trigger("copy_rows")
    assert QGuiApplication.clipboard().text() == f"{NO_DATA}\n\n{LOADING}"
    for row, typed in enumerate((f'name:="{NO_DATA}"', "name:empty", f'name:="{LOADING}"')):
        assert offered(reader, row, 0)
        menu = reader.window.cell_menu()
        (action,) = [each for each in menu.actions() if each.objectName() == "filter_by_value"]
        action.trigger()
        menu.deleteLater()
        reader.until_quiet()
        assert reader.window.bar.filter.text() == typed
        assert reader.view.model().rowCount() == 1
        reader.trigger("clear_filter")


def test_no_value_of_other_rows_is_shown(open_table: Open) -> None:
    reader = open_table(TABLE)
    pane = reader.window.cell
    reader.view.setCurrentIndex(reader.view.model().index(1, 1))
    reader.until_quiet()
    assert pane.text.toPlainText() == "1"
    reader.filter("n:>2")
    assert not reader.view.currentIndex().isValid()
    assert pane.text.toPlainText() == ""
    QGuiApplication.clipboard().setText("before")
    pane.copy()
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("[]", ["[]"]),
        ("{}", ["{}"]),
        ("[1, [], {'a': NULL}]", ["[", "  1,", "  [],", "  {", "    'a': NULL", "  }", "]"]),
        ("{k=1, l=[x]}", ["{", "  k=1,", "  l=[", "    x", "  ]", "}"]),
        ("['a\\'], [b', c]", ["[", "  'a\\'], [b',", "  c", "]"]),
        ("]]", ["]", "]"]),
    ],
)
def test_a_value_is_laid_out(text: str, lines: list[str]) -> None:
    assert laid_out(text).split("\n") == lines


def test_rows_are_copied_with_headers_as_they_stand(open_table: Open) -> None:
    reader = open_table(TABLE)
    reader.view.heads.moveSection(1, 0)
    reader.view.heads.request_sort(1, extend=False)
    reader.until_quiet()
    reader.view.selectAll()
    reader.trigger("copy_rows_with_headers")
    assert QGuiApplication.clipboard().text() == "n\tname\n1\t\n2\ta\n3\tb\n5\tc\n\tA"
    assert reader.message == "Copied 5 rows."
    reader.view.select_ranges([range(1, 3)], 1)
    reader.trigger("copy_rows")
    assert QGuiApplication.clipboard().text() == "2\ta\n3\tb"


def test_what_is_shown_is_exported(open_table: Open, tmp_path: Path) -> None:
    reader = open_table(TABLE)
    reader.filter("n:*")
    reader.view.heads.request_sort(1, extend=False)
    reader.until_quiet()
    reader.window.choices.show([0], False)
    reader.window.exporting.export(tmp_path / "y.parquet")
    reader.until_quiet()
    assert pq.read_table(tmp_path / "y.parquet").to_pydict() == {"n": [1, 2, 3, 5]}
    assert reader.message.startswith("Exported 4 rows to y.parquet")
    reader.window.exporting.export(tmp_path / "x.parquet")
    reader.until_quiet()
    box = reader.window.findChild(QMessageBox, "failure")
    assert box is not None
    assert "is open in the viewer" in box.informativeText()
    box.close()


class Exporting:
    """An export that lasts until it is let go, and finds then that its file was closed."""

    def __init__(self, reader: Reader, monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
        self._may_end, begun = threading.Event(), threading.Event()

        def copy(*_given: object) -> NoReturn:
            begun.set()
            self._may_end.wait(20)
            raise FileUnreadable("It was closed.")

        monkeypatch.setattr(row_export, "copy_rows", copy)
        reader.window.exporting.export(target)
        reader.until(begun.is_set)

    def let_go(self) -> None:
        self._may_end.set()


def test_closing_a_window_gives_its_export_up(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table(TABLE)
    failed = QSignalSpy(reader.window.exporting.failed)
    export = Exporting(reader, monkeypatch, tmp_path / "y.parquet")
    reader.window.close()
    export.let_go()
    reader.close()
    assert failed.count() == 0


def test_reading_the_file_anew_gives_an_export_up_and_says_so(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = open_table(TABLE)
    export = Exporting(reader, monkeypatch, tmp_path / "y.parquet")
    reader.window.actions_by_name["reload_file"].trigger()
    reader.until(lambda: reader.message.startswith("This is the file as it is now."))
    assert reader.message.endswith("The export was stopped.")
    export.let_go()
    reader.until_quiet()
    assert reader.window.findChild(QMessageBox, "failure") is None


def test_an_export_does_not_wait_for_an_import(
    open_table: Open, threaded_runner: JobRunner, tmp_path: Path
) -> None:
    reader = open_table(TABLE)
    may_end = threading.Event()
    threaded_runner.start(Job("import", lambda _monitor: may_end.wait(20)), Lane.BULK)
    reader.window.exporting.export(tmp_path / "y.parquet")
    reader.until(lambda: reader.message.startswith("Exported 5 rows"))
    may_end.set()
    reader.until_quiet()


def test_the_export_dialog_is_cancelled(open_table: Open) -> None:
    reader = open_table(TABLE)
    reader.trigger("export_rows")
    dialog = reader.window.findChild(QFileDialog, "export_rows_dialog")
    assert dialog is not None
    dialog.reject()


@pytest.mark.parametrize("how", ["replaced", "cut", "deleted"])
def test_a_file_that_changed_is_said_and_read_anew(
    open_table: Open, tmp_path: Path, how: str
) -> None:
    path = tmp_path / "x.parquet"
    reader = open_table({"n": list(range(5_000))})
    if how == "replaced":
        write(tmp_path / "new", {"n": [7, 8]}).replace(path)
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:1000])
    else:
        path.unlink()
    model = reader.view.model()
    assert model.index(4_000, 0).data().startswith(LOADING)
    reader.until_quiet()
    assert reader.window.changed.isVisible()
    assert model.index(4_000, 0).data().startswith("not read")
    assert model.data(model.index(4_000, 0), Qt.ItemDataRole.AccessibleTextRole) == "not read"
    assert model.index(3, 0).data().startswith("3"), "what is here stays"
    reader.window.status.tell("")
    reader.window.bar.text.setText("4000")
    reader.window.bar.find_next()
    reader.until_quiet()
    assert reader.message == f"{path} was replaced or deleted since it was opened."
    if how == "replaced":
        reader.trigger("reload_file")
        reader.until_quiet()
        assert reader.texts(0) == ["7", "8"]
        assert not reader.window.changed.isVisible()
    else:
        reader.trigger("reload_file")
        box = reader.window.findChild(QMessageBox, "failure")
        assert box is not None
        box.close()


def test_that_the_file_changed_is_heard_once(
    open_table: Open, tmp_path: Path, heard: list[str]
) -> None:
    reader = open_table({"n": list(range(5_000))})
    write(tmp_path / "new", {"n": [7, 8]}).replace(tmp_path / "x.parquet")
    heard.clear()
    reader.window.reloading.check()
    reader.until_quiet()
    for row in (2_000, 4_000):
        reader.view.model().index(row, 0).data()
        reader.until_quiet()
    (told,) = heard
    assert told.endswith("The rows shown are the earlier ones.")
    reader.window.status.tell("Copied 2 rows.")
    heard.clear()
    activated = QEvent(QEvent.Type.ActivationChange)
    reader.until(reader.window.isActiveWindow)
    QApplication.sendEvent(reader.window, activated)
    reader.until_quiet()
    assert (heard, reader.message) == ([], "Copied 2 rows.")


def test_columns_that_cannot_be_read_any_more_say_so(open_table: Open, tmp_path: Path) -> None:
    reader = open_table({f"column {k}": [f"text {k}"] * 300 for k in range(200)})
    (tmp_path / "x.parquet").unlink()
    bar, model = reader.view.horizontalScrollBar(), reader.view.model()
    assert model.index(0, 150).data() == LOADING
    bar.setValue(bar.maximum() // 2)
    reader.until_quiet()
    assert model.index(0, 150).data() == "not read"
    assert model.index(0, 0).data() == "text 0"
    reader.view.setCurrentIndex(model.index(0, 150))
    menu = reader.window.cell_menu()
    names = [action.objectName() for action in menu.actions() if action.isEnabled()]
    menu.deleteLater()
    assert "filter_by_value" not in names, "it is no value"


def test_another_schema_after_reloading(open_table: Open, tmp_path: Path) -> None:
    reader = open_table(TABLE)
    reader.view.heads.request_sort(1, extend=False)
    reader.until_quiet()
    write(tmp_path / "x.parquet", {"other": ["x"], "columns": [1], "three": [2]})
    reader.window.reloading.check()
    reader.until_quiet()
    assert reader.window.changed.isVisible()
    reader.trigger("reload_file")
    reader.until_quiet()
    assert reader.texts(0) == ["x"]
    assert reader.window.columns_panel.list.rowCount() == 3
    assert "columns:>100" in reader.window.bar.filter.placeholderText()


@pytest.mark.parametrize(("typed", "shown", "hint"), [("n:>2", 2, "column"), ("-other:x", 1, "")])
def test_a_filter_is_read_anew_for_other_columns(
    open_table: Open, tmp_path: Path, typed: str, shown: int, hint: str
) -> None:
    reader = open_table({"n": [1, 2], "other": ["x", "x"]})
    reader.filter(typed)
    write(tmp_path / "x.parquet", {"other": ["x", "y"], "third": [1, 2]})
    reader.trigger("reload_file")
    assert reader.view.model().rowCount() == shown
    assert hint in reader.hint


def test_a_filter_is_read_anew_for_columns_of_other_types(open_table: Open, tmp_path: Path) -> None:
    reader = open_table({"n": [1, 200], "other": [1, 2]})
    reader.view.heads.request_sort(1, extend=False)
    reader.until_quiet()
    for column, typed, values in (
        ("n", "n:>100", ["a", "b"]),
        ("n", "n:b", [True, False]),
        ("n", "n:false", [5, 200]),
    ):
        reader.filter(typed)
        assert reader.view.model().rowCount() == 1
        write(tmp_path / "x.parquet", {column: values, "other": [2, 1]})
        reader.trigger("reload_file")
        assert reader.texts(0) == [str(value).lower() for value in reversed(values)]
        assert reader.hint
        assert not reader.window.findChildren(QDialog)
        assert reader.window.table.asked == Asked(sorts=(ColumnSort(1),))
    reader.filter("n:>100")
    assert reader.texts(0) == ["200"]


def test_a_value_that_is_gone_is_not_shown(open_table: Open, tmp_path: Path) -> None:
    reader = open_table({"n": [1, 2]})
    pane = reader.window.cell
    assert pane.text.toPlainText() == "1"
    (tmp_path / "x.parquet").unlink()
    reader.view.setCurrentIndex(reader.view.model().index(1, 0))
    reader.until_quiet()
    assert pane.text.toPlainText() == ""
    assert reader.window.changed.isVisible()


def test_why_a_value_cannot_be_read_is_said(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table({"n": [1, 2]})

    def refuse(*_: object, **__: object) -> NoReturn:
        raise FileUnreadable("It is damaged.")

    monkeypatch.setattr(ParquetFile, "rows", refuse)
    reader.view.setCurrentIndex(reader.view.model().index(1, 0))
    reader.until_quiet()
    about = reader.window.findChild(QLabel, "parquet_cell_about")
    assert about is not None
    assert about.text() == "It is damaged."


def test_what_is_told_of_a_value_leaves_the_window_as_narrow_as_it_was(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table({"a" * 400: ["x", "y"]})
    about = reader.window.findChild(QLabel, "parquet_cell_about")
    assert about is not None
    narrow = reader.window.cell.minimumSizeHint().width()
    room = 50 * about.fontMetrics().averageCharWidth()
    assert about.accessibleDescription().startswith("a" * 59)
    assert narrow < room

    def refuse(*_: object, **__: object) -> NoReturn:
        raise FileUnreadable("It is damaged. " * 50)

    monkeypatch.setattr(ParquetFile, "rows", refuse)
    reader.view.setCurrentIndex(reader.view.model().index(1, 0))
    reader.until_quiet()
    assert about.toolTip().count("It is damaged.") == 50
    assert reader.window.cell.minimumSizeHint().width() == narrow


def test_vins_can_be_looked_up(qtbot: QtBot, open_table: Open, tmp_path: Path) -> None:
    reader = open_table({"n": [1, 2], "number": VINS})
    reader.until(reader.window.actions_by_name["import_vins"].isEnabled)
    with qtbot.waitSignal(reader.window.import_requested) as asked:
        reader.trigger("import_vins")
    assert asked.args == [tmp_path / "x.parquet"]


def test_every_type_is_shown_as_the_store_reads_it(open_table: Open) -> None:
    reader = open_table(every_type())
    file = reader.window.file
    shown: Any = [["—" if text is None else text for text in row] for row in file.page(0, 60)]
    for column in (0, 5, 15):
        expected = [row[column].replace("\t", "␉").replace("\n", "␊") for row in shown]
        assert reader.texts(column) == expected
    assert len(columns_of(file)) == len(file.columns)


def test_closing_while_work_is_under_way(open_table: Open) -> None:
    reader = open_table({"n": list(range(100_000))})
    reader.view.heads.request_sort(0, extend=False)
    reader.window.table.find("1")
    reader.close()


@pytest.mark.parametrize("how", ["cancelled", "failed"])
def test_rows_that_did_not_come_are_not_what_is_shown(
    open_table: Open, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    reader = open_table(TABLE)
    table = reader.window.table

    def refuse(_file: ParquetFile, _wanted: object, _sorts: object, monitor: Monitor) -> NoReturn:
        while how == "cancelled":
            monitor.raise_if_cancelled()
        raise FileUnreadable("It is damaged.")

    with monkeypatch.context() as damaged:
        damaged.setattr(ParquetFile, "order", refuse)
        reader.window.bar.filter.setText("name:a")
        reader.window.bar.apply()
        table.sort_by([ColumnSort(1)])
        if how == "cancelled":
            reader.window.escape()
        reader.until_quiet()
    box = reader.window.findChild(QMessageBox, "failure")
    assert (box is not None) == (how == "failed")
    assert table.asked == table.shown == Asked()
    assert reader.texts(0) == ["b", "—", "A", "a", "c"]
    reader.window.bar.apply()
    reader.until_quiet()
    assert reader.texts(0) == ["A", "a"]


def test_who_looks_for_something_meanwhile_looks_among_the_rows_that_are_shown(
    open_table: Open,
) -> None:
    reader = open_table(TABLE)
    reader.window.bar.filter.setText("name:a")
    reader.window.bar.apply()
    reader.window.bar.text.setText("c")
    reader.trigger("find_next")
    assert reader.message == "Row 5; 1 row matches."
    assert reader.view.current_row() == 4


def test_escape_gives_up(open_table: Open) -> None:
    reader = open_table({"n": list(range(100_000))})
    reader.view.heads.request_sort(0, extend=False)
    reader.window.escape()
    assert reader.message == "Cancelled."
    reader.until_quiet()
    assert reader.texts(0, 1) == ["0"]


def test_escape_ends_a_copy_and_leaves_the_filter_alone(open_table: Open) -> None:
    reader = open_table(TABLE)
    reader.filter("name:a")
    entry = reader.window.bar.filter
    reader.view.selectAll()
    entry.setFocus()
    reader.window.copying.copy()
    reader.window.escape()
    assert reader.message == "Nothing was copied."
    assert entry.text() == "name:a"
    reader.window.escape()
    assert entry.text() == ""
    reader.until_quiet()


def test_what_nobody_asked_for_is_read_on_when_something_is_given_up(open_table: Open) -> None:
    choices = open_table(TABLE).window.choices
    choices.learn()
    assert not choices.cancel()
    choices.measure(0)
    assert choices.cancel()
    assert not choices.cancel()
    choices.learn()
    choices.stop()


def test_what_cannot_be_read_is_heard_in_the_filter_and_seen_in_the_dark(
    open_table: Open,
) -> None:
    reader = open_table(TABLE)
    entry = reader.window.bar.filter
    label = reader.window.findChild(QLabel, "parquet_filter_hint")
    assert label is not None
    reader.filter("nam:a")
    assert entry.accessibleDescription() == "There is no column “nam”. Did you mean “name”?"
    reader.window.setPalette(palette(dark=True))
    QApplication.sendPostedEvents()
    assert label.palette().windowText().color() == ink(palette(dark=True)).fault
    reader.filter("name:a")
    assert entry.accessibleDescription() == ""


def test_menus_have_an_edge_on_black(open_table: Open) -> None:
    menus = [each.menu() for each in open_table(TABLE).window.menuBar().actions()]
    assert menus
    assert all(isinstance(menu, Menu) for menu in menus)


def test_what_a_file_calls_itself_cannot_disturb_the_line(open_table: Open) -> None:
    reader = open_table(TABLE)
    reader.window.status.tell("a\u202eb\nc")
    assert reader.message == shown_line("a\u202eb c")
    reader.window.status.tell_reason("a\u202eb\nc", aloud=False)
    assert reader.message == shown_line("a\u202eb c")

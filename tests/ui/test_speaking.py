"""What a screen reader is told of its own accord."""

import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.ui.paging.any_table import COLUMNS, Counted, fill, on_screen
from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.ui.heard_items import HeardItems
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.paging.row_cache import Row
from vindesk.ui.speaking import announce, name_box
from vindesk.ui.status import StatusBar

Key = Qt.Key


@pytest.fixture
def table(qtbot: QtBot, inline_runner: JobRunner) -> PagedTableView:
    view = on_screen(qtbot, inline_runner)
    fill(view)
    return view


class Place(QWidget):
    """An entry, and a list with boxes to check."""

    def __init__(self) -> None:
        super().__init__()
        self.entry = QLineEdit()
        self.items = QStandardItemModel()
        for name in ("Acura", "Honda"):
            item = QStandardItem(name)
            item.setCheckable(True)
            self.items.appendRow(item)
        self.list = QListView()
        self.list.setModel(self.items)
        layout = QVBoxLayout(self)
        layout.addWidget(self.entry)
        layout.addWidget(self.list)


@pytest.fixture
def place(qtbot: QtBot, qapp: QApplication) -> Place:
    place = Place()
    qtbot.addWidget(place)
    with qtbot.waitActive(place):
        place.show()
    place.entry.setFocus()
    HeardItems(qapp, place)
    return place


def test_nothing_is_told_where_nobody_listens(
    qtbot: QtBot, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    QAccessible.setActive(False)
    bar.tell("Removed 2 vehicles.")
    assert heard == []


def test_what_happened_is_announced(qtbot: QtBot, heard: list[str]) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.tell("Removed 2 vehicles.")
    bar.tell("From the cache.", "HONDA Accord 2003. From the cache.")
    bar.tell("")
    bar.show_rows(2, 5)
    bar.say_rows()
    announce(bar, "")
    assert heard == [
        "Announcement: Removed 2 vehicles.",
        "Announcement: HONDA Accord 2003. From the cache.",
        "Announcement: 2 of 5 vehicles",
    ]


def test_a_list_that_gets_the_keyboard_names_its_item(
    place: Place, qtbot: QtBot, heard: list[str]
) -> None:
    place.list.setCurrentIndex(place.items.index(1, 0))
    place.list.setFocus()
    qtbot.waitUntil(lambda: heard == ["Focus: Honda"])


@pytest.mark.usefixtures("heard")
def test_a_list_without_rows_of_any_kind_may_have_the_keyboard(place: Place) -> None:
    place.list.setModel(None)
    place.list.setFocus()
    assert place.list.hasFocus()


def test_a_box_that_is_checked_is_told(place: Place, qtbot: QtBot, heard: list[str]) -> None:
    place.list.setFocus()
    qtbot.waitUntil(lambda: heard == ["Focus: Acura"])
    heard.clear()
    place.items.item(1).setCheckState(Qt.CheckState.Checked)
    assert heard == [], "the keyboard is elsewhere"
    QTest.keyClick(place.list, Key.Key_Space)
    assert heard == ["StateChanged: Acura", "NameChanged: Acura"]
    heard.clear()
    place.items.item(0).setText("Acura Inc.")
    assert heard == [], "only who goes there wants to know"
    place.entry.setFocus()
    place.items.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert heard == []


class Late(Counted):
    """Rows that come when they are let."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, 10)
        self.gate = threading.Event()

    @override
    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        self.gate.wait()
        return super().rows(start, size, monitor)


def test_a_row_that_arrives_is_named(
    qtbot: QtBot, qapp: QApplication, threaded_runner: JobRunner, heard: list[str]
) -> None:
    table, rows = on_screen(qtbot, threaded_runner), Late()
    HeardItems(qapp, table)
    model = table.model()
    assert isinstance(model, PagedTableModel)
    model.show(rows, COLUMNS)
    table.clearFocus()
    table.setFocus()
    table.setCurrentIndex(model.index(2, 1))
    assert heard == []
    rows.gate.set()
    qtbot.waitUntil(lambda: "NameChanged: c1 2" in heard)


def test_a_box_without_a_label_has_its_name_by_one(qtbot: QtBot) -> None:
    place, box = QWidget(), QComboBox()
    qtbot.addWidget(place)
    QVBoxLayout(place).addWidget(box)
    name_box(box, "Which rows to look at", place)
    relations = QAccessible.queryAccessibleInterface(box).relations()
    labels = [other for other, kind in relations if kind == QAccessible.RelationFlag.Label]
    assert [label.text(QAccessible.Text.Name) for label in labels] == ["Which rows to look at"]


def test_the_head_that_keys_come_to_is_named_and_so_is_its_order(
    table: PagedTableView, qtbot: QtBot, heard: list[str]
) -> None:
    table.setFocus()
    QTest.keyClick(table, Key.Key_Tab)
    assert table.heads.hasFocus()
    qtbot.waitUntil(lambda: heard == ["Focus: VIN"])
    QTest.keyClick(table.heads, Key.Key_Right)
    assert heard.pop() == "Focus: Column 1"
    heard.clear()
    table.heads.show_sorts([(1, True)])
    assert heard == [
        "Focus: Column 1, sorted descending",
        "NameChanged: Column 1, sorted descending",
    ]
    heard.clear()
    table.heads.show_sorts([(1, True)])
    assert heard == ["Focus: Column 1, sorted descending"], "the rows stand in the order"
    table.heads.show_sorts([(1, True)])
    assert len(heard) == 1
    table.heads.show_sorts([(2, False), (1, True)])
    assert heard[-1] == "NameChanged: Column 1, sorted descending, 2 of 2"
    table.heads.show_sorts([])
    assert heard[-1] == "NameChanged: Column 1"

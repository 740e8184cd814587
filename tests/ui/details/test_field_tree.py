"""The fields of a vehicle: read, found, copied, taken as a filter."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.details.samples import VIN, vehicle
from vindesk.domain.vehicle import Vehicle
from vindesk.ui.details.field_model import FieldModel
from vindesk.ui.details.field_tree import FieldTree
from vindesk.ui.theme import palette

pytestmark = pytest.mark.qt_log_ignore("does not support")

SPEAKS = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole
ROWS = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select


class Fields:
    """A tree with a vehicle in it, and what it says."""

    def __init__(self, shown: Vehicle, qtbot: QtBot) -> None:
        self.model = FieldModel()
        self.tree = FieldTree(self.model)
        qtbot.addWidget(self.tree)
        self.told: list[str] = []
        self.asked: list[tuple[str, object]] = []
        self.tree.told.connect(self.told.append)
        self.tree.filter_requested.connect(lambda *what: self.asked.append(what))
        self.show(shown)

    def show(self, shown: Vehicle) -> None:
        self.model.show_vehicle(shown, palette(dark=False))
        self.tree.open_groups()

    def find(self, label: str) -> QModelIndex:
        """The field called ``label``, wherever it stands."""
        for group in range(self.model.rowCount()):
            parent = self.model.index(group, 0)
            for row in range(self.model.rowCount(parent)):
                index = self.model.index(row, 0, parent)
                if index.data() == label:
                    return index
        raise AssertionError(label)

    def value(self, label: str) -> QModelIndex:
        return self.find(label).siblingAtColumn(1)

    def choose(self, *labels: str) -> None:
        self.tree.selectionModel().clear()
        for label in labels:
            self.tree.selectionModel().setCurrentIndex(self.find(label), ROWS)

    def labels(self) -> list[str]:
        return [line.label for line in self.model.shown_lines()]


@pytest.fixture
def fields(qtbot: QtBot) -> Iterator[Fields]:
    QGuiApplication.clipboard().setText("as it was")
    yield Fields(vehicle(), qtbot)
    QGuiApplication.clipboard().clear()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_the_model_obeys_qt(fields: Fields) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(fields.model, mode)
    fields.choose("Make", "Model Year")
    fields.show(vehicle(model="389", extra={"New": "x"}))
    fields.model.search("make")
    fields.model.show_empties(True)
    fields.model.search("")
    assert tester.model() is fields.model


def test_empty_fields_are_hidden_until_they_are_asked_for(fields: Fields) -> None:
    assert "Make" in fields.labels()
    assert not {"Trim", "Axle Configuration"} & set(fields.labels())
    fields.model.show_empties(True)
    assert {"Trim", "Axle Configuration"} < set(fields.labels())
    assert len(fields.labels()) == 153
    assert fields.value("Trim").data() == "—"


def test_a_search_finds_names_and_values(fields: Fields) -> None:
    fields.model.search("peterb")
    assert fields.labels() == ["Make"]
    fields.model.search("model year")
    assert fields.labels() == ["Model Year"]


def test_what_is_selected_stays_so_while_it_is_shown(fields: Fields) -> None:
    fields.choose("Make", "Model Year")
    fields.model.show_empties(True)
    selected = fields.tree.selectionModel().selectedRows(0)
    assert {index.data() for index in selected} == {"Make", "Model Year"}
    fields.model.search("peterb")
    selected = fields.tree.selectionModel().selectedRows(0)
    assert [index.data() for index in selected] == ["Make"]


def test_each_cell_speaks_for_itself_where_all_are_read(fields: Fields, by_cells: None) -> None:
    assert fields.find("Make").data(SPEAKS) == "Make"
    assert fields.value("Make").data(SPEAKS) == "PETERBILT"


def test_groups_are_opened_and_fields_are_no_groups(fields: Fields) -> None:
    group = fields.find("Make").parent()
    assert fields.tree.isExpanded(group)
    assert not fields.tree.isExpanded(fields.find("Make"))


def test_a_screen_reader_says_name_and_value_on_both(fields: Fields, by_rows: None) -> None:
    assert fields.find("Make").data(SPEAKS) == "Make: PETERBILT"
    assert fields.value("Make").data(SPEAKS) == "Make: PETERBILT"
    fields.model.show_empties(True)
    assert fields.find("Trim").data(SPEAKS) == "Trim: no data"
    assert fields.tree.accessibleName() == "Fields of the vehicle"


# -- copying --------------------------------------------------------------------------


def test_ctrl_c_copies_the_whole_value(fields: Fields, qtbot: QtBot) -> None:
    fields.choose("Displacement (L)")
    assert fields.value("Displacement (L)").data() == "14.900001"
    qtbot.keyClick(fields.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == "14.900001"
    assert fields.told == ["Copied the value of Displacement (L)."]


def test_ctrl_shift_c_copies_field_and_value(fields: Fields, qtbot: QtBot) -> None:
    fields.choose("Model", "Make")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(fields.tree, Qt.Key.Key_C, both)
    assert clipboard() == "Make\tPETERBILT\nModel\t388"
    assert fields.told == ["Copied 2 fields."]


def test_several_values_are_lines_in_the_order_on_the_screen(fields: Fields) -> None:
    fields.choose("Model", "Body Class", "Make")
    fields.tree.copy_values()
    assert sorted(clipboard().split("\n")) == ["388", "PETERBILT", "Truck-Tractor"]
    assert fields.told == ["Copied 3 values."]


def test_a_field_without_data_copies_nothing_between_the_marks(fields: Fields) -> None:
    fields.model.show_empties(True)
    fields.tree.open_groups()
    fields.choose("Trim")
    fields.tree.copy_values()
    assert clipboard() == ""
    fields.tree.copy_fields_and_values()
    assert clipboard() == "Trim\t"


def test_with_no_field_selected_the_clipboard_stays(fields: Fields) -> None:
    fields.tree.setCurrentIndex(fields.model.index(0, 0))
    fields.tree.copy_values()
    fields.tree.copy_fields_and_values()
    assert (clipboard(), fields.told) == ("as it was", [])


def test_all_that_is_shown_is_copied_with_its_groups(fields: Fields) -> None:
    fields.model.search("model")
    fields.tree.copy_all(VIN.text)
    assert clipboard().split("\n") == [
        "Group\tField\tValue",
        f"\tVIN\t{VIN}",
        "General\tModel\t388",
        "General\tModel Year\t2014",
    ]
    assert fields.told == ["Copied the VIN and 2 fields."]


def test_the_windows_own_copy_does_not_come_between(qtbot: QtBot, fields: Fields) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(fields.tree)
    action = QAction("Copy", window, shortcut=QKeySequence(QKeySequence.StandardKey.Copy))
    triggered: list[bool] = []
    action.triggered.connect(triggered.append)
    window.addAction(action)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    fields.tree.setFocus()
    fields.choose("Make")
    qtbot.keyClick(fields.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert (clipboard(), triggered) == ("PETERBILT", [])
    window.takeCentralWidget()


def test_other_keys_are_the_trees_own(fields: Fields, qtbot: QtBot) -> None:
    fields.choose("Make")
    qtbot.keyClick(fields.tree, Qt.Key.Key_Up)
    assert fields.tree.currentIndex() != fields.find("Make")


# -- the menu -------------------------------------------------------------------------


def entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text().replace("&", ""): action for action in menu.actions() if action.text()}


def test_the_menu_offers_copies_and_a_filter(fields: Fields) -> None:
    fields.choose("Make")
    menu = fields.tree.menu()
    offered = entries(menu)
    assert list(offered) == ["Copy Value", "Copy Field and Value", "Filter by “PETERBILT”"]
    assert all(action.isEnabled() for action in offered.values())
    offered["Copy Field and Value"].trigger()
    assert clipboard() == "Make\tPETERBILT"
    offered["Filter by “PETERBILT”"].trigger()
    assert fields.asked == [("make", "PETERBILT")]


@pytest.mark.parametrize(
    ("label", "column", "value"),
    [
        ("Model Year", "model_year", 2014),
        ("Displacement (L)", "displacement_l", 14.900001),
        ("Trim", "trim", None),
    ],
)
def test_a_filter_is_asked_for_with_the_value_that_the_cache_holds(
    fields: Fields, label: str, column: str, value: object
) -> None:
    fields.model.show_empties(True)
    fields.choose(label)
    fields.tree.request_filter()
    assert fields.asked == [(column, value)]


def test_no_data_is_a_filter_too(fields: Fields) -> None:
    fields.model.show_empties(True)
    fields.choose("Trim")
    assert "Filter by No Data" in entries(fields.tree.menu())


def test_what_has_no_column_or_does_not_fit_is_no_filter(fields: Fields) -> None:
    fields.show(vehicle(extra={"Invented": "x", "Doors": "two"}))
    for label in ("Invented", "Doors"):
        fields.choose(label)
        *_, wanted = entries(fields.tree.menu()).values()
        assert not wanted.isEnabled()
        fields.tree.request_filter()
    assert fields.value("Doors").data() == "two"
    assert fields.asked == []


def test_a_group_offers_nothing(fields: Fields, qtbot: QtBot) -> None:
    fields.tree.setCurrentIndex(fields.model.index(0, 0))
    assert not any(action.isEnabled() for action in entries(fields.tree.menu()).values())
    fields.tree.request_filter()
    fields.tree.customContextMenuRequested.emit(QPoint())
    assert (fields.asked, QApplication.activePopupWidget()) == ([], None)


def test_the_menu_key_opens_the_menu_at_the_current_field(fields: Fields, qtbot: QtBot) -> None:
    fields.tree.show()
    qtbot.waitExposed(fields.tree)
    fields.choose("Make")
    place = fields.tree.visualRect(fields.find("Make")).center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(fields.tree.viewport(), QContextMenuEvent(reason, place, place))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Copy Value" in entries(menu)
    menu.close()


# -- foreign text ---------------------------------------------------------------------

HOSTILE = {
    "html": '<img src="http://x.test/1.png"><b>bold</b>',
    "rtl": "\N{RIGHT-TO-LEFT OVERRIDE}txt.exe עברית",
    "control": "bell\x07 esc\x1b[31m\r\nnext\ttab\0null",
    "long": "W" * 100_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_foreign_text_stays_plain_text(fields: Fields, kind: str) -> None:
    text = HOSTILE[kind]
    fields.show(vehicle(make=text, extra={f"Key {text}": text}))
    shown = fields.value("Make").data()
    assert len(shown) <= 5_000
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown
    assert shown.isprintable() or kind == "rtl"
    tip = fields.value("Make").data(TIP)
    assert tip.startswith("<p ")
    assert "<b>" not in tip
    assert "<img" not in tip
    assert len(tip) < 10_000
    assert "\n" not in fields.find("Make").data(SPEAKS)
    said = [line.label for line in fields.model.shown_lines() if line.group == "Other"]
    assert said == [f"Key {text}"]


def test_a_menu_names_a_foreign_value_shortly_and_without_access_keys(fields: Fields) -> None:
    fields.show(vehicle(make="A&B " + "x" * 1_000))
    fields.choose("Make")
    *_, wanted = [action.text() for action in fields.tree.menu().actions()]
    assert wanted == f"&Filter by “A&&B {'x' * 25}…”"


def test_a_very_long_value_is_copied_whole(fields: Fields) -> None:
    fields.show(vehicle(make=HOSTILE["long"]))
    fields.choose("Make")
    fields.tree.copy_values()
    assert clipboard() == HOSTILE["long"]

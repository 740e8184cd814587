"""The user's own columns above the fields: read, found, copied, taken as a filter."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.details.samples import VIN, vehicle
from vindesk.domain.own_columns import OwnRow
from vindesk.domain.vin import Vin
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.details.field_model import FieldModel
from vindesk.ui.details.field_tree import FieldTree
from vindesk.ui.details.own_lines import own_lines
from vindesk.ui.theme import palette

OTHER = Vin("1XKWDB0X57J211825")
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
APRIL = OwnRow("April", NOON, 1_017, (("Unit", "U0005"), ("Driver", "John Doe")))
MARCH = OwnRow("March fleet", NOON, 2, (("Unit", "U0004"), ("Axles", "Not Applicable")))
ROWS = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.ClearAndSelect
Role = Qt.ItemDataRole


class Seen:
    """A panel with a vehicle and own columns, and what is read in its tree."""

    def __init__(self, qtbot: QtBot) -> None:
        self.panel = DetailsPanel()
        qtbot.addWidget(self.panel)
        self.panel.resize(400, 700)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        tree = self.panel.findChild(FieldTree)
        search = self.panel.findChild(QLineEdit, "field_search")
        copy = self.panel.findChild(QToolButton, "copy_all_fields")
        assert tree and search and copy  # noqa: PT018
        self.tree, self.search, self.copy_all = tree, search, copy
        self.panel.show_vehicle(vehicle())
        self.panel.show_own([APRIL, MARCH])

    def groups(self) -> list[str]:
        model = self.tree.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def group(self, place: int) -> dict[str, str]:
        model = self.tree.model()
        parent = model.index(place, 0)
        rows = range(model.rowCount(parent))
        return {
            model.index(row, 0, parent).data(): model.index(row, 1, parent).data() for row in rows
        }

    def index(self, place: int, row: int, column: int = 0) -> QModelIndex:
        model = self.tree.model()
        return model.index(row, column, model.index(place, 0))

    def choose(self, place: int, row: int) -> None:
        self.tree.selectionModel().setCurrentIndex(self.index(place, row), ROWS)


@pytest.fixture
def seen(qtbot: QtBot) -> Iterator[Seen]:
    yield Seen(qtbot)
    QGuiApplication.clipboard().clear()


def test_they_stand_above_the_fields_by_import(seen: Seen) -> None:
    assert seen.groups()[:3] == ["Import “April”", "Import “March fleet”", "General"]
    assert seen.group(0) == {"Unit": "U0005", "Driver": "John Doe"}
    assert seen.group(1) == {"Unit": "U0004", "Axles": "Not Applicable"}
    assert all(seen.tree.isExpanded(seen.tree.model().index(row, 0)) for row in range(3))


def test_without_any_there_is_nothing(seen: Seen) -> None:
    seen.panel.show_own(())
    assert seen.groups()[0] == "General"


def test_imports_of_one_name_are_two_groups(seen: Seen) -> None:
    seen.panel.show_own([APRIL, replace(APRIL, values=(("Unit", "U0001"),))])
    assert seen.groups()[:2] == ["Import “April”", "Import “April” (2)"]
    assert seen.group(1) == {"Unit": "U0001"}


def test_an_import_called_as_a_group_is_none(seen: Seen) -> None:
    seen.panel.show_own([replace(APRIL, import_name="General")])
    assert seen.groups()[:2] == ["Import “General”", "General"]


def test_foreign_text_stays_on_its_line(seen: Seen) -> None:
    seen.panel.show_own([OwnRow("a\nb", NOON, 1, (("x\ty", "1\n2"),))])
    assert seen.groups()[0] == "Import “a␊b”"
    assert seen.group(0) == {"x␉y": "1␊2"}


def test_they_are_said_and_explained(seen: Seen, by_rows: None) -> None:
    assert seen.index(0, 1, 1).data(Role.AccessibleTextRole) == "Driver: John Doe"
    told = seen.index(0, 1).data(Role.ToolTipRole)
    assert "row 1,017 of the import “April” of 3 Nov 2026" in told
    assert "John Doe" in seen.index(0, 1, 1).data(Role.ToolTipRole)


def test_the_search_finds_their_names_and_values(seen: Seen) -> None:
    seen.search.setText("john")
    assert seen.groups() == ["Import “April”"]
    seen.search.setText("unit")
    assert seen.groups()[:2] == ["Import “April”", "Import “March fleet”"]
    seen.panel.show_own([MARCH])
    assert seen.groups()[0] == "Import “March fleet”", "also what comes while one searches"


def test_they_are_copied_as_fields_are(seen: Seen) -> None:
    seen.choose(0, 1)
    seen.tree.copy_values()
    assert QGuiApplication.clipboard().text() == "John Doe"
    seen.tree.copy_fields_and_values()
    assert QGuiApplication.clipboard().text() == "Driver\tJohn Doe"
    seen.search.setText("john")
    seen.copy_all.click()
    assert QGuiApplication.clipboard().text() == (
        f"Group\tField\tValue\n\tVIN\t{VIN}\nImport “April”\tDriver\tJohn Doe"
    )


def test_a_value_is_taken_as_a_filter(seen: Seen, qtbot: QtBot) -> None:
    seen.choose(0, 1)
    assert [action.text() for action in seen.tree.menu().actions()][-1] == "&Filter by “John Doe”"
    with qtbot.waitSignal(seen.panel.filter_requested) as asked:
        seen.tree.request_filter()
    assert asked.args == ["own", "John Doe"]


def test_the_next_vehicle_keeps_the_place_for_its_own_and_shows_none_of_the_last(
    seen: Seen,
) -> None:
    seen.panel.show_vehicle(replace(vehicle(), vin=OTHER))
    assert seen.groups()[:3] == ["Import “April”", "Import “March fleet”", "General"]
    assert seen.group(0) == {"Unit": "…", "Driver": "…"}
    seen.choose(0, 1)
    seen.tree.copy_values()
    assert QGuiApplication.clipboard().text() == ""
    seen.panel.show_own(())
    assert seen.groups()[0] == "General"


def test_a_newer_answer_about_the_same_vehicle_leaves_them(seen: Seen) -> None:
    seen.panel.show_vehicle(vehicle(model="389"))
    assert seen.group(0) == {"Unit": "U0005", "Driver": "John Doe"}


def test_who_reads_further_down_stays_there(seen: Seen) -> None:
    seen.panel.show_own(())
    seen.tree.setFixedHeight(180)
    seen.panel.grab()
    bar = seen.tree.verticalScrollBar()
    bar.setValue(bar.maximum())
    top = seen.tree.indexAt(QPoint()).data()
    seen.panel.show_own([APRIL, MARCH])
    assert seen.tree.indexAt(QPoint()).data() == top
    seen.choose(3, 0)
    chosen = seen.tree.currentIndex().data()
    seen.panel.show_own([MARCH])
    assert seen.tree.currentIndex().data() == chosen


def test_who_has_not_scrolled_sees_them_first(seen: Seen) -> None:
    seen.panel.show_own(())
    seen.tree.setFixedHeight(180)
    seen.panel.grab()
    seen.panel.show_own([APRIL, MARCH])
    assert seen.tree.verticalScrollBar().value() == 0
    assert seen.tree.indexAt(QPoint()).data() == "Import “April”"


def test_the_model_obeys_qt(qtbot: QtBot) -> None:
    model = FieldModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_own(own_lines([APRIL]))
    model.show_vehicle(vehicle(), palette(dark=False))
    model.show_own(own_lines([APRIL, MARCH]))
    model.search("unit")
    model.show_vehicle(replace(vehicle(), vin=OTHER), palette(dark=True))
    model.show_own(())
    assert tester.model() is model

"""The whole panel: what is shown, reached with the keyboard, and asked for."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.details.samples import VIN, vehicle
from vindesk.domain.own_columns import OwnRow
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.details.field_model import FieldModel
from vindesk.ui.details.field_tree import FieldTree
from vindesk.ui.details.remarks import Remarks
from vindesk.ui.details.vin_links import recalls_page

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[DetailsPanel]:
    made = DetailsPanel()
    qtbot.addWidget(made)
    made.resize(400, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.show_vehicle(vehicle(error_code="1"))
    yield made
    QGuiApplication.clipboard().clear()


def part(panel: DetailsPanel, kind: type[W], name: str) -> W:
    found = panel.findChild(kind, name)
    assert found is not None
    return found


def test_copy_all_takes_what_the_search_has_left(panel: DetailsPanel, qtbot: QtBot) -> None:
    told: list[str] = []
    panel.told.connect(told.append)
    part(panel, QLineEdit, "field_search").setText("make")
    qtbot.keyClick(part(panel, QToolButton, "copy_all_fields"), Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == (
        f"Group\tField\tValue\n\tVIN\t{VIN}\nGeneral\tMake\tPETERBILT"
    )
    assert told == ["Copied the VIN and 1 field."]


def test_with_no_vehicle_there_is_nothing_to_copy(panel: DetailsPanel) -> None:
    QGuiApplication.clipboard().setText("as it was")
    panel.show_vehicle(None)
    part(panel, QToolButton, "copy_all_fields").click()
    assert QGuiApplication.clipboard().text() == "as it was"


def test_a_page_is_asked_for_and_not_opened(panel: DetailsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.page_requested) as asked:
        part(panel, QPushButton, "recalls_page").click()
    assert asked.args == [recalls_page(VIN)]


def test_a_filter_is_passed_on(panel: DetailsPanel, qtbot: QtBot) -> None:
    tree = part(panel, FieldTree, "field_tree")
    with qtbot.waitSignal(panel.filter_requested) as asked:
        tree.filter_requested.emit("make", "PETERBILT")
    assert asked.args == ["make", "PETERBILT"]


def test_all_that_acts_is_reached_with_the_tab_key(panel: DetailsPanel, qtbot: QtBot) -> None:
    part(panel, QLineEdit, "field_search").setFocus()
    reached: list[str] = []
    for _ in range(5):
        focus = panel.focusWidget()
        reached.append(focus.objectName())
        assert focus.accessibleName() or getattr(focus, "text", str)()
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert [name for name in reached if name] == [
        "field_search",
        "show_empty",
        "copy_all_fields",
        "field_tree",
        "decoder_page",
    ]
    assert panel.focusWidget().objectName() == "recalls_page"


LONG = "Truck-Tractor with a text so long that it takes several lines of a panel as wide as this"
IN_TURN = (
    vehicle(error_code="0"),
    vehicle(error_code="1,4,8,11,14,400", suggested_vin="1XKWDB0X57J211825"),
    vehicle(error_code="0", model=LONG),
    vehicle(error_code="1"),
)
"""With each of them other parts come or go, or get higher."""


def test_everything_is_in_its_place_before_it_is_painted(panel: DetailsPanel) -> None:
    def places() -> dict[str, QRect]:
        parts = (part for part in panel.findChildren(QWidget) if part.isVisible())
        return {f"{part} {part.objectName()}": part.geometry() for part in parts}

    panel.resize(350, 695)
    tree = part(panel, FieldTree, "field_tree")
    for shown in IN_TURN * 2:
        panel.show_vehicle(shown)
        at_once, names = places(), tree.columnWidth(0)
        for _ in range(5):
            QCoreApplication.processEvents()
        assert places() == at_once
        tree.share_the_room()
        assert tree.columnWidth(0) == names


@pytest.mark.parametrize("width", [300, 700])
def test_names_have_what_they_need_and_leave_the_values_half(
    panel: DetailsPanel, width: int
) -> None:
    panel.resize(width, 900)
    QCoreApplication.sendPostedEvents()
    panel.show_vehicle(vehicle(error_code="1", steering_location="Left-Hand Drive (LHD)"))
    tree = part(panel, FieldTree, "field_tree")
    model = tree.model()
    assert isinstance(model, FieldModel)
    widest = max(tree.fontMetrics().horizontalAdvance(line.label) for line in model.shown_lines())
    most = round(tree.viewport().width() * 0.5)
    needed = widest + 2 * tree.indentation()
    if needed < most:
        assert needed < tree.columnWidth(0) < needed + 16
    else:
        assert tree.columnWidth(0) == most


def test_a_border_that_was_dragged_stays_for_the_next_vehicle(panel: DetailsPanel) -> None:
    tree = part(panel, FieldTree, "field_tree")
    shared = tree.columnWidth(0)
    panel.show_vehicle(vehicle(error_code="0"))
    assert tree.columnWidth(0) == shared
    tree.header().resizeSection(0, shared - 40)
    panel.show_vehicle(vehicle(error_code="1"))
    assert tree.columnWidth(0) == shared - 40


def test_names_of_empty_fields_have_room_while_they_are_shown(panel: DetailsPanel) -> None:
    panel.resize(700, 900)
    panel.show_vehicle(vehicle(error_code="1"))
    tree, empties = part(panel, FieldTree, "field_tree"), part(panel, QCheckBox, "show_empty")
    before, letter = tree.columnWidth(0), tree.fontMetrics().averageCharWidth()
    empties.setChecked(True)
    assert before < tree.columnWidth(0) < 50 * letter
    empties.setChecked(False)
    assert tree.columnWidth(0) == before


def own(*names: str) -> OwnRow:
    values = [(name, "text") for name in names]
    return OwnRow("Fleet", datetime(2026, 11, 30, tzinfo=UTC), 1, values)


def test_no_single_name_takes_the_room_of_all_values(panel: DetailsPanel) -> None:
    panel.resize(900, 900)
    panel.show_vehicle(vehicle(error_code="1"))
    tree = part(panel, FieldTree, "field_tree")
    panel.show_own([own("x" * 500)])
    assert tree.columnWidth(0) < 50 * tree.fontMetrics().averageCharWidth()


def test_names_and_icons_follow_the_font(panel: DetailsPanel) -> None:
    panel.resize(700, 900)
    tree, copy = part(panel, FieldTree, "field_tree"), part(panel, QToolButton, "copy_all_fields")
    remark = next(label for label in part(panel, Remarks, "remarks").findChildren(QLabel))
    before = tree.columnWidth(0)
    sized = [label for label in panel.findChildren(QLabel) if label.text().strip()]
    heights = [label.fontMetrics().height() for label in sized]
    font = QFont(panel.font())
    font.setPointSize(2 * font.pointSize())
    panel.setFont(font)
    for label, height in zip(sized, heights, strict=True):
        assert label.fontMetrics().height() > 1.5 * height, label.text()
    line = panel.fontMetrics().height()
    assert tree.columnWidth(0) > 1.5 * before
    assert copy.iconSize().width() == line
    assert remark.pixmap().deviceIndependentSize().width() == line


def test_a_group_that_was_folded_stays_so_when_own_columns_come(panel: DetailsPanel) -> None:
    tree = part(panel, FieldTree, "field_tree")
    model = tree.model()
    general = model.index(0, 0)
    assert general.data() == "General"
    tree.collapse(general)
    panel.show_own([])
    assert not tree.isExpanded(general)
    panel.show_own([own("Unit")])
    added, general = model.index(0, 0), model.index(1, 0)
    assert (added.data(), general.data()) == ("Import “Fleet”", "General")
    assert (tree.isExpanded(added), tree.isExpanded(general)) == (True, False)
    assert tree.isFirstColumnSpanned(0, added.parent())
    tree.collapse(added)
    panel.show_own([own("Unit", "Driver")])
    assert not tree.isExpanded(model.index(0, 0))

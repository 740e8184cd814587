"""Fields are drawn as Qt's own way draws them, to the pixel."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from tests.ui.details.samples import vehicle
from tests.ui.pictures import picture, settle
from vindesk.ui.details.field_model import FieldModel
from vindesk.ui.details.field_painting import FieldPainter
from vindesk.ui.details.field_tree import FieldTree
from vindesk.ui.theme import palette

pytestmark = pytest.mark.qt_log_ignore("does not support")

SAID = {
    "Latin": "Citroën C4 — Straße",
    "Empty": "",
    "Ligatures": "fi ffi AVAToTe",
    "Long": "Truck-Tractor with a text so long that it cannot be in any cell of the tree",
    "Invisible": "a\N{SOFT HYPHEN}b\N{NO-BREAK SPACE}c",
    "Greek": "Κένγουορθ",
    "Hebrew": "פורד",
    "東京": "トラック",
    "A name so long that it has no room beside any value": "🚛 truck",
}
MARKED = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select


@pytest.fixture
def tree(qtbot: QtBot) -> FieldTree:
    tree = FieldTree(FieldModel())
    qtbot.addWidget(tree)
    tree.resize(320, 620)
    model(tree).show_empties(True)
    model(tree).show_vehicle(vehicle(SAID), palette(dark=False))
    model(tree).search("e")
    tree.open_groups()
    tree.show()
    tree.share_the_room()
    return tree


def model(tree: FieldTree) -> FieldModel:
    fields = tree.model()
    assert isinstance(fields, FieldModel)
    return fields


def group(tree: FieldTree, number: int) -> QModelIndex:
    return tree.model().index(number, 0)


def as_it_is(_tree: FieldTree) -> None:
    """Whatever was shown first."""


def chosen(tree: FieldTree) -> None:
    tree.setFocus()
    for row in range(2):
        index = tree.model().index(row, 0, group(tree, 0))
        tree.selectionModel().setCurrentIndex(index, MARKED)


def current_alone(tree: FieldTree) -> None:
    tree.setFocus()
    index = tree.model().index(1, 1, group(tree, 0))
    tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)


def without_focus(tree: FieldTree) -> None:
    chosen(tree)
    tree.clearFocus()


def scrolled(tree: FieldTree) -> None:
    bar = tree.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value()


def by_pixels(tree: FieldTree) -> None:
    """As the style of macOS wants it."""
    tree.setVerticalScrollMode(FieldTree.ScrollMode.ScrollPerPixel)
    settle(tree)
    tree.verticalScrollBar().setValue(33)
    assert tree.verticalScrollBar().value() == 33


def folded(tree: FieldTree) -> None:
    tree.collapse(group(tree, 0))


def swapped(tree: FieldTree) -> None:
    """Columns can be dragged."""
    tree.header().setSectionsMovable(True)
    tree.header().moveSection(1, 0)


def narrow(tree: FieldTree) -> None:
    tree.setColumnWidth(0, 45)


def sideways(tree: FieldTree) -> None:
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    tree.header().setStretchLastSection(False)
    tree.setColumnWidth(0, 300)
    tree.setColumnWidth(1, 300)
    QCoreApplication.processEvents()
    tree.horizontalScrollBar().setValue(90)


def dark(tree: FieldTree) -> None:
    tree.setPalette(palette(dark=True))
    chosen(tree)


def contrast(tree: FieldTree) -> None:
    tree.setPalette(palette(dark=True, contrast=True))


def disabled(tree: FieldTree) -> None:
    tree.setEnabled(False)


def from_the_right(tree: FieldTree) -> None:
    tree.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


STATES = (
    as_it_is, chosen, current_alone, without_focus, scrolled, by_pixels, folded, swapped, narrow,
    sideways, dark, contrast, disabled, from_the_right,
)  # fmt: skip


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("make", STATES, ids=lambda make: make.__name__)
def test_fields_look_as_qt_draws_them(
    tree: FieldTree,
    make: Callable[[FieldTree], None],
    ratio: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make(tree)
    settle(tree)
    drawn = picture(tree.viewport(), ratio)
    monkeypatch.setattr(FieldPainter, "draw", lambda *_: False)
    assert drawn == picture(tree.viewport(), ratio)


@pytest.mark.parametrize("points", [7 + step / 2 for step in range(20)])
def test_fields_look_as_qt_draws_them_in_a_font_of_any_size(
    tree: FieldTree, points: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    font = QFont(tree.font())
    font.setPointSizeF(points)
    tree.setFont(font)
    settle(tree)
    drawn = picture(tree.viewport(), 1.0)
    monkeypatch.setattr(FieldPainter, "draw", lambda *_: False)
    assert drawn == picture(tree.viewport(), 1.0)


def test_most_of_what_vpic_says_is_drawn_by_us(
    tree: FieldTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, ours = FieldPainter.draw, list[bool]()

    def note(painter: FieldPainter, *what: object) -> bool:
        ours.append(draw(painter, *what))  # pyright: ignore[reportArgumentType] - as it came
        return ours[-1]

    monkeypatch.setattr(FieldPainter, "draw", note)
    model(tree).show_empties(False)
    model(tree).search("")
    model(tree).show_vehicle(vehicle(), palette(dark=False))
    tree.open_groups()
    ours.clear()
    tree.viewport().repaint()
    fields = len(list(model(tree).shown_lines()))
    assert ours.count(True) == fields > 3

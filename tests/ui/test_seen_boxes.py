"""Check boxes in rows can be seen in every appearance; what is around the rows is as elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QTreeView
from pytestqt.qtbot import QtBot

from tests.ui.contrasts import FOR_MARKS, PALETTES, contrast
from vindesk.config.settings import Appearance
from vindesk.domain.cleaning import Item, Litter
from vindesk.ui.care.clean_dialog import CleanDialog
from vindesk.ui.importing.kept_columns import KeptColumns
from vindesk.ui.importing.problem_list import ProblemList
from vindesk.ui.seen_boxes import SeenBoxes
from vindesk.ui.theme import apply_theme

Role = QPalette.ColorRole


@pytest.fixture(params=PALETTES)
def appearance(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    before = QPalette(qapp.palette())
    qapp.setStyle("Fusion")
    apply_theme(qapp, Appearance(request.param))
    yield request.param
    qapp.setPalette(before)


def drawn(qtbot: QtBot, boxes: bool) -> QImage:
    """A tree with a head and one row, whose check box is at its left."""
    view = QTreeView()
    qtbot.addWidget(view)
    view.setRootIsDecorated(False)
    if boxes:
        view.setItemDelegate(SeenBoxes(view))
    model = QStandardItemModel(view)
    model.setHorizontalHeaderLabels([""])
    row = QStandardItem("")
    row.setCheckable(True)
    model.appendRow(row)
    view.setModel(model)
    view.resize(160, 120)
    return view.grab().toImage()


def colours(image: QImage, place: QRect) -> list[QColor]:
    across = range(place.left(), place.right() + 1)
    down = range(place.top(), place.bottom() + 1)
    return [image.pixelColor(x, y) for x in across for y in down]


def test_a_box_can_be_seen(qtbot: QtBot, appearance: str) -> None:
    ground = PALETTES[appearance].color(Role.Base)
    row = colours(drawn(qtbot, boxes=True), QRect(2, 24, 24, 24))
    assert max(contrast(pixel, ground) for pixel in row) >= FOR_MARKS


def test_frames_and_heads_are_those_of_other_views(qtbot: QtBot, appearance: str) -> None:
    seen, plain = (drawn(qtbot, boxes) for boxes in (True, False))
    for place in (QRect(0, 0, 2, 120), QRect(0, 0, 160, 16), QRect(158, 0, 2, 120)):
        assert colours(seen, place) == colours(plain, place)


def test_no_view_with_boxes_has_colours_of_its_own(qtbot: QtBot, appearance: str) -> None:
    items = [Item(Litter.LOG, "vindesk.log.5", 1_000, Path("vindesk.log.5"))]
    for window in (CleanDialog(items), KeptColumns(), ProblemList()):
        qtbot.addWidget(window)
        views = window.findChildren(QAbstractItemView)
        boxed = [view for view in views if isinstance(view.itemDelegate(), SeenBoxes)]
        assert boxed
        for view in boxed:
            other = type(view)() if type(view) in {QListView, QTreeView} else QTreeView()
            qtbot.addWidget(other)
            other.ensurePolished()
            view.ensurePolished()
            assert view.palette().color(Role.Window) == other.palette().color(Role.Window)

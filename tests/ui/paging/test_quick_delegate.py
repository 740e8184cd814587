"""Cells are drawn as Qt's own delegate draws them, to the pixel."""

from collections.abc import Callable, Sequence
from itertools import product

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.ui.paging.any_table import on_screen
from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.drawn_rows import Looks
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.paging.quick_delegate import QuickDelegate

State = QStyle.StateFlag
LOOKS = (Look.TEXT, Look.NUMBER, Look.CODE, Look.QUALITY)
COLUMNS = [Column(look.name, look.name, look) for look in LOOKS]
TEXTS = (
    "PETERBILT",
    "1XP5DB9X7YN526158",
    "—",
    "",
    "x",
    "fi ffi AVAToTe",
    "Škoda Ägypten ÜÖß",
    "Truck-Tractor with a text so long that it cannot be in any cell",
    "Κένγουορθ",
    "Кенворт",
    "פורד",
    "東京 トラック",
    "🚛 truck",
    "Decoded",
)
STATES = (
    State.State_Enabled | State.State_Active,
    State.State_Enabled | State.State_Active | State.State_Selected,
    State.State_Enabled | State.State_Selected,
    State.State_Enabled | State.State_Active | State.State_HasFocus,
    State.State_None,
)


class Texts:
    row_count = len(TEXTS)

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Sequence[str]]:
        del size, monitor
        return [[text] * len(LOOKS) for text in TEXTS[start:]]


@pytest.fixture
def view(qtbot: QtBot, inline_runner: JobRunner) -> PagedTableView:
    view = on_screen(qtbot, inline_runner)
    model = view.model()
    assert isinstance(model, PagedTableModel)
    red = QPixmap(16, 16)
    red.fill(QColor("red"))
    model.dress(Looks(QBrush(QColor("grey")), QFont("monospace"), {"Decoded": QIcon(red)}))
    model.show(Texts(), COLUMNS)
    model.drawn(0)
    return view


def picture(
    view: PagedTableView,
    paint: Callable[..., None],
    place: tuple[int, int],
    cell: tuple[int, int, float],
    state: QStyle.StateFlag,
) -> QImage:
    width, height, ratio = cell
    drawn = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.white)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect, option.state = QRect(0, 0, width, height), state
    painter = QPainter(drawn)
    painter.setFont(view.font())
    paint(painter, option, view.model().index(*place))
    painter.end()
    return drawn


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name or "none")
def test_a_cell_looks_as_the_style_draws_it(
    view: PagedTableView, state: QStyle.StateFlag, ratio: float
) -> None:
    ours = view.itemDelegate()
    assert isinstance(ours, QuickDelegate)
    for row, column in product(range(len(TEXTS)), range(len(LOOKS))):
        for width, height in ((30, 20), (61, 23), (140, 24), (300, 31)):
            cell = (width, height, ratio)

            def by_the_style(*asked: object) -> None:
                QStyledItemDelegate.paint(ours, *asked)  # pyright: ignore[reportArgumentType] - the same three

            drawn = picture(view, ours.paint, (row, column), cell, state)
            expected = picture(view, by_the_style, (row, column), cell, state)
            assert drawn == expected, (TEXTS[row], LOOKS[column], cell)


def test_another_font_is_used_at_once(view: PagedTableView) -> None:
    ours = view.itemDelegate()
    cell, state = (140, 24, 1.0), STATES[0]
    before = picture(view, ours.paint, (0, 0), cell, state)
    font = QFont(view.font())
    font.setPointSizeF(font.pointSizeF() * 1.5)
    view.setFont(font)
    assert picture(view, ours.paint, (0, 0), cell, state) != before

"""Rows are drawn as Qt's own way draws their cells, to the pixel."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QPixmap, QRegion
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.ui.paging.any_table import on_screen
from tests.ui.pictures import base_line_of, picture, settle
from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.drawn_rows import Looks
from vindesk.ui.paging.frozen_columns import FrozenColumnView
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.paging.row_painting import RowPainter
from vindesk.ui.theme import palette

LOOKS = (Look.CODE, Look.TEXT, Look.NUMBER, Look.QUALITY)
COLUMNS = [
    Column(f"{look.name} {width}", look.name, look, width=width)
    for look in LOOKS
    for width in (34, 90, 240)
]
KEYS = [column.key for column in COLUMNS]
TEXTS = (
    "PETERBILT",
    "1XP5DB9X7YN526158",
    "—",
    "",
    "x",
    "fi ffi AVAToTe",
    "Škoda Ägypten ÜÖß",
    "Citroën C4 — Straße",
    "Truck-Tractor with a text so long that it cannot be in any cell",
    "a\N{SOFT HYPHEN}b\N{NO-BREAK SPACE}c",
    "Κένγουορθ",
    "Кенворт",
    "פורד",
    "東京 トラック",
    "🚛 truck",
    "Decoded",
)
PLAIN = {*TEXTS[:6], *TEXTS[7:9], TEXTS[15]}
"""Of Latin letters and dashes alone."""


class Texts:
    row_count = len(TEXTS)

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Sequence[str]]:
        del size, monitor
        return [[text] * len(COLUMNS) for text in TEXTS[start:]]


@pytest.fixture
def view(qtbot: QtBot, inline_runner: JobRunner) -> PagedTableView:
    view = on_screen(qtbot, inline_runner, width=600)
    model = view.model()
    assert isinstance(model, PagedTableModel)
    red = QPixmap(16, 16)
    red.fill(QColor("red"))
    model.dress(Looks(QBrush(QColor("grey")), QFont("monospace", 11), {"Decoded": QIcon(red)}))
    model.show(Texts(), COLUMNS)
    view.arrange(KEYS, {}, keep_first=True)
    model.drawn(0)
    return view


def as_it_is(_view: PagedTableView) -> None:
    """Whatever was shown first."""


def chosen(view: PagedTableView) -> None:
    view.setFocus()
    view.select_ranges([range(2), range(5, 9)], 5)


def without_focus(view: PagedTableView) -> None:
    chosen(view)
    view.clearFocus()


def elsewhere(view: PagedTableView) -> None:
    """The current row is none of those that are selected."""
    view.setFocus()
    view.select_ranges([range(2, 4)], 1)


def scrolled(view: PagedTableView) -> None:
    chosen(view)
    settle(view)
    view.horizontalScrollBar().setValue(117)
    assert view.heads.kept_width()


def far_right(view: PagedTableView) -> None:
    settle(view)
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())


def moved_columns(view: PagedTableView) -> None:
    view.arrange([*KEYS[5:], KEYS[1]], {}, keep_first=False)


def few_columns(view: PagedTableView) -> None:
    """The last one has what is left of the width."""
    view.arrange([KEYS[2], KEYS[8]], {})


def narrow(view: PagedTableView) -> None:
    """A column that has not even room for its icon."""
    view.arrange([KEYS[11], KEYS[2]], {})
    view.heads.setMinimumSectionSize(0)
    view.setColumnWidth(11, 14)


def dark(view: PagedTableView) -> None:
    view.setPalette(palette(dark=True))
    chosen(view)


def contrast(view: PagedTableView) -> None:
    view.setPalette(palette(dark=True, contrast=True))
    chosen(view)


def larger(view: PagedTableView) -> None:
    font = QFont(view.font())
    font.setPointSizeF(font.pointSizeF() * 1.5)
    view.setFont(font)


def disabled(view: PagedTableView) -> None:
    chosen(view)
    view.setEnabled(False)


def from_the_right(view: PagedTableView) -> None:
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


STATES = (
    as_it_is, chosen, without_focus, elsewhere, scrolled, far_right, moved_columns, few_columns,
    narrow, dark, contrast, larger, disabled, from_the_right,
)  # fmt: skip


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("make", STATES, ids=lambda make: make.__name__)
def test_a_table_looks_as_qt_draws_it(
    view: PagedTableView,
    make: Callable[[PagedTableView], None],
    ratio: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make(view)
    settle(view)
    drawn = picture(view.viewport(), ratio)
    monkeypatch.setattr(RowPainter, "knows_how", False)
    expected = picture(view.viewport(), ratio)
    assert drawn == expected


@pytest.mark.parametrize("points", [7 + step / 2 for step in range(20)])
def test_a_table_looks_as_qt_draws_it_in_a_font_of_any_size(
    view: PagedTableView, points: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heights of lines and of rows are odd or even, and half of a pixel goes up or down."""
    font = QFont(view.font())
    font.setPointSizeF(points)
    view.setFont(font)
    settle(view)
    drawn = picture(view.viewport(), 1.0)
    monkeypatch.setattr(RowPainter, "knows_how", False)
    assert drawn == picture(view.viewport(), 1.0)


def test_only_what_is_dirty_is_asked_for(
    view: PagedTableView, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = view.model()
    assert isinstance(model, PagedTableModel)
    asked: list[int] = []
    drawn = model.drawn

    def note(number: int) -> object:
        asked.append(number)
        return drawn(number)

    monkeypatch.setattr(model, "drawn", note)
    height = view.rowHeight(0)
    view.viewport().repaint(0, 2 * height, 50, height)
    assert asked == [2]


def test_what_is_not_plain_is_left_to_qt_by_whole_rows(
    view: PagedTableView, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[QRegion] = []
    view.clearFocus()
    monkeypatch.setattr(FrozenColumnView, "draw_cells", lambda _view, region: left.append(region))
    view.viewport().repaint()
    (region,) = left
    height = view.rowHeight(0)
    rows = {row for row in range(len(TEXTS)) if region.contains(QPoint(1, row * height + 1))}
    seen = view.rows_in_view()
    assert {TEXTS[row] for row in rows} == {TEXTS[row] for row in seen} - PLAIN


class OneRow(Texts):
    row_count = 1

    @override
    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Sequence[str]]:
        del start, size, monitor
        return [["EHE"] * len(COLUMNS)]


@pytest.mark.parametrize("points", [7, 8, 9, 10, 11, 14, 18])
@pytest.mark.parametrize("drawn_by_qt", [False, True])
def test_all_texts_of_a_row_stand_on_one_line(
    view: PagedTableView, points: int, drawn_by_qt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = view.model()
    assert isinstance(model, PagedTableModel)
    font, code = QFont(view.font()), QFont("monospace", round(1.5 * points))
    font.setPointSize(points)
    view.setFont(font)
    model.dress(Looks(QBrush(QColor("grey")), code, {}))
    model.show(OneRow(), COLUMNS)
    view.arrange([KEYS[2], KEYS[5]], {})
    settle(view)
    monkeypatch.setattr(RowPainter, "knows_how", not drawn_by_qt)
    drawn = picture(view.viewport(), 1.0)
    vin, make = (view.visualRect(model.index(0, column)) for column in (2, 5))
    assert base_line_of(drawn, vin) == base_line_of(drawn, make)

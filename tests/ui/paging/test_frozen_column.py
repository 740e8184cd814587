import pytest
from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QPainter
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.ui.paging.any_table import COLUMNS, LEFT, MILLION, NONE, drag, fill, on_screen
from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.paged_table_view import PagedTableView

KEYS = [column.key for column in COLUMNS]
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Brush(QStyledItemDelegate):
    """Remembers what it drew, and where."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.drawn: dict[tuple[int, int], QRect] = {}

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.drawn[index.row(), index.column()] = QRect(option.rect)
        super().paint(painter, option, index)


@pytest.fixture
def table(qtbot: QtBot, inline_runner: JobRunner) -> PagedTableView:
    """Scrolled sideways and down, with the first column kept."""
    view = on_screen(qtbot, inline_runner)
    fill(view)
    view.arrange(KEYS, {}, keep_first=True)
    view.verticalScrollBar().setValue(500)
    view.horizontalScrollBar().setValue(300)
    return view


def click(view: PagedTableView, x: int, row: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    place = QPoint(x, view.rowViewportPosition(row) + 4)
    QTest.mouseClick(view.viewport(), LEFT, modifier, place)


def test_the_first_column_stays_only_while_it_is_wanted_and_something_is_scrolled_away(
    table: PagedTableView,
) -> None:
    heads = table.heads
    assert heads.kept_width() == table.columnWidth(0) > 0
    table.horizontalScrollBar().setValue(0)
    assert heads.kept_width() == 0
    table.horizontalScrollBar().setValue(300)
    table.keep_first(False)
    assert heads.kept_width() == 0


def test_it_does_not_stay_where_it_would_leave_no_room(table: PagedTableView) -> None:
    table.resize(table.columnWidth(0) + 40, 400)
    assert table.horizontalScrollBar().value() > 0
    assert table.heads.kept_width() == 0


def test_what_is_seen_at_the_left_is_the_first_column(table: PagedTableView) -> None:
    width = table.columnWidth(0)
    seen = table.indexAt(QPoint(width // 2, 30))
    assert (seen.row(), seen.column()) == (table.rowAt(30), 0)
    assert table.indexAt(QPoint(width + 20, 30)).column() > 0
    rect = table.visualRect(seen)
    assert rect.left() == 0
    assert rect.width() == width
    assert rect.contains(QPoint(width // 2, 30))


def test_there_is_one_table_for_eyes_keys_and_ears(table: PagedTableView) -> None:
    assert table.findChildren(QTableView) == []


def test_it_is_drawn_over_the_others_row_by_row(table: PagedTableView) -> None:
    brush = Brush(table)
    table.setItemDelegate(brush)
    table.setItemDelegateForColumn(0, brush)
    table.viewport().repaint()
    rows = table.rows_in_view()
    first = {row: rect for (row, column), rect in brush.drawn.items() if column == 0}
    assert set(first) == set(rows)
    for row, rect in first.items():
        assert rect == table.visualRect(table.model().index(row, 0))


def test_while_nothing_is_scrolled_each_cell_is_drawn_by_qt_alone(table: PagedTableView) -> None:
    table.horizontalScrollBar().setValue(0)
    brush = Brush(table)
    table.setItemDelegate(brush)
    table.setItemDelegateForColumn(0, brush)
    table.viewport().repaint()
    in_view = {column for _row, column in brush.drawn}
    assert in_view == set(range(len(in_view)))
    assert len(brush.drawn) == len(in_view) * len(table.rows_in_view())


def test_what_lay_under_it_is_drawn_when_it_stays_no_longer(
    qtbot: QtBot, table: PagedTableView
) -> None:
    table.viewport().repaint()
    brush = Brush(table)
    table.setItemDelegate(brush)
    table.setItemDelegateForColumn(0, brush)
    qtbot.waitUntil(lambda: bool(brush.drawn))
    brush.drawn.clear()
    table.keep_first(False)
    covered = table.indexAt(QPoint(5, 30))
    qtbot.waitUntil(lambda: (covered.row(), covered.column()) in brush.drawn)
    assert covered.column() > 0


def test_a_short_table_is_drawn_without_the_rows_it_does_not_have(table: PagedTableView) -> None:
    for count in (3, 0):
        fill(table, row_count=count)
        brush = Brush(table)
        table.setItemDelegate(brush)
        table.setItemDelegateForColumn(0, brush)
        table.viewport().repaint()
        assert {row for row, _column in brush.drawn} == set(range(count))


def test_a_click_there_selects_the_row_and_moves_nothing(table: PagedTableView) -> None:
    click(table, 10, 503)
    assert table.selected_ranges() == [range(503, 504)]
    assert table.currentIndex().column() == 0
    assert table.horizontalScrollBar().value() == 300


def test_ranges_are_selected_there_as_anywhere(table: PagedTableView) -> None:
    click(table, 10, 503)
    click(table, 10, 507, SHIFT)
    assert table.selected_ranges() == [range(503, 508)]
    click(table, 300, 505, CTRL)
    assert table.selected_ranges() == [range(503, 505), range(506, 508)]
    assert table.horizontalScrollBar().value() == 300


def test_dragging_over_it_selects_rows(table: PagedTableView) -> None:
    first, last = (table.rowViewportPosition(row) + 4 for row in (502, 506))
    drag(table.viewport(), QPoint(10, first), QPoint(12, last))
    assert table.selected_ranges() == [range(502, 507)]


def test_keys_walk_it_without_scrolling_sideways(table: PagedTableView) -> None:
    click(table, 10, 503)
    for key, row in (
        (Key.Key_Down, 504),
        (Key.Key_Up, 503),
        (Key.Key_End, MILLION - 1),
        (Key.Key_Home, 0),
    ):
        QTest.keyClick(table, key)
        assert table.currentIndex().row() == row
        assert row in table.rows_in_view()
        assert table.horizontalScrollBar().value() == 300


def test_a_cell_that_keys_lead_to_is_never_under_it(table: PagedTableView) -> None:
    click(table, 300, 503)
    here = table.currentIndex().column()
    for column in range(here - 1, 0, -1):
        QTest.keyClick(table, Key.Key_Left)
        assert table.currentIndex().column() == column
        assert table.columnViewportPosition(column) >= table.heads.kept_width()
    QTest.keyClick(table, Key.Key_Left)
    assert table.currentIndex().column() == 0
    for column in range(1, len(COLUMNS)):
        QTest.keyClick(table, Key.Key_Right)
        left = table.columnViewportPosition(column)
        assert left >= table.heads.kept_width()
        assert left + table.columnWidth(column) <= table.viewport().width()


def test_a_right_click_there_is_a_right_click_on_the_row(
    qtbot: QtBot, table: PagedTableView
) -> None:
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    place = QPoint(10, table.rowViewportPosition(503) + 4)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, table.viewport().mapToGlobal(place))
    with qtbot.waitSignal(table.customContextMenuRequested) as asked:
        QApplication.sendEvent(table.viewport(), event)
    assert asked.args is not None
    assert table.indexAt(asked.args[0]).row() == 503


def test_a_million_selected_rows_are_one_range_and_no_row_is_fetched_for_them(
    table: PagedTableView,
) -> None:
    snapshot = fill(table)
    table.horizontalScrollBar().setValue(300)
    table.viewport().repaint()
    snapshot.asked.clear()
    table.selectAll()
    table.viewport().repaint()
    click(table, 10, 3, SHIFT)
    click(table, 10, 5, CTRL)
    table.viewport().repaint()
    assert snapshot.asked == []
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().select(QModelIndex(), flags.Clear)


# -- its head --------------------------------------------------------------------


def test_a_click_on_its_head_sorts_by_it(qtbot: QtBot, table: PagedTableView) -> None:
    with qtbot.waitSignal(table.heads.sort_requested) as asked:
        QTest.mouseClick(table.heads.viewport(), LEFT, NONE, QPoint(20, 5))
    assert asked.args == [0, False]
    with qtbot.waitSignal(table.heads.sort_requested) as asked:
        QTest.mouseClick(table.heads.viewport(), LEFT, NONE, QPoint(table.columnWidth(0) + 30, 5))
    assert asked.args
    assert asked.args[0] > 0


def test_its_border_is_dragged_where_it_is_seen(table: PagedTableView) -> None:
    arranged = QSignalSpy(table.arranged)
    widths = [table.columnWidth(number) for number in range(len(COLUMNS))]
    border = QPoint(widths[0], 5)
    drag(table.heads.viewport(), border, border + QPoint(40, 0))
    assert table.columnWidth(0) == widths[0] + 40
    assert [table.columnWidth(number) for number in range(1, len(COLUMNS))] == widths[1:]
    assert arranged.count() == 1
    assert table.heads.kept_width() == widths[0] + 40


def test_the_mouse_shows_where_its_border_is(table: PagedTableView) -> None:
    width = table.columnWidth(0)
    shapes: list[Qt.CursorShape] = []
    for x in (width // 2, width - 1, width // 2):
        QTest.mouseMove(table.heads.viewport(), QPoint(x, 5))
        shapes.append(table.heads.cursor().shape())
    arrow, split = Qt.CursorShape.ArrowCursor, Qt.CursorShape.SplitHCursor
    assert shapes == [arrow, split, arrow]


def test_a_double_click_on_its_border_fits_it(table: PagedTableView) -> None:
    table.setColumnWidth(0, 200)
    table.viewport().repaint()
    border = QPoint(200, 5)
    QTest.mouseDClick(table.heads.viewport(), LEFT, NONE, border)
    QTest.mouseRelease(table.heads.viewport(), LEFT, NONE, border)
    assert 40 < table.columnWidth(0) < 200
    assert table.heads.offset() == 300


def test_a_right_click_on_its_head_is_meant_for_it(qtbot: QtBot, table: PagedTableView) -> None:
    viewport = table.heads.viewport()
    for place, section in ((QPoint(20, 5), 0), (QPoint(table.columnWidth(0) + 30, 5), None)):
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place)
        )
        with qtbot.waitSignal(table.heads.menu_requested) as asked:
            QApplication.sendEvent(viewport, event)
        assert asked.args
        assert asked.args[0] == section or (section is None and asked.args[0] > 0)


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_tooltip_of_its_head_is_its_own(table: PagedTableView) -> None:
    columns = [COLUMNS[0].__class__("vin", "VIN", tip="the number"), *COLUMNS[1:]]
    fill(table, columns)
    table.horizontalScrollBar().setValue(300)
    viewport = table.heads.viewport()
    place = QPoint(20, 5)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    assert "the number" in QToolTip.text()
    QToolTip.hideText()


def test_nothing_is_dragged_before_it_nor_it_away(table: PagedTableView) -> None:
    table.horizontalScrollBar().setValue(0)
    viewport = table.heads.viewport()
    third = table.heads.sectionViewportPosition(2) + 30
    drag(viewport, QPoint(third, 5), QPoint(3, 5))
    assert table.order()[0] == "vin"
    drag(viewport, QPoint(30, 5), QPoint(third, 5))
    assert table.order()[0] == "vin"
    table.keep_first(False)
    drag(viewport, QPoint(30, 5), QPoint(third, 5))
    assert table.order()[0] != "vin"

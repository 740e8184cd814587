import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QStyleOptionHeader
from pytestqt.qtbot import QtBot

from tests.ui.paging.any_table import COLUMNS, LEFT, NONE, drag, fill, on_screen
from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.paged_table_view import PagedTableView

SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
Mark = QStyleOptionHeader.SortIndicator


@pytest.fixture
def table(qtbot: QtBot, inline_runner: JobRunner) -> PagedTableView:
    view = on_screen(qtbot, inline_runner)
    fill(view)
    view.arrange([column.key for column in COLUMNS], {})
    return view


def head(table: PagedTableView, section: int) -> QPoint:
    return QPoint(table.heads.sectionViewportPosition(section) + 30, 5)


def looks(table: PagedTableView, section: int) -> QStyleOptionHeader:
    option = QStyleOptionHeader()
    table.heads.initStyleOption(option)
    table.heads.initStyleOptionForIndex(option, section)
    return option


def test_a_click_asks_for_an_order_and_one_with_shift_for_a_further_key(
    table: PagedTableView,
) -> None:
    asked = QSignalSpy(table.heads.sort_requested)
    viewport = table.heads.viewport()
    QTest.mouseClick(viewport, LEFT, NONE, head(table, 2))
    QTest.mouseClick(viewport, LEFT, SHIFT, head(table, 3))
    QTest.mouseClick(viewport, LEFT, NONE, head(table, 3))
    assert [asked.at(number) for number in range(asked.count())] == [
        [2, False],
        [3, True],
        [3, False],
    ]


def test_dragging_a_head_moves_it_and_sorts_nothing(table: PagedTableView) -> None:
    asked, arranged = QSignalSpy(table.heads.sort_requested), QSignalSpy(table.arranged)
    drag(table.heads.viewport(), head(table, 1), head(table, 3) + QPoint(60, 0))
    assert table.order()[:4] == ["vin", "c2", "c3", "c1"]
    assert asked.count() == 0
    assert arranged.count() == 1


def test_a_moved_head_is_still_itself_when_it_is_clicked(table: PagedTableView) -> None:
    drag(table.heads.viewport(), head(table, 1), head(table, 3) + QPoint(60, 0))
    asked = QSignalSpy(table.heads.sort_requested)
    QTest.mouseClick(table.heads.viewport(), LEFT, NONE, head(table, 1))
    assert asked.at(0) == [1, False]


def test_marks_show_direction_and_with_several_the_rank(table: PagedTableView) -> None:
    table.heads.show_sorts([(2, True)])
    assert looks(table, 2).sortIndicator == Mark.SortUp
    assert looks(table, 1).sortIndicator == Mark.None_
    assert table.heads.accessibleDescription() == "VIN. Sorted by Column 2 descending"
    alone = table.heads.sectionSizeHint(2)

    table.heads.show_sorts([(2, True), (1, False)])
    assert looks(table, 2).sortIndicator == Mark.SortUp
    assert looks(table, 1).sortIndicator == Mark.SortDown
    assert table.heads.sectionSizeHint(2) > alone
    spoken = table.heads.accessibleDescription()
    assert spoken == "VIN. Sorted by Column 2 descending, then Column 1 ascending"
    table.heads.viewport().repaint()

    table.heads.show_sorts([])
    assert looks(table, 2).sortIndicator == Mark.None_
    assert table.heads.accessibleDescription() == "VIN"


def test_a_title_gives_way_to_its_mark(table: PagedTableView) -> None:
    table.setColumnWidth(2, 60)
    whole = looks(table, 2).text
    table.heads.show_sorts([(2, True), (1, False)])
    assert whole == "Column 2"
    assert looks(table, 2).text.endswith("…")


def test_a_head_is_wide_enough_for_title_and_arrow_when_it_is_fitted(
    table: PagedTableView,
) -> None:
    table.fit_all()
    table.heads.show_sorts([(2, True)])
    assert looks(table, 2).text == "Column 2"


def test_a_sort_can_be_asked_for_by_name_and_never_of_what_is_not_there(
    table: PagedTableView,
) -> None:
    asked = QSignalSpy(table.heads.sort_requested)
    table.heads.request_sort(4, extend=True)
    table.heads.request_sort(-1, extend=False)
    table.heads.request_sort(99, extend=False)
    assert [asked.at(number) for number in range(asked.count())] == [[4, True]]


def test_keys_walk_the_heads_sort_and_open_the_menu(table: PagedTableView) -> None:
    heads = table.heads
    asked, menu = QSignalSpy(heads.sort_requested), QSignalSpy(heads.menu_requested)
    QTest.keyClick(table, Key.Key_Tab)
    assert heads.hasFocus()
    QTest.keyClick(heads, Key.Key_Left)
    assert heads.current == 0
    QTest.keyClick(heads, Key.Key_Right)
    QTest.keyClick(heads, Key.Key_Return)
    QTest.keyClick(heads, Key.Key_Return, SHIFT)
    heads.hideSection(1)
    QTest.keyClick(heads, Key.Key_Return)
    heads.showSection(1)
    assert [asked.at(number) for number in range(asked.count())] == [[1, False], [1, True]]
    assert heads.accessibleDescription() == "Column 1"
    heads.viewport().repaint()

    place = QPoint(1, 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, heads.mapToGlobal(place))
    QApplication.sendEvent(heads.viewport(), event)
    assert menu.at(0)[0] == 1


def test_the_head_that_keys_come_to_is_in_view(table: PagedTableView) -> None:
    table.keep_first(True)
    table.heads.setFocus()
    shown = range(len(COLUMNS))
    for key, sections in ((Key.Key_Right, [*shown[1:], 11]), (Key.Key_Left, shown[10::-1])):
        for section in sections:
            QTest.keyClick(table.heads, key)
            left = table.heads.place_of(section)
            assert table.heads.current == section
            assert left >= 0
            assert left + table.columnWidth(section) <= table.viewport().width()
            if section:
                assert left >= table.heads.kept_width()


def test_keys_step_over_hidden_columns(table: PagedTableView) -> None:
    table.arrange(["vin", "c3", "c1"], {})
    table.heads.setFocus()
    walked: list[int] = []
    for _step in range(3):
        QTest.keyClick(table.heads, Key.Key_Right)
        walked.append(table.heads.current)
    assert walked == [3, 1, 1]

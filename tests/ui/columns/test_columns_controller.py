from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.columns.moving import moved
from tests.ui.paging.any_table import LEFT, NONE, Counted, drag, fill, on_screen
from vindesk.jobs.runner import JobRunner
from vindesk.ui.columns.column_chooser import ColumnChooser
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.columns.column_memory import ColumnMemory
from vindesk.ui.columns.columns_controller import ColumnsController
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.state_file import StateFile

USUAL = ColumnLayout()


@pytest.fixture
def memory(tmp_path: Path) -> ColumnMemory:
    return ColumnMemory(StateFile(tmp_path / "state.ini"))


@pytest.fixture
def table(qtbot: QtBot, inline_runner: JobRunner) -> PagedTableView:
    return on_screen(qtbot, inline_runner)


@pytest.fixture
def columns(table: PagedTableView, memory: ColumnMemory) -> ColumnsController:
    controller = ColumnsController(table, memory)
    show_rows(table, controller)
    return controller


def show_rows(table: PagedTableView, columns: ColumnsController) -> Counted:
    return fill(table, columns.chosen.asked)


def act(columns: ColumnsController, section: int, name: str) -> None:
    menu = columns.menu(section)
    action = menu.findChild(QAction, name)
    assert action is not None
    assert action.isEnabled()
    action.trigger()


def test_the_table_begins_with_the_usual_columns(
    table: PagedTableView, columns: ColumnsController
) -> None:
    assert tuple(table.order()) == USUAL.order
    assert table.heads.first_stays


def test_what_was_chosen_is_there_at_the_next_start(
    qtbot: QtBot, inline_runner: JobRunner, memory: ColumnMemory, columns: ColumnsController
) -> None:
    mine = moved(USUAL.show("doors").resize({"doors": 333}), "doors", 1)
    columns.change(mine)
    other = on_screen(qtbot, inline_runner)
    again = ColumnsController(other, memory)
    assert again.chosen == mine
    show_rows(other, again)
    assert tuple(other.order()) == mine.order
    assert other.widths_other_than(mine.widths) == {}


def test_a_hidden_column_goes_at_once_and_a_new_one_comes_with_its_rows(
    table: PagedTableView, columns: ColumnsController
) -> None:
    changed = QSignalSpy(columns.layout_changed)
    columns.change(USUAL.hide("make").show("doors"))
    assert changed.count() == 1
    assert tuple(table.order()) == USUAL.hide("make").order
    show_rows(table, columns)
    assert tuple(table.order()) == columns.chosen.order
    columns.change(columns.chosen)
    assert changed.count() == 1


def test_a_column_dragged_elsewhere_is_remembered(
    table: PagedTableView, columns: ColumnsController, memory: ColumnMemory
) -> None:
    heads = table.heads
    start = QPoint(heads.sectionViewportPosition(1) + 20, 5)
    end = QPoint(heads.sectionViewportPosition(3) + heads.sectionSize(3) - 5, 5)
    drag(heads.viewport(), start, end)
    assert columns.chosen == moved(USUAL, "make", 3) == memory.load()
    show_rows(table, columns)
    assert tuple(table.order()) == columns.chosen.order


def test_a_column_dragged_wider_is_remembered_and_no_other(
    table: PagedTableView, columns: ColumnsController, memory: ColumnMemory
) -> None:
    border = QPoint(table.heads.sectionViewportPosition(2), 5)
    width = table.columnWidth(1)
    drag(table.heads.viewport(), border, border + QPoint(50, 0))
    assert table.columnWidth(1) == width + 50
    assert list(columns.chosen.widths) == ["make"]
    assert memory.load() == columns.chosen
    show_rows(table, columns)
    assert table.columnWidth(1) == width + 50


def test_a_column_on_its_way_is_not_forgotten_when_another_is_dragged(
    table: PagedTableView, columns: ColumnsController
) -> None:
    columns.change(USUAL.show("doors"))
    border = QPoint(table.heads.sectionViewportPosition(2), 5)
    drag(table.heads.viewport(), border, border + QPoint(50, 0))
    assert columns.chosen.order == USUAL.show("doors").order


def test_new_rows_do_not_disturb_a_drag(table: PagedTableView, columns: ColumnsController) -> None:
    viewport = table.heads.viewport()
    border = QPoint(table.heads.sectionViewportPosition(2), 5)
    width = table.columnWidth(1)
    QTest.mouseMove(viewport, border)
    QTest.mousePress(viewport, LEFT, NONE, border)
    QTest.mouseMove(viewport, border + QPoint(30, 0))
    show_rows(table, columns)
    QTest.mouseMove(viewport, border + QPoint(60, 0))
    QTest.mouseRelease(viewport, LEFT, NONE, border + QPoint(60, 0))
    assert table.columnWidth(1) == width + 60
    assert list(columns.chosen.widths) == ["make"]


def test_the_menu_hides_a_column_but_never_the_vin(columns: ColumnsController) -> None:
    act(columns, 1, "hide_column")
    assert columns.chosen == USUAL.hide("make")
    for section in (0, -1):
        hide = columns.menu(section).findChild(QAction, "hide_column")
        assert hide is not None
        assert not hide.isEnabled()


def test_the_menu_fits_one_column_or_all(table: PagedTableView, columns: ColumnsController) -> None:
    table.viewport().repaint()
    act(columns, 1, "fit_column")
    assert list(columns.chosen.widths) == ["make"]
    act(columns, -1, "fit_all_columns")
    assert len(columns.chosen.widths) > 5


def test_the_menu_lets_the_vin_go_and_keeps_it_again(
    table: PagedTableView, columns: ColumnsController
) -> None:
    act(columns, 2, "keep_vin")
    assert not columns.chosen.vin_pinned
    assert not table.heads.first_stays
    act(columns, 2, "keep_vin")
    assert columns.chosen == USUAL
    assert table.heads.first_stays


def test_the_menu_resets_what_was_changed(columns: ColumnsController) -> None:
    reset = columns.menu(0).findChild(QAction, "reset_columns")
    assert reset is not None
    assert not reset.isEnabled()
    columns.change(USUAL.show("doors").resize({"make": 200}))
    act(columns, 1, "reset_columns")
    assert columns.chosen == USUAL


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_right_click_on_a_head_opens_its_menu(
    table: PagedTableView, columns: ColumnsController
) -> None:
    viewport = table.heads.viewport()
    place = QPoint(table.heads.sectionViewportPosition(1) + 10, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_H)
    assert columns.chosen == USUAL.hide("make")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_the_current_column_opens_without_a_mouse(
    table: PagedTableView, columns: ColumnsController
) -> None:
    heads, place = table.heads, QPoint(1, 1)
    heads.set_current(3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, heads.mapToGlobal(place))
    QApplication.sendEvent(heads.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_H)
    assert columns.chosen == USUAL.hide("model_year")


def test_the_chooser_works_on_the_table_at_once(
    table: PagedTableView, columns: ColumnsController
) -> None:
    columns.choose()
    chooser = table.findChild(ColumnChooser)
    assert chooser is not None
    assert chooser.isModal()
    chooser.list.setCurrentIndex(chooser.list.model().index(1, 0))
    chooser.remove()
    assert columns.chosen == USUAL.hide("make")
    assert tuple(table.order()) == columns.chosen.order
    chooser.list.model().moveRow(QModelIndex(), 1, QModelIndex(), 4)
    assert tuple(table.order()) == columns.chosen.order
    chooser.reject()
    assert columns.chosen == USUAL
    assert tuple(table.order()) == USUAL.order

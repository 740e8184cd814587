"""Who reads a line is left in peace while others come, with the keyboard as with the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.conftest import enlarge
from tests.ui.logs.test_log_model import lines
from vindesk.ui.logs.log_model import LOG_COLUMNS, LogModel
from vindesk.ui.logs.log_view import LogView

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot) -> LogView:
    """One that follows, at the end of 500 lines; from 1,100 on the oldest make room."""
    model = LogModel(LOG_COLUMNS, most_lines=1_000)
    view = LogView(model, "Log", ("0" * 24,) * 4, levels=True)
    qtbot.addWidget(view)
    view.resize(700, 500)
    with qtbot.waitExposed(view):
        view.show()
    view.take(lines(1, 500))
    qtbot.waitUntil(lambda: is_at_end(view))
    return view


def is_at_end(view: LogView) -> bool:
    bar = view.table.verticalScrollBar()
    return 100 < bar.maximum() == bar.value()


def current_row(view: LogView) -> int:
    return view.table.currentIndex().row()


def enter(view: LogView, qtbot: QtBot) -> None:
    """Come into the table with the keyboard."""
    view.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.table.hasFocus)


def test_the_keyboard_comes_in_at_the_line_that_is_seen_last(view: LogView, qtbot: QtBot) -> None:
    enter(view, qtbot)
    assert (current_row(view), view.follow.isChecked()) == (499, True)
    assert view.whole.toPlainText() == "record 500"


def test_it_comes_in_where_one_has_scrolled_to(view: LogView, qtbot: QtBot) -> None:
    view.follow.setChecked(False)
    view.table.verticalScrollBar().setValue(100)
    enter(view, qtbot)
    assert 100 < current_row(view) < 150
    assert view.table.verticalScrollBar().value() == 100


def test_a_page_up_ends_following_and_the_last_line_begins_it_again(
    view: LogView, qtbot: QtBot
) -> None:
    enter(view, qtbot)
    qtbot.keyClick(view.table, Qt.Key.Key_PageUp)
    qtbot.keyClick(view.table, Qt.Key.Key_PageUp)
    assert not view.follow.isChecked()
    read, top = current_row(view), view.table.verticalScrollBar().value()
    view.take(lines(501, 520))
    assert (current_row(view), view.table.verticalScrollBar().value()) == (read, top)

    qtbot.keyClick(view.table, Qt.Key.Key_End, CTRL)
    assert view.follow.isChecked()
    view.take(lines(521, 540))
    qtbot.waitUntil(lambda: is_at_end(view))


def test_who_clicks_a_line_reads_it(view: LogView, qtbot: QtBot) -> None:
    line = view.model.index(495, 0)
    place = view.table.visualRect(line).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (current_row(view), view.follow.isChecked()) == (495, False)


def test_who_wants_to_follow_no_more_does_not_by_coming_into_the_table(
    view: LogView, qtbot: QtBot
) -> None:
    view.follow.setChecked(False)
    enter(view, qtbot)
    assert current_row(view) == 499
    assert not view.follow.isChecked()


def test_when_the_current_line_makes_room_for_new_ones_following_goes_on(view: LogView) -> None:
    view.table.setCurrentIndex(view.model.index(3, 0))
    assert not view.follow.isChecked()
    view.follow.setChecked(True)
    view.take(lines(501, 1_200))
    assert view.model.count == 1_000
    assert view.follow.isChecked()


def test_another_size_of_letters_is_followed_but_for_a_width_of_the_users(
    view: LogView, qtbot: QtBot, qapp: QApplication, restored_font: None
) -> None:
    table, model = view.table, view.model
    table.setColumnWidth(1, 77)

    def sizes() -> list[float]:
        code = model.index(0, 0).data(Qt.ItemDataRole.FontRole)
        letters = (code.pointSizeF(), view.whole.font().pointSizeF())
        return [table.rowHeight(0), table.columnWidth(0), table.columnWidth(2), *letters]

    before = sizes()
    enlarge(qapp)
    qtbot.waitUntil(lambda: all(now > then for now, then in zip(sizes(), before, strict=True)))
    assert table.columnWidth(1) == 77

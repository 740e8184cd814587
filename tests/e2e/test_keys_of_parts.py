"""Keys that mean what has the keyboard, not the rows of the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from tests.e2e.conftest import User
from tests.e2e.hands import CTRL
from vindesk.domain.errors import DiskFull
from vindesk.services.removal import Remover
from vindesk.ui.actions import ActionId
from vindesk.ui.details.field_tree import FieldTree

SOME_VIN = "1XPWD40X1ED215307"


def test_text_that_is_marked_is_copied_not_the_rows(user: User) -> None:
    user.look_up(SOME_VIN)
    user.click_row(0)
    label = next(
        each
        for each in user.window.details_dock.findChildren(QLabel)
        if each.accessibleName() == "VIN"
    )
    place = QPointF(3, 3)
    QApplication.sendEvent(label, QEnterEvent(place, place, place))
    label.setSelection(0, 3)
    label.setFocus()
    user.qtbot.keyClick(label, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "1XP"
    label.setSelection(0, 0)
    user.qtbot.keyClick(label, Qt.Key.Key_C, CTRL)
    user.until(lambda: user.status.startswith("Copied 1 "))
    QApplication.sendEvent(label, QEvent(QEvent.Type.Leave))
    user.until_quiet()


def test_all_fields_are_selected_where_the_fields_have_the_keyboard(user: User) -> None:
    user.look_up(SOME_VIN)
    user.look_up("1XKWDB0X57J211825")
    user.click_row(0)
    tree = user.window.findChild(FieldTree)
    assert tree is not None
    tree.setFocus()
    user.qtbot.keyClick(tree, Qt.Key.Key_A, CTRL)
    assert len(tree.selectionModel().selectedRows()) > 10
    assert [len(rows) for rows in user.table.selected_ranges()] == [1]
    assert QApplication.focusWidget() is tree


def test_what_failed_is_not_said_to_be_under_way(
    user: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_args: object) -> int:
        raise DiskFull("There is no room left. Nothing was removed.")

    user.look_up(SOME_VIN)
    user.click_row(0)
    monkeypatch.setattr(Remover, "apply", full)
    user.press(ActionId.REMOVE)
    assert user.status.startswith("Removing ")
    user.until_quiet()
    assert not user.status.endswith("…")
    assert user.status
    assert len(user.rows()) == 1


def test_a_window_that_was_minimized_comes_back(user: User) -> None:
    desk = user.session.desk
    for action in (ActionId.SUMMARY, ActionId.SHOW_LOG):
        user.press(action)
        user.until_quiet()
        window = desk.insight.summary.window if action is ActionId.SUMMARY else desk.logs.window
        assert window is not None
        window.setWindowState(Qt.WindowState.WindowMinimized)
        QApplication.processEvents()  # the system says what it did a little later
        user.press(action)
        user.until(lambda window=window: not window.isMinimized())
        window.close()
    user.until_quiet()

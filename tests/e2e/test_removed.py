"""What was removed in an earlier run is brought back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTreeWidget

from tests.e2e.conftest import User
from tests.e2e.hands import selected_vins
from vindesk.ui.actions import ActionId
from vindesk.ui.removed.removed_dialog import RemovedDialog

VINS = ("1XPWD40X1ED215307", "1XKWDB0X57J211825", "ZA9CA05AXJLA12340", "1XP5DB9X7YN526158")
EMBEDDED = ("--source", "embedded")


def remove(user: User, *rows: int) -> None:
    user.table.select_ranges([range(row, row + 1) for row in rows], rows[0])
    user.press(ActionId.REMOVE)
    user.until(lambda: user.status.startswith("Removed"))
    user.until_quiet()


def removed(user: User) -> tuple[RemovedDialog, QTreeWidget]:
    user.press(ActionId.REMOVED)
    user.until(lambda: user.window.findChild(RemovedDialog))
    dialog = user.window.findChild(RemovedDialog)
    assert dialog is not None
    user.qtbot.waitExposed(dialog)
    return dialog, dialog.list


def told(removals: QTreeWidget) -> list[list[str]]:
    items = [removals.topLevelItem(row) for row in range(removals.topLevelItemCount())]
    return [[item.text(column) for column in (1, 2)] for item in items if item is not None]


@pytest.fixture
def next_day(start: Callable[..., User]) -> User:
    """Four were removed, three and one; the window was closed and is open again."""
    user = start(*EMBEDDED)
    for vin in VINS:
        user.look_up(vin)
    remove(user, 0, 1, 2)
    remove(user, 0)
    user.session.close()
    again = start(*EMBEDDED)
    assert again.rows() == []
    assert not again.session.desk.actions[ActionId.UNDO].isEnabled()
    return again


def test_a_removal_of_an_earlier_run_is_brought_back_and_that_is_undone(next_day: User) -> None:
    user = next_day
    _dialog, removals = removed(user)
    three = sorted(VINS[1:])
    assert told(removals) == [["1", VINS[0]], ["3", ", ".join(three)]]
    user.qtbot.keyClick(removals, Qt.Key.Key_Down)
    user.qtbot.keyClick(removals, Qt.Key.Key_Return)
    user.until(lambda: user.status == "Brought 3 vehicles back.")
    user.until_quiet()
    assert sorted(selected_vins(user)) == three

    user.press(ActionId.UNDO)
    user.until(lambda: user.status.startswith("Removed 3 vehicles"))
    user.until_quiet()
    assert user.rows() == []

    user.press(ActionId.REDO)
    user.until(lambda: user.status == "Brought 3 vehicles back.")
    user.until_quiet()
    assert len(user.rows()) == 3


def test_what_was_looked_up_again_is_not_in_it(next_day: User) -> None:
    user = next_day
    user.look_up(VINS[1])
    dialog, removals = removed(user)
    assert told(removals)[1] == ["2", ", ".join(sorted(VINS[2:]))]
    dialog.close()


def test_undo_reaches_what_was_brought_back_and_removed_again(start: Callable[..., User]) -> None:
    user = start(*EMBEDDED)
    user.look_up(VINS[0])
    remove(user, 0)
    dialog, _removals = removed(user)
    button = dialog.findChild(QPushButton, "bring_back")
    assert button is not None
    user.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    user.until(lambda: user.status == "Brought 1 vehicle back.")
    user.until_quiet()
    for told_then, rows in (("Removed 1 vehicle", 0), ("Brought 1 vehicle back", 1)):
        user.press(ActionId.UNDO)
        user.until(lambda said=told_then: user.status.startswith(said))
        user.until_quiet()
        assert len(user.rows()) == rows


def test_with_nothing_removed_there_is_nothing_to_bring_back(start: Callable[..., User]) -> None:
    user = start(*EMBEDDED)
    dialog, removals = removed(user)
    assert told(removals) == []
    button = dialog.findChild(QPushButton, "bring_back")
    assert button is not None
    assert not button.isEnabled()
    user.qtbot.keyClick(removals, Qt.Key.Key_Escape)
    assert not dialog.isVisible()

"""The groups of settings, at the left of the list."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QScrollBar
from pytestqt.qtbot import QtBot

from tests.ui.preferences.conftest import Begin
from vindesk.config.settings import SETTINGS
from vindesk.ui.preferences.preferences_dialog import PreferencesDialog


def bar_of(dialog: PreferencesDialog) -> QScrollBar:
    area = dialog.findChild(QScrollArea, "preferences_list")
    assert area is not None
    return area.verticalScrollBar()


def click(dialog: PreferencesDialog, row: int, qtbot: QtBot) -> None:
    groups = dialog.groups
    place = groups.visualItemRect(groups.item(row)).center()
    qtbot.mouseClick(groups.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_each_group_stands_once_at_the_left(begin: Begin) -> None:
    dialog = begin().open()
    listed = [dialog.groups.item(row).text() for row in range(dialog.groups.count())]
    assert listed == list(dict.fromkeys(setting.group for setting in SETTINGS.values()))


def test_a_group_is_brought_to_the_top(begin: Begin) -> None:
    dialog = begin().open()
    before = dialog.rows["log_files"].mapTo(dialog, QPoint(0, 0)).y()
    dialog.groups.setCurrentRow(dialog.groups.count() - 1)
    assert dialog.rows["log_files"].mapTo(dialog, QPoint(0, 0)).y() < before


def test_a_click_on_the_group_that_is_current_brings_it_to_the_top_again(
    begin: Begin, qtbot: QtBot
) -> None:
    dialog = begin().open()
    bar = bar_of(dialog)
    click(dialog, 1, qtbot)
    top = bar.value()
    assert 0 < top < bar.maximum()
    bar.setValue(bar.maximum())
    click(dialog, 1, qtbot)
    assert bar.value() == top

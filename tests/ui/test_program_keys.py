"""Keys that Qt's text fields claim, and that windows have a use for."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from typing_extensions import override

from tests.conftest import carry_out_deletions
from vindesk.ui.program_keys import ProgramKeys

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Claims(QObject):
    """Has a text claim whatever key is pressed, as Qt's claim some on each platform."""

    def __init__(self, text: QWidget) -> None:
        super().__init__(text)
        self.got: list[int] = []
        text.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.got.append(event.key())
        return super().eventFilter(watched, event)


class Window(QMainWindow):
    """Has a shortcut for each of the keys, and one text in it."""

    def __init__(self, text: QWidget, *keys: str) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.setCentralWidget(text)
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda key=key: self.heard.append(key))


@pytest.fixture(autouse=True)
def program_keys(qapp: QApplication) -> Iterator[QObject]:
    """They live as long as this."""
    parent = QObject()
    ProgramKeys(qapp, parent)
    yield parent
    if isValid(parent):
        parent.deleteLater()


def shown(qtbot: QtBot, text: QWidget, *keys: str) -> Window:
    window = Window(text, *keys)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    return window


@pytest.mark.parametrize("text", [QLineEdit, QPlainTextEdit, QSpinBox])
def test_a_window_gets_its_keys_while_one_types(qtbot: QtBot, text: type[QWidget]) -> None:
    field = text()
    Claims(field)
    window = shown(qtbot, field, "Ctrl+E", "Ctrl+D", "Ctrl+Shift+K")
    qtbot.keyClick(field, Qt.Key.Key_E, CTRL)
    qtbot.keyClick(field, Qt.Key.Key_D, CTRL)
    qtbot.keyClick(field, Qt.Key.Key_K, CTRL | SHIFT)
    assert window.heard == ["Ctrl+E", "Ctrl+D", "Ctrl+Shift+K"]


def test_a_text_that_has_the_keyboard_already_is_heard_too(
    qtbot: QtBot, qapp: QApplication, program_keys: QObject
) -> None:
    program_keys.deleteLater()
    carry_out_deletions()
    field = QLineEdit()
    Claims(field)
    window = shown(qtbot, field, "Ctrl+E")
    qtbot.keyClick(field, Qt.Key.Key_E, CTRL)
    assert window.heard == []
    ProgramKeys(qapp, window)
    qtbot.keyClick(field, Qt.Key.Key_E, CTRL)
    assert window.heard == ["Ctrl+E"]


def test_a_text_keeps_what_every_text_has(qtbot: QtBot) -> None:
    entry = QLineEdit("1XPWD40X1ED215307")
    window = shown(qtbot, entry, "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Z", "Del", "Home")
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_Z):
        qtbot.keyClick(entry, key, CTRL)
    qtbot.keyClick(entry, Qt.Key.Key_Home)
    qtbot.keyClick(entry, Qt.Key.Key_Delete)
    assert window.heard == []
    assert entry.cursorPosition() == 0


def test_undo_is_the_windows_where_the_text_has_nothing_to_undo(qtbot: QtBot) -> None:
    entry = QLineEdit()
    window = shown(qtbot, entry, "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z")
    qtbot.keyClick(entry, Qt.Key.Key_Z, CTRL)
    assert window.heard == ["Ctrl+Z"]
    qtbot.keyClicks(entry, "1XP")
    qtbot.keyClick(entry, Qt.Key.Key_Z, CTRL)
    assert (entry.text(), window.heard) == ("", ["Ctrl+Z"])
    qtbot.keyClick(entry, Qt.Key.Key_Z, CTRL | SHIFT)
    assert (entry.text(), window.heard) == ("1XP", ["Ctrl+Z"])
    qtbot.keyClick(entry, Qt.Key.Key_Z, CTRL | SHIFT)
    assert window.heard == ["Ctrl+Z", "Ctrl+Shift+Z"]


@pytest.mark.parametrize("held", [True, False])
def test_a_key_held_down_does_not_go_on_through_what_the_window_has_to_undo(
    qtbot: QtBot, held: bool
) -> None:
    entry = QLineEdit()
    shown(qtbot, entry, "Ctrl+Z")
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CTRL, "\x1a", held)
    asked.ignore()
    QApplication.sendEvent(entry, asked)
    assert asked.isAccepted() is held


def test_letters_are_typed(qtbot: QtBot) -> None:
    entry = QLineEdit()
    window = shown(qtbot, entry, "E", "Ctrl+E")
    qtbot.keyClicks(entry, "eE")
    assert (entry.text(), window.heard) == ("eE", [])


def test_where_the_window_has_no_use_for_a_key_the_text_has_it(qtbot: QtBot) -> None:
    entry = QLineEdit()
    claims = Claims(entry)
    shown(qtbot, entry, "Ctrl+E")
    qtbot.keyClick(entry, Qt.Key.Key_K, CTRL)
    assert claims.got[-1] == Qt.Key.Key_K


def test_a_text_that_goes_while_it_has_the_keyboard_is_forgotten(qtbot: QtBot) -> None:
    window = shown(qtbot, QLineEdit(), "Ctrl+E")
    other = QLineEdit()
    Claims(other)
    window.setCentralWidget(other)
    other.show()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    qtbot.keyClick(other, Qt.Key.Key_E, CTRL)
    assert window.heard == ["Ctrl+E"]


def test_a_text_that_is_deleted_while_it_has_the_keyboard_does_no_harm(
    qtbot: QtBot, qapp: QApplication
) -> None:
    entry = QLineEdit()
    window = shown(qtbot, entry, "Ctrl+E")
    entry.deleteLater()
    carry_out_deletions()
    other = QLineEdit(window)
    other.show()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert other.hasFocus()

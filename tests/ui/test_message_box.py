import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vindesk.ui.vehicles.removal_controller import removal_question

SCANNED = "1xrcoresaltdm0123"
"""Every letter that a button may have underlined."""


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_who_scans_while_a_question_opens_does_not_answer_it(qtbot: QtBot, window: QWidget) -> None:
    box = removal_question(5_000, window)
    box.open()
    buttons = box.findChildren(QPushButton)
    letters = {each.shortcut().toString()[-1:].lower() for each in buttons} - {""}
    assert letters
    focused = box.focusWidget()
    assert focused is not None
    qtbot.keyClicks(focused, SCANNED + "".join(letters))
    assert not any(button.isDown() for button in buttons)
    with qtbot.waitSignal(box.rejected):
        qtbot.keyClick(focused, Qt.Key.Key_Return)

"""What was copied, when the process ends."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from vindesk.ui.clipboard import hand_over, put_encoded

CHILD = """
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication
from vindesk.ui.clipboard import hand_over, put_encoded
application = QApplication([])
put_encoded(QByteArray(b"x" * 20_000_000))
hand_over()
print("ended", flush=True)
"""


def test_a_process_with_much_on_the_clipboard_ends_in_order() -> None:
    child = [sys.executable, "-c", CHILD]
    done = subprocess.run(child, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("ended\n", 0), done.stderr


@pytest.mark.parametrize(("most", "kept"), [(100, "VIN\nä"), (2, "")])
def test_a_text_is_left_to_qt_if_it_is_not_too_much(qtbot: QtBot, most: int, kept: str) -> None:
    clipboard = QGuiApplication.clipboard()
    put_encoded(QByteArray("VIN\nä".encode()))
    made = type(clipboard.mimeData())
    assert clipboard.text() == "VIN\nä"
    hand_over(most)
    assert clipboard.text() == kept
    assert type(clipboard.mimeData()) is not made


def test_what_others_copied_is_left_alone(qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText("of another program")
    QGuiApplication.clipboard().setMimeData(data)
    hand_over(0)
    assert QGuiApplication.clipboard().text() == "of another program"
    QGuiApplication.clipboard().clear()

"""What was copied outlives the window, and does not outlive it in a way that crashes.

Data that Python made for the clipboard cannot be read, or deleted, once Python has ended; Qt
does both when it ends, after Python. Data that Qt made can: under X11 it is then offered to
the desktop's clipboard manager.
"""

from typing import Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

_TEXT: Final = "text/plain"
MOST_KEPT: Final = 64_000_000
"""Bytes: more is not copied once more on closing, and is gone."""


class _Made(QMimeData):
    """Data of ours, to be known again."""


def put_encoded(text: QByteArray) -> None:
    """Put a text in UTF-8 on the clipboard; nothing of it is converted before somebody pastes."""
    data = _Made()
    data.setData(_TEXT, text)
    QGuiApplication.clipboard().setMimeData(data)


def hand_over(most: int = MOST_KEPT) -> None:
    """Leave to Qt what this process put on the clipboard: called when it is about to end."""
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    if not isinstance(data, _Made):
        return
    if data.data(_TEXT).size() <= most:
        clipboard.setText(data.text())
    else:
        clipboard.clear()

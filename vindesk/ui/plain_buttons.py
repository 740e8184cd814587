"""Buttons that say what they do in words, on every platform alike."""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget


def without_icons(box: QWidget) -> None:
    """Take off ``box`` what the platform puts on its standard buttons: red crosses, green ticks.

    For button boxes, message boxes and Qt's own file dialogs, once they have all their buttons.
    """
    for button in box.findChildren(QPushButton):
        button.setIcon(QIcon())

"""What a screen reader is told."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface

Role = QAccessible.Role
NAME = QAccessible.Text.Name
DESCRIPTION = QAccessible.Text.Description


def told(thing: QObject) -> QAccessibleInterface:
    """What a screen reader has of ``thing``."""
    interface = QAccessible.queryAccessibleInterface(thing)
    assert interface is not None
    return interface

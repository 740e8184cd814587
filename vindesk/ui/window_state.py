"""What the program merely remembers: where windows and docks were."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

_VERSION = 1


class WindowState:
    """Geometry and docks of a main window, in a file of their own."""

    def __init__(self, file: Path) -> None:
        self._file = str(file)

    def restore(self, window: QMainWindow) -> None:
        """Put the window where it was; at first it gets a size of its own."""
        stored = QSettings(self._file, QSettings.Format.IniFormat)
        geometry = stored.value(f"{window.objectName()}/geometry")
        docks = stored.value(f"{window.objectName()}/docks")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        if isinstance(docks, QByteArray):
            window.restoreState(docks, _VERSION)

    def save(self, window: QMainWindow) -> None:
        stored = QSettings(self._file, QSettings.Format.IniFormat)
        stored.setValue(f"{window.objectName()}/geometry", window.saveGeometry())
        stored.setValue(f"{window.objectName()}/docks", window.saveState(_VERSION))
        stored.sync()

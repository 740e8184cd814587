"""Where the main window and its docks were."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from vindesk.ui.state_file import StateFile

_VERSION = 1


def bring_forward(window: QWidget) -> None:
    """Show ``window`` in front of others, with the keyboard; also one that was minimized."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


class WindowState:
    """Geometry and docks of a main window."""

    def __init__(self, state: StateFile) -> None:
        self._state = state

    def restore(self, window: QMainWindow) -> None:
        """Put the window where it was; at first it gets a size of its own."""
        geometry = self._state.value(f"{window.objectName()}/geometry")
        docks = self._state.value(f"{window.objectName()}/docks")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        if isinstance(docks, QByteArray):
            window.restoreState(docks, _VERSION)

    def save(self, window: QMainWindow) -> None:
        name = window.objectName()
        docks = window.saveState(_VERSION)
        self._state.keep({f"{name}/geometry": window.saveGeometry(), f"{name}/docks": docks})

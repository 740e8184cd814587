"""How large windows are: at first as their screen has room, then as the user left them."""

from typing import Final

from PySide6.QtCore import QByteArray, QChildEvent, QEvent, QObject, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.ui.state_file import StateFile

_USUAL_LINE: Final = 15
"""How high a line is where sizes were chosen, in pixels."""

_MOST: Final = 1.6
_FRAME: Final = QSize(16, 48)
"""What a window's frame and a panel of the desktop may take."""

_VERSION: Final = 1


def first_size(window: QWidget, usual: QSize) -> None:
    """Larger than ``usual`` where letters are, and never larger than the screen."""
    scale = min(max(window.fontMetrics().height() / _USUAL_LINE, 1.0), _MOST)
    window.resize((usual * scale).boundedTo(room_for(window)))


def side_width(window: QWidget, usual: int, most: float) -> int:
    """Of a panel at the side: ``usual``, and no more than that part of ``window``."""
    return min(usual, round(window.width() * most))


def room_for(window: QWidget) -> QSize:
    """How large ``window`` may be on the screen on which it is, or will be.

    Not by ``window.screen()``: PySide counts that screen among the parts of the window, and
    deletes it with a window that is collected as garbage; Qt then dies at the next one.
    """
    above = window.parentWidget()
    place = (window if above is None else above.window()).geometry().center()
    screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
    return screen.availableSize() - _FRAME


def no_narrower(layout: QVBoxLayout, window: QWidget, characters: int) -> None:
    """Keep ``window`` as wide as so many characters, or as its parts need: that may be more."""
    layout.addStrut(characters * window.fontMetrics().averageCharWidth())


class WindowSizes(QObject):
    """Remembers the windows that can be made larger, by their object names.

    Where a window stands is the window manager's business.
    """

    def __init__(self, state: StateFile, window: QMainWindow) -> None:
        super().__init__(window)
        self._state = state
        self._window = window
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window is as it was from its first paint on, and is looked at when it goes."""
        if isinstance(event, QChildEvent) and event.type() == QEvent.Type.ChildPolished:
            child = event.child()
            if isinstance(child, QWidget) and child.isWindow() and _can_grow(child):
                self.remember(child)
        elif (
            event.type() == QEvent.Type.Hide
            and not event.spontaneous()
            and isinstance(watched, QWidget)
            and watched is not self._window
        ):
            self._save(watched)
        return False

    def remember(self, window: QWidget) -> None:
        """Make ``window`` as large as it was, and keep how large it will have been."""
        stored, name = self._state, window.objectName()
        size = stored.value(f"{name}/size")
        if isinstance(size, QSize) and size.isValid():
            window.resize(size.boundedTo(room_for(window)))
        for number, splitter in enumerate(window.findChildren(QSplitter)):
            halves = stored.value(f"{name}/splitter{number}")
            if isinstance(halves, QByteArray):
                splitter.restoreState(halves)
        docks = stored.value(f"{name}/docks")
        if isinstance(window, QMainWindow) and isinstance(docks, QByteArray):
            window.restoreState(docks, _VERSION)
        window.installEventFilter(self)

    def _save(self, window: QWidget) -> None:
        name, kept = window.objectName(), dict[str, object]()
        if not (window.isMaximized() or window.isFullScreen()):
            kept[f"{name}/size"] = window.size()
        for number, splitter in enumerate(window.findChildren(QSplitter)):
            kept[f"{name}/splitter{number}"] = splitter.saveState()
        if isinstance(window, QMainWindow):
            kept[f"{name}/docks"] = window.saveState(_VERSION)
        self._state.keep(kept)


def _can_grow(window: QWidget) -> bool:
    """Whether a user may have made it larger: not a box with a question, nor Qt's own dialogs."""
    return bool(window.objectName()) and not (
        isinstance(window, QMessageBox | QFileDialog)
        or (isinstance(window, QDialog) and window.minimumSize() == window.maximumSize())
    )

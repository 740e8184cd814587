"""Windows are as large as their screen allows, and as the user left them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDockWidget,
    QLabel,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from vindesk.ui.dock import Dock
from vindesk.ui.state_file import StateFile
from vindesk.ui.theme import palette
from vindesk.ui.window_sizes import WindowSizes, first_size, side_width

pytestmark = pytest.mark.qt_log_ignore("does not support")
SMALL, LARGE = QSize(300, 200), QSize(420, 310)


class Chooser(QDialog):
    """Two halves that can be shared otherwise."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chooser")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.halves = QSplitter()
        for _half in range(2):
            self.halves.addWidget(QLabel("half"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.halves)
        self.resize(SMALL)


class Documents(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documents")
        self.dock = Dock("Side", "side", QLabel("side"))
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)


def main_window(qtbot: QtBot, file: Path) -> QMainWindow:
    window = QMainWindow()
    window.setObjectName("main")
    WindowSizes(StateFile(file), window)
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_first_size_fits_the_screen_and_the_letters(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = QGuiApplication.primaryScreen().availableSize()
    first_size(window, QSize(10_000, 200))
    assert window.width() < room.width()
    usual = window.height()
    font = QFont(window.font())
    font.setPointSizeF(font.pointSizeF() * 1.5)
    window.setFont(font)
    first_size(window, QSize(300, 200))
    assert window.height() > usual


def test_a_dialog_is_as_large_as_it_was_left_and_its_halves_too(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for turn in range(2):
        window = main_window(qtbot, tmp_path / "state.ini")
        dialog = Chooser(window)
        dialog.open()
        if turn == 0:
            assert dialog.size() == SMALL
            dialog.resize(LARGE)
            dialog.halves.setSizes([100, 300])
        else:
            assert dialog.size() == LARGE
            first, second = dialog.halves.sizes()
            assert second > 2 * first
        dialog.close()
        window.close()


def test_a_window_without_parent_keeps_its_docks(qtbot: QtBot, tmp_path: Path) -> None:
    mains: list[QMainWindow] = []  # as in the program, they outlive the other windows
    for turn in range(2):
        main = main_window(qtbot, tmp_path / "state.ini")
        mains.append(main)
        sizes = main.findChild(WindowSizes)
        assert isinstance(sizes, WindowSizes)
        window = Documents()
        qtbot.addWidget(window)
        sizes.remember(window)
        window.show()
        assert window.dock.isVisibleTo(window) is (turn == 0)
        window.dock.hide()
        window.close()


def test_no_window_takes_its_screen_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    """PySide deletes what it counts among the parts of a window that is collected."""
    window = main_window(qtbot, tmp_path / "state.ini")
    for _time in range(2):  # the second is as large as the first was
        dialog = Chooser(window)
        first_size(dialog, LARGE)
        dialog.open()
        dialog.close()
    screen = Shiboken.dump(QGuiApplication.primaryScreen())
    assert "QScreen" in screen
    assert "parent" not in screen


def test_what_is_remembered_never_exceeds_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    window = main_window(qtbot, tmp_path / "state.ini")
    dialog = Chooser(window)
    dialog.open()
    dialog.resize(10_000, 10_000)
    dialog.close()
    again = Chooser(window)
    again.open()
    room = QGuiApplication.primaryScreen().availableSize()
    assert again.width() < room.width()
    assert again.height() < room.height()
    again.close()


def test_the_buttons_of_a_dock_have_names_and_are_drawn_by_the_palette(qtbot: QtBot) -> None:
    dock = Dock("Details", "details", QLabel())
    qtbot.addWidget(dock)
    dock.show()
    button = dock.findChild(QAbstractButton, "qt_dockwidget_closebutton")
    assert button is not None
    assert button.accessibleName() == "Close Details"
    light = button.icon().pixmap(14).toImage()
    dock.setPalette(palette(dark=True))
    QApplication.sendPostedEvents()
    assert button.icon().pixmap(14).toImage() != light
    assert isinstance(dock, QDockWidget)


def test_a_panel_at_the_side_leaves_the_middle_its_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    assert side_width(window, 380, 0.33) == 380
    window.resize(853, 533)
    assert side_width(window, 380, 0.33) == 281

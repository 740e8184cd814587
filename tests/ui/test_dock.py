"""The buttons of a panel are ours, whatever has happened to its place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from vindesk.ui.dock import Dock
from vindesk.ui.icons import line_icon
from vindesk.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support")
BUTTONS = {"qt_dockwidget_floatbutton": "float", "qt_dockwidget_closebutton": "close"}


def are_ours(dock: Dock) -> bool:
    for name, icon in BUTTONS.items():
        button = dock.findChild(QAbstractButton, name)
        assert isinstance(button, QAbstractButton)
        wanted = line_icon(icon, dock.palette(), 14).pixmap(14).toImage()
        if button.icon().pixmap(14).toImage() != wanted or "Details" not in button.toolTip():
            return False
    return True


def restored(window: MainWindow) -> None:
    kept = window.saveState()
    window.details_dock.hide()
    window.restoreState(kept)


def afloat(window: MainWindow) -> None:
    window.details_dock.setFloating(True)


def attached_again(window: MainWindow) -> None:
    kept = window.saveState()
    afloat(window)
    window.restoreState(kept)
    window.details_dock.setFloating(False)


def moved(window: MainWindow) -> None:
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.details_dock)


def tabbed(window: MainWindow) -> None:
    window.facets_dock.show()
    window.tabifyDockWidget(window.facets_dock, window.details_dock)
    window.details_dock.raise_()


def closed_and_shown(window: MainWindow) -> None:
    for _time in range(2):
        window.details_dock.toggleViewAction().trigger()


@pytest.mark.parametrize(
    "happens", [restored, afloat, attached_again, moved, tabbed, closed_and_shown]
)
def test_its_buttons_are_ours_from_the_start_and_stay_so(
    qtbot: QtBot, happens: Callable[[MainWindow], None]
) -> None:
    window = MainWindow([QLabel("table")])
    qtbot.addWidget(window)
    assert are_ours(window.details_dock)
    window.show()
    assert are_ours(window.details_dock)
    happens(window)
    assert are_ours(window.details_dock)

"""The buttons of a panel are ours, whatever has happened to its place."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
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
    window.show()
    assert are_ours(window.details_dock)
    happens(window)
    assert are_ours(window.details_dock)


def test_a_start_draws_nothing_for_panels_that_are_hidden(qtbot: QtBot) -> None:
    window = MainWindow([QLabel("table")])
    qtbot.addWidget(window)
    window.show()
    button = window.facets_dock.findChild(QAbstractButton, "qt_dockwidget_closebutton")
    assert button is not None
    assert "Facets" not in button.toolTip()
    window.facets_dock.show()
    assert "Facets" in button.toolTip()


def narrow(qtbot: QtBot) -> MainWindow:
    """With no room for two panels of the width that they have."""
    table = QLabel("table")
    table.setMinimumWidth(180)
    window = MainWindow([table])
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.facets_dock.setMinimumWidth(180)
    window.show()
    qtbot.waitExposed(window)
    window.resizeDocks([window.details_dock], [350], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: window.details_dock.width() == 350)
    return window


def test_a_panel_has_the_width_again_that_another_took_of_it(qtbot: QtBot) -> None:
    window = narrow(qtbot)
    for _time in range(2):
        window.facets_dock.show()
        qtbot.waitUntil(lambda: window.details_dock.width() < 300)
        window.facets_dock.hide()
        qtbot.waitUntil(lambda: window.details_dock.width() == 350)


def test_a_width_that_the_user_gave_meanwhile_stays(qtbot: QtBot) -> None:
    window = narrow(qtbot)
    window.facets_dock.show()
    qtbot.waitUntil(lambda: window.details_dock.width() < 300)
    window.resizeDocks([window.details_dock], [200], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: window.details_dock.width() == 200)
    window.facets_dock.hide()
    window.grab()
    assert window.details_dock.width() == 200


def turn() -> None:
    """What is laid out may ask for another layout."""
    for _time in range(5):
        QCoreApplication.processEvents()


def test_a_panel_stays_as_it_was_left_when_another_goes_that_was_there_at_the_start(
    qtbot: QtBot,
) -> None:
    before, window = MainWindow([QLabel("table")]), MainWindow([QLabel("table")])
    for each in (before, window):
        qtbot.addWidget(each)
    before.show()
    qtbot.waitExposed(before)
    before.facets_dock.show()
    before.resizeDocks([before.details_dock], [300], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: before.details_dock.width() == 300)
    window.restoreGeometry(before.saveGeometry())
    window.restoreState(before.saveState())
    window.show()
    turn()
    assert window.details_dock.width() == 300
    window.facets_dock.hide()
    turn()
    assert window.details_dock.width() == 300

"""What a person does to the table with mouse and keys, and reads from it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from tests.e2e.conftest import User
from vindesk.ui.actions import ActionId
from vindesk.ui.filtering.filter_entry import FilterEntry
from vindesk.ui.importing.import_dialog import ImportDialog
from vindesk.ui.paging.drawn_rows import AIR, LOADING

PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton

# -- what is seen -----------------------------------------------------------------


def count(user: User) -> str:
    """What the bottom line says of how many vehicles are shown."""
    label = user.window.findChild(QLabel, "row_count")
    assert label is not None
    return label.text()


def until_counted(user: User, said: str) -> None:
    user.until(lambda: count(user) == said)
    user.until_quiet()


def values(user: User, key: str, rows: int | None = None) -> list[str]:
    """The texts in the column ``key``, of the first ``rows`` or of all."""
    model = user.table.model()
    section = [column.key for column in user.table.columns].index(key)
    indexes = [model.index(row, section) for row in range(rows or model.rowCount())]
    user.until(lambda: all(index.data().removesuffix(AIR) != LOADING for index in indexes))
    return [index.data().removesuffix(AIR) for index in indexes]


def selected_vins(user: User) -> list[str]:
    rows = [row for part in user.table.selected_ranges() for row in part]
    vins = values(user, "vin")
    return [vins[row] for row in rows]


# -- what is done -----------------------------------------------------------------


def filter_entry(user: User) -> FilterEntry:
    entry = user.window.findChild(FilterEntry)
    assert entry is not None
    return entry


def type_filter(user: User, text: str) -> None:
    """Go to the entry by its key, and type over what stands there."""
    user.press(ActionId.FIND)
    user.qtbot.keyClicks(filter_entry(user), text)


def click_head(user: User, key: str, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    section = [column.key for column in user.table.columns].index(key)
    heads = user.table.heads
    place = QPoint(heads.place_of(section) + 20, heads.viewport().height() // 2)
    user.qtbot.mouseClick(heads.viewport(), LEFT, modifier, place)
    user.until_quiet()


def click_cell(user: User, row: int, key: str) -> QPoint:
    section = [column.key for column in user.table.columns].index(key)
    place: QPoint = user.table.visualRect(user.table.model().index(row, section)).center()
    user.qtbot.mouseClick(user.table.viewport(), LEFT, PLAIN, place)
    return place


def choose_from_cell_menu(user: User, row: int, key: str, action: ActionId) -> None:
    """Click a cell, open its menu, and choose from it with the mouse."""
    place = click_cell(user, row, key)
    viewport = user.table.viewport()
    right = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        viewport, QContextMenuEvent(right, place, viewport.mapToGlobal(place), PLAIN)
    )
    menus = [menu for menu in user.window.findChildren(QMenu) if menu.isVisible()]
    (menu,) = menus
    chosen = user.session.desk.actions[action]
    user.qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(chosen).center())


def import_dialog(user: User) -> ImportDialog:
    """The dialog of what was handed in, once it has counted."""
    user.until(lambda: user.window.findChild(ImportDialog))
    dialog = user.window.findChild(ImportDialog)
    assert dialog is not None
    user.until_quiet()
    return dialog

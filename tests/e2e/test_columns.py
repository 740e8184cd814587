"""The columns: chosen among all fields, moved, resized, kept, reset."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QTreeView

from tests.e2e.conftest import User
from tests.e2e.hands import LEFT, click_head, values
from tests.fakes.vpic_server import VpicServer
from vindesk.ui.actions import ActionId
from vindesk.ui.columns.column_chooser import ColumnChooser

Key = Qt.Key
AT_FIRST = [
    "vin",
    "make",
    "model",
    "model_year",
    "body_class",
    "vehicle_type",
    "quality",
    "source",
    "fetched_at",
]


def chooser(user: User) -> ColumnChooser:
    user.press(ActionId.COLUMNS)
    (dialog,) = [d for d in user.window.findChildren(ColumnChooser) if d.isVisible()]
    return dialog


def add_column(user: User, words: str) -> None:
    """By keys alone: search, go to what was found, mark it, accept."""
    dialog = chooser(user)
    search = dialog.findChild(QLineEdit, "column_search")
    tree = dialog.findChild(QTreeView, "column_tree")
    assert search is not None
    assert tree is not None
    user.until(search.hasFocus)
    user.qtbot.keyClicks(search, words)
    user.qtbot.keyClick(search, Key.Key_Down)
    user.qtbot.keyClick(tree, Key.Key_Space)
    with user.qtbot.waitSignal(dialog.accepted):
        user.qtbot.keyClick(tree, Key.Key_Return)
    user.until_quiet()


def drag(user: User, begin: int, end: int) -> None:
    """Drag in the heads from one place to another, as a hand does: not in one leap."""
    viewport = user.table.heads.viewport()
    middle = viewport.height() // 2
    user.qtbot.mousePress(viewport, LEFT, pos=QPoint(begin, middle))
    for part in range(1, 11):
        user.qtbot.mouseMove(viewport, QPoint(begin + (end - begin) * part // 10, middle))
    user.qtbot.mouseRelease(viewport, LEFT, pos=QPoint(end, middle))


def place(user: User, key: str) -> int:
    section = [column.key for column in user.table.columns].index(key)
    return user.table.heads.place_of(section)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_any_field_becomes_a_column_and_comes_in_view(owner: User) -> None:
    add_column(owner, "doors")
    assert owner.table.order() == [*AT_FIRST, "doors"]
    right = place(owner, "doors") + owner.table.columnWidth(len(AT_FIRST))
    assert right <= owner.table.viewport().width()
    assert owner.table.heads.kept_width() > 0, "the VIN stays in view"

    click_head(owner, "doors")
    assert values(owner, "doors", 4) == ["2", "4", "10", "—"], "numbers as numbers"
    click_head(owner, "doors")
    assert values(owner, "doors", 4) == ["10", "4", "2", "—"], "no data last both ways"


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_cancel_puts_the_columns_back(owner: User) -> None:
    dialog = chooser(owner)
    tree = dialog.findChild(QTreeView, "column_tree")
    assert tree is not None
    owner.qtbot.keyClick(tree, Key.Key_Down)
    owner.qtbot.keyClick(tree, Key.Key_Space)
    with owner.qtbot.waitSignal(dialog.rejected):
        owner.qtbot.keyClick(dialog, Key.Key_Escape)
    assert owner.table.order() == AT_FIRST


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_cancel_puts_the_order_back_that_went_with_a_column(owner: User) -> None:
    click_head(owner, "model_year")
    by_year = values(owner, "model_year", 10)
    dialog = chooser(owner)
    shown = dialog.list
    owner.until(dialog.search.hasFocus)
    shown.setFocus()
    owner.qtbot.keyClick(shown, Key.Key_Home)
    for _ in range(AT_FIRST.index("model_year")):
        owner.qtbot.keyClick(shown, Key.Key_Down)
    owner.qtbot.keyClick(shown, Key.Key_Delete)
    owner.until(lambda: "model_year" not in owner.table.order())
    owner.until_quiet()
    assert owner.session.desk.table.sorts == ()
    with owner.qtbot.waitSignal(dialog.rejected):
        owner.qtbot.keyClick(dialog, Key.Key_Escape)
    owner.until_quiet()
    assert owner.table.order() == AT_FIRST
    assert values(owner, "model_year", 10) == by_year
    assert owner.table.heads.accessibleDescription().endswith("Sorted by Model Year ascending")


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_columns_moved_resized_and_hidden_are_so_after_a_restart_until_they_are_reset(
    owner: User, start: Callable[..., User], vpic_server: VpicServer
) -> None:
    drag(owner, place(owner, "make") + 10, place(owner, "model_year") + 5)
    assert owner.table.order()[:4] == ["vin", "model", "make", "model_year"]

    make = owner.table.columnWidth(1)
    edge = place(owner, "make") + make - 1
    drag(owner, edge, edge + 40)
    assert owner.table.columnWidth(1) == make + 40

    menu = owner.session.desk.columns.menu(0)
    hidden = owner.session.desk.columns.menu(2)
    assert not menu.actions()[0].isEnabled(), "the VIN is never hidden"
    hidden.actions()[0].trigger()
    owner.until_quiet()
    chosen = ["vin", "make", *AT_FIRST[3:]]
    assert owner.table.order() == chosen
    owner.session.close()

    again = start(url=vpic_server.url)
    again.until(lambda: again.table.order() == chosen)
    section = [column.key for column in again.table.columns].index("make")
    assert abs(again.table.columnWidth(section) - (make + 40)) <= 1
    by_name = {a.objectName(): a for a in again.session.desk.columns.menu(0).actions()}
    by_name["reset_columns"].trigger()
    assert again.table.order() == AT_FIRST

"""Escape gives a lookup up from anywhere in the window, and is left to whoever needs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTableView,
    QTreeView,
    QWidget,
)

from tests.e2e.conftest import User
from tests.fakes.holding import hold
from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.store.parquet_samples import write
from vindesk.app.escape_key import EscapeKey
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.actions import ActionId

KNOWN, ASKED = "1XPWD40X1ED215307", "ZA9CA05AXJLA12340"
CANCELLED = "Cancelled: nothing was stored."
ASKING = f"Asking about {ASKED}"


@pytest.fixture
def unanswered(
    start: Callable[..., User], vpic_server: VpicServer, monkeypatch: pytest.MonkeyPatch
) -> User:
    """A user who had an answer, and waits for the next in vain."""
    for name in ("LOOKUP_TIMEOUT_S", "PATIENCE_S"):
        monkeypatch.setenv(f"VINDESK_{name}", "300")
    user = start(url=vpic_server.url)
    user.look_up(KNOWN)
    vpic_server.answer_with(FaultKind.HANG)
    return user


def ask(user: User) -> None:
    user.type_vin(ASKED)
    user.until(lambda: user.status.startswith(ASKING))


def search(user: User) -> QWidget:
    return user.window.findChild(QLineEdit, "field_search") or pytest.fail("no search")


def fields(user: User) -> QWidget:
    return user.window.findChild(QTreeView, "field_tree") or pytest.fail("no fields")


def floating_fields(user: User) -> QWidget:
    dock = user.window.details_dock
    dock.setFloating(True)
    dock.activateWindow()
    user.until(dock.isActiveWindow)
    return fields(user)


PLACES: dict[str, Callable[[User], QWidget]] = {
    "the entry": lambda user: user.entry,
    "the source choice": lambda user: user.session.desk.panel.source,
    "the table": lambda user: user.table,
    "the fields": fields,
    "the search": search,
    "the window itself": lambda user: user.window,
    "the floating details": floating_fields,
}


def test_escape_gives_a_lookup_up_wherever_the_keyboard_is(unanswered: User) -> None:
    for place, find in PLACES.items():
        ask(unanswered)
        widget = find(unanswered)
        widget.setFocus()
        unanswered.qtbot.keyClick(widget, Qt.Key.Key_Escape)
        assert unanswered.status == CANCELLED, place
        unanswered.until_quiet()


def test_a_key_that_is_held_down_is_one_press(user: User) -> None:
    taken: list[str] = []
    EscapeKey([user.entry], [lambda: not taken.append("once")], user.session)
    for repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "", repeated
        )
        QApplication.sendEvent(user.entry, event)
    assert taken == ["once"]


def close_a_menu(user: User) -> None:
    user.click_row(0)
    user.table.customContextMenuRequested.emit(user.table.rect().center())
    menu = next(menu for menu in user.window.findChildren(QMenu) if menu.isVisible())
    user.qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def close_a_dialog(user: User) -> None:
    user.press(ActionId.ABOUT)
    box = user.window.findChild(QMessageBox, "about_box")
    assert box is not None
    user.until(box.isActiveWindow)
    with user.qtbot.waitSignal(box.finished):
        user.qtbot.keyClick(box, Qt.Key.Key_Escape)


def leave_an_editor_in_a_cell(user: User) -> None:
    table = QTableView(user.window.details_dock)
    model = QStandardItemModel(1, 1, table)
    table.setModel(model)
    table.show()
    table.edit(model.index(0, 0))
    editor = table.findChild(QLineEdit)
    assert editor is not None
    user.qtbot.keyClicks(editor, "half a word")
    user.qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not model.index(0, 0).data()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_escape_closes_a_menu_a_dialog_or_an_editor_and_gives_nothing_up(
    unanswered: User,
) -> None:
    ask(unanswered)
    for close in (close_a_menu, close_a_dialog, leave_an_editor_in_a_cell):
        close(unanswered)
        assert unanswered.status.startswith(ASKING), close.__name__


def test_escape_gives_up_a_parquet_file_that_takes_long_to_open(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _come, may_begin = hold(monkeypatch, ParquetFile, "begin")
    user.session.desk.parquet.open(write(tmp_path / "slow.parquet", {"n": [1]}))
    assert user.status == "Opening slow.parquet… Escape cancels."
    user.qtbot.keyClick(user.table, Qt.Key.Key_Escape)
    assert user.status == "slow.parquet was not opened."
    may_begin.set()
    user.until_quiet()
    assert not user.session.desk.parquet.open_paths()
    assert user.status == "slow.parquet was not opened."


@pytest.mark.parametrize("place", ["the entry", "the table"])
def test_each_escape_ends_one_thing(
    start: Callable[..., User], vpic_server: VpicServer, place: str
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    panel, refreshing = user.session.desk.panel, user.session.desk.refreshing
    user.look_up(KNOWN)
    vpic_server.answer_with(FaultKind.NOT_FOUND)
    user.type_vin("1HGCM82633A004352")
    user.until(lambda: panel.shown_hint.again)
    vpic_server.answer_with(FaultKind.HANG)
    user.click_row(0)
    user.press(ActionId.REFRESH)
    user.until(lambda: vpic_server.in_flight)
    user.type_vin(ASKED)
    user.until(lambda: user.status.startswith(ASKING))
    widget = PLACES[place](user)
    widget.setFocus()
    told: list[str] = []

    def press_escape() -> None:
        user.qtbot.keyClick(widget, Qt.Key.Key_Escape)
        told.append(f"{user.status} {'named' if panel.shown_hint.again else 'dismissed'}")

    press_escape()
    press_escape()
    vpic_server.answer_truthfully()
    vpic_server.release()
    if place == "the entry":
        assert told == [f"{CANCELLED} named", f"{CANCELLED} dismissed"]
        assert refreshing.busy
    else:
        assert told == [f"{CANCELLED} named", "Ending the refresh… named"]
        user.until(lambda: not refreshing.busy)
        press_escape()
        assert told[-1].endswith("dismissed")


def test_escape_with_nothing_under_way_does_nothing(user: User) -> None:
    user.look_up(KNOWN)
    said = user.status
    user.table.setFocus()
    user.qtbot.keyClick(user.table, Qt.Key.Key_Escape)
    assert user.status == said

"""Who is quick, and does something before all of the window is made, loses nothing."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run
from typing import NoReturn

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import carry_out_deletions
from vindesk.app.desk import OPENED
from vindesk.app.filters_wiring import _say_if_opening
from vindesk.app.main import Session, create
from vindesk.config.settings import LogLevel
from vindesk.domain.errors import CacheError
from vindesk.domain.filter_language import parse
from vindesk.services import assembly
from vindesk.ui.actions import ActionId

KNOWN = "1XPWD40X1ED215307"
NAMES = (
    "vin_entry",
    "lookup_button",
    "vin_hint",
    "source_choice",
    "vehicle_table",
    "filter_entry",
    "details_panel",
    "facets_panel",
    "jobs_panel",
    "status_message",
)

Open = Callable[..., Session]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """A window that was shown just now: no turn of the event loop has passed."""
    sessions: list[Session] = []

    def begin(*argv: str) -> Session:
        options = ["--data-dir", str(tmp_path / "data"), "--source", "embedded"]
        sessions.append(create([*options, *argv]))
        return sessions[-1]

    yield begin
    for session in sessions:
        session.end()
        session.deleteLater()
    carry_out_deletions()


def until_at_rest(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: session.at_rest, timeout=20_000)


def child(session: Session, kind: type[QWidget], name: str) -> QWidget:
    found = session.window.findChild(kind, name)
    assert found is not None, name
    return found


def test_all_that_has_a_name_is_there_at_once(opened: Open) -> None:
    session = opened()
    assert session.window.objectName() == "main_window"
    for name in NAMES:
        child(session, QWidget, name)
    for action in ActionId:
        assert session.window.findChild(QAction, action) is session.desk.actions[action]


def test_nothing_that_is_opened_is_made_before_the_first_paint(opened: Open) -> None:
    session = opened()
    assert not [part for part in OPENED if session.desk.is_made(part)]


def test_soon_all_of_it_is_made(opened: Open, qtbot: QtBot) -> None:
    session = opened()
    until_at_rest(session, qtbot)
    assert [part for part in OPENED if session.desk.is_made(part)] == list(OPENED)
    assert not session.desk.actions[ActionId.IMPORT].icon().isNull()


def test_a_vin_that_is_scanned_at_once_is_looked_up(opened: Open, qtbot: QtBot) -> None:
    session = opened()
    entry = child(session, QLineEdit, "vin_entry")
    qtbot.keyClicks(entry, KNOWN)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    until_at_rest(session, qtbot)
    assert KNOWN in {label.text() for label in session.window.details_dock.findChildren(QLabel)}
    assert session.desk.table.row_count() == 1


def test_a_filter_that_is_typed_at_once_holds(opened: Open, qtbot: QtBot) -> None:
    session = opened()
    entry = child(session, QLineEdit, "filter_entry")
    qtbot.keyClicks(entry, "make:kenworth")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert session.desk.filters.text == "make:kenworth"
    until_at_rest(session, qtbot)
    assert entry.property("text") == "make:kenworth"
    assert session.desk.table.wanted


def test_an_action_that_is_chosen_at_once_is_done(opened: Open, qtbot: QtBot) -> None:
    session = opened()
    session.desk.actions[ActionId.PREFERENCES].trigger()
    child(session, QWidget, "preferences_dialog").close()
    session.desk.actions[ActionId.SHOW_FACETS].trigger()
    assert session.desk.is_made("facets")
    assert session.window.facets_dock.widget() is session.desk.facets
    until_at_rest(session, qtbot)


def test_what_is_chosen_of_the_log_at_once_holds(opened: Open) -> None:
    session = opened()
    session.desk.actions[ActionId.PREFERENCES].trigger()
    dialog = session.desk.preferences._dialog
    assert dialog is not None
    dialog.chosen.emit("log_level", LogLevel.DEBUG)
    assert logging.getLogger("vindesk").level == logging.DEBUG
    assert not session.desk.is_made("logs")
    assert session.desk.logs._level is LogLevel.DEBUG
    dialog.reject()
    assert logging.getLogger("vindesk").level == logging.INFO
    assert session.desk.logs._level is LogLevel.INFO


def test_what_is_dropped_at_once_is_taken(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    session = opened()
    listed = tmp_path / "fleet.txt"
    listed.write_text(KNOWN)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(listed))])
    no_key, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    session.window.dropEvent(
        QDropEvent(QPoint(50, 50), copy, data, Qt.MouseButton.LeftButton, no_key)
    )
    until_at_rest(session, qtbot)
    child(session, QWidget, "import_dialog").close()


def test_who_closes_at_once_is_let_go(opened: Open, qtbot: QtBot) -> None:
    session = opened()
    session.window.close()
    qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=10_000)


def test_a_cache_that_cannot_be_closed_is_noted_in_the_log(
    opened: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    session = opened()
    until_at_rest(session, qtbot)
    close = assembly.Services.close

    def close_badly(services: assembly.Services) -> None:
        close(services)
        raise OSError("the disk is gone")

    monkeypatch.setattr(assembly.Services, "close", close_badly)
    session.window.close()
    qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=10_000)
    assert "The cache could not be closed" in caplog.text
    assert "the disk is gone" in caplog.text


def test_a_cache_that_took_long_and_could_not_be_opened_is_not_being_opened_any_more(
    opened: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, open_services = threading.Event(), threading.Event(), assembly.open_services

    def fail(*_given: object, **_named: object) -> NoReturn:
        monkeypatch.setattr(assembly, "open_services", open_services)
        begun.set()
        may_end.wait(20)
        raise CacheError("The disk is gone.")

    monkeypatch.setattr(assembly, "open_services", fail)
    session = opened()
    status = child(session, QLabel, "status_message")
    qtbot.waitUntil(begun.is_set)
    _say_if_opening(session.desk)
    assert status.property("text") == "Opening the cache…"
    may_end.set()
    qtbot.waitUntil(lambda: session.window.findChild(QMessageBox, "failure") is not None)
    assert status.property("text") == "The cache could not be used."
    until_at_rest(session, qtbot)


def test_the_facets_that_were_open_stay_so_though_nobody_saw_them(
    opened: Open, qtbot: QtBot
) -> None:
    session = opened()
    session.desk.facets.open_columns(["model_year"])
    session.desk.facets.view_changed.emit()
    session.close()
    again = opened()
    until_at_rest(again, qtbot)
    assert again.desk.facets.opened_columns() == ("model_year",)


def test_facets_that_are_shown_at_once_do_not_make_the_filter_forgotten(
    opened: Open, qtbot: QtBot
) -> None:
    session = opened()
    until_at_rest(session, qtbot)
    session.desk.filters.set_filter(parse("make:kenworth"))
    until_at_rest(session, qtbot)
    session.close()
    again = opened()
    again.desk.facets.view_changed.emit()  # as when the panel is in view from the first
    until_at_rest(again, qtbot)
    assert again.desk.filters.text == "make:kenworth"
    assert again.desk.table.wanted


def test_the_menu_of_files_is_filled_before_it_can_be_opened(opened: Open, tmp_path: Path) -> None:
    session = opened()
    session.desk.recent.add(tmp_path / "fleet.parquet")
    session.close()
    menu = opened().window.findChild(QMenu, "recent_files")
    assert menu is not None
    assert menu.actions()[0].text() == "fleet.parquet"


_LOOK = """
import sys
from vindesk.app.main import create
from vindesk.app.desk import OPENED
session = create(sys.argv[1:])
heavy = {*OPENED.values(), "duckdb", "pyarrow", "requests", "ultravin", "tomlkit",
         "PySide6.QtNetwork", "vindesk.services.assembly", "vindesk.ui.bug_text",
         "vindesk.ui.crash_box"}
print(sorted(heavy & sys.modules.keys()), sum(name.startswith("vindesk") for name in sys.modules))
session.close()
"""
MOST_MODULES = 112


def test_what_is_not_seen_is_not_imported_before_the_first_paint(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _LOOK, "--data-dir", str(tmp_path / "data")]
    said = run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    heavy, _, count = said.strip().rpartition(" ")
    assert heavy == "[]"
    assert int(count) < MOST_MODULES

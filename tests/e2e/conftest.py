"""The whole program, driven as a person drives it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.conftest import carry_out_deletions
from tests.e2e.fleet import fill
from tests.e2e.watchdog import Watchdog
from tests.fakes.vpic_server import VpicServer
from vindesk.app.main import Session, create
from vindesk.jobs.garbage import Garbage
from vindesk.ui.actions import ActionId
from vindesk.ui.paging.drawn_rows import AIR, LOADING
from vindesk.ui.paging.paged_table_view import PagedTableView

LONGEST_STALL_MS = 1_500
"""Who waits for the network, the cache or a file waits longer; smoothness is for benchmarks."""

_stalls_ms: list[float] = []


class User:
    """Somebody at the window: types, clicks, reads."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session = session
        self.qtbot = qtbot
        self.window = session.window
        window = self.window
        entry = window.findChild(QLineEdit, "vin_entry")
        button = window.findChild(QPushButton, "lookup_button")
        hint = window.findChild(QLabel, "vin_hint")
        status = window.findChild(QLabel, "status_message")
        connection = window.findChild(QLabel, "connection_state")
        table = window.findChild(PagedTableView, "vehicle_table")
        assert entry and button and hint and status and connection and table  # noqa: PT018
        self.entry, self.button, self._hint = entry, button, hint
        self._status, self._connection, self.table = status, connection, table

    @property
    def status(self) -> str:
        return self._status.text()

    @property
    def hint(self) -> str:
        return self._hint.text()

    @property
    def connection(self) -> str:
        return self._connection.text()

    def until(self, seen: Callable[[], object], timeout_ms: int = 10_000) -> None:
        """Wait until a person would see it."""
        self.qtbot.waitUntil(lambda: bool(seen()), timeout=timeout_ms)

    def until_quiet(self) -> None:
        self.until(lambda: self.session.at_rest)

    def type_vin(self, text: str) -> None:
        """Type over whatever stands in the entry, and press Return."""
        self.entry.selectAll()
        self.qtbot.keyClicks(self.entry, text)
        self.qtbot.keyClick(self.entry, Qt.Key.Key_Return)

    def look_up(self, text: str) -> str:
        """Type a VIN and wait for the answer; returns what the status line says."""
        self.session.window.status.tell("")
        self.type_vin(text)
        self.until(lambda: self.status.startswith("From "))
        self.until_quiet()
        return self.status

    def press(self, action: ActionId) -> None:
        """Choose an action, as from its menu; it must be enabled."""
        chosen = self.session.desk.actions[action]
        assert chosen.isEnabled(), f"{action} is not enabled"
        chosen.trigger()

    def rows(self) -> list[list[str]]:
        """The texts of all rows in the table, which must be few."""
        model = self.table.model()
        self.until(
            lambda: all(model.index(row, 0).data() != LOADING for row in range(model.rowCount()))
        )
        columns = range(model.columnCount())
        return [
            [model.index(row, column).data().removesuffix(AIR) for column in columns]
            for row in range(model.rowCount())
        ]

    def row_of(self, vin: str) -> list[str]:
        return next(row for row in self.rows() if row[0] == vin)

    def click_row(
        self, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        place: QPoint = self.table.visualRect(self.table.model().index(row, 0)).center()
        self.qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def _spare_nothing(_garbage: Garbage) -> None:
    """What is spared is looked through at the end, and all that pytest has with it."""


@pytest.fixture
def start(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., User]]:
    """Start the program on a data folder of its own; it is ended in order at the end."""
    monkeypatch.setattr(Garbage, "spare_what_is_here", _spare_nothing)
    sessions: list[Session] = []
    watchdogs: list[Watchdog] = []

    def begin(*argv: str, url: str = "http://127.0.0.1:9/api/vehicles") -> User:
        """With no ``url`` nobody answers: it is as if there were no network."""
        arguments = ["--data-dir", str(tmp_path / "data"), "--vpic-url", url, *argv]
        for earlier in watchdogs:
            earlier.stop()  # building another window is the test, not the program
        session = create(arguments)
        sessions.append(session)
        qtbot.waitExposed(session.window)
        user = User(session, qtbot)
        user.until_quiet()
        watchdogs.append(Watchdog(session))
        return user

    yield begin
    for session in sessions:
        session.end()
        session.deleteLater()
    carry_out_deletions()
    stalls = [stall for watchdog in watchdogs for stall in watchdog.stalls_ms]
    _stalls_ms.extend(stalls)
    assert max(stalls, default=0.0) < LONGEST_STALL_MS, "the GUI thread was blocked"


@pytest.fixture
def user(start: Callable[..., User], vpic_server: VpicServer) -> User:
    """A user with a vPIC that answers."""
    return start(url=vpic_server.url)


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a fleet in it: to be copied, not to be used."""
    folder = tmp_path_factory.mktemp("fleet")
    fill(folder)
    return folder


@pytest.fixture
def owner(start: Callable[..., User], vpic_server: VpicServer, fleet: Path, tmp_path: Path) -> User:
    """A user who has a fleet in the cache already, and a vPIC that answers."""
    copytree(fleet, tmp_path / "data")
    return start(url=vpic_server.url)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the watchdog measured over all end-to-end tests."""
    ordered = sorted(_stalls_ms)
    if ordered:
        p99 = ordered[int(len(ordered) * 0.99)]
        terminalreporter.write_line(
            f"GUI thread, {len(ordered)} ticks in end-to-end tests: "
            f"late by {p99:.1f} ms (p99), {ordered[-1]:.1f} ms (longest)"
        )

"""Refreshing the selection: told while it goes on, shown when it is done, taken back."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
import ultravin
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.vpic_server import VpicServer
from tests.services.refreshing import GONE, MORNING, Oracle, vehicle, vin
from tests.services.truth import truth
from tests.vpic.conftest import NOW
from tests.vpic.false_clock import FalseClock
from vindesk.domain.errors import CacheError
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.services.refresh import Refresher
from vindesk.ui.lines.line_table import LineTable
from vindesk.ui.paging.columns import Column
from vindesk.ui.refreshing.changes_dialog import ChangesDialog
from vindesk.ui.refreshing.refresh_controller import RefreshController
from vindesk.ui.undo import UndoHistory
from vindesk.vpic.options import WebOptions
from vindesk.vpic.source import Source
from vindesk.vpic.web import VpicWeb

pytestmark = [
    pytest.mark.qt_log_ignore("does not support"),
    pytest.mark.usefixtures("american"),
]

WEB, AUTO, EMBEDDED = SourceChoice.WEB, SourceChoice.AUTO, SourceChoice.EMBEDDED


class Selection:
    """Rows that are selected."""

    columns: Sequence[Column] = ()

    def __init__(self, vins: Sequence[Vin]) -> None:
        self._vins = vins
        self.ranges = (range(len(vins)),)
        self.count = len(vins)
        self.before_they_are_read: Callable[[], object] = lambda: None

    def rows(self, part: range, monitor: Monitor) -> Sequence[Sequence[str]]:
        return [(self._vins[row].text,) for row in part]

    def vins(self, monitor: Monitor) -> Sequence[str]:
        self.before_they_are_read()
        monitor.raise_if_cancelled()
        return [each.text for each in self._vins]


class Desk:
    """A window with a controller on it, and all that it says."""

    def __init__(
        self, services: Services, runner: JobRunner, window: QWidget, source: Source
    ) -> None:
        by_choice: Mapping[SourceChoice, Source] = dict.fromkeys(SourceChoice, source)
        self.vehicles = services.vehicles
        self.window = window
        self.selection: Selection | None = None
        self.history = UndoHistory(runner, window)
        refresher = Refresher(services.vehicles, lambda: by_choice)
        self.controller = RefreshController(self, lambda: refresher, runner, self.history, window)
        self.told: list[str] = []
        self.failures: list[Exception] = []
        self.stored: list[bool] = []
        for signal in (self.controller.told, self.controller.under_way):
            signal.connect(self.told.append)
        self.controller.failed.connect(self.failures.append)
        self.controller.stored.connect(lambda: self.stored.append(True))

    def selected(self) -> Selection | None:
        return self.selection

    def keep(self, count: int, **values: str) -> None:
        """Put so many vehicles into the cache, and select them."""
        self.vehicles.save([vehicle(number, **values) for number in range(count)])
        self.selection = Selection(list(map(vin, range(count))))

    def model_of(self, number: int) -> object:
        there = self.vehicles.get(vin(number))
        return there and there.values["model"]

    @property
    def dialogs(self) -> Sequence[ChangesDialog]:
        return [each for each in self.window.findChildren(ChangesDialog) if each.isVisible()]

    @property
    def question(self) -> QMessageBox | None:
        return self.window.findChild(QMessageBox, "refresh_question")


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def desk(services: Services, inline_runner: JobRunner, window: QWidget, oracle: Oracle) -> Desk:
    return Desk(services, inline_runner, window, oracle)


# -- what changed ---------------------------------------------------------------------


def test_what_changed_is_told_and_shown(desk: Desk) -> None:
    desk.keep(3, model="387")
    desk.controller.refresh_selected(WEB)
    assert desk.told == [
        "Refreshing: 0 of 3. Esc keeps what is done.",
        "Refreshing: 1 of 3. Esc keeps what is done.",
        "Refreshing: 3 of 3. Esc keeps what is done.",
        "3 of 3 vehicles changed.",
    ]
    (dialog,) = desk.dialogs
    label = dialog.findChild(QLabel, "changes_summary")
    assert label is not None
    assert label.text() == "3 of 3 vehicles changed."
    assert (desk.model_of(0), desk.stored) == ("388", [True])
    assert desk.controller.has_changes


def test_where_nothing_changed_a_sentence_says_so_and_where_to_look(desk: Desk) -> None:
    desk.keep(2)
    desk.controller.refresh_selected(WEB)
    assert desk.told[-1] == (
        "Nothing changed in 2 vehicles. Last Refresh in the View menu shows this again."
    )
    assert (list(desk.dialogs), desk.history.undo_text) == ([], None)
    desk.controller.show_changes()
    assert len(desk.dialogs) == 1


def test_failures_are_shown_with_their_reasons(desk: Desk, oracle: Oracle) -> None:
    desk.keep(3)
    oracle.failing = {vin(1): GONE}
    oracle.remark = "vPIC is slow."
    desk.controller.refresh_selected(WEB)
    assert desk.told[-1] == (
        "Nothing changed in 2 vehicles; 1 failed. vPIC is slow. The embedded copy answered instead."
    )
    (dialog,) = desk.dialogs
    table = dialog.findChild(LineTable, "failures")
    assert table is not None
    assert table.model().index(0, 1).data() == GONE.sentence


def test_before_the_first_refresh_there_is_nothing_to_show(desk: Desk) -> None:
    assert not desk.controller.has_changes
    desk.controller.show_changes()
    assert desk.told == ["Nothing has been refreshed yet."]


def test_where_nothing_is_selected_nothing_happens(desk: Desk, oracle: Oracle) -> None:
    desk.controller.refresh_selected(WEB)
    desk.controller.cancel()
    assert (desk.told, oracle.asked) == ([], [])


def test_what_vpic_changed_its_mind_about_is_found(
    services: Services,
    threaded_runner: JobRunner,
    window: QWidget,
    vpic_server: VpicServer,
    qtbot: QtBot,
) -> None:
    options = WebOptions(base_url=vpic_server.url, attempts=1)
    web = VpicWeb(options, options.throttle(FalseClock()), utc_now=lambda: NOW)
    desk = Desk(services, threaded_runner, window, web)
    vins = [Vin(text) for text in dict.fromkeys(ultravin.generate(60, seed=5))]
    desk.vehicles.save([replace(truth(vpic_server, each), fetched_at=MORNING) for each in vins])
    desk.selection = Selection(vins)
    vpic_server.set_values(vins[-1].text, Make="RENAMED")
    desk.controller.refresh_selected(WEB)
    assert desk.controller.busy
    qtbot.waitUntil(lambda: desk.told[-1] == f"1 of {len(vins)} vehicles changed.")
    qtbot.waitUntil(lambda: not desk.controller.busy)
    there = desk.vehicles.get(vins[-1])
    assert there is not None
    assert there.values["make"] == "RENAMED"
    web.close()


# -- undo -----------------------------------------------------------------------------


def test_undo_and_redo_need_not_ask_anybody(desk: Desk, oracle: Oracle) -> None:
    desk.keep(3, model="387")
    desk.controller.refresh_selected(WEB)
    assert desk.history.undo_text == "Refresh 3 vehicles"
    desk.history.undo()
    assert desk.told[-1] == "Restored the earlier answers of 3 vehicles."
    assert (desk.model_of(0), desk.history.undo_text) == ("387", None)
    desk.history.redo()
    assert desk.told[-1] == "Restored the refreshed answers of 3 vehicles."
    assert (desk.model_of(0), desk.history.redo_text) == ("388", None)
    assert (len(oracle.asked), len(desk.stored)) == (1, 3)


def test_an_answer_that_came_since_survives_undo(desk: Desk) -> None:
    desk.keep(2, model="387")
    desk.controller.refresh_selected(WEB)
    desk.vehicles.save([replace(vehicle(0), values={"model": "newest"})])
    desk.history.undo()
    assert desk.told[-1] == (
        "Restored the earlier answers of 1 vehicle. 1 has a newer answer or is gone; that stays."
    )
    assert (desk.model_of(0), desk.model_of(1)) == ("newest", "387")


# -- how many -------------------------------------------------------------------------


def test_more_than_ten_thousand_are_refused_in_a_sentence(desk: Desk, oracle: Oracle) -> None:
    desk.selection = Selection([vin(number) for number in range(10_001)])
    desk.controller.refresh_selected(EMBEDDED)
    assert desk.told == [
        "A refresh takes up to 10,000 vehicles at once; 10,001 are selected. Select fewer."
    ]
    assert oracle.asked == []


@pytest.mark.parametrize("choice", [WEB, AUTO])
def test_many_by_the_web_are_asked_about_after_a_question(
    desk: Desk, oracle: Oracle, choice: SourceChoice
) -> None:
    desk.keep(201)
    desk.controller.refresh_selected(choice)
    assert desk.question is not None
    assert desk.question.text() == "Refresh 201 vehicles from vPIC?"
    assert "5 requests to NHTSA's service, about 20 seconds" in desk.question.informativeText()
    assert oracle.asked == []
    button = desk.question.findChild(QPushButton, "confirm_refresh")
    assert button is not None
    button.click()
    assert len(oracle.asked) == 5


def test_no_is_no(desk: Desk, oracle: Oracle) -> None:
    desk.keep(201)
    desk.controller.refresh_selected(WEB)
    assert desk.question is not None
    desk.question.reject()
    assert (oracle.asked, desk.told) == ([], [])


def test_the_embedded_copy_is_asked_without_a_question(desk: Desk, oracle: Oracle) -> None:
    desk.keep(201)
    desk.controller.refresh_selected(EMBEDDED)
    assert (desk.question, len(oracle.asked)) == (None, 5)


# -- while it goes on -----------------------------------------------------------------


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    gate = threading.Event()
    yield gate
    gate.set()


@pytest.fixture
def held(oracle: Oracle, gate: threading.Event) -> Oracle:
    """It waits at the gate with the second batch."""
    oracle.before_it_answers = lambda: gate.wait() if len(oracle.asked) == 2 else None
    return oracle


@pytest.fixture
def waiting_desk(
    services: Services, threaded_runner: JobRunner, window: QWidget, held: Oracle, qtbot: QtBot
) -> Desk:
    """A desk where 50 of 120 vehicles have been refreshed."""
    desk = Desk(services, threaded_runner, window, held)
    desk.keep(120, model="387")
    desk.controller.refresh_selected(WEB)
    said = "Refreshing: 50 of 120. Esc keeps what is done."
    qtbot.waitUntil(lambda: said in desk.told)
    return desk


def test_ending_it_keeps_shows_and_can_take_back_what_has_come(
    waiting_desk: Desk, gate: threading.Event, qtbot: QtBot
) -> None:
    desk = waiting_desk
    desk.controller.cancel()
    assert desk.told[-1] == "Ending the refresh…"
    gate.set()
    qtbot.waitUntil(lambda: not desk.controller.busy)
    assert desk.told[-1] == "50 of 120 vehicles changed; 70 were not asked about."
    assert (desk.model_of(49), desk.model_of(50), len(desk.dialogs)) == ("388", "387", 1)
    with qtbot.waitSignal(desk.controller.stored):
        desk.history.undo()
    assert desk.model_of(49) == "387"


@pytest.fixture
def reading_desk(
    services: Services,
    threaded_runner: JobRunner,
    window: QWidget,
    oracle: Oracle,
    gate: threading.Event,
) -> Desk:
    """A desk where the VINs of a refresh are read no sooner than the gate opens."""
    desk = Desk(services, threaded_runner, window, oracle)
    desk.selection = Selection([vin(0)])
    desk.selection.before_they_are_read = gate.wait
    return desk


def test_one_that_is_ended_before_anybody_was_asked_is_told(
    reading_desk: Desk, oracle: Oracle, gate: threading.Event, qtbot: QtBot
) -> None:
    desk = reading_desk
    desk.controller.refresh_selected(WEB)
    desk.controller.cancel()
    assert desk.told[-1] == "Ending the refresh…"
    gate.set()
    qtbot.waitUntil(lambda: not desk.controller.busy)
    assert desk.told[-1] == "The refresh was cancelled. Nothing was refreshed."
    assert (oracle.asked, desk.controller.has_changes) == ([], False)


def test_there_is_one_refresh_at_a_time(
    waiting_desk: Desk, gate: threading.Event, oracle: Oracle, qtbot: QtBot
) -> None:
    desk = waiting_desk
    desk.controller.refresh_selected(WEB)
    assert desk.told[-1] == "A refresh is running. Esc stops it and keeps what is done."
    gate.set()
    qtbot.waitUntil(lambda: not desk.controller.busy)
    assert len(oracle.asked) == 3


def test_closing_does_not_wait_for_vpic_and_keeps_what_has_come(
    waiting_desk: Desk, threaded_runner: JobRunner, gate: threading.Event
) -> None:
    desk = waiting_desk
    threaded_runner.begin_closing()
    gate.set()
    assert threaded_runner.shut_down(patience_s=10)
    assert (desk.model_of(49), desk.model_of(50)) == ("388", "387")
    assert list(desk.dialogs) == []


# -- what goes wrong ------------------------------------------------------------------


def test_a_cache_that_takes_no_more_is_a_failure_and_what_came_is_told(
    desk: Desk, services: Services, oracle: Oracle
) -> None:
    desk.keep(120, model="387")
    oracle.before_it_answers = lambda: services.close() if len(oracle.asked) == 2 else None
    desk.controller.refresh_selected(WEB)
    assert desk.told[-1] == "50 of 120 vehicles changed; 70 were not asked about."
    assert [type(failure) for failure in desk.failures] == [CacheError]
    assert list(desk.dialogs) == []


def test_a_bug_is_told(desk: Desk, oracle: Oracle) -> None:
    desk.keep(1)

    def fail() -> None:
        raise ZeroDivisionError

    oracle.before_it_answers = fail
    desk.controller.refresh_selected(WEB)
    assert [type(failure) for failure in desk.failures] == [ZeroDivisionError]
    assert not desk.controller.busy

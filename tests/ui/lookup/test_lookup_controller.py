"""Several lookups at once: what is said of one that is over after another."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.fakes.held_saves import hold_saves
from vindesk.domain.errors import VpicUnreachable
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, utc_now
from vindesk.services.lookup import Lookup
from vindesk.ui.lookup.lookup_controller import LookupController
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.source import Answer, Failure, Source

TRUCK, TRACTOR = Vin("1XPWD40X1ED215307"), Vin("1XKWDB0X57J211825")
WEB, EMBEDDED = SourceChoice.WEB, SourceChoice.EMBEDDED
GONE = VpicUnreachable("Nobody is there. Nothing was stored.", advice="Try again later.")


class HeldWeb:
    """Says that it waits, and fails when it is let go."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let_go = threading.Event()

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        self._hold(monitor)
        raise GONE

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        self._hold(monitor)
        return [Failure(question, GONE) for question in questions]

    def _hold(self, monitor: Monitor) -> None:
        self.asked.set()
        assert self.let_go.wait(10)
        monitor.report(Progress(0, 0, "vPIC asks to wait: 1 s"))


class Desk:
    """A panel with a controller, and all that it says."""

    def __init__(self, services: Services, runner: JobRunner, qtbot: QtBot) -> None:
        self.web = HeldWeb()
        sources: Mapping[SourceChoice, Source] = {WEB: self.web, EMBEDDED: Embedded()}
        lookup = Lookup(
            services.vehicles, lambda: sources, no_data_life=timedelta(days=7), clock=utc_now
        )
        asked = replace(services, lookup=lookup)
        self.vehicles = services.vehicles
        self.panel = LookupPanel()
        self.controller = LookupController(self.panel, lambda: asked, runner)
        self.told: list[str] = []
        self.controller.told.connect(self.told.append)
        self._runner, self._qtbot = runner, qtbot

    def ask_web(self, *vins: Vin) -> None:
        """Ask, and wait until the web holds it up."""
        self.panel.choose(WEB)
        if len(vins) == 1:
            self.controller.look_up(vins[0])
        else:
            self.controller.look_up_all(vins)
        self._qtbot.waitUntil(self.web.asked.is_set)

    def ask_embedded(self, vin: Vin) -> None:
        """Ask, and wait for the answer."""
        self.panel.choose(EMBEDDED)
        with self._qtbot.waitSignal(self.controller.found):
            self.controller.look_up(vin)

    def let_web_fail(self) -> None:
        """Wait for all that follows."""
        self.web.let_go.set()
        self._qtbot.waitUntil(lambda: not self._runner.busy)


@pytest.fixture
def desk(services: Services, threaded_runner: JobRunner, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(services, threaded_runner, qtbot)
    qtbot.addWidget(desk.panel)
    yield desk
    desk.web.let_go.set()


def test_a_failure_about_what_was_answered_since_is_no_news(desk: Desk) -> None:
    desk.ask_web(TRUCK)
    desk.ask_embedded(TRUCK)
    before, hint = list(desk.told), desk.panel.shown_hint
    assert before[-1].startswith("From the embedded copy")
    desk.let_web_fail()
    assert (desk.told, desk.panel.shown_hint) == (before, hint)


def test_of_several_only_those_are_named_that_were_not_answered_since(desk: Desk) -> None:
    desk.ask_web(TRUCK, TRACTOR)
    desk.ask_embedded(TRUCK)
    desk.let_web_fail()
    assert desk.told[-1] == "1 VIN was not looked up. vPIC could not be reached."
    assert desk.panel.shown_hint.again
    assert desk.panel.shown_hint.text.startswith(f"1 VIN was not looked up. {TRACTOR}: ")


def test_where_all_of_several_were_answered_since_nothing_is_said(desk: Desk) -> None:
    desk.ask_web(TRUCK, TRACTOR)
    desk.ask_embedded(TRUCK)
    desk.ask_embedded(TRACTOR)
    before, hint = list(desk.told), desk.panel.shown_hint
    desk.let_web_fail()
    assert (desk.told, desk.panel.shown_hint) == (before, hint)


def test_a_failure_about_another_vin_is_told_all_the_same(desk: Desk) -> None:
    desk.ask_web(TRUCK)
    desk.ask_embedded(TRACTOR)
    desk.let_web_fail()
    assert desk.told[-1] == f"{TRUCK} was not looked up. vPIC could not be reached."
    assert desk.panel.shown_hint.again


def test_escape_gives_up_no_answers_that_are_being_stored(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving, go_on = hold_saves(monkeypatch)
    desk.panel.choose(EMBEDDED)
    desk.controller.look_up_all([TRUCK, TRACTOR])
    qtbot.waitUntil(saving.is_set)
    QCoreApplication.sendPostedEvents()
    assert not desk.controller.cancel()
    with qtbot.waitSignal(desk.controller.stored):
        go_on.set()
    assert "Cancelled: nothing was stored." not in desk.told
    assert desk.told[-1].startswith("2 vehicles: 2 from ")
    assert desk.vehicles.count() == 2

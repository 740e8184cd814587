"""Several lookups at once: what is said of one that is over after another."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.fakes.holding import hold
from vindesk.domain.errors import DiskFull, VpicUnreachable
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import Question, SourceChoice, Vehicle
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, utc_now
from vindesk.services.lookup import Lookup
from vindesk.store.vehicles import Vehicles
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
        for signal in (self.controller.told, self.controller.under_way):
            signal.connect(self.told.append)
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
        self.until_quiet()

    def until_quiet(self) -> None:
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
    saving, go_on = hold(monkeypatch, Vehicles, "save")
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


def test_of_a_handful_that_cannot_be_stored_the_last_is_shown_and_all_are_asked_again(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_vehicles: Vehicles, _answers: object, *, bulk: bool = False) -> object:
        raise DiskFull("Nothing was saved.", advice="Free some space.")

    shown: list[Vehicle] = []
    desk.controller.decoded.connect(shown.append)
    desk.panel.choose(EMBEDDED)
    with monkeypatch.context() as full:
        full.setattr(Vehicles, "save", refuse)
        desk.controller.look_up_all([TRUCK, TRACTOR])
        desk.until_quiet()
    assert [vehicle.vin for vehicle in shown] == [TRACTOR]
    assert desk.told[-1] == "2 answers were not stored; the last is shown. The disk is full."
    assert desk.panel.shown_hint.text == (
        f"2 answers were not stored. {TRUCK}, {TRACTOR}: The disk is full. Free some space. "
        "Escape dismisses this."
    )
    with qtbot.waitSignal(desk.controller.stored):
        desk.panel.offer.click()
    assert desk.vehicles.count() == 2


def test_what_the_cache_has_is_answered_where_nothing_can_be_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_vehicles: Vehicles, _answers: object, *, bulk: bool = False) -> object:
        raise DiskFull("Nothing was saved.")

    desk.ask_embedded(TRUCK)
    desk.until_quiet()
    monkeypatch.setattr(Vehicles, "save", refuse)
    desk.controller.look_up_all([TRACTOR, TRUCK])
    desk.until_quiet()
    assert desk.told[-1] == (
        "1 vehicle: 1 from the cache. 1 answer is shown, but was not stored. The disk is full."
    )


@pytest.mark.parametrize("text", ["", " \n"], ids=["nothing", "blanks"])
def test_what_is_pasted_without_a_text_leaves_what_is_being_typed(desk: Desk, text: str) -> None:
    desk.panel.entry.setText("1XPWD40X1ED2")
    desk.controller.take_text(text)
    assert desk.panel.entry.text() == "1XPWD40X1ED2"
    assert desk.told == ["There is no text to look up."]

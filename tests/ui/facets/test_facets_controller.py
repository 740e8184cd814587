import threading
from collections.abc import Iterator

import pytest
from msgspec import Struct
from pytestqt.qtbot import QtBot

from tests.store.samples import Clock, vehicle
from tests.ui.at_once import AtOnce
from tests.ui.facets.samples import facet
from vindesk.domain.errors import CacheDamaged
from vindesk.domain.filter import Condition, Contains, Filter, Is
from vindesk.domain.monitor import Monitor, Unwatched
from vindesk.jobs.runner import JobRunner
from vindesk.store.database import Database
from vindesk.store.facets import Facet, Facets
from vindesk.store.vehicles import Vehicles
from vindesk.ui.after_paint import AfterPaint
from vindesk.ui.facets.facet_kinds import FACET_KINDS
from vindesk.ui.facets.facets_controller import FacetsController
from vindesk.ui.facets.facets_panel import FacetsPanel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NOTHING = Filter()
KENWORTH = Filter((Condition("make", (Is("KENWORTH"),)),))
OPEN = ["make", "model_year", "quality"]


class Counts:
    """Answers with one value that names the filter; ``gate`` holds answers back."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Filter, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.failing = False
        self.broken = ""

    def count(
        self,
        column: str,
        wanted: Filter = NOTHING,
        *,
        containing: str = "",
        most: int = 0,
        monitor: Monitor = Unwatched(),  # noqa: B008 - it has no state
    ) -> Facet:
        self.asked.append((column, wanted, containing))
        with monitor.stopping_with(self.gate.set):
            self.gate.wait()
        monitor.raise_if_cancelled()
        if self.failing or column == self.broken:
            raise CacheDamaged("a block is gone")
        return facet(column, (2000 + len(wanted.conditions), 5))

    def columns(self) -> list[str]:
        return [column for column, _wanted, _containing in self.asked]


class Known(Struct, frozen=True):
    facets: Counts | Facets


@pytest.fixture
def counts() -> Iterator[Counts]:
    made = Counts()
    yield made
    made.gate.set()


def shown(panel: FacetsPanel, column: str) -> list[tuple[str, str]]:
    model = panel.section(column).model
    rows = (model.facet_row(row) for row in range(model.rowCount()))
    return [(row.text, row.number) for row in rows]


def test_nothing_is_asked_before_there_is_a_filter(
    panel: FacetsPanel, inline_runner: JobRunner, counts: Counts
) -> None:
    FacetsController(panel, lambda: Known(counts), inline_runner, AtOnce(panel))
    panel.section("model").open(True)
    assert counts.asked == []


def test_what_is_open_is_counted_and_nothing_else(
    panel: FacetsPanel, inline_runner: JobRunner, counts: Counts
) -> None:
    FacetsController(panel, lambda: Known(counts), inline_runner, AtOnce(panel)).refresh(NOTHING)
    assert counts.columns() == OPEN
    assert shown(panel, "make") == [("2000", "5")]
    assert shown(panel, "model") == []


def test_a_section_that_is_opened_catches_up_once(
    panel: FacetsPanel, inline_runner: JobRunner, counts: Counts
) -> None:
    FacetsController(panel, lambda: Known(counts), inline_runner, AtOnce(panel)).refresh(KENWORTH)
    for _time in range(2):
        panel.section("model").open(True)
        panel.section("model").open(False)
    assert counts.columns() == [*OPEN, "model"]
    assert counts.asked[-1] == ("model", KENWORTH, "")


def test_a_hidden_panel_asks_nothing_and_catches_up_when_it_is_shown(
    panel: FacetsPanel, inline_runner: JobRunner, counts: Counts
) -> None:
    controller = FacetsController(panel, lambda: Known(counts), inline_runner, AtOnce(panel))
    panel.hide()
    controller.refresh(NOTHING)
    controller.refresh(KENWORTH)
    assert counts.asked == []
    panel.show()
    assert counts.asked == [(column, KENWORTH, "") for column in OPEN]
    panel.hide()
    panel.show()
    assert len(counts.asked) == len(OPEN)


def test_a_search_asks_the_cache_and_only_for_its_own_facet(
    panel: FacetsPanel, inline_runner: JobRunner, counts: Counts
) -> None:
    FacetsController(panel, lambda: Known(counts), inline_runner, AtOnce(panel)).refresh(NOTHING)
    search = panel.section("make").search
    search.setText(" vol ")
    counts.asked.clear()
    search.searched.emit()
    assert counts.asked == [("make", NOTHING, "")], "the user has not paused yet"
    counts.asked.clear()
    search._tell()
    assert counts.asked == [("make", NOTHING, "vol")]


def test_the_newest_wish_wins_and_late_answers_are_dropped(
    qtbot: QtBot, panel: FacetsPanel, threaded_runner: JobRunner, counts: Counts
) -> None:
    controller = FacetsController(panel, lambda: Known(counts), threaded_runner, AtOnce(panel))
    counts.gate.clear()
    controller.refresh(NOTHING)
    qtbot.waitUntil(lambda: counts.columns() == ["make"])
    with qtbot.waitSignal(threaded_runner.idle):
        controller.refresh(KENWORTH)
    assert counts.asked == [("make", NOTHING, ""), *((column, KENWORTH, "") for column in OPEN)]
    assert [shown(panel, column) for column in OPEN] == [[("2001", "5")]] * 3


def test_each_facet_is_filled_in_a_turn_of_its_own_unless_it_is_old_by_then(
    panel: FacetsPanel, inline_runner: JobRunner, counts: Counts
) -> None:
    later = AfterPaint(panel)
    controller = FacetsController(panel, lambda: Known(counts), inline_runner, later)
    controller.refresh(NOTHING)
    filled = list[int]()
    while later.busy:
        filled.append(sum(bool(shown(panel, column)) for column in OPEN))
        later._act()
    assert filled == [0, 1, 2]
    controller.refresh(KENWORTH)
    controller.refresh(NOTHING)
    while later.busy:
        later._act()
        assert ("2001", "5") not in shown(panel, "make")
    assert shown(panel, "make") == [("2000", "5")]


def test_what_was_counted_before_another_failed_is_shown(
    panel: FacetsPanel, inline_runner: JobRunner, counts: Counts
) -> None:
    later = AfterPaint(panel)
    controller = FacetsController(panel, lambda: Known(counts), inline_runner, later)
    counts.broken = "model_year"
    controller.refresh(NOTHING)
    while later.busy:
        later._act()
    assert shown(panel, "make") == [("2000", "5")]
    assert panel.section("make").list.note != "Could not be counted"
    assert panel.section("model_year").list.note == "Could not be counted"


def test_hiding_stops_what_nobody_looks_at(
    qtbot: QtBot, panel: FacetsPanel, threaded_runner: JobRunner, counts: Counts
) -> None:
    controller = FacetsController(panel, lambda: Known(counts), threaded_runner, AtOnce(panel))
    counts.gate.clear()
    controller.refresh(NOTHING)
    qtbot.waitUntil(lambda: counts.columns() == ["make"])
    with qtbot.waitSignal(threaded_runner.idle):
        panel.hide()
    assert counts.columns() == ["make"]
    with qtbot.waitSignal(threaded_runner.idle):
        panel.show()
    assert counts.columns() == ["make", *OPEN]


def test_a_failure_is_told_once_and_the_next_refresh_tries_again(
    qtbot: QtBot, panel: FacetsPanel, threaded_runner: JobRunner, counts: Counts
) -> None:
    controller = FacetsController(panel, lambda: Known(counts), threaded_runner, AtOnce(panel))
    failures: list[Exception] = []
    controller.failed.connect(failures.append)
    counts.failing = True
    with qtbot.waitSignal(threaded_runner.idle):
        controller.refresh(NOTHING)
    assert [type(error) for error in failures] == [CacheDamaged]
    assert panel.section("quality").list.note == "Could not be counted"
    panel.section("quality").open(False)
    panel.section("quality").open(True)
    assert not threaded_runner.busy
    counts.failing = False
    with qtbot.waitSignal(threaded_runner.idle):
        controller.refresh(NOTHING)
    assert shown(panel, "quality") == [("2000", "5")]


@pytest.fixture
def real(database: Database) -> Known:
    Vehicles(database, Clock()).save(
        [
            vehicle(1, make="KENWORTH", model="T680", model_year=2014),
            vehicle(2, make="KENWORTH", model="T680", model_year=2015),
            vehicle(3, make="VOLVO TRUCK", model_year=2015),
            vehicle(4),
        ]
    )
    return Known(Facets(database))


def test_the_cache_is_counted_under_the_filter(
    qtbot: QtBot, panel: FacetsPanel, threaded_runner: JobRunner, real: Known
) -> None:
    controller = FacetsController(panel, lambda: real, threaded_runner, AtOnce(panel))
    panel.open_columns(("make", "model_year", "quality", "source"))
    with qtbot.waitSignal(threaded_runner.idle):
        controller.refresh(KENWORTH)
    assert shown(panel, "make") == [("KENWORTH", "2"), ("VOLVO TRUCK", "1"), ("—  (empty)", "1")]
    assert shown(panel, "model_year") == [("2015", "1"), ("2014", "1")]
    assert shown(panel, "quality") == [("Decoded", "2")]
    assert shown(panel, "source") == [("vPIC", "2")]


def test_every_facet_can_be_counted_and_searched(
    qtbot: QtBot, panel: FacetsPanel, threaded_runner: JobRunner, real: Known
) -> None:
    controller = FacetsController(panel, lambda: real, threaded_runner, AtOnce(panel))
    panel.open_columns(kind.column for kind in FACET_KINDS)
    for kind in FACET_KINDS:
        if kind.searchable:
            search = panel.section(kind.column).search
            search.setText("T6")
            search._tell()
    with qtbot.assertNotEmitted(controller.failed), qtbot.waitSignal(threaded_runner.idle):
        controller.refresh(Filter((Condition(None, (Contains("T680"),)),)))
    assert shown(panel, "model_year") == [("2015", "1"), ("2014", "1")]
    assert shown(panel, "model") == [("T680", "2")]
    assert shown(panel, "make") == []

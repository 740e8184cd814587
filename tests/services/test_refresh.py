"""Asking anew: what changes, what is kept, and how it is taken back."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import ultravin
from msgspec.structs import replace

from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.services.refreshing import GONE, MORNING, Oracle, vehicle, vin
from tests.services.truth import truth
from tests.vpic.conftest import NOW
from tests.vpic.false_clock import FalseClock
from tests.vpic.watching import Watcher
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.comparison import Difference
from vindesk.domain.errors import CacheError, EmbeddedError
from vindesk.domain.monitor import Progress, Unwatched
from vindesk.domain.vehicle import MOST_PER_REQUEST, Question, SourceChoice, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.services.assembly import engine_limits, utc_now
from vindesk.services.refresh import Refreshed, Refresher, completed_by
from vindesk.store.database import Database
from vindesk.store.removals import Removals
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.embedded import UNKNOWABLE
from vindesk.vpic.options import WebOptions
from vindesk.vpic.source import Source
from vindesk.vpic.web import VpicWeb

WEB = SourceChoice.WEB


def open_cache(paths: Paths) -> Database:
    limits = engine_limits(Settings(engine_threads=1), paths)
    return Database.open(paths.cache, limits, backups=paths.backups, clock=utc_now)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_cache(Paths.under(tmp_path_factory.mktemp("data")))
    yield database
    database.close()


@pytest.fixture
def vehicles(database: Database) -> Iterator[Vehicles]:
    yield Vehicles(database, lambda: MORNING)
    with database.transaction() as cursor:
        cursor.execute("DELETE FROM vehicle")
        cursor.execute("DELETE FROM removal")


@pytest.fixture
def removals(database: Database) -> Removals:
    return Removals(database, lambda: MORNING)


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def refresher(vehicles: Vehicles, oracle: Oracle) -> Refresher:
    by_choice: Mapping[SourceChoice, Source] = dict.fromkeys(SourceChoice, oracle)
    return Refresher(vehicles, lambda: by_choice)


def refresh(refresher: Refresher, *vins: Vin, watcher: Watcher | None = None) -> Refreshed:
    return refresher.refresh(vins, WEB, watcher or Unwatched())


def told(refreshed: Refreshed) -> Sequence[tuple[Vin, Difference]]:
    return [(change.vin, change.difference) for change in refreshed.changes]


# -- what changes -------------------------------------------------------------------


def test_what_changed_is_told_and_stored(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    old, same = vehicles.save([vehicle(1, model="387", trim="S"), vehicle(2)])
    done = refresh(refresher, vin(1), vin(2))
    assert told(done) == [
        (vin(1), Difference("model", "387", "388")),
        (vin(1), Difference("trim", "S", None)),
    ]
    assert (done.asked, done.changed, done.unchanged, done.left, done.gone) == (2, 1, 1, 0, 0)
    assert vehicles.get(vin(1)) == replace(old, values=vehicle(1).values, fetched_at=oracle.now)
    assert vehicles.get(vin(2)) == replace(same, fetched_at=oracle.now)


def test_each_is_asked_with_the_year_it_was_asked_with(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    vehicles.save([replace(vehicle(1), requested_year=2014), vehicle(2)])
    refresh(refresher, vin(1), vin(2), vin(1))
    assert oracle.asked == [[Question(vin(1), 2014), Question(vin(2))]]
    kept = vehicles.get(vin(1))
    assert kept is not None
    assert kept.requested_year == 2014


def test_no_batch_is_longer_than_vpic_allows_and_progress_is_of_the_whole(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle, watcher: Watcher
) -> None:
    many = [vehicle(number) for number in range(2 * MOST_PER_REQUEST + 20)]
    vehicles.save(many)
    refresh(refresher, *(each.vin for each in many), watcher=watcher)
    assert [len(batch) for batch in oracle.asked] == [50, 50, 20]
    assert watcher.counts == [(1, 120), (50, 120), (51, 120), (100, 120), (101, 120), (120, 120)]


def test_what_the_source_says_meanwhile_is_passed_on(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle, watcher: Watcher
) -> None:
    vehicles.save([vehicle(number) for number in range(60)])
    oracle.note = "vPIC asks to wait"
    refresh(refresher, *map(vin, range(60)), watcher=watcher)
    said = [report for report in watcher.reports if report.note]
    assert said == [Progress(done, 60, "vPIC asks to wait") for done in (0, 50)]


def test_each_batch_is_stored_before_the_next_is_asked_for(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    vehicles.save([vehicle(number, model="old") for number in range(60)])
    models: list[object] = []

    def look() -> None:
        first = vehicles.get(vin(0))
        models.append(first and first.values["model"])

    oracle.before_it_answers = look
    refresh(refresher, *map(vin, range(60)))
    assert models == ["old", "388"]


def test_an_embedded_answer_says_so_and_keeps_what_only_the_web_can_say(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    assert "NCSAModel" in UNKNOWABLE
    vehicles.save([vehicle(1, ncsa_model="881", trim="S")])
    oracle.source, oracle.remark = SourceName.EMBEDDED, "vPIC is away."
    done = refresh(refresher, vin(1))
    assert told(done) == [
        (vin(1), Difference("source", SourceName.WEB, SourceName.EMBEDDED)),
        (vin(1), Difference("trim", "S", None)),
    ]
    kept = vehicles.get(vin(1))
    assert kept is not None
    assert (kept.values["ncsa_model"], kept.data_version) == ("881", "2026-10")
    assert done.remarks == ("vPIC is away.",)


def test_an_answer_for_a_vin_that_is_new_is_whole_by_itself() -> None:
    new = replace(vehicle(1), source=SourceName.EMBEDDED)
    assert completed_by(new, None) is new
    assert completed_by(vehicle(1), vehicle(1, ncsa_model="881")) == vehicle(1)


# -- what is left out, and what fails -------------------------------------------------


def test_what_was_removed_before_is_not_asked_for(
    refresher: Refresher, vehicles: Vehicles, removals: Removals, oracle: Oracle
) -> None:
    vehicles.save([vehicle(1), vehicle(2)])
    removals.remove([vin(1)])
    done = refresh(refresher, vin(1), vin(2))
    assert oracle.asked == [[Question(vin(2))]]
    assert (done.gone, len(done.replaced)) == (1, 1)


def test_where_all_are_gone_nobody_is_asked(refresher: Refresher, oracle: Oracle) -> None:
    done = refresh(refresher, vin(1))
    assert (done.gone, done.unchanged, oracle.asked) == (1, 0, [])


def test_what_is_removed_meanwhile_stays_removed(
    refresher: Refresher, vehicles: Vehicles, removals: Removals, oracle: Oracle
) -> None:
    (old, _) = vehicles.save([vehicle(1, model="old"), vehicle(2)])
    batches: list[int] = []
    oracle.before_it_answers = lambda: batches.append(removals.remove([vin(1)]).id)
    done = refresh(refresher, vin(1), vin(2))
    assert (done.gone, done.changes, vehicles.get(vin(1))) == (1, (), None)
    removals.restore(batches[0])
    assert vehicles.get(vin(1)) == old


def test_a_failure_is_listed_and_does_not_stop_the_others(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    (old, _) = vehicles.save([vehicle(1, model="old"), vehicle(2, model="old")])
    broken = EmbeddedError("Its decoder failed on this VIN. Nothing was stored.")
    oracle.failing = {vin(1): broken}
    done = refresh(refresher, vin(1), vin(2))
    assert [(each.vin, each.reason) for each in done.failures] == [(vin(1), broken)]
    assert (done.changed, done.left) == (1, 0)
    assert vehicles.get(vin(1)) == old


def test_after_two_silent_batches_the_rest_is_not_asked_for_but_listed(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    vehicles.save([vehicle(number) for number in range(180)])
    oracle.failing = {vin(number): GONE for number in range(50, 180)}
    done = refresh(refresher, *map(vin, range(180)))
    assert len(oracle.asked) == 3
    assert (len(done.replaced), len(done.failures), done.left) == (50, 130, 0)
    assert {failure.reason for failure in done.failures} == {GONE}


def test_one_silent_batch_says_nothing_about_the_next(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    vehicles.save([vehicle(number) for number in range(200)])
    oracle.failing = {vin(n): GONE for n in (*range(50), *range(100, 150))}
    done = refresh(refresher, *map(vin, range(200)))
    assert (len(oracle.asked), len(done.replaced), len(done.failures)) == (4, 100, 100)


def test_stopping_keeps_what_has_come(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle, watcher: Watcher
) -> None:
    vehicles.save([vehicle(number, model="old") for number in range(120)])
    oracle.before_it_answers = lambda: watcher.cancel() if len(oracle.asked) == 2 else None
    done = refresh(refresher, *map(vin, range(120)), watcher=watcher)
    assert (done.changed, done.left, done.failures) == (50, 70, ())
    assert {v.values["model"] for v in vehicles.get_many(map(vin, range(50))).values()} == {"388"}
    untouched = vehicles.get_many(map(vin, range(50, 120)))
    assert {v.values["model"] for v in untouched.values()} == {"old"}


def test_a_cache_that_takes_no_more_ends_it_and_what_came_before_is_told(
    oracle: Oracle, tmp_path: Path
) -> None:
    closing = open_cache(Paths.under(tmp_path))
    vehicles = Vehicles(closing, lambda: MORNING)
    vehicles.save([vehicle(number, model="old") for number in range(120)])
    oracle.before_it_answers = lambda: closing.close() if len(oracle.asked) == 2 else None
    done = refresh(Refresher(vehicles, lambda: {WEB: oracle}), *map(vin, range(120)))
    assert isinstance(done.trouble, CacheError)
    assert (done.changed, done.left, len(oracle.asked)) == (50, 70, 2)


# -- vPIC itself ----------------------------------------------------------------------


@pytest.fixture
def web(vpic_server: VpicServer) -> Iterator[VpicWeb]:
    options = WebOptions(base_url=vpic_server.url, attempts=1)
    web = VpicWeb(options, options.throttle(FalseClock()), utc_now=lambda: NOW)
    yield web
    web.close()


def test_vpic_is_asked_in_batches_and_what_it_changed_its_mind_about_is_told(
    vehicles: Vehicles, web: VpicWeb, vpic_server: VpicServer
) -> None:
    vins = [Vin(text) for text in dict.fromkeys(ultravin.generate(70, seed=5))]
    vehicles.save([replace(truth(vpic_server, each), fetched_at=MORNING) for each in vins])
    vpic_server.set_values(vins[3].text, Make="RENAMED")
    vpic_server.answer_with(FaultKind.BAD_REQUEST, vins=[vins[-1].text])
    done = refresh(Refresher(vehicles, lambda: {WEB: web}), *vins)
    (change,) = done.changes
    assert (change.vin, change.difference.after) == (vins[3], "RENAMED")
    assert [failure.vin for failure in done.failures] == [vins[-1]]
    assert (done.unchanged, vpic_server.violations) == (len(vins) - 2, [])


# -- taking it back -------------------------------------------------------------------


def everything(vehicles: Vehicles, count: int) -> Mapping[Vin, Vehicle]:
    return vehicles.get_many(map(vin, range(count)))


def test_undo_brings_the_earlier_answers_back_exactly_and_redo_the_new_ones_unasked(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    vehicles.save(
        [
            replace(vehicle(0, trim="S"), extra={"Odd": "x"}, requested_year=2014),
            replace(vehicle(1), source=SourceName.EMBEDDED, data_version="2026-01"),
            vehicle(2, ncsa_model="881"),
        ]
    )
    before = everything(vehicles, 3)
    done = refresh(refresher, *map(vin, range(3)))
    after = everything(vehicles, 3)
    assert after != before
    assert refresher.revert(done) == 3
    assert everything(vehicles, 3) == before
    assert refresher.apply_again(done) == 3
    assert everything(vehicles, 3) == after
    assert len(oracle.asked) == 1


def test_undo_and_redo_leave_an_answer_that_came_since(
    refresher: Refresher, vehicles: Vehicles, oracle: Oracle
) -> None:
    vehicles.save([vehicle(0, model="old"), vehicle(1, model="old")])
    done = refresh(refresher, vin(0), vin(1))
    again = refresh(refresher, vin(0))
    newest = vehicles.get(vin(0))
    assert refresher.revert(done) == 1
    assert vehicles.get(vin(0)) == newest
    assert refresher.apply_again(done) == 1
    assert vehicles.get(vin(0)) == newest
    assert refresher.revert(again) == 1
    assert refresher.revert(done) == 2


def test_undo_leaves_what_was_removed_since(
    refresher: Refresher, vehicles: Vehicles, removals: Removals
) -> None:
    vehicles.save([vehicle(0, model="old")])
    done = refresh(refresher, vin(0))
    batch = removals.remove([vin(0)])
    assert refresher.revert(done) == 0
    removals.restore(batch.id)
    assert refresher.revert(done) == 1

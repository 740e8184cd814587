"""Cache first, then the source, then save: every rule of it, and the services around it."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from tests.every_vehicle import export_all
from tests.vpic.background import Background
from tests.vpic.watching import Watcher
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import CacheUnwritable, ExportFailed, UserError, VpicUnreachable
from vindesk.domain.fields import Value
from vindesk.domain.monitor import Cancelled, Monitor, Unwatched
from vindesk.domain.vehicle import Quality, Question, SourceChoice, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.services.assembly import Services, engine_limits, open_services, utc_now
from vindesk.services.export import Exporter
from vindesk.services.found import Found, NotFound
from vindesk.services.lookup import Lookup
from vindesk.services.removal import Removal, Remover
from vindesk.store.database import Database
from vindesk.store.removals import Removals
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.source import Answer, Failure, Source

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TRUCK, TRACTOR, CAR = (
    Vin("1XPWD40X1ED215307"),
    Vin("1XKWDB0X57J211825"),
    Vin("1HGCM82633A004352"),
)
DECODED: Mapping[str, Value] = {
    "make": "PETERBILT",
    "model": "388",
    "model_year": 2014,
    "error_code": "0",
}
NO_DATA: Mapping[str, Value] = {"error_code": "7"}
GONE = VpicUnreachable("Nobody is there. Nothing was stored.", advice="Try again later.")


class Clock:
    """Tells the time that the test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Oracle:
    """A source that says what it is told to, and remembers what it was asked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.asked: list[Question] = []
        self.values: dict[Question, Mapping[str, Value]] = {}
        self.failing: dict[Vin, UserError] = {}
        self.remark = ""
        self.source = SourceName.WEB
        self.before_it_answers: Callable[[], object] = lambda: None

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        self.asked.append(question)
        self.before_it_answers()
        if question.vin in self.failing:
            raise self.failing[question.vin]
        values = self.values.get(question, DECODED)
        vehicle = Vehicle(
            question.vin, values, self.source, self._clock(), requested_year=question.year
        )
        return Answer(vehicle, self.remark)

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        return [self._outcome(question, monitor) for question in questions]

    def _outcome(self, question: Question, monitor: Monitor) -> Answer | Failure:
        try:
            return self.decode(question, monitor)
        except UserError as error:
            return Failure(question, error)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    paths = Paths.under(tmp_path_factory.mktemp("data"))
    database = Database.open(
        paths.cache,
        engine_limits(Settings(engine_threads=1), paths),
        backups=paths.backups,
        clock=utc_now,
    )
    yield database
    database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vehicles(database: Database, clock: Clock) -> Iterator[Vehicles]:
    yield Vehicles(database, clock)
    with database.transaction() as cursor:
        cursor.execute("DELETE FROM vehicle")
        cursor.execute("DELETE FROM removal")


@pytest.fixture
def oracle(clock: Clock) -> Oracle:
    return Oracle(clock)


@pytest.fixture
def lookup(vehicles: Vehicles, oracle: Oracle, clock: Clock) -> Lookup:
    by_choice: Mapping[SourceChoice, Source] = dict.fromkeys(SourceChoice, oracle)
    return Lookup(vehicles, lambda: by_choice, no_data_life=timedelta(days=7), clock=clock)


def find(lookup: Lookup, vin: Vin, year: int | None = None) -> Found:
    return lookup.find(Question(vin, year), SourceChoice.WEB, Unwatched())


def find_all(lookup: Lookup, *questions: Question) -> Sequence[Found | NotFound]:
    return lookup.find_many(questions, SourceChoice.WEB, Unwatched())


# -- one question ----------------------------------------------------------------------


def test_what_is_asked_once_is_in_the_cache_from_then_on(lookup: Lookup, oracle: Oracle) -> None:
    oracle.remark = "The embedded copy had to answer."
    first, second = find(lookup, TRUCK), find(lookup, TRUCK)
    assert (first.from_cache, second.from_cache) == (False, True)
    assert (first.remark, second.remark) == ("The embedded copy had to answer.", "")
    assert first.vehicle == second.vehicle
    assert first.vehicle.added_at == NOON
    assert oracle.asked == [Question(TRUCK)]


def test_a_failure_is_raised_as_it_is_and_nothing_is_stored(
    lookup: Lookup, oracle: Oracle, vehicles: Vehicles
) -> None:
    oracle.failing[TRUCK] = GONE
    with pytest.raises(VpicUnreachable) as caught:
        find(lookup, TRUCK)
    assert caught.value is GONE
    assert vehicles.count() == 0


def test_after_a_failure_the_source_is_asked_again(lookup: Lookup, oracle: Oracle) -> None:
    oracle.failing[TRUCK] = GONE
    with pytest.raises(VpicUnreachable):
        find(lookup, TRUCK)
    oracle.failing.clear()
    assert find(lookup, TRUCK).vehicle.values == DECODED


def test_an_answer_that_comes_after_cancelling_is_not_stored(
    lookup: Lookup, oracle: Oracle, vehicles: Vehicles
) -> None:
    one, several = Watcher(), Watcher()
    oracle.before_it_answers = one.cancel
    with pytest.raises(Cancelled):
        lookup.find(Question(TRUCK), SourceChoice.WEB, one)
    oracle.before_it_answers = several.cancel
    with pytest.raises(Cancelled):
        lookup.find_many([Question(TRUCK), Question(CAR)], SourceChoice.WEB, several)
    assert vehicles.count() == 0


def test_what_is_cancelled_before_it_begins_asks_nobody(lookup: Lookup, oracle: Oracle) -> None:
    watcher = Watcher()
    watcher.cancel()
    with pytest.raises(Cancelled):
        lookup.find(Question(TRUCK), SourceChoice.WEB, watcher)
    with pytest.raises(Cancelled):
        lookup.find_many([Question(TRUCK)], SourceChoice.WEB, watcher)
    assert oracle.asked == []


def test_who_asked_meanwhile_gets_the_same_answer(lookup: Lookup, oracle: Oracle) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        assert go_on.wait(5)

    oracle.before_it_answers = hold
    first = Background(lambda: find(lookup, TRUCK))
    assert begun.wait(5)
    second = Background(lambda: find(lookup, TRUCK))
    go_on.set()
    assert first.result().vehicle == second.result().vehicle
    assert oracle.asked == [Question(TRUCK)]


def test_an_answer_that_cannot_be_saved_is_a_failure(
    lookup: Lookup, vehicles: Vehicles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_vehicles: object, *, bulk: bool = False) -> Sequence[Vehicle]:
        raise CacheUnwritable("Its folder is read-only.")

    monkeypatch.setattr(vehicles, "save", refuse)
    with pytest.raises(CacheUnwritable):
        find(lookup, TRUCK)
    (lost,) = find_all(lookup, Question(TRUCK))
    assert isinstance(lost, NotFound)
    assert isinstance(lost.reason, CacheUnwritable)
    assert lost.unstored is not None
    assert lost.unstored.vin == TRUCK


# -- told before it is kept ----------------------------------------------------------------


def fetch(lookup: Lookup, tell: Callable[[Vehicle], object]) -> Found:
    return lookup.fetch(Question(TRUCK), SourceChoice.WEB, Unwatched(), tell)


def test_an_answer_is_told_before_it_is_saved(lookup: Lookup, vehicles: Vehicles) -> None:
    told: list[tuple[Vehicle, int]] = []
    found = fetch(lookup, lambda vehicle: told.append((vehicle, vehicles.count())))
    ((vehicle, saved),) = told
    assert saved == 0
    assert vehicle.added_at is None
    assert replace(vehicle, added_at=NOON) == found.vehicle


def test_what_is_in_the_cache_is_not_told_before(lookup: Lookup) -> None:
    find(lookup, TRUCK)
    told: list[Vehicle] = []
    assert fetch(lookup, told.append).from_cache
    assert told == []


def test_what_is_told_has_what_only_the_web_could_say(
    lookup: Lookup, oracle: Oracle, clock: Clock
) -> None:
    oracle.values[Question(TRUCK)] = {**DECODED, "error_code": "7", "trim": "as the web knows"}
    find(lookup, TRUCK)
    clock.now += timedelta(days=8)
    oracle.source = SourceName.EMBEDDED
    oracle.values[Question(TRUCK)] = DECODED
    told: list[Vehicle] = []
    found = fetch(lookup, told.append)
    assert not found.from_cache
    assert [vehicle.values for vehicle in told] == [found.vehicle.values]


def test_the_answers_of_several_are_told_before_they_are_saved(
    lookup: Lookup, oracle: Oracle, vehicles: Vehicles
) -> None:
    find(lookup, CAR)
    oracle.failing[TRACTOR] = GONE
    told: list[tuple[list[Vin], int]] = []
    questions = [Question(vin) for vin in (TRUCK, TRACTOR, CAR)]
    lookup.find_many(
        questions,
        SourceChoice.WEB,
        Unwatched(),
        lambda answers: told.append(([each.vin for each in answers], vehicles.count())),
    )
    assert told == [([TRUCK], 1)]
    assert vehicles.count() == 2


def test_a_failure_tells_nothing(lookup: Lookup, oracle: Oracle) -> None:
    oracle.failing[TRUCK] = GONE
    told: list[Vehicle] = []
    with pytest.raises(VpicUnreachable):
        fetch(lookup, told.append)
    assert told == []


# -- model years -------------------------------------------------------------------------


def test_without_a_year_the_row_that_is_there_answers(lookup: Lookup, oracle: Oracle) -> None:
    find(lookup, TRUCK, 1990)
    assert find(lookup, TRUCK).from_cache
    assert find(lookup, TRUCK, 1990).from_cache
    assert len(oracle.asked) == 1


def test_another_year_is_another_question_and_replaces_the_row(
    lookup: Lookup, oracle: Oracle, vehicles: Vehicles
) -> None:
    find(lookup, TRUCK)
    found = find(lookup, TRUCK, 1990)
    assert not found.from_cache
    assert found.vehicle.requested_year == 1990
    assert find(lookup, TRUCK, 1991).vehicle.requested_year == 1991
    assert vehicles.count() == 1


def test_the_year_that_vpic_found_by_itself_needs_no_new_question(
    lookup: Lookup, oracle: Oracle
) -> None:
    find(lookup, TRUCK)
    assert find(lookup, TRUCK, 2014).from_cache
    find(lookup, TRUCK, 1990)
    assert not find(lookup, TRUCK, 2014).from_cache


@pytest.mark.parametrize("at_once", [False, True])
def test_the_embedded_copy_does_not_blank_what_only_the_web_can_say(
    lookup: Lookup, oracle: Oracle, vehicles: Vehicles, at_once: bool
) -> None:
    only_the_web = {"ncsa_make": "Peterbilt", "ncsa_model": "388"}
    oracle.values[Question(TRUCK)] = {**DECODED, **only_the_web, "plant_city": "DENTON"}
    find(lookup, TRUCK)
    oracle.source = SourceName.EMBEDDED
    oracle.values[Question(TRUCK, 2013)] = DECODED
    if at_once:
        find_all(lookup, Question(TRUCK, 2013), Question(CAR))
    else:
        find(lookup, TRUCK, 2013)
    kept = vehicles.get(TRUCK)
    assert kept is not None
    assert kept.source is SourceName.EMBEDDED
    assert kept.values == {**DECODED, **only_the_web}


# -- no data -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "from_cache"),
    [(timedelta(days=7, microseconds=-1), True), (timedelta(days=7), False)],
)
def test_no_data_is_kept_for_a_short_life(
    lookup: Lookup, oracle: Oracle, clock: Clock, age: timedelta, from_cache: bool
) -> None:
    oracle.values[Question(TRUCK)] = NO_DATA
    assert find(lookup, TRUCK).vehicle.quality is Quality.NO_DATA
    clock.now += age
    assert find(lookup, TRUCK).from_cache is from_cache
    assert find_all(lookup, Question(TRUCK))


def test_no_data_for_one_year_says_nothing_of_another(lookup: Lookup, oracle: Oracle) -> None:
    oracle.values[Question(TRUCK)] = NO_DATA
    find(lookup, TRUCK)
    found = find(lookup, TRUCK, 1990)
    assert not found.from_cache
    assert found.vehicle.values == DECODED


def test_what_is_known_is_kept_for_ever(lookup: Lookup, clock: Clock) -> None:
    find(lookup, TRUCK)
    clock.now += timedelta(days=9999)
    assert find(lookup, TRUCK).from_cache


# -- many --------------------------------------------------------------------------------


def test_each_question_gets_its_own_outcome_in_order(
    lookup: Lookup, oracle: Oracle, vehicles: Vehicles
) -> None:
    find(lookup, CAR)
    oracle.asked.clear()
    oracle.failing[TRACTOR] = GONE
    oracle.remark = "It was slow."
    questions = [Question(vin) for vin in (TRACTOR, CAR, TRUCK, CAR, TRUCK)]
    lost, car, truck, *again = find_all(lookup, *questions)
    assert lost == NotFound(Question(TRACTOR), GONE)
    assert isinstance(car, Found)
    assert isinstance(truck, Found)
    assert (car.vehicle.vin, car.from_cache, car.remark) == (CAR, True, "")
    assert (truck.vehicle.vin, truck.from_cache, truck.remark) == (TRUCK, False, "It was slow.")
    assert truck.vehicle == vehicles.get(TRUCK)
    assert again == [car, truck]
    assert oracle.asked == [Question(TRACTOR), Question(TRUCK)]
    assert vehicles.count() == 2


def test_of_two_years_for_one_vin_each_gets_its_own_answer(
    lookup: Lookup, oracle: Oracle, vehicles: Vehicles
) -> None:
    old, new = Question(TRUCK, 1984), Question(TRUCK, 2014)
    oracle.values[old] = {**DECODED, "model_year": 1984}
    outcomes = find_all(lookup, old, new, old)
    years = [o.vehicle.values["model_year"] for o in outcomes if isinstance(o, Found)]
    assert years == [1984, 2014, 1984]
    assert [o.vehicle.added_at for o in outcomes if isinstance(o, Found)] == [NOON] * 3
    kept = vehicles.get(TRUCK)
    assert kept
    assert kept.requested_year == 2014


def test_when_all_is_cached_no_source_is_even_opened(vehicles: Vehicles, lookup: Lookup) -> None:
    find(lookup, TRUCK)

    def open_sources() -> Mapping[SourceChoice, Source]:
        raise AssertionError("there was no need to")

    offline = Lookup(vehicles, open_sources, no_data_life=timedelta(days=7), clock=utc_now)
    (found,) = find_all(offline, Question(TRUCK))
    assert isinstance(found, Found)
    assert find(offline, TRUCK).from_cache
    assert find_all(offline) == []


# -- removing ----------------------------------------------------------------------------


@pytest.fixture
def remover(database: Database, clock: Clock) -> Remover:
    return Remover(Removals(database, clock))


def test_a_removal_is_done_undone_and_done_again(
    lookup: Lookup, remover: Remover, vehicles: Vehicles
) -> None:
    for vin in (TRUCK, TRACTOR, CAR):
        find(lookup, vin)
    removal = Removal([TRUCK, CAR, Vin("11111111111111111")])
    for _time in range(2):
        assert remover.apply(removal) == 2
        assert vehicles.count() == 1
        assert remover.revert(removal) == 2
        assert vehicles.count() == 3
    assert remover.revert(removal) == 0


def test_a_removal_of_rows_is_done_undone_and_done_again(
    lookup: Lookup, remover: Remover, vehicles: Vehicles, database: Database
) -> None:
    for vin in (TRUCK, TRACTOR, CAR):
        find(lookup, vin)
    order = VehiclePages(database).order()
    removal = Removal(chosen=order.chosen([range(2)]))
    for _time in range(2):
        assert remover.apply(removal) == 2
        assert vehicles.get_many([TRUCK, TRACTOR, CAR]).keys() == {TRUCK}
        assert remover.revert(removal) == 2
        assert vehicles.count() == 3


def test_a_removed_vin_is_asked_again_and_the_new_answer_outlives_undo(
    lookup: Lookup, oracle: Oracle, remover: Remover, vehicles: Vehicles, clock: Clock
) -> None:
    find(lookup, TRUCK)
    removal = Removal([TRUCK])
    remover.apply(removal)
    clock.now += timedelta(days=1)
    assert not find(lookup, TRUCK).from_cache
    assert remover.revert(removal) == 0
    kept = vehicles.get(TRUCK)
    assert kept
    assert kept.added_at == clock.now


# -- exporting ---------------------------------------------------------------------------


def test_an_export_says_what_it_wrote_and_the_file_says_who_and_when(
    lookup: Lookup, database: Database, clock: Clock, tmp_path: Path
) -> None:
    find(lookup, TRUCK)
    target = tmp_path / "one.parquet"
    report = export_all(Exporter(database, clock), target)
    assert (report.path, report.rows, report.bytes) == (target, 1, target.stat().st_size)
    assert report.elapsed_s > 0
    metadata = pq.read_metadata(target).metadata
    assert metadata is not None
    assert metadata[b"vindesk.exported_at"] == b"2026-11-23T12:00:00+00:00"
    assert b"vindesk.version" in metadata


def test_an_export_into_no_folder_fails_in_words(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    with pytest.raises(ExportFailed):
        export_all(Exporter(database, clock), tmp_path / "no" / "folder.parquet")


# -- everything together -----------------------------------------------------------------


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = Settings(
        vpic_url="http://127.0.0.1:9/api/vehicles", patience_s=0.1, lookup_timeout_s=1.0
    )
    services = open_services(settings, Paths.under(tmp_path / "data"))
    yield services
    services.close()


def test_sources_are_opened_at_the_first_question_only(services: Services) -> None:
    assert services.lookup.cached(Question(TRUCK)) is None
    assert services.sources.take() is None
    found = services.lookup.find(Question(TRUCK), SourceChoice.EMBEDDED, Unwatched())
    assert found.vehicle.source is SourceName.EMBEDDED
    assert found.vehicle.data_version == services.sources().embedded_month


def test_without_a_network_the_default_answers_all_the_same(services: Services) -> None:
    found = services.lookup.find(Question(TRUCK), SourceChoice.AUTO, Unwatched())
    assert found.vehicle.source is SourceName.EMBEDDED
    assert found.remark == "vPIC could not be reached."
    with pytest.raises(VpicUnreachable):
        services.lookup.find(Question(CAR), SourceChoice.WEB, Unwatched())


def test_services_that_were_asked_nothing_close_too(services: Services) -> None:
    services.close()
    with pytest.raises(UserError):
        services.lookup.cached(Question(TRUCK))

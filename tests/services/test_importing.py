"""Imports from the first row to the report, answered by the embedded copy."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
import ultravin
from msgspec.structs import replace
from typing_extensions import override

from tests.services.conftest import MakeBench
from tests.services.import_desk import PLAN, Bench, Listed
from tests.store.memory import limit_of
from tests.store.samples import MORNING, Clock
from tests.vpic.watching import Watcher
from vindesk.domain.errors import FileTooLarge, FileUnreadable
from vindesk.domain.import_job import Cached, Columns, ImportPlan, ImportState
from vindesk.domain.monitor import Cancelled, Progress, Unwatched
from vindesk.domain.vehicle import Quality, Question, SourceName
from vindesk.domain.vin import Vin, find_fault
from vindesk.domain.vin_text import Reject
from vindesk.services.removal import Removal, Remover
from vindesk.store import room
from vindesk.store.removals import Removals
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.embedded_stream import decode_table

PETERBILT, KENWORTH, HONDA, COUNTACH = (
    "1XPWD40X1ED215307",
    "1XKWDB0X57J211825",
    "1HGCM82633A004352",
    "ZA9CA05AXJLA12340",
)
MANY = [vin for vin in ultravin.generate(600, seed=3, invalid_rate=0.1) if find_fault(vin) is None]
REFRESH = replace(PLAN, cached=Cached.REFRESH_ALL)


# -- from the rows to the report ---------------------------------------------------------


def test_rows_become_vehicles_and_a_report(bench: Bench) -> None:
    report = bench.take([PETERBILT, " 1xkwdb0x57j211825", None, "nonsense", PETERBILT, COUNTACH])
    record = report.record
    assert (record.state, record.position, record.items) == (ImportState.DONE, 5, 5)
    assert (report.vins, report.duplicates, report.rejected, report.failed) == (3, 1, 1, 0)
    assert (record.answered, report.kept) == (3, 0)
    assert report.by_quality == {Quality.DECODED: 2, Quality.PARTIAL: 1}
    vehicle = bench.get(PETERBILT)
    assert (vehicle.values["make"], vehicle.source) == ("PETERBILT", SourceName.EMBEDDED)
    assert (vehicle.fetched_at, vehicle.added_at) == (MORNING, MORNING)
    assert vehicle.data_version == Embedded().data_month()


def test_each_vehicle_is_as_if_it_had_been_looked_up(bench: Bench, moment: Clock) -> None:
    bench.take(MANY)
    for vin in MANY[:100]:
        asked = Question(Vin(vin))
        expected = Embedded(moment).decode(asked, Unwatched()).vehicle
        found = bench.get(vin)
        assert found.quality is expected.quality
        assert found.values == {
            name: value
            for name, value in expected.values.items()
            if name not in {"make_id", "model_id", "manufacturer_id"}
        }


def test_an_empty_list_is_done_at_once(bench: Bench) -> None:
    report = bench.take([None, ""])
    assert (report.record.state, report.vins) == (ImportState.DONE, 0)


def test_progress_is_reported_by_rows(make_bench: MakeBench) -> None:
    bench, watcher = make_bench(window=2), Watcher()
    bench.run(bench.read([PETERBILT, "nonsense", "nonsense", "nonsense", KENWORTH]), watcher)
    assert watcher.reports == [Progress(2, 5), Progress(4, 5), Progress(5, 5)]


@pytest.mark.parametrize(("many", "during"), [(2_000_000, 256), (10, 512)])
def test_memory_is_left_to_others_unless_the_cache_is_large(
    make_bench: MakeBench, monkeypatch: pytest.MonkeyPatch, many: int, during: int
) -> None:
    monkeypatch.setattr(room, "_MANY", many)
    seen: list[str] = []

    def decode(asked: Any, today: datetime) -> Any:
        seen.append(limit_of(bench.database))
        return decode_table(asked, today)

    bench = make_bench(decode=decode)
    bench.database.use(replace(bench.database.limits, memory_mb=512))
    bench.take([PETERBILT])
    bench.take(MANY[:20])
    assert seen == ["256.0 MiB", f"{during}.0 MiB"]
    assert limit_of(bench.database) == "512.0 MiB"


def test_years_come_from_a_column(bench: Bench) -> None:
    bench.take([HONDA, PETERBILT, KENWORTH], years=["1995", "unknown", None])
    assert bench.get(HONDA).values["model_year"] == 1995
    assert bench.get(HONDA).requested_year == 1995
    assert bench.get(PETERBILT).requested_year is None
    again = bench.take([HONDA, HONDA], years=["1995", None])
    assert (again.record.answered, again.kept) == (0, 1)
    other = bench.take([HONDA], years=["2003"])
    assert other.record.answered == 1
    assert bench.get(HONDA).values["model_year"] == 2003


def test_the_users_own_columns_are_read_and_kept(bench: Bench) -> None:
    plan = replace(PLAN, columns=Columns(2, 1, own=(0, 3), own_names=("Unit", "Depot")))
    table = Listed([["T1"], ["1995"], [HONDA], ["East"]])
    record = bench.importer.begin(plan)
    bench.importer.read(record, table, Unwatched())
    assert table.asked == [[2, 1, 0, 3]]
    with bench.database.cursor() as cursor:
        found = cursor.execute("SELECT vin, year, own FROM import_item").fetchall()
    assert found == [(HONDA, 1995, ["T1", "East"])]


# -- what is in the cache already --------------------------------------------------------


def test_more_columns_than_can_be_kept_are_refused_before_anything_is_read(bench: Bench) -> None:
    def keeping(count: int) -> ImportPlan:
        own = tuple(range(1, count + 1))
        return replace(PLAN, columns=Columns(0, own=own, own_names=tuple(map(str, own))))

    with pytest.raises(
        FileTooLarge, match=r"3001 columns besides the VIN are too many; the limit is 3000"
    ) as told:
        bench.importer.begin(keeping(3001))
    assert told.value.advice == "Keep fewer columns."
    assert bench.imports.all() == []
    bench.importer.begin(keeping(3000))


def test_lines_that_could_not_be_read_are_refused_in_their_places(bench: Bench) -> None:
    listed = Listed([[PETERBILT, KENWORTH, HONDA]], batch=1)
    listed.before_each = lambda: setattr(listed, "rejects", [Reject(2, "", "Too long.")])
    record = bench.importer.begin(PLAN)
    bench.importer.read(record, listed, Unwatched())
    report = bench.importer.run(record.id, Unwatched())
    assert (report.vins, report.rejected) == (3, 1)
    (found,) = bench.imports.rejected(record.id, 9)
    assert (found.row, found.written, found.reason) == (2, "", "Too long.")
    with bench.database.cursor() as cursor:
        query = "SELECT item, vin IS NULL FROM import_item WHERE job = ? ORDER BY item"
        assert cursor.execute(query, [record.id]).fetchall() == [
            (1, True), (2, False), (3, False), (4, False),
        ]  # fmt: skip


def test_what_is_in_the_cache_is_kept(bench: Bench, moment: Clock) -> None:
    bench.take([PETERBILT, HONDA])
    moment.advance(hours=1)
    report = bench.take([HONDA, KENWORTH, HONDA])
    assert (report.vins, report.kept, report.record.answered) == (2, 1, 1)
    assert bench.get(HONDA).fetched_at == MORNING
    assert bench.get(KENWORTH).fetched_at == moment.now


def test_all_can_be_asked_about_anew_once(make_bench: MakeBench, moment: Clock) -> None:
    bench = make_bench(window=2)
    bench.take([PETERBILT, HONDA])
    moment.advance(hours=1)
    report = bench.take([HONDA, KENWORTH, PETERBILT, HONDA], REFRESH)
    assert (report.kept, report.record.answered) == (0, 3)
    refreshed = bench.get(HONDA)
    assert (refreshed.fetched_at, refreshed.added_at) == (moment.now, MORNING)


def test_what_is_older_than_a_day_can_be_asked_about_anew(bench: Bench, moment: Clock) -> None:
    bench.take([PETERBILT])
    moment.advance(hours=2)
    bench.take([HONDA])
    moment.advance(hours=2)
    plan = replace(PLAN, cached=Cached.REFRESH_OLDER, older_than=moment.now - timedelta(hours=3))
    report = bench.take([HONDA, PETERBILT], plan)
    assert (report.kept, report.record.answered) == (1, 1)
    assert bench.get(PETERBILT).fetched_at == moment.now


def test_no_data_is_asked_again_after_its_life(bench: Bench, moment: Clock) -> None:
    unknown = "00000000000000000"
    first = bench.take([unknown])
    assert first.by_quality == {Quality.NO_DATA: 1}
    moment.advance(days=6)
    assert bench.take([unknown]).record.answered == 0
    moment.advance(days=1)
    assert bench.take([unknown]).record.answered == 1


def test_what_was_removed_is_asked_again(bench: Bench, moment: Clock) -> None:
    bench.take([PETERBILT])
    remover = Remover(Removals(bench.database, moment))
    removal = Removal([Vin(PETERBILT)])
    remover.apply(removal)
    moment.advance(hours=1)
    assert bench.take([PETERBILT]).record.answered == 1
    assert bench.get(PETERBILT).added_at == moment.now
    assert remover.revert(removal) == 0


def test_a_refresh_by_the_embedded_copy_blanks_nothing_that_the_web_gave(
    bench: Bench, moment: Clock
) -> None:
    asked = Embedded(moment).decode(Question(Vin(PETERBILT)), Unwatched()).vehicle
    told = {**asked.values, "ncsa_make": "82", "ncsa_model": "881"}
    web = replace(
        asked, values=told, source=SourceName.WEB, data_version=None, extra={"NewKey": "new"}
    )
    bench.vehicles.save([web])
    for _ in range(2):
        moment.advance(hours=1)
        bench.take([PETERBILT], REFRESH)
        refreshed = bench.get(PETERBILT)
        assert refreshed.source is SourceName.EMBEDDED
        assert refreshed.fetched_at == moment.now
        assert (refreshed.values, refreshed.extra) == (told, {"NewKey": "new"})


# -- stopped and gone on -----------------------------------------------------------------


class Stopping(Watcher):
    """Cancels the work after so many windows."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._left = after

    @override
    def report(self, progress: Progress) -> None:
        super().report(progress)
        self._left -= 1
        if self._left == 0:
            self.cancel()


@pytest.mark.parametrize("plan", [PLAN, REFRESH], ids=["keep", "refresh"])
def test_what_was_stopped_goes_on_to_the_rows_of_an_undisturbed_run(
    make_bench: MakeBench, moment: Clock, plan: ImportPlan
) -> None:
    undisturbed, stopped = make_bench(window=100), make_bench(window=100)
    for bench in (undisturbed, stopped):
        bench.take(MANY[:150])
    moment.advance(hours=1)
    rows = [*MANY, "nonsense", *MANY[:50]]
    expected = undisturbed.take(rows, plan)
    number = stopped.read(rows, plan)
    for windows in (1, 2):
        with pytest.raises(Cancelled):
            stopped.run(number, Stopping(windows))
    assert stopped.progress(number) == (300, len(rows))
    assert stopped.imports.get(number).state is ImportState.WAITING
    report = stopped.run(number)
    assert stopped.rows() == undisturbed.rows()
    assert report == replace(expected, record=replace(report.record))
    assert report.record.answered == expected.record.answered


def test_cancelling_before_a_window_is_saved_keeps_what_came(make_bench: MakeBench) -> None:
    watcher = Watcher()

    def decode(questions: object, today: object) -> object:
        watcher.cancel()
        return None

    bench = make_bench(decode=decode)
    number = bench.read(MANY)
    with pytest.raises(Cancelled):
        bench.run(number, watcher)
    assert (bench.progress(number)[0], bench.vehicles.count()) == (0, 0)


def test_what_was_not_read_to_its_end_is_read_again_and_never_run(bench: Bench) -> None:
    batches = count(1)

    def fail() -> None:
        if next(batches) == 3:
            raise FileUnreadable("It is gone.")

    record = bench.importer.begin(PLAN)
    table = Listed([MANY], batch=200, before_each=fail)
    with pytest.raises(FileUnreadable):
        bench.importer.read(record, table, Unwatched())
    assert bench.imports.get(record.id).state is ImportState.READING
    with pytest.raises(ValueError, match="was not read"):
        bench.run(record.id)
    bench.importer.read(record, Listed([MANY]), Unwatched())
    report = bench.run(record.id)
    assert report.record.items == report.vins == len(MANY)


def test_reading_can_be_cancelled(bench: Bench) -> None:
    watcher = Watcher()
    table = Listed([MANY], batch=200, before_each=watcher.cancel)
    with pytest.raises(Cancelled):
        bench.importer.read(bench.importer.begin(PLAN), table, watcher)


def test_what_rested_goes_on_when_it_is_run(bench: Bench) -> None:
    number = bench.read([PETERBILT])
    bench.imports.turn(number, ImportState.PAUSED)
    assert bench.run(number).record.state is ImportState.DONE
    assert bench.run(number).record.answered == 1


def test_what_was_given_up_is_not_run(bench: Bench) -> None:
    number = bench.read([PETERBILT])
    bench.imports.turn(number, ImportState.CANCELLED)
    report = bench.run(number)
    assert (report.record.state, report.record.position) == (ImportState.CANCELLED, 0)


def test_a_window_is_cancelled_where_its_query_runs(bench: Bench) -> None:
    number, watcher = bench.read([PETERBILT]), Watcher()
    watcher.cancel()
    with pytest.raises(Cancelled):
        bench.run(number, watcher)

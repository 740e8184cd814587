"""Who answers an import: the embedded copy whatever its decoder does, or vPIC on any day."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, current_thread, main_thread
from typing import Any

import pytest
import ultravin
from msgspec.structs import replace
from typing_extensions import override

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_routes import Kind
from tests.fakes.vpic_server import VpicServer
from tests.services.conftest import MakeBench
from tests.services.import_desk import PLAN, WEB_PLAN, Bench
from tests.services.test_importing import Stopping
from tests.services.truth import kept, said, truth
from tests.store.samples import Clock
from tests.vpic.background import Background, wait_for
from tests.vpic.false_clock import FalseClock
from tests.vpic.watching import Watcher
from vindesk.domain.errors import DiskFull, EmbeddedError, UserError, VpicUnreachable
from vindesk.domain.import_job import Cached, Failed, ImportReport
from vindesk.domain.monitor import Cancelled, Monitor, Progress, Unwatched
from vindesk.domain.vehicle import Quality, Question, SourceChoice, SourceName
from vindesk.domain.vin import Vin, find_fault
from vindesk.services import bulk_source
from vindesk.services.bulk_source import BulkSource, EmbeddedBulk, Hands, WebBulk
from vindesk.services.removal import Removal, Remover
from vindesk.store.bulk_answers import BulkAnswers
from vindesk.store.import_items import ImportItems
from vindesk.store.removals import Removals
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.embedded_stream import decode_table
from vindesk.vpic.options import WebOptions
from vindesk.vpic.source import Answer, Failure
from vindesk.vpic.web import VpicWeb

REFRESH = replace(WEB_PLAN, cached=Cached.REFRESH_ALL)
PANIC = EmbeddedError("Its decoder failed on this VIN. Nothing was stored.")
AWAY = VpicUnreachable("Nobody is there. Nothing was stored.")


def some_vins(count: int, seed: int = 5) -> list[str]:
    made = (vin for vin in ultravin.generate(count + 50, seed=seed) if find_fault(vin) is None)
    return list(itertools.islice(dict.fromkeys(made), count))


MANY = some_vins(130)
BAD = MANY[17]


# -- the embedded copy -------------------------------------------------------------------


class Panicking(Embedded):
    """Fails on one VIN."""

    @override
    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        return [
            Failure(question, PANIC) if question.vin.text == BAD else outcome
            for question, outcome in zip(
                questions, super().decode_many(questions, monitor), strict=True
            )
        ]


def panicking(questions: Any, today: Any) -> Any:
    if BAD in questions["vin"].to_pylist():
        raise PANIC
    return decode_table(questions, today)


def test_one_vin_on_which_the_decoder_fails_does_not_stop_the_rest(
    make_bench: MakeBench, moment: Clock
) -> None:
    bench = make_bench(decode=panicking, one_by_one=Panicking(moment), window=50)
    number = bench.read(MANY)
    report = bench.run(number)
    assert (report.failed, report.record.answered) == (1, len(MANY) - 1)
    assert bench.imports.failed(number, 9) == [Failed(BAD, PANIC.sentence)]
    assert bench.vehicles.count() == len(MANY) - 1
    assert bench.get(MANY[0]).quality is not Quality.NO_DATA


def test_where_the_decoder_fails_a_refresh_blanks_nothing_either(
    make_bench: MakeBench, moment: Clock
) -> None:
    bench = make_bench(decode=panicking, one_by_one=Panicking(moment))
    asked = Embedded(moment).decode(Question(Vin(MANY[0])), Unwatched()).vehicle
    told = {**asked.values, "ncsa_make": "82"}
    bench.vehicles.save([replace(asked, values=told, source=SourceName.WEB)])
    moment.advance(hours=1)
    bench.take([MANY[0], BAD], replace(PLAN, cached=Cached.REFRESH_ALL))
    assert bench.get(MANY[0]).values == told
    assert bench.get(MANY[0]).source is SourceName.EMBEDDED


def test_only_failures_are_asked_again(make_bench: MakeBench, moment: Clock) -> None:
    bench = make_bench(decode=panicking, one_by_one=Panicking(moment))
    number = bench.read([*MANY, BAD])
    bench.run(number)
    asked: list[str] = []

    def mended(questions: Any, today: Any) -> Any:
        asked.extend(questions["vin"].to_pylist())
        return decode_table(questions, today)

    well = Bench(bench.database, moment, decode=mended)
    report = well.importer.retry_failed(number, Unwatched())
    assert asked == [BAD]
    assert (report.failed, report.record.answered) == (0, len(MANY))
    assert well.importer.retry_failed(number, Unwatched()) == report


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def steps_of(bench: Bench, size: int, look: int = 10_000) -> Bench:
    """Each look is for ``look`` rows, and is dealt with in steps of ``size``."""
    plain = bench.importer._sources

    def source(choice: SourceChoice) -> BulkSource:
        made = plain(choice)
        assert isinstance(made, EmbeddedBulk)
        made.window, made.look = size, look
        return made

    bench.importer._sources = source
    return bench


def test_what_is_decoded_ahead_is_the_same(
    make_bench: MakeBench, pool: ThreadPoolExecutor, moment: Clock
) -> None:
    asked: list[int] = []

    def decode(questions: Any, today: Any) -> Any:
        asked.append(questions.num_rows)
        return panicking(questions, today)

    rows = [*MANY, "nonsense", *MANY[:9]]
    plain = steps_of(make_bench(decode=panicking, one_by_one=Panicking(moment)), 40)
    ahead = steps_of(make_bench(decode=decode, one_by_one=Panicking(moment), hands=Hands(pool)), 40)
    assert plain.take(rows) == ahead.take(rows)
    assert asked == [40, 40, 40, 10]
    assert plain.rows() == ahead.rows()


def test_nothing_is_decoded_ahead_while_somebody_works(
    make_bench: MakeBench, pool: ThreadPoolExecutor
) -> None:
    threads: list[str] = []
    turns = iter([False, True, True, False])

    def decode(questions: Any, today: Any) -> Any:
        threads.append("bulk" if current_thread() is main_thread() else "beside")
        return decode_table(questions, today)

    hands = Hands(pool, at_work=lambda: next(turns))
    bench = steps_of(make_bench(decode=decode, hands=hands), 40)
    report = bench.take(MANY)
    assert report.record.answered == len(MANY)
    assert threads == ["bulk", "beside", "bulk", "bulk"]


def test_what_was_decoded_ahead_and_not_needed_is_dropped(
    make_bench: MakeBench, pool: ThreadPoolExecutor
) -> None:
    bench = steps_of(make_bench(hands=Hands(pool)), 40)
    number, watcher = bench.read(MANY), Watcher()
    with pytest.raises(Cancelled):
        bench.run(number, Stopping(1))
    assert bench.progress(number) == (40, len(MANY))
    assert bench.run(number, watcher).record.answered == len(MANY)


def test_what_is_replaced_is_replaced_in_steps(
    make_bench: MakeBench, moment: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_source, "_REPLACED", 50)
    plain, stepping = make_bench(window=10_000), make_bench(window=10_000)
    for bench in (plain, stepping):
        bench.take(MANY[:9])
    moment.advance(hours=1)
    changes = stepping.database.changes
    plan = replace(PLAN, cached=Cached.REFRESH_ALL)
    stepping_report = stepping.take(MANY, plan)
    monkeypatch.undo()
    assert stepping.database.changes - changes > len(MANY) / 50
    assert plain.take(MANY, plan).record.answered == stepping_report.record.answered == len(MANY)
    assert plain.rows() == stepping.rows()


def test_what_does_not_fill_a_step_waits_for_the_next_look(make_bench: MakeBench) -> None:
    asked: list[int] = []

    def decode(questions: Any, today: Any) -> Any:
        asked.append(questions.num_rows)
        return decode_table(questions, today)

    bench = steps_of(make_bench(decode=decode), 40, look=100)
    report = bench.take([*MANY, *MANY[:9]])
    assert report.record.answered == len(MANY)
    assert asked == [40, 40, 40, 10]


# -- vPIC --------------------------------------------------------------------------------


@pytest.fixture
def bench(make_bench: MakeBench, web: VpicWeb) -> Bench:
    return make_bench(web=web)


def assert_true(bench: Bench, server: VpicServer, vins: Sequence[str]) -> None:
    """The cache holds these VINs, each with what vPIC says of it."""
    there = kept(bench.vehicles, map(Vin, vins))
    assert there.keys() == set(map(Vin, vins))
    for vin, vehicle in there.items():
        assert said(vehicle) == said(truth(server, vin))
        assert vehicle.source is SourceName.WEB


def asked_of(server: VpicServer) -> list[str]:
    return [vin for request in server.requests for vin in request.vins]


def test_vpic_is_asked_in_batches(bench: Bench, vpic_server: VpicServer) -> None:
    report = bench.take([*MANY, "nonsense", *MANY[:9]], WEB_PLAN)
    assert (report.record.answered, report.kept, report.duplicates) == (130, 0, 9)
    assert [len(request.vins) for request in vpic_server.requests] == [50, 50, 30]
    assert {request.kind for request in vpic_server.requests} == {Kind.BATCH}
    assert vpic_server.violations == []
    assert_true(bench, vpic_server, MANY)


def test_what_is_in_the_cache_costs_no_request(bench: Bench, vpic_server: VpicServer) -> None:
    bench.take(MANY, WEB_PLAN)
    vpic_server.clear_requests()
    report = bench.take(MANY, WEB_PLAN)
    assert (report.record.answered, report.kept) == (0, len(MANY))
    assert vpic_server.request_count == 0


def test_years_are_sent_along(bench: Bench, vpic_server: VpicServer) -> None:
    honda = "1HGCM82633A004352"
    bench.take([honda], WEB_PLAN)
    bench.take([honda], WEB_PLAN, ["1995"])
    assert vpic_server.request_count == 2
    assert bench.get(honda).values["model_year"] == 1995
    assert bench.get(honda).requested_year == 1995


def test_the_web_replaces_what_the_embedded_copy_said(
    bench: Bench, vpic_server: VpicServer, moment: Clock
) -> None:
    bench.take(MANY[:9])
    moment.advance(hours=1)
    bench.take(MANY[:9], REFRESH)
    assert_true(bench, vpic_server, MANY[:9])
    assert bench.get(MANY[0]).data_version is None


def test_what_was_removed_is_asked_again(
    bench: Bench, vpic_server: VpicServer, moment: Clock
) -> None:
    bench.take(MANY[:9], WEB_PLAN)
    Remover(Removals(bench.database, moment)).apply(Removal([Vin(MANY[3])]))
    vpic_server.clear_requests()
    bench.take(MANY[:9], WEB_PLAN)
    assert asked_of(vpic_server) == [MANY[3]]


def test_no_data_of_the_web_is_asked_again_after_its_life(
    bench: Bench, vpic_server: VpicServer, moment: Clock
) -> None:
    unknown = "00000000000000000"
    bench.take([unknown], WEB_PLAN)
    moment.advance(days=6)
    bench.take([unknown], WEB_PLAN)
    assert vpic_server.request_count == 1
    moment.advance(days=1)
    bench.take([unknown], WEB_PLAN)
    assert vpic_server.request_count == 2


def test_a_batch_that_vpic_chokes_on_is_halved(bench: Bench, vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.SERVER_ERROR, vins=[BAD])
    number = bench.read(MANY, WEB_PLAN)
    report = bench.run(number)
    assert (report.failed, report.record.answered) == (1, len(MANY) - 1)
    (failed,) = bench.imports.failed(number, 9)
    assert failed.vin == BAD
    assert failed.reason.startswith("vPIC has a fault of its own: It answered with HTTP 500")
    assert_true(bench, vpic_server, [vin for vin in MANY if vin != BAD])


def test_failures_are_listed_and_only_they_are_asked_again(
    bench: Bench, vpic_server: VpicServer
) -> None:
    lost = [MANY[3], MANY[60]]
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=lost)
    number = bench.read(MANY, WEB_PLAN)
    assert bench.run(number).failed == 2
    vpic_server.answer_truthfully()
    vpic_server.clear_requests()
    report = bench.importer.retry_failed(number, Unwatched())
    assert asked_of(vpic_server) == lost
    assert (report.failed, report.record.answered, report.kept) == (0, len(MANY), 0)
    assert_true(bench, vpic_server, MANY)


def test_what_was_not_answered_again_stays_listed_where_the_retry_is_cancelled(
    bench: Bench, vpic_server: VpicServer
) -> None:
    lost = MANY[:3]
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=lost)
    number = bench.read(MANY, WEB_PLAN)
    before = bench.run(number)
    vpic_server.answer_truthfully()
    vpic_server.answer_with(FaultKind.SERVER_ERROR, vins=lost[2:])

    class Leaving(Watcher):
        """Is cancelled as soon as the two that are answered have come."""

        @override
        def raise_if_cancelled(self) -> None:
            if bench.vehicles.count() == len(MANY) - 1:
                self.cancel()
            super().raise_if_cancelled()

    with pytest.raises(Cancelled):
        bench.importer.retry_failed(number, Leaving())
    assert [failed.vin for failed in bench.imports.failed(number, 9)] == lost[2:]
    report = bench.imports.report(number)
    assert (report.failed, report.record.answered) == (1, len(MANY) - 1)
    assert report.kept == before.kept


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.TOO_MANY,
        FaultKind.FORBIDDEN,
        FaultKind.TOO_MANY_SECONDS,
        FaultKind.TOO_MANY_DATE,
        FaultKind.MAINTENANCE,
        FaultKind.HTML,
        FaultKind.CLOSED,
    ],
)
def test_no_bad_while_of_vpic_loses_anything(
    bench: Bench, vpic_server: VpicServer, kind: FaultKind
) -> None:
    vpic_server.answer_with(Fault(kind, seconds=3), times=9)
    report = bench.take(MANY, WEB_PLAN)
    assert (report.failed, report.record.answered) == (0, len(MANY))
    assert_true(bench, vpic_server, MANY)
    assert vpic_server.violations == []


def test_a_bad_while_in_the_middle_costs_nothing_that_came(
    bench: Bench, vpic_server: VpicServer
) -> None:
    vpic_server.script([None, *[FaultKind.RESET] * 12])
    watcher = Watcher()
    report = bench.run(bench.read(MANY, WEB_PLAN), watcher)
    assert report.record.answered == len(MANY)
    assert_true(bench, vpic_server, MANY)
    first = vpic_server.requests[0].vins
    again = [vin for vin in asked_of(vpic_server)[50:] if vin in first]
    assert set(again) <= {first[-1]}, "only one that was answered is asked for a sign of life"


def test_vpic_may_be_gone_for_a_while(bench: Bench, vpic_server: VpicServer) -> None:
    vpic_server.refuse()
    watcher = Watcher()
    number = bench.read(MANY, WEB_PLAN)
    working = Background(lambda: bench.run(number, watcher))
    wait_for(lambda: is_missed(watcher))
    vpic_server.accept_again()
    report = working.result()
    assert (report.failed, report.record.answered) == (0, len(MANY))
    assert_true(bench, vpic_server, MANY)


def is_missed(watcher: Watcher) -> bool:
    return any(note.startswith("vPIC could not be reached") for note in watcher.notes)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (0, FaultKind.RESET),
        (17, FaultKind.TOO_MANY),
        (49, FaultKind.RESET),
        (129, FaultKind.TOO_MANY),
    ],
)
def test_a_vin_that_breaks_vpic_every_time_holds_nobody_up(
    bench: Bench, vpic_server: VpicServer, place: int, kind: FaultKind
) -> None:
    bad = MANY[place]
    vpic_server.answer_with(kind, vins=[bad])
    number = bench.read(MANY, WEB_PLAN)
    report = bench.run(number)
    assert [failed.vin for failed in bench.imports.failed(number, 9)] == [bad]
    assert (report.failed, report.record.answered) == (1, len(MANY) - 1)
    assert_true(bench, vpic_server, [vin for vin in MANY if vin != bad])


def in_time(watcher: Watcher, work: Callable[[], ImportReport]) -> ImportReport:
    """What ``work`` returns; if it waits for ever, it is cancelled."""
    working = Background(work)
    try:
        return working.result()
    finally:
        watcher.cancel()


@pytest.mark.parametrize(
    "kind", [FaultKind.SERVER_ERROR, FaultKind.RESET, FaultKind.OTHER_VINS], ids=str
)
def test_a_vin_that_breaks_vpic_every_time_is_listed_where_it_is_the_only_one(
    bench: Bench, vpic_server: VpicServer, kind: FaultKind
) -> None:
    vpic_server.answer_with(kind, vins=[BAD])
    number, watcher = bench.read([BAD], WEB_PLAN), Watcher()
    report = in_time(watcher, lambda: bench.run(number, watcher))
    assert (report.failed, report.record.answered) == (1, 0)
    assert [failed.vin for failed in bench.imports.failed(number, 9)] == [BAD]
    assert bench.vehicles.count() == 0


def test_a_vin_that_breaks_vpic_when_it_is_asked_again_stays_listed(
    bench: Bench, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=[BAD])
    number, watcher = bench.read(MANY, WEB_PLAN), Watcher()
    bench.run(number)
    vpic_server.answer_truthfully()
    vpic_server.answer_with(FaultKind.SERVER_ERROR, vins=[BAD])
    report = in_time(watcher, lambda: bench.importer.retry_failed(number, watcher))
    assert (report.failed, report.record.answered) == (1, len(MANY) - 1)
    (failed,) = bench.imports.failed(number, 9)
    assert failed.reason.startswith("vPIC has a fault of its own: ")


def test_where_everything_is_refused_it_is_waited_for_and_nothing_is_lost(
    bench: Bench, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND)
    number, watcher = bench.read(MANY, WEB_PLAN), Watcher()
    working = Background(lambda: bench.run(number, watcher))
    wait_for(lambda: bool(watcher.notes))
    vpic_server.answer_truthfully()
    report = working.result()
    assert watcher.notes[0].startswith("vPIC refused the request. Trying again in ")
    assert (report.failed, report.record.answered) == (0, len(MANY))
    assert_true(bench, vpic_server, MANY)


def test_what_was_stopped_goes_on_to_the_rows_of_an_undisturbed_run(
    make_bench: MakeBench, web: VpicWeb, vpic_server: VpicServer
) -> None:
    undisturbed, stopped = make_bench(web=web), make_bench(web=web)
    expected = undisturbed.take(MANY, WEB_PLAN)
    number = stopped.read(MANY, WEB_PLAN)
    vpic_server.clear_requests()
    vpic_server.script([None, FaultKind.HANG])
    watcher = Watcher()
    working = Background(lambda: stopped.run(number, watcher))
    vpic_server.wait_for_requests(2)
    watcher.cancel()
    with pytest.raises(Cancelled):
        working.result()
    assert stopped.vehicles.count() == 50
    assert stopped.imports.get(number).answered == 50
    vpic_server.clear_requests()
    report = stopped.run(number)
    assert not {*asked_of(vpic_server)} & {*MANY[:50]}
    assert stopped.rows() == undisturbed.rows()
    assert (report.record.answered, report.kept) == (expected.record.answered, expected.kept)


# -- several batches at once ---------------------------------------------------------------


@pytest.fixture
def several(make_bench: MakeBench, vpic_server: VpicServer) -> Iterator[Bench]:
    """An import that may have three batches under way."""
    options = WebOptions(base_url=vpic_server.url, max_in_flight=4, rate_per_s=1_000.0)
    web = VpicWeb(options, options.throttle(FalseClock()))
    with ThreadPoolExecutor(4) as pool:
        yield make_bench(web=web, hands=Hands(pool, 3))
    web.close()


def test_three_batches_are_under_way_at_once(several: Bench, vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.HANG)
    working = Background(lambda: several.take(MANY, WEB_PLAN))
    vpic_server.wait_for_requests(3)
    vpic_server.answer_truthfully()
    vpic_server.release()
    report = working.result()
    assert (report.failed, report.record.answered) == (0, len(MANY))
    assert vpic_server.max_in_flight == 3
    assert_true(several, vpic_server, MANY)


def test_what_fails_in_any_of_them_is_listed(several: Bench, vpic_server: VpicServer) -> None:
    lost = [MANY[3], MANY[60], MANY[110]]
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=lost)
    number = several.read(MANY, WEB_PLAN)
    assert several.run(number).failed == 3
    assert {failed.vin for failed in several.imports.failed(number, 9)} == {*lost}
    assert_true(several, vpic_server, [vin for vin in MANY if vin not in lost])


def test_cancelling_ends_all_of_them_and_what_came_stays(
    several: Bench, vpic_server: VpicServer
) -> None:
    number, watcher = several.read(some_vins(400), WEB_PLAN), Watcher()
    vpic_server.script([None, *[FaultKind.HANG] * 3])
    working = Background(lambda: several.run(number, watcher))
    vpic_server.wait_for_requests(4)
    watcher.cancel()
    with pytest.raises(Cancelled):
        working.result()
    assert vpic_server.request_count == 4
    assert several.vehicles.count() == several.imports.get(number).answered == 50
    vpic_server.answer_truthfully()
    assert several.run(number).record.answered == 400


def test_the_next_window_begins_while_a_slow_batch_of_this_one_is_under_way(
    several: Bench, vpic_server: VpicServer
) -> None:
    vins = some_vins(1_500)
    number = several.read(vins, WEB_PLAN)
    vpic_server.script([FaultKind.HANG])
    working = Background(lambda: several.run(number))
    vpic_server.wait_for(lambda requests: len(requests) >= 20 and vpic_server.in_flight == 1)
    wait_for(lambda: several.imports.get(number).answered == 950)
    assert several.progress(number) == (0, 1_500), "the first window is not dealt with"
    assert vpic_server.request_count == 20, "no more than one window ahead"
    vpic_server.release()
    report = working.result()
    assert (report.failed, report.record.answered) == (0, 1_500)
    assert 2 <= vpic_server.max_in_flight <= 3
    assert_true(several, vpic_server, vins)


def test_what_was_ahead_when_it_was_cancelled_is_not_asked_again(
    several: Bench, vpic_server: VpicServer
) -> None:
    vins = some_vins(1_500)
    number, watcher = several.read(vins, WEB_PLAN), Watcher()
    vpic_server.script([FaultKind.HANG])
    working = Background(lambda: several.run(number, watcher))
    vpic_server.wait_for(lambda requests: len(requests) >= 20 and vpic_server.in_flight == 1)
    wait_for(lambda: several.imports.get(number).answered == 950)
    watcher.cancel()
    with pytest.raises(Cancelled):
        working.result()
    assert several.progress(number) == (0, 1_500)
    assert several.imports.get(number).answered == 950
    vpic_server.clear_requests()
    assert several.run(number).record.answered == 1_500
    assert sorted(asked_of(vpic_server)) == sorted(set(asked_of(vpic_server)))
    assert len(asked_of(vpic_server)) == 550


# -- how far it is -------------------------------------------------------------------------


def test_each_batch_that_is_settled_moves_the_progress(make_bench: MakeBench) -> None:
    bench, watcher = make_bench(web=Script()), Watcher()
    number = bench.read(["nonsense", *MANY, "nonsense"], WEB_PLAN)
    bench.run(number, watcher)
    assert watcher.counts == [(51, 132), (101, 132), (132, 132), (132, 132)]


def test_what_is_settled_beside_a_slow_batch_moves_the_progress(
    several: Bench, vpic_server: VpicServer
) -> None:
    number, watcher = several.read(some_vins(400), WEB_PLAN), Watcher()
    vpic_server.script([FaultKind.HANG])
    working = Background(lambda: several.run(number, watcher))
    wait_for(lambda: (350, 400) in watcher.counts)
    assert several.imports.get(number).reached == 350
    vpic_server.release()
    working.result()
    done = [each for each, _ in watcher.counts]
    assert done == sorted(done)
    assert {*done} == {*range(50, 401, 50)}


def test_the_progress_never_goes_back_whichever_window_a_part_is_of(
    make_bench: MakeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part that began ahead has to wait when others of its window are settled."""
    monkeypatch.setattr(WebBulk, "window", 100)
    vins, gate, watcher = some_vins(200), Event(), Watcher()

    class Awaited(Watcher):
        @override
        def report(self, progress: Progress) -> None:
            watcher.report(progress)
            if progress.done == 150:
                gate.set()

    class AwayOnce(Script):
        @override
        def decode_many(
            self, questions: Sequence[Question], monitor: Monitor
        ) -> Sequence[Answer | Failure]:
            if questions[0].vin.text == vins[100] and not gate.is_set():
                gate.wait()
                return [Failure(question, AWAY) for question in questions]
            return super().decode_many(questions, monitor)

    with ThreadPoolExecutor(2) as pool:
        bench = make_bench(web=AwayOnce(), hands=Hands(pool, 2))
        bench.run(bench.read(vins, WEB_PLAN), Awaited())
    assert [(each.done, each.total) for each in watcher.reports if each.note] == [(150, 200)]
    done = [each.done for each in watcher.reports]
    assert done == sorted(done)


def test_what_goes_on_tells_what_was_answered_before(make_bench: MakeBench) -> None:
    web = Script()
    bench = make_bench(web=web)
    number, watcher, again = bench.read(MANY, WEB_PLAN), Watcher(), Watcher()
    web.after_each = watcher.cancel
    with pytest.raises(Cancelled):
        bench.run(number, watcher)
    record = bench.imports.get(number)
    assert (record.position, record.reached) == (0, 50)
    web.after_each = lambda: None
    bench.run(number, again)
    assert again.counts == [(100, 130), (130, 130), (130, 130)]


def test_asking_again_tells_how_many_of_the_failures_are_settled(
    bench: Bench, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=MANY[:2])
    number, watcher = bench.read(MANY, WEB_PLAN), Watcher()
    bench.run(number)
    vpic_server.answer_truthfully()
    bench.importer.retry_failed(number, watcher)
    assert {*watcher.counts} == {(2, 2)}


# -- waiting -----------------------------------------------------------------------------


class Script:
    """A web that answers as it is told, call by call; then it answers everything."""

    def __init__(self, *faults: UserError | None) -> None:
        self._faults: Iterator[UserError | None] = iter(faults)
        self.asked: list[Sequence[Question]] = []
        self.after_each: Callable[[], object] = lambda: None

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        raise NotImplementedError

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        self.asked.append(questions)
        fault = next(self._faults, None)
        outcomes = Embedded().decode_many(questions, Unwatched())
        answered = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
        self.after_each()
        return [
            replace(answer, vehicle=replace(answer.vehicle, source=SourceName.WEB))
            if fault is None
            else Failure(question, fault)
            for question, answer in zip(questions, answered, strict=True)
        ]


def test_the_wait_is_counted_down_and_ended_by_cancelling(make_bench: MakeBench) -> None:
    bench = make_bench(web=Script(AWAY), waits_s=[600.0])
    number, watcher = bench.read(MANY[:3], WEB_PLAN), Watcher()
    working = Background(lambda: bench.run(number, watcher))
    wait_for(lambda: bool(watcher.notes))
    watcher.cancel()
    with pytest.raises(Cancelled):
        working.result()
    assert watcher.notes == ["vPIC could not be reached. Trying again in 600 s"]
    assert bench.progress(number) == (0, 3)


def test_who_waits_for_vpic_does_not_hold_up_the_failure_of_another(
    make_bench: MakeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher = Watcher()

    class AwayForSome(Script):
        """Answers about the second fifty once it is waited for what to say of the first."""

        @override
        def decode_many(
            self, questions: Sequence[Question], monitor: Monitor
        ) -> Sequence[Answer | Failure]:
            if questions[0].vin.text == MANY[0]:
                return [Failure(question, AWAY) for question in questions]
            wait_for(lambda: bool(watcher.notes))
            return super().decode_many(questions, monitor)

    def refuse(*_given: object) -> None:
        raise DiskFull("There is no room left.")

    monkeypatch.setattr(BulkAnswers, "save_vehicles", refuse)
    with ThreadPoolExecutor(2) as pool:
        bench = make_bench(web=AwayForSome(), hands=Hands(pool, 2), waits_s=[600.0])
        number = bench.read(MANY[:100], WEB_PLAN)
        working = Background(lambda: bench.run(number, watcher))
        try:
            with pytest.raises(DiskFull):
                working.result()
        finally:
            watcher.cancel()  # or it would wait for ever
    assert bench.progress(number) == (0, 100)


def test_what_began_ahead_is_given_up_where_a_window_cannot_be_noted(
    make_bench: MakeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WebBulk, "window", 50)
    watcher = Watcher()

    class AwayForTheNext(Script):
        """Answers about the first window once it is waited for what to say of the second."""

        @override
        def decode_many(
            self, questions: Sequence[Question], monitor: Monitor
        ) -> Sequence[Answer | Failure]:
            if questions[0].vin.text == MANY[50]:
                return [Failure(question, AWAY) for question in questions]
            wait_for(lambda: bool(watcher.notes))
            return super().decode_many(questions, monitor)

    def refuse(*_given: object) -> None:
        raise DiskFull("There is no room left.")

    monkeypatch.setattr(ImportItems, "finish", refuse)
    with ThreadPoolExecutor(2) as pool:
        bench = make_bench(web=AwayForTheNext(), hands=Hands(pool, 2), waits_s=[600.0])
        number = bench.read(MANY[:100], WEB_PLAN)
        working = Background(lambda: bench.run(number, watcher))
        try:
            with pytest.raises(DiskFull):
                working.result()
            assert not watcher._stops, "nobody waits any more"
        finally:
            watcher.cancel()  # or it would wait for ever
    assert bench.vehicles.count() == 50


def test_waits_grow_while_nobody_answers_and_begin_anew(make_bench: MakeBench) -> None:
    web = Script(AWAY, AWAY, AWAY, None, AWAY, AWAY, None)
    bench = make_bench(web=web, waits_s=[0.001, 0.002, 0.003])
    number, watcher = bench.read(MANY[:60], WEB_PLAN), Watcher()
    bench.run(number, watcher)
    assert len(watcher.notes) == 5
    assert bench.vehicles.count() == 60


def test_the_note_of_waiting_stands_at_the_progress_of_the_whole(make_bench: MakeBench) -> None:
    bench = make_bench(web=Script(None, AWAY, None), waits_s=[0.001], window=2)
    watcher = Watcher()
    bench.run(bench.read(MANY[:4], WEB_PLAN), watcher)
    assert [(each.done, each.total) for each in watcher.reports if each.note] == [(2, 4)]


def test_halves_are_asked_while_only_others_are_answered(make_bench: MakeBench) -> None:
    web = Script(AWAY, None, AWAY, None)
    bench = make_bench(web=web)
    bench.take(MANY[:8], WEB_PLAN)
    assert [len(asked) for asked in web.asked] == [8, 1, 8, 1, 4, 4]

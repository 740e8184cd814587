"""Every fault of the web, and mixtures: nothing wrong is stored, and what is known still answers.

A false clock makes pauses and rests pass in a moment; sockets know the real time only.
"""

import contextlib
import itertools
import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import ultravin

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_routes import Kind
from tests.fakes.vpic_server import VpicServer
from tests.services.fast_clock import FastClock
from tests.services.truth import kept, said, truth, unsaved
from tests.vpic.background import Background, wait_for
from tests.vpic.conftest import NOW
from tests.vpic.false_clock import FalseClock
from tests.vpic.watching import Watcher
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import UserError, VpicBusy, VpicError, VpicRefused, VpicServerFault
from vindesk.domain.monitor import Cancelled, Monitor, Unwatched
from vindesk.domain.vehicle import Question, SourceChoice, SourceName
from vindesk.domain.vin import Vin
from vindesk.services.assembly import engine_limits, open_services, utc_now
from vindesk.services.found import Found, NotFound
from vindesk.services.lookup import Lookup
from vindesk.store.database import Database
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.automatic import Automatic
from vindesk.vpic.clock import Clock
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.options import WebOptions
from vindesk.vpic.web import VpicWeb

WEB, AUTO = SourceChoice.WEB, SourceChoice.AUTO
PROMPT_S = 0.2

UNREACHED = "vPIC could not be reached"
LATE = "vPIC did not answer in time"
BUSY = "vPIC asks to slow down"
BROKEN = "vPIC has a fault of its own"
REFUSED = "vPIC refused the request"
UNUSABLE = "vPIC's answer could not be used"

WORDS = {
    FaultKind.BAD_REQUEST: (REFUSED, "HTTP 400: “The request is invalid. The parameters"),
    FaultKind.FORBIDDEN: (BUSY, "HTTP 403: “Access Denied”"),
    FaultKind.NOT_FOUND: (REFUSED, "HTTP 404: “No HTTP resource was found"),
    FaultKind.TOO_MANY: (BUSY, "HTTP 429: “Too many requests”"),
    FaultKind.TOO_MANY_SECONDS: (BUSY, "HTTP 429"),
    FaultKind.TOO_MANY_DATE: (BUSY, "HTTP 429"),
    FaultKind.SERVER_ERROR: (BROKEN, "HTTP 500: “An error has occurred”"),
    FaultKind.BAD_GATEWAY: (BROKEN, "HTTP 502: “Bad Gateway”"),
    FaultKind.MAINTENANCE: (BROKEN, "HTTP 503: “Service Unavailable"),
    FaultKind.GATEWAY_TIMEOUT: (BROKEN, "HTTP 504: “Gateway Time-out”"),
    FaultKind.REDIRECT_ELSEWHERE: (REFUSED, "sent us to another server"),
    FaultKind.REDIRECT_TO_PATH: (REFUSED, "one redirection after another"),
    FaultKind.XML: (UNUSABLE, "a web page, not data"),
    FaultKind.HTML: (UNUSABLE, "a web page, not data: “vPIC”"),
    FaultKind.INVALID_UTF8: (UNUSABLE, "damaged or cut off"),
    FaultKind.EMPTY_BODY: (UNUSABLE, "It is empty"),
    FaultKind.CUT_JSON: (UNUSABLE, "damaged or cut off"),
    FaultKind.EMPTY_RESULTS: (UNUSABLE, "no results"),
    FaultKind.NO_RESULTS: (UNUSABLE, "no results"),
    FaultKind.EXECUTION_ERROR: (UNUSABLE, "an error instead of results: “Execution Error"),
    FaultKind.MISSING_ROWS: (UNUSABLE, "no results"),
    FaultKind.OTHER_VINS: (UNUSABLE, "about other VINs"),
    FaultKind.GZIP_BOMB: (UNUSABLE, "longer than 500,000 bytes"),
    FaultKind.HUGE: (UNUSABLE, "longer than 500,000 bytes"),
    FaultKind.ENDLESS: (UNUSABLE, "longer than 500,000 bytes"),
    FaultKind.SLOW: (LATE, "did not come, or not all of it"),
    FaultKind.DRIP: (LATE, "did not come, or not all of it"),
    FaultKind.HANG: (LATE, "did not come, or not all of it"),
    FaultKind.HANG_AFTER_HEADERS: (LATE, "did not come, or not all of it"),
    FaultKind.CUT_CONNECTION: (UNREACHED, "connection"),
    FaultKind.CLOSED: (UNREACHED, "the connection was cut"),
    FaultKind.RESET: (UNREACHED, "the connection was cut"),
    FaultKind.CUSTOM: (REFUSED, "HTTP 418: “I am a teapot”"),
}
"""What the user reads: the headline, and part of what follows."""

HARMLESS = (
    FaultKind.WRONG_CONTENT_TYPE,
    FaultKind.NULL_VALUES,
    FaultKind.SHUFFLED_ROWS,
    FaultKind.DUPLICATED_ROWS,
    FaultKind.SLOPPY_TEXT,
)
"""Odd, but whole: these answers are taken for what they say."""

WAIT_2, WAIT_1 = "vPIC asks to wait: 2 s", "vPIC asks to wait: 1 s"
AGAIN = "Asking vPIC again"

KEEP_WAITING = (FaultKind.SLOW, FaultKind.DRIP, FaultKind.HANG, FaultKind.HANG_AFTER_HEADERS)
ABOUT_ONE_VIN = (FaultKind.BAD_REQUEST, FaultKind.NOT_FOUND)


def fault(kind: FaultKind) -> Fault:
    return Fault(kind, seconds=30, size=1_000_000, status=418, body=b"I am a teapot.")


def some_vins(count: int, seed: int = 5) -> list[Vin]:
    """So many different VINs."""
    made = dict.fromkeys(ultravin.generate(count + 50, seed=seed))
    return [Vin(text) for text in itertools.islice(made, count)]


KNOWN, NEW, NEXT, *FRESH = some_vins(8)
BATCH = [Question(vin) for vin in (FRESH[0], KNOWN, *FRESH[1:], FRESH[0])]
ALL = (KNOWN, NEW, NEXT, *FRESH)


class Desk:
    """A lookup with a cache of its own, and whom it asks."""

    def __init__(self, server: VpicServer, vehicles: Vehicles, lookup: Lookup) -> None:
        self.server = server
        self.vehicles = vehicles
        self.lookup = lookup
        vehicles.save([truth(server, KNOWN)])

    def find(self, vin: Vin, choice: SourceChoice = WEB, monitor: Monitor | None = None) -> Found:
        return self.lookup.find(Question(vin), choice, monitor or Unwatched())

    def find_all(
        self,
        questions: Sequence[Question],
        choice: SourceChoice = WEB,
        monitor: Monitor | None = None,
    ) -> Sequence[Found | NotFound]:
        return self.lookup.find_many(questions, choice, monitor or Unwatched())

    def fail(self, vin: Vin) -> UserError:
        """Ask the web, and hand back the error that must come."""
        with pytest.raises(UserError) as caught:
            self.find(vin)
        return caught.value

    def assert_kept(self, *vins: Vin) -> None:
        """The cache holds these VINs and the one that was known, each with its true values."""
        there = kept(self.vehicles, {*ALL, *vins})
        assert there.keys() == {KNOWN, *vins}
        for vin, vehicle in there.items():
            assert said(vehicle) == said(truth(self.server, vin))

    def assert_known_answers_at_once(self, choice: SourceChoice) -> None:
        found = self.find(KNOWN, choice)
        assert found.from_cache
        assert unsaved(found.vehicle) == truth(self.server, KNOWN)
        self.assert_not_asked(KNOWN)

    def assert_not_asked(self, vin: Vin) -> None:
        """A request that was given up may still be on its way: which they are about, counts."""
        assert all(vin.text not in request.vins for request in self.server.requests)


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
def clock() -> FalseClock:
    return FalseClock()


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(database: Database, vpic_server: VpicServer, clock: FalseClock) -> Iterator[MakeDesk]:
    webs: list[VpicWeb] = []

    def make(
        *,
        timeout_s: float = 10.0,
        attempts: int = 2,
        rate_per_s: float = 3.0,
        patience_s: float = math.inf,
        with_clock: Clock = clock,
    ) -> Desk:
        options = WebOptions(
            base_url=vpic_server.url,
            single_timeout_s=timeout_s,
            batch_timeout_s=timeout_s,
            attempts=attempts,
            rate_per_s=rate_per_s,
            max_reply_bytes=500_000,
        )
        rng = random.Random(7)
        web = VpicWeb(
            options,
            options.throttle(with_clock, rng),
            patience_s=patience_s,
            utc_now=lambda: NOW,
            rng=rng,
        )
        webs.append(web)
        automatic = Automatic(web.with_patience(5.0, 20.0), Embedded(lambda: NOW), clock=with_clock)
        vehicles = Vehicles(database, lambda: NOW)
        lookup = Lookup(
            vehicles,
            lambda: {WEB: web, AUTO: automatic},
            no_data_life=timedelta(days=7),
            clock=lambda: NOW,
        )
        return Desk(vpic_server, vehicles, lookup)

    yield make
    for web in webs:
        web.close()
    with database.transaction() as cursor:
        cursor.execute("DELETE FROM vehicle")


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()


def make_desk_for(kind: FaultKind, make_desk: MakeDesk) -> Desk:
    """One that does not wait for long, where waiting is all there is.

    But long enough for a connection on a busy machine: without one it was not reached.
    """
    return make_desk(timeout_s=1.0, attempts=1) if kind in KEEP_WAITING else make_desk()


def end_the_fault(server: VpicServer, clock: FalseClock) -> None:
    """Make vPIC well again, and let every pause it asked for be over."""
    server.answer_truthfully()
    server.release()
    clock.advance(4_000)


def test_no_fault_is_forgotten_here() -> None:
    assert {*WORDS, *HARMLESS} == set(FaultKind)


# -- every fault by itself: the web only -----------------------------------------------


@pytest.mark.parametrize("kind", WORDS, ids=str)
def test_a_typed_vin_is_not_stored_and_the_user_reads_why(
    make_desk: MakeDesk, vpic_server: VpicServer, clock: FalseClock, kind: FaultKind
) -> None:
    desk = make_desk_for(kind, make_desk)
    vpic_server.answer_with(fault(kind))
    error = desk.fail(NEW)
    headline, part = WORDS[kind]
    assert isinstance(error, VpicError)
    assert error.headline == headline
    assert part in error.detail
    assert error.detail.endswith(" Nothing was stored.")
    assert error.advice.endswith((".", "to see."))
    assert error.sentence == f"{headline}: {error.detail} {error.advice}"
    desk.assert_kept()
    desk.assert_known_answers_at_once(WEB)

    end_the_fault(vpic_server, clock)
    assert unsaved(desk.find(NEW).vehicle) == truth(vpic_server, NEW)
    assert vpic_server.violations == []


@pytest.mark.parametrize("kind", WORDS, ids=str)
def test_of_a_batch_only_what_was_answered_is_stored(
    make_desk: MakeDesk, vpic_server: VpicServer, kind: FaultKind
) -> None:
    desk = make_desk_for(kind, make_desk)
    vpic_server.answer_with(fault(kind))
    answered = {FRESH[0], FRESH[2], FRESH[4]} if kind is FaultKind.MISSING_ROWS else set[Vin]()
    outcomes = desk.find_all(BATCH)
    for outcome, question in zip(outcomes, BATCH, strict=True):
        if isinstance(outcome, Found):
            assert question.vin in {KNOWN, *answered}
            assert unsaved(outcome.vehicle) == truth(vpic_server, question.vin)
        else:
            assert outcome.question == question
            assert question.vin not in answered
            assert outcome.reason.headline == WORDS[kind][0]
            assert outcome.reason.detail.endswith(" Nothing was stored.")
            assert outcome.reason.advice
    desk.assert_kept(*answered)
    desk.assert_known_answers_at_once(WEB)
    assert vpic_server.violations == []


@pytest.mark.parametrize("kind", HARMLESS, ids=str)
def test_odd_answers_are_taken_for_what_they_say(
    desk: Desk, vpic_server: VpicServer, kind: FaultKind
) -> None:
    vpic_server.answer_with(kind)
    assert unsaved(desk.find(NEW).vehicle) == truth(vpic_server, NEW)
    for outcome, question in zip(desk.find_all(BATCH), BATCH, strict=True):
        assert isinstance(outcome, Found)
        assert unsaved(outcome.vehicle) == truth(vpic_server, question.vin)
    desk.assert_kept(NEW, *FRESH)
    assert vpic_server.request_count == 2


# -- every fault by itself: the embedded copy stands in --------------------------------


@pytest.mark.parametrize("kind", WORDS, ids=str)
def test_for_a_typed_vin_the_embedded_copy_answers_and_the_next_does_not_wait(
    make_desk: MakeDesk, vpic_server: VpicServer, clock: FalseClock, kind: FaultKind
) -> None:
    desk = make_desk_for(kind, make_desk)
    vpic_server.answer_with(fault(kind))
    found = desk.find(NEW, AUTO)
    assert found.vehicle.source is SourceName.EMBEDDED
    assert found.remark == f"{WORDS[kind][0]}."
    desk.assert_kept(NEW)
    desk.assert_known_answers_at_once(AUTO)

    if kind not in ABOUT_ONE_VIN:
        began = clock.now()
        assert desk.find(NEXT, AUTO).vehicle.source is SourceName.EMBEDDED
        assert clock.now() == began
        desk.assert_not_asked(NEXT)


@pytest.mark.parametrize("kind", WORDS, ids=str)
def test_of_a_batch_the_embedded_copy_answers_what_the_web_does_not(
    make_desk: MakeDesk, vpic_server: VpicServer, kind: FaultKind
) -> None:
    desk = make_desk_for(kind, make_desk)
    vpic_server.answer_with(fault(kind))
    outcomes = desk.find_all(BATCH, AUTO)
    for outcome, question in zip(outcomes, BATCH, strict=True):
        assert isinstance(outcome, Found)
        assert outcome.vehicle.vin == question.vin
        is_embedded = outcome.vehicle.source is SourceName.EMBEDDED
        assert outcome.remark.startswith(WORDS[kind][0] if is_embedded else "")
        assert bool(outcome.remark) is is_embedded
    desk.assert_kept(*FRESH)
    desk.assert_known_answers_at_once(AUTO)


def test_an_answer_to_who_asks_the_web_only_ends_the_rest_of_automatic(
    vpic_server: VpicServer, tmp_path: Path
) -> None:
    services = open_services(Settings(vpic_url=vpic_server.url), Paths.under(tmp_path))

    def source_of(vin: Vin, choice: SourceChoice) -> SourceName:
        return services.lookup.find(Question(vin), choice, Unwatched()).vehicle.source

    vpic_server.script([FaultKind.REDIRECT_ELSEWHERE])
    assert [source_of(vin, AUTO) for vin in FRESH[:2]] == [SourceName.EMBEDDED] * 2
    assert source_of(NEW, WEB) is SourceName.WEB
    assert source_of(NEXT, AUTO) is SourceName.WEB
    services.close()


# -- text that is none --------------------------------------------------------------------


def test_half_a_letter_and_control_characters_do_not_keep_an_answer_out_of_the_cache(
    desk: Desk, vpic_server: VpicServer
) -> None:
    row = {
        **vpic_server.expected_row(NEW.text),
        "Make": "CITRO\ud800N",
        "Model": "a\0b\x1b\x7f\u202ec",
        "Horn\udc00": "\ud83d?",
        "Horn\0": "\0",
    }
    body = json.dumps({"Results": [row]}).encode()
    vpic_server.script([Fault(FaultKind.CUSTOM, status=200, body=body)])
    found = desk.find(NEW)
    there = kept(desk.vehicles, ALL)[NEW]
    assert there == unsaved(found.vehicle)
    assert there.values["make"] == "CITRO\ufffdN"
    assert there.values["model"] == "a\0b\x1b\x7f\u202ec"
    assert there.extra == {"Horn\ufffd": "\ufffd?", "Horn\0": "\0"}
    assert desk.find(NEW).from_cache


# -- mixtures ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_faults_that_pass_are_survived_whatever_their_order(
    make_desk: MakeDesk, vpic_server: VpicServer, seed: int
) -> None:
    """Four attempts may fail in any way, and the fifth is answered."""
    desk = make_desk(attempts=5)
    dice = random.Random(seed)
    passing = [kind for kind in WORDS if kind not in KEEP_WAITING and WORDS[kind][0] != REFUSED]
    for vin in (NEW, NEXT):
        vpic_server.script([fault(kind) for kind in dice.choices(passing, k=4)])
        assert unsaved(desk.find(vin).vehicle) == truth(vpic_server, vin)
    vpic_server.script([fault(kind) for kind in dice.choices(passing, k=2)])
    outcomes = desk.find_all(BATCH)
    assert all(isinstance(outcome, Found) for outcome in outcomes)
    desk.assert_kept(NEW, NEXT, *FRESH)
    assert vpic_server.violations == []


def test_a_batch_that_keeps_failing_is_halved_until_the_guilty_one_is_found(
    desk: Desk, vpic_server: VpicServer
) -> None:
    vins = some_vins(50, seed=8)
    guilty = vins[33]
    vpic_server.answer_with(FaultKind.SERVER_ERROR, vins=[guilty.text])
    outcomes = desk.find_all([Question(vin) for vin in vins])
    (failed,) = (outcome for outcome in outcomes if isinstance(outcome, NotFound))
    assert failed.question.vin == guilty
    assert isinstance(failed.reason, VpicServerFault)
    desk.assert_kept(*(vin for vin in vins if vin != guilty))
    with_guilty = [len(seen.vins) for seen in vpic_server.requests if guilty.text in seen.vins]
    assert with_guilty == [50, 50, 25, 12, 6, 3, 2, 1, 1]


def test_rows_are_joined_on_the_vin_that_they_name(desk: Desk, vpic_server: VpicServer) -> None:
    vins = some_vins(50, seed=9)
    vpic_server.script([FaultKind.SHUFFLED_ROWS])
    desk.find_all([Question(vin) for vin in vins])
    desk.assert_kept(*vins)
    assert vpic_server.request_count == 1


@pytest.mark.parametrize("kind", [FaultKind.MISSING_ROWS, FaultKind.OTHER_VINS], ids=str)
def test_a_vin_without_a_row_is_asked_again_then_reported(
    desk: Desk, vpic_server: VpicServer, kind: FaultKind
) -> None:
    vpic_server.answer_with(kind, vins=[FRESH[1].text], times=1)
    vpic_server.answer_with(kind, vins=[FRESH[3].text])
    outcomes = desk.find_all(BATCH)
    (failed,) = (outcome for outcome in outcomes if isinstance(outcome, NotFound))
    assert failed.question.vin == FRESH[3]
    desk.assert_kept(*FRESH[:3], FRESH[4])
    assert [seen.kind for seen in vpic_server.requests][1:] == [Kind.SINGLE] * (
        vpic_server.request_count - 1
    )


# -- when vPIC asks to slow down ---------------------------------------------------------


@pytest.mark.parametrize("kind", [FaultKind.TOO_MANY_SECONDS, FaultKind.TOO_MANY_DATE], ids=str)
@pytest.mark.parametrize("several", [False, True])
def test_retry_after_is_obeyed_with_a_countdown(
    desk: Desk,
    vpic_server: VpicServer,
    clock: FalseClock,
    kind: FaultKind,
    several: bool,
) -> None:
    watcher = Watcher()
    vpic_server.script([Fault(kind, seconds=4)])
    began = clock.now()
    if several:
        desk.find_all(BATCH, WEB, watcher)
    else:
        desk.find(NEW, WEB, watcher)
    assert clock.now() - began >= 4
    countdown = [f"vPIC asks to wait: {seconds} s" for seconds in (4, 3, 2, 1)]
    assert watcher.notes == [*countdown, AGAIN]
    assert vpic_server.request_count == 2


@pytest.mark.parametrize("several", [False, True])
def test_a_countdown_is_not_left_standing_while_the_next_request_hangs(
    make_desk: MakeDesk, vpic_server: VpicServer, several: bool
) -> None:
    desk, watcher = make_desk(timeout_s=60.0), Watcher()
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=2), FaultKind.HANG])

    def work() -> object:
        return desk.find_all(BATCH, WEB, watcher) if several else desk.find(NEW, WEB, watcher)

    asker = Background(work)
    vpic_server.wait_for_requests(2)
    assert watcher.notes == [WAIT_2, WAIT_1, AGAIN]
    vpic_server.release()
    asker.result()
    assert watcher.notes == [WAIT_2, WAIT_1, AGAIN]


def test_who_asks_for_the_same_vin_meanwhile_sees_the_countdown_too(
    make_desk: MakeDesk, vpic_server: VpicServer
) -> None:
    desk, watchers = make_desk(with_clock=FastClock(2.0)), [Watcher(), Watcher()]
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=4)])
    first = Background(lambda: desk.find(NEW, WEB, watchers[0]))
    wait_for(lambda: bool(watchers[0].notes))
    second = Background(lambda: desk.find(NEW, WEB, watchers[1]))
    assert first.result() == second.result()
    assert watchers[1].notes[-3:] == watchers[0].notes[-3:] == [WAIT_2, WAIT_1, AGAIN]
    assert vpic_server.request_count == 2


@pytest.mark.parametrize("kind", [FaultKind.FORBIDDEN, FaultKind.TOO_MANY], ids=str)
def test_403_and_429_hold_back_everybody(
    make_desk: MakeDesk, vpic_server: VpicServer, clock: FalseClock, kind: FaultKind
) -> None:
    desk = make_desk(patience_s=5.0)
    vpic_server.answer_with(kind)
    for vin in (NEW, NEXT):
        error = desk.fail(vin)
        assert isinstance(error, VpicBusy)
        assert error.retry_after_s
        assert 15 <= error.retry_after_s <= 18
        assert " in 1" in error.advice + error.detail
    assert vpic_server.request_count == 1
    assert desk.find(NEXT, AUTO).vehicle.source is SourceName.EMBEDDED
    assert vpic_server.request_count == 1

    vpic_server.answer_truthfully()
    clock.advance(18)
    assert desk.find(NEW).vehicle.source is SourceName.WEB


# -- cancelling ----------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [WEB, AUTO], ids=str)
@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("kind", [FaultKind.HANG, FaultKind.HANG_AFTER_HEADERS], ids=str)
def test_cancelling_frees_the_asker_and_a_late_reply_is_not_stored(
    make_desk: MakeDesk,
    vpic_server: VpicServer,
    choice: SourceChoice,
    several: bool,
    kind: FaultKind,
) -> None:
    desk, watcher = make_desk(timeout_s=300.0), Watcher()
    vpic_server.answer_with(kind)

    def work() -> object:
        if several:
            return desk.find_all(BATCH, choice, watcher)
        return desk.find(NEW, choice, watcher)

    asker = Background(work)
    vpic_server.wait_for_requests(1)
    moment = time.monotonic()
    watcher.cancel()
    with pytest.raises(Cancelled):
        asker.result()
    assert asker.ended_s_after(moment) < PROMPT_S
    vpic_server.release()
    vpic_server.wait_until_idle()
    desk.assert_kept()
    vpic_server.answer_truthfully()
    assert desk.find(NEW, choice).vehicle.source is SourceName.WEB


def test_who_shares_a_question_with_one_who_leaves_is_answered_all_the_same(
    make_desk: MakeDesk, vpic_server: VpicServer
) -> None:
    desk, leaving, staying = make_desk(timeout_s=300.0), Watcher(), Watcher()
    vpic_server.script([FaultKind.HANG])
    first = Background(lambda: desk.find(NEW, WEB, leaving))
    vpic_server.wait_for_requests(1)
    second = Background(lambda: desk.find(NEW, WEB, staying))
    wait_for(lambda: bool(staying._stops))
    leaving.cancel()
    with pytest.raises(Cancelled):
        first.result()
    assert unsaved(second.result().vehicle) == truth(vpic_server, NEW)
    desk.assert_kept(NEW)


# -- many askers ---------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [WEB, AUTO], ids=str)
def test_thirty_two_askers_of_one_vin_are_one_request_and_one_row(
    make_desk: MakeDesk, vpic_server: VpicServer, choice: SourceChoice
) -> None:
    desk, watchers = make_desk(timeout_s=60.0), [Watcher() for _asker in range(32)]
    vpic_server.answer_with(FaultKind.HANG)
    askers = [
        Background(lambda watcher=watcher: desk.find(NEW, choice, watcher)) for watcher in watchers
    ]
    wait_for(lambda: all(watcher._stops for watcher in watchers))
    vpic_server.wait_for_requests(1)
    vpic_server.release()
    answers = [asker.result() for asker in askers]
    assert len(answers) == 32
    assert all(answer == answers[0] for answer in answers)
    assert unsaved(answers[0].vehicle) == truth(vpic_server, NEW)
    desk.assert_kept(NEW)
    assert vpic_server.request_count == 1


def test_thirty_two_askers_of_what_is_cached_new_and_failing(
    make_desk: MakeDesk, vpic_server: VpicServer
) -> None:
    desk = make_desk(timeout_s=60.0)
    failing = FRESH[0]
    vpic_server.answer_with(FaultKind.HANG, vins=[NEW.text])
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=[failing.text])
    vins = [KNOWN, NEW, failing, NEW] * 8
    watchers = [Watcher() for _vin in vins]
    askers = [
        Background(lambda vin=vin, watcher=watcher: desk.find(vin, WEB, watcher))
        for vin, watcher in zip(vins, watchers, strict=True)
    ]
    by_vin = list(zip(vins, watchers, askers, strict=True))
    for vin, _watcher, asker in by_vin:
        if vin == KNOWN:
            assert asker.result().from_cache
        elif vin == failing:
            with pytest.raises(VpicRefused):
                asker.result()
    wait_for(lambda: all(watcher._stops for vin, watcher, _asker in by_vin if vin == NEW))
    vpic_server.release()
    answers = [asker.result() for vin, _watcher, asker in by_vin if vin == NEW]
    assert all(answer == answers[0] for answer in answers)
    desk.assert_kept(NEW)
    asked = [seen.vins for seen in vpic_server.requests]
    assert asked.count((NEW.text,)) == 1
    assert (KNOWN.text,) not in asked
    assert vpic_server.max_in_flight <= 2


# -- pace, measured at the server ----------------------------------------------------------


def test_never_more_at_once_nor_faster_than_the_settings_say(
    vpic_server: VpicServer, tmp_path: Path
) -> None:
    vpic_server.delay_s = 0.3
    settings = Settings(vpic_url=vpic_server.url, requests_per_second=5.0, requests_in_flight=2)
    services = open_services(settings, Paths.under(tmp_path))
    askers = [
        Background(lambda vin=vin: services.lookup.find(Question(vin), WEB, Unwatched()))
        for vin in some_vins(8, seed=11)
    ]
    for asker in askers:
        assert asker.result().vehicle.source is SourceName.WEB
    services.close()
    starts = sorted(seen.started for seen in vpic_server.requests)
    assert len(starts) == 8
    assert starts[-1] - starts[0] > 7 / 5 - 0.1
    assert vpic_server.max_in_flight == 2


def test_what_is_asked_again_keeps_the_pace_too(
    make_desk: MakeDesk, vpic_server: VpicServer
) -> None:
    """3 a second on a clock that runs 20 times as fast are 60 a second at the server."""
    desk = make_desk(with_clock=FastClock(20.0), attempts=4)
    desk.find(FRESH[0])
    vpic_server.clear_requests()
    kinds = (FaultKind.SERVER_ERROR, FaultKind.CUT_JSON, FaultKind.RESET, FaultKind.MISSING_ROWS)
    vpic_server.random_faults(dict.fromkeys(kinds, 0.1), seed=3)
    vpic_server.delay_s = 0.02

    def ask(number: int) -> None:
        vins = some_vins(12, seed=20 + number)
        desk.find_all([Question(vin) for vin in vins[:6]])
        for vin in vins[6:]:
            with contextlib.suppress(VpicError):
                desk.find(vin)

    for worker in [Background(lambda number=number: ask(number)) for number in range(6)]:
        worker.result()
    starts = sorted(seen.started for seen in vpic_server.requests)
    assert len(starts) > 45
    for first, later in zip(starts, starts[30:], strict=False):
        assert later - first > 30 / 60 - 0.15
    assert starts[-1] - starts[0] > (len(starts) - 1) / 60 - 0.15
    assert vpic_server.max_in_flight <= 2

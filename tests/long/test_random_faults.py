"""Thousands of VINs through random faults: each is answered rightly, or failed with a reason.

Several threads ask for batches and single VINs, many of them for the same ones. The clock of
pauses and rests runs fast; sockets know the real time only.
"""

import faulthandler
import itertools
import math
import queue
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import ultravin
from msgspec import Struct, field

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_records import RecordedRequest
from tests.fakes.vpic_routes import MAX_BATCH
from tests.fakes.vpic_server import VpicServer
from tests.services.fast_clock import FastClock
from tests.services.truth import kept, said, truth
from tests.vpic.background import Background
from tests.vpic.conftest import NOW
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.services.assembly import engine_limits, utc_now
from vindesk.services.found import Found, NotFound
from vindesk.services.lookup import Lookup
from vindesk.store.database import Database
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.automatic import Automatic
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.options import WebOptions
from vindesk.vpic.web import VpicWeb

TIMES_AS_FAST = 200.0
ASKERS = 6
IN_FLIGHT = 2
PER_S = 3.0

MIX = {
    **dict.fromkeys(
        (
            Fault(FaultKind.SERVER_ERROR),
            Fault(FaultKind.BAD_GATEWAY),
            Fault(FaultKind.MAINTENANCE),
            Fault(FaultKind.GATEWAY_TIMEOUT),
            Fault(FaultKind.HTML),
            Fault(FaultKind.CUT_JSON),
            Fault(FaultKind.MISSING_ROWS),
            Fault(FaultKind.OTHER_VINS),
            Fault(FaultKind.CUT_CONNECTION),
            Fault(FaultKind.CLOSED),
            Fault(FaultKind.RESET),
        ),
        0.025,
    ),
    **dict.fromkeys(
        (
            Fault(FaultKind.FORBIDDEN),
            Fault(FaultKind.TOO_MANY),
            Fault(FaultKind.TOO_MANY_SECONDS, seconds=20),
            Fault(FaultKind.TOO_MANY_DATE, seconds=20),
            Fault(FaultKind.BAD_REQUEST),
            Fault(FaultKind.NOT_FOUND),
            Fault(FaultKind.REDIRECT_ELSEWHERE),
            Fault(FaultKind.REDIRECT_TO_PATH),
            Fault(FaultKind.XML),
            Fault(FaultKind.WRONG_CONTENT_TYPE),
            Fault(FaultKind.INVALID_UTF8),
            Fault(FaultKind.EMPTY_BODY),
            Fault(FaultKind.EMPTY_RESULTS),
            Fault(FaultKind.NO_RESULTS),
            Fault(FaultKind.EXECUTION_ERROR),
            Fault(FaultKind.NULL_VALUES),
            Fault(FaultKind.SHUFFLED_ROWS),
            Fault(FaultKind.DUPLICATED_ROWS),
            Fault(FaultKind.SLOPPY_TEXT),
        ),
        0.012,
    ),
    **dict.fromkeys(
        (
            Fault(FaultKind.GZIP_BOMB, size=5_000_000),
            Fault(FaultKind.HUGE, size=5_000_000),
            Fault(FaultKind.ENDLESS),
            Fault(FaultKind.SLOW, seconds=0.1),
            Fault(FaultKind.DRIP, seconds=0.01),
            Fault(FaultKind.HANG),
            Fault(FaultKind.HANG_AFTER_HEADERS),
        ),
        0.004,
    ),
}
"""More than half of all requests go wrong."""


class Figures:
    """What was measured, told at the end of the run."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def note(self, line: str) -> None:
        self._lines.append(line)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self._lines:
            terminalreporter.write_line(line)


@pytest.fixture(scope="module")
def figures(pytestconfig: pytest.Config) -> Figures:
    figures = Figures()
    pytestconfig.pluginmanager.register(figures)
    return figures


# -- who asks for what -------------------------------------------------------------------


def many_vins(count: int, seed: int) -> list[Vin]:
    """So many different VINs, some of them damaged."""
    made = dict.fromkeys(ultravin.generate(count + count // 10, seed=seed, invalid_rate=0.15))
    askable = (text for text in made if len(text) == 17 and text.isascii() and text.isalnum())
    return [Vin(text) for text in itertools.islice(askable, count)]


def errands(vins: Sequence[Vin], dice: random.Random) -> Iterator[Sequence[Vin]]:
    """Batches of all sizes and single VINs, in random order; nearly a third come twice."""
    asked = [*vins, *dice.sample(vins, len(vins) * 3 // 10)]
    dice.shuffle(asked)
    while asked:
        size = 1 if dice.random() < 0.6 else dice.randint(2, 60)
        yield asked[-size:]
        del asked[-size:]


class Ledger(Struct):
    """What became of each time that a VIN was asked for."""

    answers: defaultdict[Vin, list[Vehicle]] = field(
        default_factory=lambda: defaultdict[Vin, list[Vehicle]](list)
    )
    failures: defaultdict[Vin, list[UserError]] = field(
        default_factory=lambda: defaultdict[Vin, list[UserError]](list)
    )

    def add(self, vin: Vin, outcome: Found | NotFound) -> None:
        if isinstance(outcome, Found):
            assert outcome.vehicle.vin == vin
            self.answers[vin].append(outcome.vehicle)
        else:
            assert outcome.question.vin == vin
            self.failures[vin].append(outcome.reason)

    @property
    def size(self) -> int:
        lists = [*self.answers.values(), *self.failures.values()]
        return sum(map(len, lists))


def ask(lookup: Lookup, choice: SourceChoice, vins: Sequence[Vin], ledger: Ledger) -> None:
    if len(vins) > 1:
        questions = [Question(vin) for vin in vins]
        for vin, outcome in zip(
            vins, lookup.find_many(questions, choice, Unwatched()), strict=True
        ):
            ledger.add(vin, outcome)
        return
    question = Question(vins[0])
    try:
        ledger.add(vins[0], lookup.find(question, choice, Unwatched()))
    except UserError as error:
        ledger.add(vins[0], NotFound(question, error))


def ask_all(lookup: Lookup, choice: SourceChoice, work: Sequence[Sequence[Vin]]) -> Ledger:
    """Let several threads do ``work``."""
    waiting = queue.SimpleQueue[Sequence[Vin]]()
    for vins in work:
        waiting.put(vins)
    ledger = Ledger()

    def labour() -> None:
        while True:
            try:
                vins = waiting.get_nowait()
            except queue.Empty:
                return
            ask(lookup, choice, vins, ledger)

    for asker in [Background(labour) for _asker in range(ASKERS)]:
        asker._thread.join()
        asker.result()
    return ledger


# -- the trial ---------------------------------------------------------------------------


def try_out(choice: SourceChoice, count: int, folder: Path, seed: int) -> str:
    """Send ``count`` VINs through the faults; returns the figures in words."""
    vins = many_vins(count, seed)
    assert len(vins) == count
    work = list(errands(vins, random.Random(seed)))
    paths = Paths.under(folder)
    database = Database.open(
        paths.cache, engine_limits(Settings(), paths), backups=paths.backups, clock=utc_now
    )
    vehicles, clock = Vehicles(database, lambda: NOW), FastClock(TIMES_AS_FAST)
    with VpicServer() as server:
        options = WebOptions(
            base_url=server.url,
            single_timeout_s=0.5,
            batch_timeout_s=1.0,
            rate_per_s=PER_S,
            max_in_flight=IN_FLIGHT,
            max_reply_bytes=1_000_000,
        )
        web = VpicWeb(options, options.throttle(clock), patience_s=600.0, utc_now=lambda: NOW)
        hasty = web.with_patience(200.0, 600.0)
        automatic = Automatic(hasty, Embedded(lambda: NOW), clock=clock)
        lookup = Lookup(
            vehicles,
            lambda: {SourceChoice.WEB: web, SourceChoice.AUTO: automatic},
            no_data_life=timedelta(days=7),
            clock=lambda: NOW,
        )
        server.random_faults(MIX, seed)
        started = time.monotonic()
        ledger = ask_all(lookup, choice, work)
        elapsed_s = time.monotonic() - started
        web.close()
        server.wait_until_idle()

        assert ledger.size == sum(map(len, work))
        assert_all_true(ledger, vehicles, vins, server)
        assert_polite(server)
        faulty = sum(seen.fault is not None for seen in server.requests)
        figures = (
            f"Random faults, {choice}: {count:,} VINs asked for {ledger.size:,} times by"
            f" {ASKERS} threads in {elapsed_s:.1f} s: {server.request_count:,} requests,"
            f" {faulty:,} of them answered badly, at most {most_at_once(server.requests)} at once;"
        )
    database.close()
    return f"{figures} {outcomes_in_words(ledger, vins)}"


def assert_all_true(
    ledger: Ledger, vehicles: Vehicles, vins: Sequence[Vin], server: VpicServer
) -> None:
    """None is lost, doubled or wrong, in the answers and in the cache."""
    assert ledger.answers.keys() | ledger.failures.keys() == set(vins)
    there = kept(vehicles, vins)
    assert there.keys() == ledger.answers.keys()
    for vin, vehicle in there.items():
        true = said(truth(server, vin))
        assert said(vehicle) == true
        assert all(said(answer) == true for answer in ledger.answers[vin])
    for error in itertools.chain.from_iterable(ledger.failures.values()):
        assert "Nothing was stored." in error.detail
        assert error.advice


def most_at_once(requests: Sequence[RecordedRequest]) -> int:
    """How many were in flight at most, without those that the client gave up.

    The server notices that only when it looks for the client the next time.
    """
    waited_for = [seen for seen in requests if not seen.client_left]
    changes = [(seen.started, 1) for seen in waited_for]
    changes += [(seen.ended or math.inf, -1) for seen in waited_for]
    return max(itertools.accumulate(change for _moment, change in sorted(changes)))


def assert_polite(server: VpicServer) -> None:
    requests = server.requests
    assert server.violations == []
    assert max(len(request.vins) for request in requests) <= MAX_BATCH
    assert most_at_once(requests) <= IN_FLIGHT
    # each redirection is followed at once: it is the same question
    turns = [seen for seen in requests if seen.fault is not FaultKind.REDIRECT_TO_PATH]
    span_s = (max(seen.started for seen in turns) - min(seen.started for seen in turns)) + 0.1
    assert len(turns) <= span_s * TIMES_AS_FAST * PER_S + 1


def outcomes_in_words(ledger: Ledger, vins: Sequence[Vin]) -> str:
    by_source = Counter(answers[-1].source for answers in ledger.answers.values())
    failed = [vin for vin in vins if vin not in ledger.answers]
    reasons = Counter(ledger.failures[vin][-1].headline for vin in failed)
    answered = ", ".join(f"{by_source[source]:,} {source}" for source in SourceName)
    why = "".join(f"; {number:,} {headline!r}" for headline, number in reasons.most_common())
    return f"{len(ledger.answers):,} VINs answered ({answered}), {len(failed):,} failed{why}"


@pytest.mark.parametrize("choice", [SourceChoice.WEB, SourceChoice.AUTO], ids=str)
@pytest.mark.parametrize(
    "count", [400, pytest.param(10_000, marks=pytest.mark.long)], ids="{} VINs".format
)
def test_each_vin_is_answered_rightly_or_failed_with_its_reason(
    choice: SourceChoice, count: int, tmp_path: Path, figures: Figures
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it may take longer than a test usually does
    figures.note(try_out(choice, count, tmp_path, seed=17))

from collections.abc import Sequence

import pytest
from typing_extensions import override

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.background import Background
from tests.vpic.conftest import COUNTACH, HONDA, KENWORTH, NOW, PETERBILT, MakeWeb
from tests.vpic.failing import fail
from tests.vpic.false_clock import FalseClock
from tests.vpic.silent_web import SilentWeb
from tests.vpic.test_web_batches import many
from tests.vpic.watching import Watcher
from vindesk.domain.errors import EmbeddedError, VpicServerFault, VpicUnreachable
from vindesk.domain.monitor import Cancelled, Monitor, Progress, Unwatched
from vindesk.domain.vehicle import Question, SourceName
from vindesk.vpic.automatic import Automatic
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.faults import QueuedTooLong
from vindesk.vpic.listening import Listening
from vindesk.vpic.source import Answer, Failure

MISSION = [PETERBILT, KENWORTH, HONDA, COUNTACH]
UNASKED = "vPIC was not asked because it just failed: {}."


class Frail(Embedded):
    """The embedded copy; it may be told to fail."""

    fails = False

    @override
    def decode(self, question: Question, monitor: Monitor) -> Answer:
        if self.fails:
            raise EmbeddedError("Its decoder failed on this VIN. Nothing was stored.")
        return super().decode(question, monitor)

    @override
    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        if self.fails:
            return [Failure(question, EmbeddedError("It failed.")) for question in questions]
        return super().decode_many(questions, monitor)


@pytest.fixture
def embedded() -> Frail:
    return Frail(lambda: NOW)


@pytest.fixture
def automatic(
    make_web: MakeWeb, vpic_server: VpicServer, embedded: Frail, clock: FalseClock
) -> Automatic:
    web = make_web(
        vpic_server.url,
        patience_s=5.0,
        batch_patience_s=20.0,
    )
    return Automatic(web, embedded, clock=clock)


def sources(outcomes: Sequence[Answer | Failure]) -> list[SourceName]:
    return [outcome.vehicle.source for outcome in outcomes if isinstance(outcome, Answer)]


def remarks(outcomes: Sequence[Answer | Failure]) -> list[str]:
    return [outcome.remark for outcome in outcomes if isinstance(outcome, Answer)]


# -- while the web answers ----------------------------------------------------------


def test_the_web_answers(automatic: Automatic, vpic_server: VpicServer) -> None:
    answers = [automatic.decode(question, Unwatched()) for question in MISSION]
    assert sources(answers) == [SourceName.WEB] * 4
    assert remarks(answers) == [""] * 4
    assert vpic_server.request_count == 4


def test_up_to_50_go_to_the_web(
    automatic: Automatic, vpic_server: VpicServer, watcher: Watcher
) -> None:
    questions = many(50)
    outcomes = automatic.decode_many(questions, watcher)
    assert sources(outcomes) == [SourceName.WEB] * 50
    assert [len(request.vins) for request in vpic_server.requests] == [50]
    assert watcher.counts[-1] == (50, 50)


def test_more_go_to_the_embedded_copy(
    automatic: Automatic, vpic_server: VpicServer, watcher: Watcher
) -> None:
    outcomes = automatic.decode_many(many(51), watcher)
    assert sources(outcomes) == [SourceName.EMBEDDED] * 51
    assert remarks(outcomes) == [""] * 51
    assert vpic_server.request_count == 0
    assert watcher.reports == [Progress(51, 51)]


def test_no_questions(automatic: Automatic, vpic_server: VpicServer) -> None:
    assert list(automatic.decode_many([], Unwatched())) == []
    assert vpic_server.request_count == 0


# -- when it does not ------------------------------------------------------------------

TROUBLE = {
    FaultKind.CLOSED: "vPIC could not be reached",
    FaultKind.MAINTENANCE: "vPIC has a fault of its own",
    FaultKind.TOO_MANY: "vPIC asks to slow down",
    FaultKind.HTML: "vPIC's answer could not be used",
    FaultKind.REDIRECT_ELSEWHERE: "vPIC refused the request",
}


@pytest.mark.parametrize("kind", TROUBLE, ids=str)
def test_the_embedded_copy_stands_in(
    automatic: Automatic, vpic_server: VpicServer, clock: FalseClock, kind: FaultKind
) -> None:
    vpic_server.answer_with(kind)
    began = clock.now()
    answer = automatic.decode(PETERBILT, Unwatched())
    assert clock.now() - began <= 5
    assert answer.vehicle.source is SourceName.EMBEDDED
    assert answer.vehicle.values["make"] == "PETERBILT"
    assert answer.remark == f"{TROUBLE[kind]}."
    assert automatic.decode(HONDA, Unwatched()).remark == UNASKED.format(TROUBLE[kind])


@pytest.mark.parametrize("kind", TROUBLE, ids=str)
def test_it_stands_in_for_a_few_too(
    automatic: Automatic, vpic_server: VpicServer, watcher: Watcher, kind: FaultKind
) -> None:
    vpic_server.answer_with(kind)
    outcomes = automatic.decode_many(MISSION, watcher)
    assert sources(outcomes) == [SourceName.EMBEDDED] * 4
    assert remarks(outcomes) == [f"{TROUBLE[kind]}."] * 4
    assert watcher.counts[-1] == (4, 4)
    again = automatic.decode_many(MISSION, Unwatched())
    assert remarks(again) == [UNASKED.format(TROUBLE[kind])] * 4


def test_it_stands_in_when_the_web_is_late(
    make_web: MakeWeb, vpic_server: VpicServer, embedded: Frail, clock: FalseClock
) -> None:
    web = make_web(vpic_server.url, attempts=1, single_timeout_s=0.05, batch_timeout_s=0.05)
    vpic_server.answer_with(FaultKind.HANG)
    remark = "vPIC did not answer in time."
    one = Automatic(web, embedded, clock=clock).decode(PETERBILT, Unwatched())
    some = Automatic(web, embedded, clock=clock).decode_many(MISSION, Unwatched())
    assert remarks([one, *some]) == [remark] * 5


def test_while_the_web_is_down_nobody_waits(
    automatic: Automatic, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.script([FaultKind.REDIRECT_ELSEWHERE])
    automatic.decode(PETERBILT, Unwatched())
    clock.advance(29.9)
    began = clock.now()
    answers = [automatic.decode(HONDA, Unwatched()), *automatic.decode_many(MISSION, Unwatched())]
    assert sources(answers) == [SourceName.EMBEDDED] * 5
    assert remarks(answers) == [UNASKED.format("vPIC refused the request")] * 5
    assert clock.now() == began
    assert vpic_server.request_count == 1


def test_after_30_s_the_web_is_asked_again(
    automatic: Automatic, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.script([FaultKind.REDIRECT_ELSEWHERE])
    automatic.decode(PETERBILT, Unwatched())
    clock.advance(30)
    answers = [automatic.decode(question, Unwatched()) for question in MISSION]
    assert sources(answers) == [SourceName.WEB] * 4


@pytest.mark.parametrize("several", [False, True])
def test_an_answer_to_anybody_ends_the_rest_at_once(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock, several: bool
) -> None:
    web = make_web(vpic_server.url)
    hasty = Listening(web.with_patience(5.0, 20.0), lambda _trouble: None)
    automatic = Automatic(hasty, Frail(lambda: NOW), clock=clock)
    vpic_server.script([FaultKind.REDIRECT_ELSEWHERE] * 2)
    automatic.decode(PETERBILT, Unwatched())
    fail(web)
    assert sources([automatic.decode(HONDA, Unwatched())]) == [SourceName.EMBEDDED]
    if several:
        web.decode_many(MISSION, Unwatched())
    else:
        web.decode(HONDA, Unwatched())
    assert sources([automatic.decode(PETERBILT, Unwatched())]) == [SourceName.WEB]

    vpic_server.script([FaultKind.REDIRECT_ELSEWHERE])
    automatic.decode(PETERBILT, Unwatched())
    assert sources([automatic.decode(HONDA, Unwatched())]) == [SourceName.EMBEDDED]


def test_a_web_that_fails_after_answers_is_down(
    automatic: Automatic, vpic_server: VpicServer
) -> None:
    automatic.decode(PETERBILT, Unwatched())
    vpic_server.answer_with(FaultKind.REDIRECT_ELSEWHERE)
    automatic.decode(PETERBILT, Unwatched())
    asked = vpic_server.request_count
    assert sources([automatic.decode(HONDA, Unwatched())]) == [SourceName.EMBEDDED]
    assert vpic_server.request_count == asked


def test_it_stays_away_for_as_long_as_vpic_asks(
    automatic: Automatic, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=90)])
    automatic.decode(PETERBILT, Unwatched())
    clock.advance(89.9)
    remark = automatic.decode(PETERBILT, Unwatched()).remark
    assert remark == UNASKED.format("vPIC asks to slow down")
    clock.advance(0.2)
    assert sources([automatic.decode(PETERBILT, Unwatched())]) == [SourceName.WEB]


@pytest.mark.parametrize("kind", [FaultKind.BAD_REQUEST, FaultKind.NOT_FOUND])
def test_a_refusal_of_one_vin_says_nothing_of_the_web(
    automatic: Automatic, vpic_server: VpicServer, kind: FaultKind
) -> None:
    vpic_server.answer_with(kind, vins=[PETERBILT.vin.text])
    answer = automatic.decode(PETERBILT, Unwatched())
    assert answer.vehicle.source is SourceName.EMBEDDED
    assert answer.remark == "vPIC refused the request."
    assert automatic.decode(HONDA, Unwatched()).vehicle.source is SourceName.WEB


class Failing(SilentWeb):
    """A web that has one outcome for everything."""

    def __init__(self, *outcomes: Answer | Failure) -> None:
        self._outcomes = outcomes

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        (outcome,) = self._outcomes
        if isinstance(outcome, Failure):
            raise outcome.reason
        return outcome

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        return self._outcomes


def test_our_own_pace_says_nothing_of_the_web(embedded: Frail, clock: FalseClock) -> None:
    web = Failing(Failure(HONDA, QueuedTooLong("Others were under way. Nothing was stored.")))
    automatic = Automatic(web, embedded, clock=clock)
    for _time in range(2):
        assert "was not asked in time" in automatic.decode(HONDA, Unwatched()).remark


def test_a_web_that_is_gone_in_the_middle_is_down(embedded: Frail, clock: FalseClock) -> None:
    answer = embedded.decode(HONDA, Unwatched())
    web = Failing(answer, Failure(KENWORTH, VpicUnreachable("It went. Nothing was stored.")))
    automatic = Automatic(web, embedded, clock=clock)
    automatic.decode_many([HONDA, KENWORTH], Unwatched())
    again = automatic.decode_many([HONDA, KENWORTH], Unwatched())
    assert remarks(again) == [UNASKED.format("vPIC could not be reached")] * 2


def test_a_web_that_breaks_in_the_middle_is_down(embedded: Frail, clock: FalseClock) -> None:
    broken = VpicServerFault("It answered with HTTP 503. Nothing was stored.")
    outcomes = [Failure(question, broken) for question in (KENWORTH, PETERBILT)]
    web = Failing(embedded.decode(HONDA, Unwatched()), *outcomes)
    automatic = Automatic(web, embedded, clock=clock)
    automatic.decode_many([HONDA, KENWORTH, PETERBILT], Unwatched())
    again = automatic.decode_many([HONDA, KENWORTH, PETERBILT], Unwatched())
    assert remarks(again) == [UNASKED.format("vPIC has a fault of its own")] * 3


def test_refusals_of_all_vins_say_nothing_of_the_web(
    automatic: Automatic, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND)
    for _time in range(2):
        outcomes = automatic.decode_many(MISSION, Unwatched())
        assert remarks(outcomes) == ["vPIC refused the request."] * 4


def test_only_what_the_web_did_not_answer_is_replaced(
    automatic: Automatic, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.MISSING_ROWS, vins=[KENWORTH.vin.text])
    outcomes = automatic.decode_many(MISSION, Unwatched())
    web, embedded = SourceName.WEB, SourceName.EMBEDDED
    assert sources(outcomes) == [web, embedded, web, web]
    assert [bool(remark) for remark in remarks(outcomes)] == [False, True, False, False]
    assert automatic.decode(HONDA, Unwatched()).vehicle.source is web


# -- when nothing answers --------------------------------------------------------------


def test_when_both_fail_both_are_told(
    automatic: Automatic, vpic_server: VpicServer, embedded: Frail
) -> None:
    embedded.fails = True
    vpic_server.answer_with(FaultKind.CLOSED)
    with pytest.raises(EmbeddedError) as caught:
        automatic.decode(PETERBILT, Unwatched())
    assert "vPIC could not be reached: " in caught.value.detail
    assert caught.value.detail.endswith("The embedded copy failed too.")
    assert caught.value.advice
    outcomes = automatic.decode_many(MISSION, Unwatched())
    assert [type(outcome) for outcome in outcomes] == [Failure] * 4


def test_cancelling_says_nothing_of_the_web(automatic: Automatic, watcher: Watcher) -> None:
    watcher.cancel()
    with pytest.raises(Cancelled):
        automatic.decode(PETERBILT, watcher)
    assert automatic.decode(PETERBILT, Unwatched()).vehicle.source is SourceName.WEB


# -- by itself ---------------------------------------------------------------------------


def test_several_threads_at_once(automatic: Automatic, vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=[PETERBILT.vin.text])
    workers = [
        Background(lambda question=question: automatic.decode(question, Unwatched()))
        for question in MISSION * 4
    ]
    answers = [worker.result() for worker in workers]
    assert [answer.vehicle.vin for answer in answers] == [q.vin for q in MISSION * 4]
    assert UNASKED.format("vPIC refused the request") not in remarks(answers)

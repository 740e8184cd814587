"""What is heard of vPIC, and when."""

from collections.abc import Callable, Sequence

import pytest

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.background import Background, wait_for
from tests.vpic.conftest import COUNTACH, HONDA, KENWORTH, NOW, PETERBILT, MakeWeb
from tests.vpic.failing import fail
from tests.vpic.raw_server import RawServer, reply, saying
from tests.vpic.silent_web import SilentWeb
from tests.vpic.watching import Watcher
from vindesk.domain.errors import (
    VpicBadReply,
    VpicBusy,
    VpicError,
    VpicRefused,
    VpicServerFault,
    VpicTimedOut,
    VpicUnreachable,
)
from vindesk.domain.monitor import Cancelled, Monitor, Unwatched
from vindesk.domain.vehicle import Question, SourceName, Vehicle
from vindesk.vpic.faults import QueuedTooLong, VinRefused
from vindesk.vpic.listening import Listening
from vindesk.vpic.source import Answer, Failure

MISSION = [PETERBILT, KENWORTH, HONDA, COUNTACH]

Heard = list[VpicError | None]


@pytest.fixture
def heard() -> Heard:
    return []


@pytest.fixture
def listening(make_web: MakeWeb, vpic_server: VpicServer, heard: Heard) -> Listening:
    return Listening(make_web(vpic_server.url, attempts=1), heard.append)


# -- one question ----------------------------------------------------------------------


def test_an_answer_is_heard_and_handed_on(listening: Listening, heard: Heard) -> None:
    assert listening.decode(PETERBILT, Unwatched()).vehicle.values["make"] == "PETERBILT"
    assert heard == [None]


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.CLOSED,
        FaultKind.TOO_MANY,
        FaultKind.SERVER_ERROR,
        FaultKind.HTML,
        FaultKind.REDIRECT_ELSEWHERE,
    ],
    ids=str,
)
def test_a_failure_is_heard_and_raised(
    listening: Listening, vpic_server: VpicServer, heard: Heard, kind: FaultKind
) -> None:
    vpic_server.answer_with(kind)
    error = fail(listening)
    assert set(heard) == {error}


@pytest.mark.parametrize("kind", [FaultKind.BAD_REQUEST, FaultKind.NOT_FOUND], ids=str)
def test_who_refuses_one_vin_answers(
    listening: Listening, vpic_server: VpicServer, heard: Heard, kind: FaultKind
) -> None:
    vpic_server.answer_with(kind)
    assert isinstance(fail(listening), VpicRefused)
    assert heard == [None]


def test_offline_online_offline(
    listening: Listening, vpic_server: VpicServer, heard: Heard
) -> None:
    for _time in range(2):
        vpic_server.refuse()
        fail(listening)
        vpic_server.accept_again()
        listening.decode(PETERBILT, Unwatched())
    assert [type(trouble) for trouble in heard] == [VpicUnreachable, type(None)] * 2


def test_of_what_was_cancelled_nothing_is_heard(
    listening: Listening, heard: Heard, watcher: Watcher
) -> None:
    watcher.cancel()
    with pytest.raises(Cancelled):
        listening.decode(PETERBILT, watcher)
    with pytest.raises(Cancelled):
        listening.decode_many(MISSION, watcher)
    assert heard == []


# -- many --------------------------------------------------------------------------------


def test_answers_are_heard_once(listening: Listening, heard: Heard) -> None:
    assert len(listening.decode_many(MISSION, Unwatched())) == 4
    assert heard == [None]


def test_of_no_questions_nothing_is_heard(listening: Listening, heard: Heard) -> None:
    assert listening.decode_many([], Unwatched()) == []
    assert heard == []


def test_a_server_that_asks_to_slow_down_says_for_how_long(
    listening: Listening, vpic_server: VpicServer, heard: Heard
) -> None:
    vpic_server.answer_with(Fault(FaultKind.TOO_MANY_SECONDS, seconds=90))
    listening.decode_many(MISSION, Unwatched())
    (trouble,) = set(heard)
    assert isinstance(trouble, VpicBusy)
    assert trouble.retry_after_s == 90


class Scripted(SilentWeb):
    """A web that brings these outcomes: None is an answer."""

    def __init__(self, outcomes: Sequence[VpicError | None]) -> None:
        self._outcomes = outcomes

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        raise NotImplementedError

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        return [
            Answer(Vehicle(PETERBILT.vin, {}, SourceName.WEB, NOW))
            if reason is None
            else Failure(Question(PETERBILT.vin, 1981 + number), reason)
            for number, reason in enumerate(self._outcomes)
        ]


LATER = QueuedTooLong("others were under way")
GONE, BUSY = VpicUnreachable("gone"), VpicBusy("busy", retry_after_s=7)
BROKEN, PAGE, REFUSED = VpicServerFault("500"), VpicBadReply("page"), VinRefused("400")
LATE = VpicTimedOut("late")


@pytest.mark.parametrize(
    ("outcomes", "trouble"),
    [
        ([None, None, GONE], GONE),
        ([None, BUSY, BUSY], BUSY),
        ([GONE, GONE], GONE),
        ([None, BROKEN], None),
        ([None, PAGE], None),
        ([REFUSED, BROKEN], None),
        ([GONE, None], None),
        ([BROKEN, PAGE], PAGE),
        ([REFUSED], None),
        ([BROKEN, REFUSED], None),
        ([None, BROKEN, BROKEN], BROKEN),
        ([None, BROKEN, LATE], LATE),
        ([None, BROKEN, PAGE], None),
        ([None, PAGE, PAGE], PAGE),
        ([None, REFUSED, BROKEN], None),
        ([None, LATER], None),
        ([BROKEN, LATER], BROKEN),
        ([None, GONE, LATER], GONE),
    ],
    ids=str,
)
def test_what_counts_is_how_it_was_at_the_end(
    heard: Heard, outcomes: Sequence[VpicError | None], trouble: VpicError | None
) -> None:
    """One VIN may fail for its own sake; a service that is gone is gone for the next as well."""
    listener: Callable[[VpicError | None], object] = heard.append
    Listening(Scripted(outcomes), listener).decode_many(MISSION, Unwatched())
    assert heard == [trouble]


def test_of_what_nobody_was_asked_nothing_is_heard(heard: Heard) -> None:
    class Busy(SilentWeb):
        def decode(self, question: Question, monitor: Monitor) -> Answer:
            raise QueuedTooLong("Others were under way. Nothing was stored.")

        def decode_many(
            self, questions: Sequence[Question], monitor: Monitor
        ) -> Sequence[Answer | Failure]:
            return [Failure(question, LATER) for question in questions]

    listening = Listening(Busy(), heard.append)
    with pytest.raises(QueuedTooLong):
        listening.decode(HONDA, Unwatched())
    listening.decode_many(MISSION, Unwatched())
    assert heard == []


# -- when vPIC asks to wait ------------------------------------------------------------------


def test_of_what_passes_only_the_pauses_are_heard(
    make_web: MakeWeb, vpic_server: VpicServer, heard: Heard
) -> None:
    wait = Fault(FaultKind.TOO_MANY_SECONDS, seconds=12)
    vpic_server.script([FaultKind.CLOSED, wait, FaultKind.SERVER_ERROR])
    Listening(make_web(vpic_server.url), heard.append).decode(PETERBILT, Unwatched())
    pause, answer = heard
    assert isinstance(pause, VpicBusy)
    assert pause.retry_after_s == pytest.approx(12)
    assert answer is None


def test_a_fault_that_names_a_time_is_heard_as_a_fault(make_web: MakeWeb, heard: Heard) -> None:
    talks = saying(reply(b"", "Retry-After: 3", status="503 Later"), reply(b"{}"))
    with RawServer(talks) as server:
        fail(Listening(make_web(server.url, attempts=2), heard.append))
    assert [type(trouble) for trouble in heard] == [VpicServerFault, VpicBadReply]


def test_a_pause_is_heard_when_it_begins(
    make_web: MakeWeb, vpic_server: VpicServer, heard: Heard, watcher: Watcher
) -> None:
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=200)])
    web = make_web(vpic_server.url, with_clock=None, patience_s=300.0)
    listening = Listening(web, heard.append)
    work = Background(lambda: listening.decode_many(MISSION, watcher))
    wait_for(lambda: bool(watcher.notes))
    assert [type(trouble) for trouble in heard] == [VpicBusy]
    watcher.cancel()
    with pytest.raises(Cancelled):
        work.result()
    assert [type(trouble) for trouble in heard] == [VpicBusy]


def test_one_may_listen_through_another(
    make_web: MakeWeb, vpic_server: VpicServer, heard: Heard
) -> None:
    inner: Heard = []
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=1)])
    outer = Listening(Listening(make_web(vpic_server.url), inner.append), heard.append)
    outer.decode(PETERBILT, Unwatched())
    assert [type(trouble) for trouble in heard] == [VpicBusy, type(None)]
    assert inner == heard
    assert outer.good_answers == 1

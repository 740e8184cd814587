"""What is heard of vPIC, and when."""

from collections.abc import Callable, Sequence

import pytest

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.conftest import COUNTACH, HONDA, KENWORTH, NOW, PETERBILT, MakeWeb
from tests.vpic.failing import fail
from tests.vpic.watching import Watcher
from vindesk.domain.errors import (
    VpicBadReply,
    VpicBusy,
    VpicError,
    VpicRefused,
    VpicServerFault,
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
    assert heard == [error]


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
    (trouble,) = heard
    assert isinstance(trouble, VpicBusy)
    assert trouble.retry_after_s == 90


class Scripted:
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
            else Failure(PETERBILT, reason)
            for reason in self._outcomes
        ]


GONE, BUSY = VpicUnreachable("gone"), VpicBusy("busy", retry_after_s=7)
BROKEN, PAGE, REFUSED = VpicServerFault("500"), VpicBadReply("page"), VinRefused("400")


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
    class Busy:
        def decode(self, question: Question, monitor: Monitor) -> Answer:
            raise QueuedTooLong("Others were under way. Nothing was stored.")

        def decode_many(
            self, questions: Sequence[Question], monitor: Monitor
        ) -> Sequence[Answer | Failure]:
            return ()

    with pytest.raises(QueuedTooLong):
        Listening(Busy(), heard.append).decode(HONDA, Unwatched())
    assert heard == []

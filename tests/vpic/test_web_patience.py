"""How often and how long is tried, and what is done when vPIC asks to slow down."""

import math
import random
from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest
from typing_extensions import override

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.conftest import HONDA, PETERBILT, MakeWeb
from tests.vpic.failing import fail
from tests.vpic.false_clock import FalseClock
from tests.vpic.raw_server import RawServer, reply, saying
from tests.vpic.watching import Watcher
from vindesk.domain.errors import (
    VpicBusy,
    VpicServerFault,
    VpicTimedOut,
)
from vindesk.domain.monitor import Cancelled, Unwatched
from vindesk.vpic.web import VpicWeb

# -- patience and attempts ----------------------------------------------------


def test_attempts_are_numbered_and_end(make_web: MakeWeb, vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.SERVER_ERROR)
    fail(make_web(vpic_server.url, attempts=3, patience_s=math.inf))
    assert vpic_server.request_count == 3


def test_between_attempts_there_is_a_rest(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.answer_with(FaultKind.SERVER_ERROR)
    began = clock.now()
    fail(make_web(vpic_server.url, patience_s=math.inf, rate_per_s=1e9))
    dice = random.Random(7)
    rests = sum(dice.uniform(0, longest) for longest in (1, 2, 4, 8))
    assert clock.now() - began == pytest.approx(rests)


def test_who_has_no_patience_gets_the_first_failure(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.answer_with(FaultKind.BAD_GATEWAY)
    began = clock.now()
    error = fail(make_web(vpic_server.url, patience_s=0.01))
    assert isinstance(error, VpicServerFault)
    assert vpic_server.request_count == 1
    assert clock.now() - began <= 0.01


def test_patience_ends_a_reply_that_does_not_come(
    make_web: MakeWeb, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.HANG)
    assert isinstance(fail(make_web(vpic_server.url, patience_s=0.15)), VpicTimedOut)


def test_who_cannot_ask_again_in_time_is_told_why_it_failed_the_first_time(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.answer_with(FaultKind.SERVER_ERROR)
    began = clock.now()
    error = fail(make_web(vpic_server.url, rate_per_s=0.1, patience_s=5.0))
    assert isinstance(error, VpicServerFault)
    assert "HTTP 500" in error.detail
    assert clock.now() - began <= 5
    assert vpic_server.request_count == 1


def test_another_patience_over_the_same_connection(
    web: VpicWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    hurried = web.with_patience(5.0, 20.0)
    web.decode(PETERBILT, Unwatched())
    hurried.decode(HONDA, Unwatched())
    assert len({request.client_port for request in vpic_server.requests}) == 1
    vpic_server.answer_with(FaultKind.TOO_MANY)
    began = clock.now()
    assert isinstance(fail(hurried), VpicBusy)
    assert clock.now() - began < 5


# -- when vPIC asks to slow down ---------------------------------------------


@pytest.mark.parametrize("kind", [FaultKind.TOO_MANY_SECONDS, FaultKind.TOO_MANY_DATE])
def test_what_vpic_asks_for_is_done(
    web: VpicWeb, vpic_server: VpicServer, clock: FalseClock, watcher: Watcher, kind: FaultKind
) -> None:
    vpic_server.script([Fault(kind, seconds=12)])
    began = clock.now()
    web.decode(PETERBILT, watcher)
    assert clock.now() - began == pytest.approx(12, abs=1)
    assert watcher.notes[-3:] == [
        "vPIC asks to wait: 2 s",
        "vPIC asks to wait: 1 s",
        "Asking vPIC again",
    ]


@pytest.mark.parametrize("kind", [FaultKind.FORBIDDEN, FaultKind.TOO_MANY])
def test_without_a_time_the_pause_is_15_s_or_more(
    web: VpicWeb, vpic_server: VpicServer, clock: FalseClock, kind: FaultKind
) -> None:
    vpic_server.script([kind])
    began = clock.now()
    web.decode(PETERBILT, Unwatched())
    assert 15 <= clock.now() - began <= 18


def test_who_cannot_wait_so_long_is_told_at_once(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=90)])
    web = make_web(vpic_server.url, patience_s=60.0)
    began = clock.now()
    first, second = fail(web), fail(web)
    assert clock.now() == began
    assert vpic_server.request_count == 1
    for error in (first, second):
        assert isinstance(error, VpicBusy)
        assert error.retry_after_s == 90
        assert "HTTP 429. It can be asked again in 90 s" in error.detail


def test_the_last_refusal_tells_when_to_come_back(
    make_web: MakeWeb, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(Fault(FaultKind.TOO_MANY_SECONDS, seconds=90))
    error = fail(make_web(vpic_server.url, attempts=1))
    assert isinstance(error, VpicBusy)
    assert error.retry_after_s == 90
    assert "in 90 s" in error.advice


def test_a_pause_is_for_everybody(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=20)])
    web = make_web(vpic_server.url, attempts=1)
    fail(web)
    began = clock.now()
    web.decode(HONDA, Unwatched())
    assert clock.now() - began == pytest.approx(20)


def test_the_date_of_retry_after_is_read_by_the_servers_clock(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    """The client of these tests believes it is ``NOW``, which is not so."""
    vpic_server.script([Fault(FaultKind.TOO_MANY_DATE, seconds=25)])
    began = clock.now()
    make_web(vpic_server.url).decode(PETERBILT, Unwatched())
    assert clock.now() - began == pytest.approx(25, abs=1)


def test_a_fault_that_names_a_time_holds_everybody_back(
    make_web: MakeWeb, clock: FalseClock
) -> None:
    with RawServer(saying(reply(b"", "Retry-After: 40", status="503 Later"))) as server:
        began = clock.now()
        error = fail(make_web(server.url, patience_s=30.0))
    assert isinstance(error, VpicBusy)
    assert "It answered with HTTP 503. It can be asked again in 40 s." in error.detail
    assert clock.now() - began < 2


def test_who_has_left_is_not_told_of_a_failure(web: VpicWeb, vpic_server: VpicServer) -> None:
    class Leaving(Watcher):
        """Leaves at the moment the reply is there."""

        blocks = 0

        @override
        @contextmanager
        def stopping_with(self, stop: Callable[[], object]) -> Generator[None]:
            with super().stopping_with(stop):
                yield
            self.blocks += 1
            if self.blocks == 2:  # the first was the queue, the second the request
                self.cancel()

    vpic_server.answer_with(FaultKind.NOT_FOUND)
    with pytest.raises(Cancelled):
        web.decode(PETERBILT, Leaving())

"""A redirection is a request like any other: it keeps the pace, and waits for its turn."""

import pytest

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.services.fast_clock import FastClock
from tests.vpic.background import Background
from tests.vpic.conftest import HONDA, KENWORTH, PETERBILT, MakeWeb
from tests.vpic.failing import fail
from tests.vpic.false_clock import FalseClock
from tests.vpic.watching import Watcher
from vindesk.domain.errors import VpicBusy, VpicRefused, VpicTimedOut
from vindesk.domain.monitor import Unwatched
from vindesk.vpic.web import VpicWeb

MOVED = FaultKind.REDIRECT_TO_PATH


def test_each_hop_waits_for_the_pace(
    web: VpicWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    vpic_server.script([MOVED, MOVED, MOVED])
    began = clock.now()
    assert web.decode(PETERBILT, Unwatched()).vehicle.values["make"] == "PETERBILT"
    assert clock.now() - began == pytest.approx(3 / 3)
    assert vpic_server.request_count == 4


@pytest.mark.parametrize("several", [False, True])
def test_the_server_sees_no_more_and_no_faster_than_is_allowed(
    make_web: MakeWeb, vpic_server: VpicServer, several: bool
) -> None:
    """3 a second on a clock that runs 20 times as fast are 60 a second at the server."""
    web = make_web(vpic_server.url, with_clock=FastClock(20.0), max_in_flight=1)
    web.decode(HONDA, Unwatched())
    vpic_server.clear_requests()
    vpic_server.answer_with(MOVED, times=3)
    vpic_server.delay_s = 0.005
    questions = [PETERBILT, KENWORTH, HONDA]

    def ask(number: int) -> object:
        if several:
            return web.decode_many(questions[number:] + questions[:number], Unwatched())
        return web.decode(questions[number], Unwatched())

    for asker in [Background(lambda number=number: ask(number)) for number in range(3)]:
        asker.result()
    starts = sorted(seen.started for seen in vpic_server.requests)
    assert len(starts) == 6
    assert starts[-1] - starts[0] > (len(starts) - 1) / 60 - 0.03
    assert vpic_server.max_in_flight == 1


def test_a_hop_waits_for_a_pause(
    web: VpicWeb, vpic_server: VpicServer, clock: FalseClock, watcher: Watcher
) -> None:
    vpic_server.script([MOVED, Fault(FaultKind.TOO_MANY_SECONDS, seconds=3), MOVED])
    began = clock.now()
    web.decode(PETERBILT, watcher)
    assert clock.now() - began >= 3
    assert watcher.notes[0] == "vPIC asks to wait: 3 s"
    assert vpic_server.request_count == 4


def test_another_attempt_begins_where_the_first_did(web: VpicWeb, vpic_server: VpicServer) -> None:
    moves = (MOVED, MOVED, FaultKind.SERVER_ERROR)
    vpic_server.script([*moves, *moves])
    web.decode(PETERBILT, Unwatched())
    assert vpic_server.request_count == 7


def test_hops_come_to_an_end(web: VpicWeb, vpic_server: VpicServer) -> None:
    vpic_server.answer_with(MOVED)
    error = fail(web)
    assert isinstance(error, VpicRefused)
    assert "one redirection after another" in error.detail
    assert vpic_server.request_count == 4


def test_who_is_sent_on_when_time_is_over_is_told_that_vpic_was_late(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    web = make_web(vpic_server.url, rate_per_s=1 / 60, patience_s=30.0)
    vpic_server.script([MOVED])
    error = fail(web)
    assert isinstance(error, VpicTimedOut)
    assert "sent us on to another address" in error.detail
    assert error.detail.endswith("Nothing was stored.")
    assert error.advice
    assert vpic_server.request_count == 1


def test_where_it_is_sent_on_to_it_may_be_asked_to_slow_down(
    make_web: MakeWeb, vpic_server: VpicServer
) -> None:
    vpic_server.script([MOVED, Fault(FaultKind.TOO_MANY_SECONDS, seconds=90)])
    error = fail(make_web(vpic_server.url))
    assert isinstance(error, VpicBusy)
    assert error.retry_after_s == pytest.approx(90)

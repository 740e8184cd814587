"""Who goes next, who may not wait any longer, and who leaves."""

import random
import threading
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import pytest

from tests.vpic.background import Background, wait_for
from tests.vpic.false_clock import FalseClock
from tests.vpic.watching import Watcher
from vindesk.domain.errors import VpicBusy, VpicTimedOut
from vindesk.domain.monitor import Cancelled, Unwatched
from vindesk.vpic.clock import SystemClock
from vindesk.vpic.throttle import Throttle, ThrottleState

PROMPT_S = 0.2


def dice(seed: int = 1) -> random.Random:
    return random.Random(seed)


def throttle(clock: FalseClock, *, rate_per_s: float = 1e9, max_in_flight: int = 2) -> Throttle:
    return Throttle(rate_per_s=rate_per_s, max_in_flight=max_in_flight, clock=clock, rng=dice())


def wait_until(queue: Throttle, waiting: int) -> None:
    """Wait until so many requests are in the queue."""
    wait_for(lambda: queue.state().waiting == waiting)


def take(queue: Throttle, *, urgent: bool = False) -> float:
    """Go at once; the time at which it went."""
    with queue.turn(urgent, Unwatched()):
        return queue.clock.now()


# -- places ------------------------------------------------------------------


@contextmanager
def in_flight(queue: Throttle, *, urgent: bool, count: int) -> Generator[None]:
    with ExitStack() as turns:
        for _turn in range(count):
            turns.enter_context(queue.turn(urgent, Unwatched()))
        yield


@pytest.mark.parametrize(("limit", "batches"), [(1, 1), (2, 1), (3, 2)])
def test_batches_leave_a_place_for_a_person(clock: FalseClock, limit: int, batches: int) -> None:
    queue = throttle(clock, max_in_flight=limit)
    with in_flight(queue, urgent=False, count=batches):
        waiting = Background(lambda: take(queue))
        wait_until(queue, waiting=1)
        if limit > 1:
            take(queue, urgent=True)
        assert queue.state().waiting == 1
    waiting.result()


def test_a_batch_may_go_beside_a_person(clock: FalseClock) -> None:
    queue = throttle(clock)
    with in_flight(queue, urgent=True, count=1):
        take(queue)


def test_people_wait_too_when_all_places_are_taken(clock: FalseClock) -> None:
    queue = throttle(clock)
    with in_flight(queue, urgent=True, count=2):
        waiting = Background(lambda: take(queue, urgent=True))
        wait_until(queue, waiting=1)
        assert queue.state().in_flight == 2
    waiting.result()


def test_a_place_is_given_back_after_a_failure(clock: FalseClock) -> None:
    queue = throttle(clock, max_in_flight=1)
    with pytest.raises(KeyError), queue.turn(urgent=True, monitor=Unwatched()):
        raise KeyError
    assert queue.state().in_flight == 0


def test_people_go_before_batches_and_the_first_goes_first(clock: FalseClock) -> None:
    queue = throttle(clock, max_in_flight=1)
    order: list[str] = []

    def ask(name: str, *, urgent: bool) -> None:
        with queue.turn(urgent, Unwatched()):
            order.append(name)

    workers: list[Background[None]] = []
    with queue.turn(urgent=True, monitor=Unwatched()):
        for number, (name, urgent) in enumerate(
            [("batch 1", False), ("batch 2", False), ("person 1", True), ("person 2", True)], 1
        ):
            workers.append(Background(lambda name=name, urgent=urgent: ask(name, urgent=urgent)))
            wait_until(queue, waiting=number)
    for worker in workers:
        worker.result()
    assert order == ["person 1", "person 2", "batch 1", "batch 2"]


def test_many_threads_never_exceed_the_limit_and_all_get_through() -> None:
    queue = Throttle(rate_per_s=1e9, max_in_flight=3)
    most = 0
    passed: list[int] = []

    def ask(number: int) -> None:
        nonlocal most
        with queue.turn(urgent=number % 2 == 0, monitor=Unwatched()):
            most = max(most, queue.state().in_flight)
            passed.append(number)

    def ask_often(first: int) -> None:
        for number in range(first, first + 100):
            ask(number)

    workers = [Background(lambda first=first: ask_often(first)) for first in range(0, 800, 100)]
    for worker in workers:
        worker.result()
    assert sorted(passed) == list(range(800))
    assert most <= 3
    assert queue.state() == ThrottleState(0.0, "", 0, 0)


# -- patience ----------------------------------------------------------------


def test_who_cannot_wait_for_the_pause_is_told_at_once(clock: FalseClock) -> None:
    queue = throttle(clock)
    queue.pause(20.4, "It answered with HTTP 429.")
    before = clock.now()
    with (
        pytest.raises(VpicBusy) as caught,
        queue.turn(urgent=True, monitor=Unwatched(), patience_s=20.3),
    ):
        pytest.fail("it went")
    assert clock.now() == before
    assert caught.value.retry_after_s == pytest.approx(20.4)
    assert caught.value.detail == (
        "It answered with HTTP 429. It can be asked again in 21 s. Nothing was stored."
    )
    assert queue.state().waiting == 0


def test_patience_that_lasts_for_the_pause_is_rewarded(clock: FalseClock) -> None:
    queue = throttle(clock)
    queue.pause(20.0, "")
    with queue.turn(urgent=True, monitor=Unwatched(), patience_s=20.0):
        pass


def test_patience_ends_while_others_are_under_way(clock: FalseClock) -> None:
    queue = throttle(clock, max_in_flight=1)
    with (
        queue.turn(urgent=True, monitor=Unwatched()),
        pytest.raises(VpicTimedOut, match="under way"),
        queue.turn(urgent=True, monitor=Unwatched(), patience_s=5.0),
    ):
        pytest.fail("it went")
    take(queue)


# -- cancelling --------------------------------------------------------------


def cancelled_s(work: Background[None], watcher: Watcher) -> float:
    """Cancel, and tell how long it took to be free."""
    moment = time.monotonic()
    watcher.cancel()
    with pytest.raises(Cancelled):
        work.result()
    return work.ended_s_after(moment)


def wait_for_turn(queue: Throttle, watcher: Watcher) -> None:
    with queue.turn(urgent=False, monitor=watcher):
        pytest.fail("it went")


def test_cancelling_frees_who_waits_for_a_place(watcher: Watcher) -> None:
    queue = Throttle(max_in_flight=1)
    with queue.turn(urgent=True, monitor=Unwatched()):
        work = Background(lambda: wait_for_turn(queue, watcher))
        wait_until(queue, waiting=1)
        assert cancelled_s(work, watcher) < PROMPT_S
        assert queue.state() == ThrottleState(0.0, "", 1, 0)


def test_cancelling_frees_who_waits_for_the_pace(watcher: Watcher) -> None:
    queue = Throttle(rate_per_s=0.001)
    take(queue)
    work = Background(lambda: wait_for_turn(queue, watcher))
    wait_until(queue, waiting=1)
    assert cancelled_s(work, watcher) < PROMPT_S


def test_cancelling_frees_who_waits_in_a_pause(watcher: Watcher) -> None:
    queue = Throttle()
    queue.pause(1000.0, "")
    work = Background(lambda: wait_for_turn(queue, watcher))
    wait_until(queue, waiting=1)
    assert cancelled_s(work, watcher) < PROMPT_S


def test_the_next_moves_up_when_the_first_is_cancelled(watcher: Watcher) -> None:
    queue = Throttle(max_in_flight=1, rate_per_s=1e9)
    with queue.turn(urgent=True, monitor=Unwatched()):
        first = Background(lambda: wait_for_turn(queue, watcher))
        wait_until(queue, waiting=1)
        second = Background(lambda: take(queue))
        wait_until(queue, waiting=2)
        cancelled_s(first, watcher)
    second.result()


def test_who_is_cancelled_already_does_not_go(clock: FalseClock, watcher: Watcher) -> None:
    watcher.cancel()
    queue = throttle(clock)
    with pytest.raises(Cancelled):
        wait_for_turn(queue, watcher)
    with pytest.raises(Cancelled):
        queue.rest(5.0, watcher)
    assert queue.state() == ThrottleState(0.0, "", 0, 0)


def test_cancelling_frees_who_rests(watcher: Watcher) -> None:
    queue = Throttle()
    work = Background(lambda: queue.rest(1000.0, watcher))
    assert cancelled_s(work, watcher) < PROMPT_S


def test_a_rest_lasts_as_long_as_it_should(clock: FalseClock) -> None:
    before = clock.now()
    throttle(clock).rest(2.5, Unwatched())
    assert clock.now() == pytest.approx(before + 2.5)


def test_others_go_while_one_rests(watcher: Watcher) -> None:
    queue = Throttle(max_in_flight=1)
    work = Background(lambda: queue.rest(1000.0, watcher))
    take(queue)
    cancelled_s(work, watcher)


def test_the_system_clock_goes_on() -> None:
    clock = SystemClock()
    condition = threading.Condition()
    before = clock.now()
    with condition:
        clock.wait(condition, 0.005)
    assert 0.004 < clock.now() - before < PROMPT_S

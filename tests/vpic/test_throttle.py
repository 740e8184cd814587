import itertools
import random

import pytest
from typing_extensions import override

from tests.stopwatch import now_s
from tests.vpic.background import Background, wait_for
from tests.vpic.false_clock import FalseClock
from tests.vpic.watching import Watcher
from vindesk.domain.monitor import Progress, Unwatched
from vindesk.vpic.throttle import Throttle, ThrottleState, backoff_s, pause_s

PROMPT_S = 0.2
AGAIN = "Asking vPIC again"


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


# -- pace --------------------------------------------------------------------


def test_a_hundred_thousand_requests_keep_the_pace(clock: FalseClock) -> None:
    queue = throttle(clock, rate_per_s=3.0)
    starts = [take(queue, urgent=number % 7 == 0) for number in range(100_000)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert min(gaps) >= 1 / 3 - 1e-6
    assert starts[-1] - starts[0] == pytest.approx(99_999 / 3, rel=1e-6)


def test_after_a_rest_there_is_no_rush(clock: FalseClock) -> None:
    queue = throttle(clock, rate_per_s=3.0)
    take(queue)
    clock.advance(3600)
    starts = [take(queue) for _request in range(4)]
    assert [start - starts[0] for start in starts] == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_another_pace_holds_from_now_on(clock: FalseClock) -> None:
    queue = throttle(clock, rate_per_s=3.0)
    take(queue)
    queue.change_pace(rate_per_s=0.5, max_in_flight=1)
    starts = [take(queue) for _request in range(3)]
    assert [start - starts[0] for start in starts] == pytest.approx([0, 2, 4])
    assert queue.max_in_flight == 1


def test_who_waits_for_a_place_gets_it_when_there_are_more(clock: FalseClock) -> None:
    queue = throttle(clock, max_in_flight=1)
    with queue.turn(True, Unwatched()):
        waiting = Background(lambda: take(queue, urgent=True))
        wait_until(queue, 1)
        queue.change_pace(rate_per_s=1e9, max_in_flight=2)
        waiting.result()


def test_the_first_goes_at_once() -> None:
    queue = Throttle(rate_per_s=0.001)
    started = now_s()
    take(queue)
    assert now_s() - started < PROMPT_S


def test_the_real_clock_keeps_the_pace() -> None:
    queue = Throttle(rate_per_s=100.0)
    first, _second, third = (take(queue) for _request in range(3))
    assert 0.02 <= third - first < PROMPT_S


# -- how long to rest, and how long to pause ---------------------------------


@pytest.mark.parametrize(
    ("attempt", "longest"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (99, 30)]
)
def test_backing_off_grows_and_has_full_jitter(attempt: int, longest: float) -> None:
    rests = [backoff_s(attempt, dice(seed)) for seed in range(1_000)]
    assert 0 <= min(rests) < longest * 0.01
    assert longest * 0.99 < max(rests) <= longest
    assert sum(rests) / len(rests) == pytest.approx(longest / 2, rel=0.1)


@pytest.mark.parametrize(("repeat", "shortest"), [(1, 15), (2, 30), (3, 60), (4, 120), (99, 120)])
def test_pauses_grow_and_have_jitter(repeat: int, shortest: float) -> None:
    pauses = [pause_s(repeat, dice(seed)) for seed in range(1_000)]
    assert shortest <= min(pauses) < shortest * 1.01
    assert shortest * 1.19 < max(pauses) <= shortest * 1.2


# -- pauses ------------------------------------------------------------------


def test_a_pause_holds_everybody_back(clock: FalseClock) -> None:
    queue = throttle(clock)
    before = clock.now()
    assert queue.pause(40.0, "HTTP 429.") == 40.0
    assert take(queue, urgent=True) == pytest.approx(before + 40)


def test_a_longer_pause_wins(clock: FalseClock) -> None:
    queue = throttle(clock)
    queue.pause(40.0, "")
    clock.advance(10)
    assert queue.pause(5.0, "") == 30.0
    assert queue.pause(35.0, "") == 35.0


@pytest.mark.parametrize(("asked", "kept"), [(0.0, 1.0), (1e12, 3600.0)])
def test_a_pause_has_sane_limits(clock: FalseClock, asked: float, kept: float) -> None:
    assert throttle(clock).pause(asked, "") == kept


def test_pauses_without_a_time_grow_until_something_goes_well(clock: FalseClock) -> None:
    queue = throttle(clock)

    def pause_and_wait() -> float:
        length_s = queue.pause(None, "")
        clock.advance(length_s)
        return length_s

    lengths = [pause_and_wait() for _repeat in range(5)]
    for length_s, shortest in zip(lengths, (15, 30, 60, 120, 120), strict=True):
        assert shortest <= length_s <= shortest * 1.2
    queue.went_well()
    assert 15 <= pause_and_wait() <= 18


def test_two_refusals_at_the_same_moment_are_one(clock: FalseClock) -> None:
    queue = throttle(clock)
    queue.pause(None, "")
    clock.advance(1)
    assert queue.pause(None, "") <= 18


def test_an_answer_that_was_under_way_ends_no_pause(clock: FalseClock) -> None:
    queue = throttle(clock)
    first_s = queue.pause(None, "")
    queue.went_well()
    assert queue.state().paused_s == first_s
    clock.advance(first_s)
    assert queue.pause(None, "") >= 30


def test_a_countdown_is_told_about_once_a_second(clock: FalseClock, watcher: Watcher) -> None:
    queue = throttle(clock)
    queue.pause(12.0, "HTTP 429.")
    with queue.turn(urgent=False, monitor=watcher):
        pass
    assert watcher.reports == [
        *(Progress(0, 0, f"vPIC asks to wait: {left} s") for left in range(12, 0, -1)),
        Progress(0, 0, "Asking vPIC again"),
    ]


def test_a_countdown_that_is_over_is_not_left_standing_while_others_are_asked(
    clock: FalseClock, watcher: Watcher
) -> None:
    queue = throttle(clock, max_in_flight=1)

    def ask() -> None:
        with queue.turn(urgent=True, monitor=watcher):
            pass

    with queue.turn(urgent=True, monitor=Unwatched()):
        queue.pause(2.0, "")
        asker = Background(ask)
        wait_for(lambda: len(watcher.notes) == 3)
    asker.result()
    assert watcher.notes == ["vPIC asks to wait: 2 s", "vPIC asks to wait: 1 s", AGAIN]


def test_who_sees_no_countdown_is_told_of_no_end(clock: FalseClock, watcher: Watcher) -> None:
    queue = throttle(clock, rate_per_s=3.0)
    for _request in range(2):
        with queue.turn(urgent=True, monitor=watcher):
            pass
    assert watcher.reports == []


def test_a_place_is_given_back_whatever_comes_of_the_telling(clock: FalseClock) -> None:
    class Gone(Watcher):
        @override
        def report(self, progress: Progress) -> None:
            if progress.note == AGAIN:
                raise KeyError

    queue = throttle(clock)
    queue.pause(1.0, "")
    with pytest.raises(KeyError), queue.turn(urgent=True, monitor=Gone()):
        pytest.fail("it went")
    assert queue.state() == ThrottleState(0.0, "", 0, 0)


def test_who_waits_behind_others_sees_the_countdown_too(clock: FalseClock) -> None:
    queue = throttle(clock, max_in_flight=1)
    watchers = [Watcher(), Watcher()]
    queue.pause(5.0, "HTTP 429.")

    def ask(watcher: Watcher) -> None:
        with queue.turn(urgent=False, monitor=watcher):
            pass

    with clock.frozen():
        both = [Background(lambda watcher=watcher: ask(watcher)) for watcher in watchers]
        wait_for(lambda: all(watcher.notes for watcher in watchers))
    take(queue, urgent=True)  # wakes them
    for one in both:
        one.result()
    assert [watcher.notes[0] for watcher in watchers] == ["vPIC asks to wait: 5 s"] * 2


def test_what_changes_while_the_countdown_is_told_is_not_missed(clock: FalseClock) -> None:
    queue = throttle(clock)
    queue.pause(1.0, "")
    before = clock.now()

    class Interrupting(Watcher):
        @override
        def report(self, progress: Progress) -> None:
            super().report(progress)
            if len(self.notes) == 1:
                queue.pause(3.0, "")

    watcher = Interrupting()
    with queue.turn(urgent=False, monitor=watcher):
        pass
    assert [note[-3:] for note in watcher.notes] == ["1 s", "3 s", "2 s", "1 s", AGAIN[-3:]]
    assert clock.now() == before + 3


def test_the_state_tells_who_waits_and_why(clock: FalseClock) -> None:
    queue = throttle(clock, max_in_flight=1)
    assert queue.state() == ThrottleState(0.0, "", 0, 0)
    with queue.turn(urgent=True, monitor=Unwatched()):
        other = Background(lambda: take(queue))
        wait_until(queue, waiting=1)
        queue.pause(7.0, "HTTP 403.")
        assert queue.state() == ThrottleState(7.0, "HTTP 403.", 1, 1)
        clock.advance(7)
    other.result()
    assert queue.state() == ThrottleState(0.0, "", 0, 0)

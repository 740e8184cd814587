"""How fast it goes: nothing at first, smooth later, never negative."""

import pytest

from tests.ui.jobs_panel.samples import FalseTime
from vindesk.ui.jobs_panel.pace import Pace


@pytest.fixture
def time() -> FalseTime:
    return FalseTime()


@pytest.fixture
def pace(time: FalseTime) -> Pace:
    return Pace(time)


def go(pace: Pace, time: FalseTime, seconds: float, position: int) -> None:
    time.now += seconds
    pace.reach(position)


def test_nothing_is_said_in_the_first_second(pace: Pace, time: FalseTime) -> None:
    assert pace.per_second is None
    go(pace, time, 0.5, 500)
    assert (pace.per_second, pace.left_s(10_000)) == (None, None)
    go(pace, time, 0.5, 1_000)
    assert pace.per_second == pytest.approx(1_000)
    assert pace.left_s(10_000) == pytest.approx(9)


def test_the_time_left_runs_down_and_is_never_negative(pace: Pace, time: FalseTime) -> None:
    go(pace, time, 10, 100)
    assert pace.left_s(200) == pytest.approx(10)
    time.now += 4
    assert pace.left_s(200) == pytest.approx(6)
    time.now += 60
    assert pace.left_s(200) == 0
    assert pace.left_s(50) == 0


def test_a_burst_changes_the_rate_a_little_only(pace: Pace, time: FalseTime) -> None:
    go(pace, time, 10, 1_000)
    go(pace, time, 1, 2_000)
    assert pace.per_second is not None
    assert 100 < pace.per_second < 200


def test_what_was_done_before_does_not_count(pace: Pace, time: FalseTime) -> None:
    pace.begin(30_000)
    go(pace, time, 2, 30_200)
    assert pace.per_second == pytest.approx(100)


def test_two_reports_in_one_moment_are_one(pace: Pace, time: FalseTime) -> None:
    go(pace, time, 2, 100)
    pace.reach(150)
    go(pace, time, 1, 150)
    assert pace.per_second == pytest.approx(50)


def test_work_that_stands_still_has_no_pace(pace: Pace, time: FalseTime) -> None:
    go(pace, time, 2, 0)
    assert (pace.per_second, pace.left_s(10)) == (None, None)


def test_work_that_begins_again_has_a_new_pace(pace: Pace, time: FalseTime) -> None:
    go(pace, time, 2, 100)
    go(pace, time, 2, 0)
    assert pace.per_second is None

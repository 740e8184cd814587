"""The window closed at random moments: in time, in order, and with nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.long.closing_figures import ClosingFigures
from tests.long.closing_process import end_of
from tests.long.closing_session import LONGEST_S, Stock, closed_at_a_random_moment
from tests.long.closing_words import Closing
from vindesk.jobs.runner import Lane

AT_ONCE = 2
"""Sessions that run side by side; more would measure the machine."""

CLOSINGS_IN_A_TEST = 20
SAMPLE = [range(2)]
LONG = [
    pytest.param(range(start, start + CLOSINGS_IN_A_TEST), marks=pytest.mark.long)
    for start in range(1_000, 1_500, CLOSINGS_IN_A_TEST)
]


@pytest.mark.parametrize("seeds", [*SAMPLE, *LONG], ids=str)
def test_the_window_closes_in_time_and_in_order_at_any_moment(
    seeds: range, stock: Stock, tmp_path: Path, closing_figures: ClosingFigures
) -> None:
    def close(seed: int) -> None:
        closing_figures.add(closed_at_a_random_moment(seed, stock, tmp_path / f"{seed}"))

    with ThreadPoolExecutor(AT_ONCE) as sessions:
        closings = {seed: sessions.submit(close, seed) for seed in seeds}
    failures = {seed: error for seed, done in closings.items() if (error := done.exception())}
    assert failures == {}


@pytest.mark.parametrize("lane", [Lane.NETWORK, Lane.BULK])
def test_work_that_does_not_stop_does_not_hold_up_the_end(lane: Lane, tmp_path: Path) -> None:
    lines, gone_at = end_of(("tests.long.stuck_victim", lane.value, "--data-dir", str(tmp_path)))
    (closing,) = lines
    assert isinstance(closing, Closing)
    assert gone_at - closing.moment < LONGEST_S


def test_a_cache_that_hangs_while_it_is_opened_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """The window says that it lasts; a lookup and a setting that wait for it wait no longer."""
    lines, gone_at = end_of(("tests.long.hanging_victim", "--data-dir", str(tmp_path)))
    (closing,) = lines
    assert isinstance(closing, Closing)
    assert gone_at - closing.moment < LONGEST_S

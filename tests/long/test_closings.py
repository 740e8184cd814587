"""The window closed at random moments: in time, in order, and with nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.long.closing_figures import ClosingFigures
from tests.long.closing_session import Stock, closed_at_a_random_moment

AT_ONCE = 2
"""Sessions that run side by side; more would measure the machine."""

CLOSINGS_IN_A_TEST = 20
SAMPLE = [range(12)]
LONG = [
    pytest.param(range(start, start + CLOSINGS_IN_A_TEST), marks=pytest.mark.long)
    for start in range(1_000, 1_500, CLOSINGS_IN_A_TEST)
]


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return Stock.in_folder(tmp_path_factory.mktemp("stock"))


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

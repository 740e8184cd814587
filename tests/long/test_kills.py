"""kill -9 at random moments: what was acknowledged is there, and the next start is clean."""

from pathlib import Path

import pytest

from tests.long.closing_session import Stock, killed_at_a_random_moment
from tests.long.kill_figures import KillFigures
from tests.long.kill_life import Life
from tests.long.kill_upgrade import Upgrades
from tests.long.victim import FIRST_STARTS

KILLS_IN_A_LIFE = 10
MODES = {"lookups": 3, "removals": 4, "exports": 4}
"""How many lives of each mode the long run has."""

SAMPLE = [pytest.param(mode, 0, 1) for mode in MODES]
LONG = [
    pytest.param(mode, seed, KILLS_IN_A_LIFE, marks=pytest.mark.long)
    for mode, lives in MODES.items()
    for seed in range(1, lives + 1)
]


@pytest.mark.parametrize(("mode", "seed", "kills"), [*SAMPLE, *LONG])
def test_a_kill_loses_nothing_that_was_acknowledged(
    mode: str, seed: int, kills: int, tmp_path: Path, kill_figures: KillFigures
) -> None:
    life = Life(mode, tmp_path, seed)
    for _ in range(kills):
        kill_figures.deaths.append(life.kill_once())


@pytest.mark.parametrize(
    ("seed", "kills"), [(0, 1), *(pytest.param(n, 5, marks=pytest.mark.long) for n in (1, 2))]
)
def test_a_kill_during_the_very_first_start_does_not_spoil_the_second(
    seed: int, kills: int, tmp_path: Path, kill_figures: KillFigures
) -> None:
    for number in range(kills):
        life = Life(FIRST_STARTS, tmp_path / f"{number}", 100 * seed + number)
        kill_figures.deaths.append(life.kill_once())


@pytest.mark.parametrize(
    ("seed", "kills"),
    [(0, 1), *(pytest.param(seed, 10, marks=pytest.mark.long) for seed in range(1, 4))],
)
def test_a_killed_migration_was_not_begun_or_is_done(
    seed: int, kills: int, tmp_path: Path, kill_figures: KillFigures
) -> None:
    upgrades = Upgrades(tmp_path, seed)
    for _ in range(kills):
        kill_figures.deaths.append(upgrades.kill_once())


@pytest.mark.parametrize(
    "seeds", [range(1), *(pytest.param(range(n, n + 10), marks=pytest.mark.long) for n in (10, 20))]
)
def test_a_killed_window_loses_nothing_that_it_had_shown_or_told(
    seeds: range, stock: Stock, tmp_path: Path, kill_figures: KillFigures
) -> None:
    for seed in seeds:
        kill_figures.deaths.append(killed_at_a_random_moment(seed, stock, tmp_path / f"{seed}"))

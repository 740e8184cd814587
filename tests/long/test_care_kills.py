"""kill -9 during backup, restore, compact and clean: a whole cache and a whole backup stay."""

from pathlib import Path

import pytest

from tests.long.care_life import CareLife
from tests.long.kill_figures import KillFigures


@pytest.mark.parametrize(
    ("seed", "kills"),
    [(0, 2), *(pytest.param(seed, 10, marks=pytest.mark.long) for seed in range(1, 11))],
)
def test_a_kill_leaves_a_whole_cache_and_a_whole_backup(
    seed: int, kills: int, tmp_path: Path, kill_figures: KillFigures
) -> None:
    life = CareLife(tmp_path, seed)
    for _ in range(kills):
        kill_figures.deaths.append(life.kill_once())

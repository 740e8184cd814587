"""A damaged file never ends the program, and never has another number of rows unsaid."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest


def run(folder: Path, count: int, first: int, processes: int = 1) -> None:
    """Look at ``count`` damaged files, from a seed that is printed."""
    part = count // processes
    for begin in range(first, first + count, part):
        sys.stdout.write(f"seeds from {begin}\n")
        module = "tests.store.parquet_damage"
        done = subprocess.run(
            [sys.executable, "-m", module, str(folder), str(begin), str(part)],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[2],
            check=False,
        )
        assert done.returncode == 0, f"{done.returncode}: {done.stderr[-3000:]}"
        outcomes = json.loads(done.stdout)
        sys.stdout.write(f"{outcomes}\n")
        assert sum(outcomes.values()) == part
        assert outcomes["refused"], "the damage is too small to prove anything"


def test_a_few_damaged_files(tmp_path: Path) -> None:
    run(tmp_path, 20, first=479_661_910)


@pytest.mark.long
def test_a_thousand_damaged_files(tmp_path: Path) -> None:
    run(tmp_path, 1_000, random.SystemRandom().randrange(10**9), processes=10)

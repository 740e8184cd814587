"""How soon a full cache is on the screen."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks import child
from tests.benchmarks.figures import Figures
from tests.benchmarks.program import arguments

FEW = 1_000
ROUNDS = 9
MOST = 1.5
STEPS = ("imported", "window", "ordered", "rows")


def test_first_rows(copied: Callable[[int], Path], rows: int, figures: Figures) -> None:
    homes = {count: copied(count) for count in (rows, FEW)}
    starts: dict[int, list[Mapping[str, Any]]] = {count: [] for count in homes}
    for home in homes.values():
        child.run("first_rows", *arguments(home))  # leaves file and bytecode in the system's memory
    for _ in range(ROUNDS):
        for count, home in homes.items():
            found = child.run("first_rows", *arguments(home))
            assert found["count"] == count
            starts[count].append(found)
    figures.ratio(
        f"first rows: process start to the paint with texts, against {FEW:,} vehicles",
        _until(starts[rows], "rows"),
        _until(starts[FEW], "rows"),
        MOST,
        "\n".join(
            f"{count:,}: " + ", ".join(f"{step} {_until(all_, step) * 1e3:.0f}" for step in STEPS)
            for count, all_ in starts.items()
        )
        + " ms",
    )


def _until(starts: Iterable[Mapping[str, Any]], step: str) -> float:
    return median(start[step] - start["started"] for start in starts)

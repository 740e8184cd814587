"""How soon the window is there, against the least that a window with a table can be."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks import child
from tests.benchmarks.figures import Figures
from tests.benchmarks.program import arguments

ROUNDS = 11
MOST = 1.25
STEPS = ("imported", "window")


def test_warm_start(copied: Callable[[int], Path], rows: int, figures: Figures) -> None:
    home = copied(rows)
    starts: dict[str, list[Mapping[str, Any]]] = {"vindesk": [], "bare window": []}
    child.run("first_rows", *arguments(home))  # leaves file and bytecode in the system's memory
    child.run("bare_window", f"{rows}")
    for _ in range(ROUNDS):
        starts["vindesk"].append(child.run("first_rows", *arguments(home)))
        starts["bare window"].append(child.run("bare_window", f"{rows}"))
    figures.ratio(
        "warm start: process start to the first painted window, against a bare one",
        _until(starts["vindesk"], "window"),
        _until(starts["bare window"], "window"),
        MOST,
        "\n".join(
            f"{name}: " + ", ".join(f"{step} {_until(all_, step) * 1e3:.0f}" for step in STEPS)
            for name, all_ in starts.items()
        )
        + " ms",
    )
    figures.tell(
        "warm start: process start to the first rows", _until(starts["vindesk"], "rows") * 1e3, "ms"
    )


def _until(starts: Iterable[Mapping[str, Any]], step: str) -> float:
    return median(start[step] - start["started"] for start in starts)

"""How soon the answer to a VIN is on the screen."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.benchmarks import child
from tests.benchmarks.figures import Figures
from tests.benchmarks.percentile import p99

VINS = 400
MOST_MS = {"cached": 16, "embedded": 30}


def test_answers(copied: Callable[[int], Path], rows: int, figures: Figures) -> None:
    found = child.run("answering", str(copied(rows)), f"{VINS}")
    for kind, most in MOST_MS.items():
        took: list[float] = found[kind]
        figures.tell(f"Return to the painted answer, {kind}: median", median(took), "ms")
        figures.limit(
            f"Return to the painted answer, {kind}: p99 of {len(took)}", p99(took), most, "ms",
            f"longest {max(took):.1f} ms",
        )  # fmt: skip

"""What the program takes of the memory."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks import child
from tests.benchmarks.figures import Figures

MOST_MB = 350


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of a process")
def test_memory(copied: Callable[[int], Path], rows: int, figures: Figures) -> None:
    found = child.run("memory", str(copied(rows)))
    phases: list[tuple[str, float, float]] = found["phases"]
    (_, before, _), (_, opened, _), *_, (_, after, _) = phases
    figures.tell("memory: window painted, cache not open yet", before, "MB")
    figures.limit("memory: first rows shown", opened, MOST_MB, "MB")
    figures.limit(
        "memory: after work",
        after,
        MOST_MB,
        "MB",
        f"of that DuckDB accounts for {found['engine']:.0f} MB",
    )
    figures.limit(
        "memory: most at any time",
        max(peak for _, _, peak in phases),
        MOST_MB,
        "MB",
        "\n".join(f"{name}: {peak:.0f}, then {held:.0f} MB" for name, held, peak in phases),
    )

"""How fast and in how much memory a cache becomes a Parquet file.

``pytest tests/benchmarks/test_export.py --rows 10000000`` for the memory of ten million.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks import child
from tests.benchmarks.figures import Figures

ROUNDS = 4
MOST = 1.1
MOST_MB = 800
MOST_P95_MS = 50

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory")


def test_export(copied: Callable[[int], Path], rows: int, figures: Figures) -> None:
    home = str(copied(rows))
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(child.run("exporting", "bare", home))
        ours.append(child.run("exporting", "ours", home))
    cpu = [min(one["cpu"] for one in found) for found in (ours, bare)]
    assert {one["rows"] for one in ours} == {rows}
    figures.ratio(
        f"export of {rows:,} vehicles / raw COPY, fastest of {ROUNDS}",
        min(one["seconds"] for one in ours),
        min(one["seconds"] for one in bare),
        MOST,
        f"{ours[0]['bytes'] / 1e6:,.0f} MB; ours is counted, flushed to the disk and renamed\n"
        f"by the time of the processor {cpu[0] / cpu[1]:.2f}x, {cpu[0]:.1f} / {cpu[1]:.1f} s",
    )
    figures.limit(
        f"export of {rows:,} vehicles: memory at most (the target is for 10,000,000)",
        max(one["peak_mb"] for one in ours),
        MOST_MB,
        "MB",
        f"the raw COPY: {max(one['peak_mb'] for one in bare):,.0f} MB",
    )


def test_lookups_during_an_export(
    copied: Callable[[int], Path], rows: int, figures: Figures
) -> None:
    found = child.run("exporting", "lookups", str(copied(rows)))
    figures.limit(
        f"cached lookup during an export: p95 of {found['asked']:,}",
        found["p95"],
        MOST_P95_MS,
        "ms",
        f"p99 {found['p99']:.1f}, longest {found['longest']:.1f} ms",
    )

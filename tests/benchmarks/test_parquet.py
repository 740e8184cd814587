"""How soon a Parquet file of ten million rows is on the screen, sorted, filtered."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks import child
from tests.benchmarks.figures import Figures

ROWS = 10_000_000
MOST_FIRST_MS = 500
MOST_RATIO = 2


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of a process")
def test_parquet(pytestconfig: pytest.Config, tmp_path: Path, figures: Figures) -> None:
    kept = pytestconfig.getoption("fleets")
    folder = Path(kept) if kept else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    found = child.run("parquet", str(folder / f"{ROWS}.parquet"), str(ROWS))
    bare = found["bare"]
    name = f"Parquet, {ROWS:,} rows, 20 columns"
    figures.ratio(
        f"{name}: first rows, against count and 500 rows",
        found["first"],
        bare["first"],
        MOST_RATIO,
        f"to connect takes DuckDB {bare['connect'] * 1e3:,.0f} ms more",
    )
    figures.limit(f"{name}: first rows, warm", found["first"] * 1e3, MOST_FIRST_MS, "ms")
    figures.tell(f"{name}: jump to the end", found["end"] * 1e3, "ms")
    for what in ("sort", "filter"):
        figures.tell(
            f"{name}: {what}", found[what] * 1e3, "ms", f"DuckDB alone {bare[what] * 1e3:,.0f} ms"
        )
    figures.tell(f"{name}: page of the sorted table", found["sorted page"] * 1e3, "ms")
    phases: list[tuple[str, float, float]] = found["phases"]
    figures.tell(
        f"{name}: memory, most at any time",
        max(peak for _, _, peak in phases),
        "MB",
        "\n".join(f"{phase}: {peak:.0f}, then {held:.0f} MB" for phase, held, peak in phases),
    )

"""How fast a million VINs of a CSV file become vehicles, against what the parts alone allow.

``pytest tests/benchmarks/test_import.py --rows 1000000``
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks import child
from tests.benchmarks.figures import Figures

ROWS = 100_000
LEAST = 0.45


def test_an_import_of_a_file(tmp_path: Path, rows: int, figures: Figures) -> None:
    found: Mapping[str, Any] = child.run("bulk", str(tmp_path), f"{rows}")
    shares = ", ".join(f"{name} {s:.1f}" for name, s in found["parts"].items())
    figures.limit(
        f"import of {rows:,} VINs, by the decoder and one INSERT alone",
        found["ours_s"] / found["floor_s"],
        1 / LEAST,
        "x",
        f"ours {rows / found['ours_s']:,.0f} VINs/s, floor {rows / found['floor_s']:,.0f} VINs/s\n"
        f"in s: {shares}\n"
        f"transactions in ms: median {found['median_ms']:.0f}, longest {found['longest_ms']:.0f}; "
        f"peak of memory {found['peak_mb']:,.0f} MB, of the floor {found['floor_peak_mb']:,.0f} MB",
    )

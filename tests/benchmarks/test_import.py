"""How fast the VINs of a CSV file become vehicles, against the decoder and one INSERT alone.

``pytest tests/benchmarks/test_import.py --rows 1000000``; by hand ``tests.benchmarks.bulk``.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.benchmarks import child
from tests.benchmarks.bulk import made_up
from tests.benchmarks.figures import Figures

LEAST = 0.45
MOST_MB = 1_000
MOST_IN_A_WORKBOOK = 100_000
MOST_REMOVAL_MS = 300
MOST_PAGE_MS = 150
MOST_STALL_MS = 16


def test_an_import_of_a_file(tmp_path: Path, rows: int, figures: Figures) -> None:
    _make_file(tmp_path, ".csv", rows)
    floor = child.run("bulk", "floor", str(tmp_path), f"{rows}")
    ours = child.run("bulk", "ours", str(tmp_path), f"{rows}")
    spent = spent_on(ours["parts"])
    figures.ratio(
        f"import of {rows:,} VINs by the embedded copy",
        ours["seconds"],
        floor["seconds"],
        round(1 / LEAST, 2),
        f"{rows / ours['seconds']:,.0f} VINs/s, {floor['seconds'] / ours['seconds']:.0%} of the "
        f"floor's {rows / floor['seconds']:,.0f}\n"
        f"in s, of which decoding goes on beside saving: {spent}\n"
        f"a transaction takes {ours['median_ms']:.0f} ms (median), {ours['longest_ms']:,.0f} ms at "
        f"most\nmemory at most {ours['peak_mb']:,.0f} MB; the floor {floor['peak_mb']:,.0f} MB",
    )
    figures.limit("memory of the import at most", ours["peak_mb"], MOST_MB, "MB")


@pytest.mark.parametrize("suffix", [".txt", ".parquet", ".xlsx"])
def test_other_formats(suffix: str, tmp_path: Path, rows: int, figures: Figures) -> None:
    count = min(rows, MOST_IN_A_WORKBOOK) if suffix == ".xlsx" else rows
    _make_file(tmp_path, suffix, count)
    ours = child.run("bulk", "ours", str(tmp_path), f"{count}", suffix)
    figures.tell(
        f"import of {count:,} VINs from {suffix}",
        count / ours["seconds"],
        "VINs/s",
        f"in s: {spent_on(ours['parts'])}\nmemory at most {ours['peak_mb']:,.0f} MB",
    )


def test_the_window_meanwhile(tmp_path: Path, rows: int, figures: Figures) -> None:
    _make_file(tmp_path, ".csv", rows)
    found = child.run("meanwhile", str(tmp_path), f"{rows}")
    assert found["saved"] == rows
    figures.limit("memory of the window that imports at most", found["peak_mb"], MOST_MB, "MB")
    figures.limit(
        f"removal by a person during an import: p99 of {found['removals']:,}",
        found["removal_p99"],
        MOST_REMOVAL_MS,
        "ms",
        f"median {found['removal_median']:.0f}, longest {found['removal_longest']:.0f} ms; the "
        f"import of {rows:,} took {found['seconds']:.0f} s beside it",
    )
    figures.limit(
        f"page after a jump during an import: p99 of {found['jumps']:,}",
        found["page_p99"],
        MOST_PAGE_MS,
        "ms",
        f"median {found['page_median']:.0f}, longest {found['page_longest']:.0f} ms",
    )
    figures.limit(
        f"GUI thread late during an import: p99 of {found['ticks']:,} ticks",
        found["p99"],
        MOST_STALL_MS,
        "ms",
        f"longest {found['longest']:.0f} ms\nthe table had "
        f"{', '.join(f'{count:,}' for count in found['filled'])} rows after a tenth, two ...",
    )


def _make_file(folder: Path, suffix: str, rows: int) -> None:
    """Not in the process that is measured: to make a million VINs takes 600 MB."""
    made_up(folder / f"{rows}{suffix}", rows)


def spent_on(parts: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items())

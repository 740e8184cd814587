"""How fast the VINs of a CSV file become vehicles, against the decoder and one INSERT alone.

``pytest tests/benchmarks/test_import.py --rows 1000000``; by hand ``tests.benchmarks.bulk``.
"""

from pathlib import Path

from tests.benchmarks import child
from tests.benchmarks.figures import Figures

LEAST = 0.45


def test_an_import_of_a_file(tmp_path: Path, rows: int, figures: Figures) -> None:
    floor = child.run("bulk", "floor", str(tmp_path), f"{rows}")
    ours = child.run("bulk", "ours", str(tmp_path), f"{rows}")
    spent = ", ".join(f"{name} {seconds:.1f}" for name, seconds in ours["parts"].items())
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

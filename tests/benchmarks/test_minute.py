"""The window answers whatever goes on."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks import child
from tests.benchmarks.figures import Figures

SECONDS = 60
MOST_P99_MS = 16
MOST_MS = 50


def test_a_busy_minute(copied: Callable[[int], Path], rows: int, figures: Figures) -> None:
    found = child.run("minute", str(copied(rows)), f"{SECONDS}")
    assert found["ticks"] >= 10_000
    figures.limit(
        f"GUI thread late in a busy minute with an import: p99 of {found['ticks']:,} ticks",
        found["p99"],
        MOST_P99_MS,
        "ms",
        f"{found['seconds']:.0f} s, {found['rounds'] + 1} rounds, {found['paints']:,} paints, "
        f"{found['saved']:,} vehicles imported",
    )
    figures.limit(
        "GUI thread late: longest",
        found["longest"],
        MOST_MS,
        "ms",
        "\n".join([*_steps(found["steps"]), *_worst(found["worst"])]),
    )


def _steps(steps: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return ["by step, in ms (ticks, p99, longest):"] + [
        f"  {step}: {of['ticks']:,}, {of['p99']:.1f}, {of['longest']:.1f}"
        for step, of in sorted(steps.items(), key=lambda pair: -pair[1]["longest"])
    ]


def _worst(worst: list[Mapping[str, Any]]) -> list[str]:
    return ["the longest (late; of that the thread's own work, the rest it waited; garbage):"] + [
        f"  {of['late']:.1f}; {of['worked']:.1f}; {of['collected']:.1f} ms: "
        f"{of['step']}, after {of['at_s']:.1f} s"
        for of in worst
    ]

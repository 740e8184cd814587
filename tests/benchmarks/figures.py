"""What was measured, against what is wanted, as one table."""

import os
import platform
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import duckdb
import PySide6
from msgspec import Struct, field

TARGETS_ARE_FOR: Final = 1_000_000
_WIDEST_CAUSE: Final = 100


class Figure(Struct, frozen=True):
    """One line of the table; ``reached`` is None where nothing is wanted of it."""

    name: str
    measured: str
    target: str = ""
    reached: bool | None = None
    cause: str = ""
    """What the time or the memory went into."""

    @property
    def verdict(self) -> str:
        return "" if self.reached is None else ("yes" if self.reached else "NO")

    @property
    def cells(self) -> tuple[str, ...]:
        return self.name, self.measured, self.target, self.verdict


_HEADINGS: Final = ("figure", "measured", "target", "reached")


class Figures(Struct):
    """The figures of one run, in the order in which they were found."""

    rows: int
    load: tuple[float, float, float] | None = None
    """What else the machine had to do when the run began."""

    found: list[Figure] = field(default_factory=list[Figure])

    def ratio(self, name: str, ours_s: float, bare_s: float, most: float, cause: str = "") -> None:
        """A time, by its ratio to a bare one."""
        ratio = ours_s / bare_s
        measured = f"{ratio:.2f}x   {ours_s * 1e3:,.0f} / {bare_s * 1e3:,.0f} ms"
        self.found.append(Figure(name, measured, f"{most:g}x", ratio <= most, cause))

    def limit(self, name: str, value: float, most: float, unit: str, cause: str = "") -> None:
        """A value that is not to be exceeded."""
        self.found.append(
            Figure(name, f"{value:,.1f} {unit}", f"{most:g} {unit}", value <= most, cause)
        )

    def tell(self, name: str, value: float, unit: str, cause: str = "") -> None:
        """A value of which nothing is wanted."""
        self.found.append(Figure(name, f"{value:,.1f} {unit}", cause=cause))

    def markdown(self) -> Iterator[str]:
        """The table for a page, and the machine below it; nothing if nothing was measured."""
        if not self.found:
            return
        yield f"| {' | '.join(_HEADINGS)} |"
        yield "|---" * len(_HEADINGS) + "|"
        for figure in self.found:
            yield f"| {' | '.join(figure.cells)} |"
        yield ""
        yield f"{self.rows:,} vehicles. {_machine(self.load)}."

    def lines(self) -> Iterator[str]:
        """The table, and the machine it was made on; nothing if nothing was measured."""
        if not self.found:
            return
        yield f"{self.rows:,} vehicles; the targets are for {TARGETS_ARE_FOR:,}"
        yield _machine(self.load)
        yield ""
        widths = [
            max(map(len, column))
            for column in zip(_HEADINGS, *(figure.cells for figure in self.found), strict=True)
        ]
        yield _row(_HEADINGS, widths)
        yield _row(["-" * width for width in widths], widths)
        for figure in self.found:
            yield _row(figure.cells, widths)
            for line in figure.cause.splitlines():
                yield from textwrap.wrap(
                    line, _WIDEST_CAUSE, initial_indent="    ", subsequent_indent="      "
                )


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


def _machine(load: tuple[float, float, float] | None) -> str:
    parts = [
        f"{os.cpu_count()} cores",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"PySide6 {PySide6.__version__}",
        f"DuckDB {duckdb.__version__}",
    ]
    if load is not None:
        parts.append(f"load before the run {load[0]:.1f}")
    return ", ".join(parts)

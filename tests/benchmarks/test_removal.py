"""Removing half a million vehicles and bringing them back, against the same UPDATE by hand."""

from collections.abc import Callable
from statistics import median

from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.bare import NEWEST_FIRST, Bare
from tests.benchmarks.figures import Figures
from tests.benchmarks.program import Program

MANY = 500_000
ROUNDS = 5
MOST = 1.5


class Times:
    """What the program and DuckDB alone took, by turns."""

    def __init__(self) -> None:
        self.told_s: list[float] = []
        self.seen_s: list[float] = []
        self.bare_s: list[float] = []
        self.bare_order_s: list[float] = []

    def take(self, program: Program, act: Callable[[], object], ends: Callable[[], bool]) -> None:
        """Until the program says that it is done, and until the table shows it."""
        told = list[float]()

        def work() -> None:
            told.append(program.until(program.history.changed, act, ends))

        seen = program.until_seen(work)
        self.told_s.append(told[0])
        self.seen_s.append(seen)

    def tell(self, what: str, figures: Figures) -> None:
        bare, order = median(self.bare_s), median(self.bare_order_s)
        figures.ratio(
            f"{what}: to the word that it is done / bare UPDATE", median(self.told_s), bare, MOST
        )
        figures.ratio(
            f"{what}: to the paint without them / bare UPDATE and query",
            median(self.seen_s),
            bare + order,
            MOST,
        )


def test_removal(
    program: Program, bare: Bare, rows: int, benchmark: BenchmarkFixture, figures: Figures
) -> None:
    count = min(MANY, rows // 2)
    times = Times()

    def prepare() -> None:
        if program.is_removed:
            program.until_seen(program.undo)
            program.until_quiet()
        times.bare_s.append(bare.remove(count))
        times.bare_order_s.append(bare.order(NEWEST_FIRST))
        bare.undo(count)
        program.select_first(count)
        program.until_quiet()

    def remove() -> None:
        times.take(program, program.remove, lambda: program.is_removed)

    benchmark.pedantic(remove, setup=prepare, rounds=ROUNDS)
    assert program.table.row_count() == rows - count
    times.tell(f"removal of {count:,}", figures)


def test_undo(
    program: Program, bare: Bare, rows: int, benchmark: BenchmarkFixture, figures: Figures
) -> None:
    count = min(MANY, rows // 2)
    times = Times()

    def prepare() -> None:
        bare.remove(count)
        times.bare_s.append(bare.undo(count))
        times.bare_order_s.append(bare.order(NEWEST_FIRST))
        program.select_first(count)
        program.until_quiet()
        program.until_seen(program.remove)
        program.until_quiet()

    def undo() -> None:
        times.take(program, program.undo, lambda: program.is_undone)

    benchmark.pedantic(undo, setup=prepare, rounds=ROUNDS)
    assert program.table.row_count() == rows
    assert program.table.selected_count() == count
    times.tell(f"undo of {count:,}", figures)

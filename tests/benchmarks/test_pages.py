"""How soon rows anywhere in the table are on the screen."""

from statistics import median

from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.figures import Figures
from tests.benchmarks.percentile import p99
from tests.benchmarks.program import Program

JUMPS = 1_000
MOST_MS = 50


def test_random_jumps(program: Program, benchmark: BenchmarkFixture, figures: Figures) -> None:
    took_ms: list[float] = []

    def choose() -> tuple[tuple[int], dict[str, object]]:
        return (program.some_row(),), {}

    def jump(row: int) -> None:
        took = program.until_seen(lambda: program.jump(row), change=False)
        took_ms.append(took * 1e3)

    benchmark.pedantic(jump, setup=choose, rounds=JUMPS)
    figures.tell(f"page after a jump: median of {JUMPS:,}, cells painted", median(took_ms), "ms")
    figures.limit(f"page after a jump: p99 of {JUMPS:,}", p99(took_ms), MOST_MS, "ms")

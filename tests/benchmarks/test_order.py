"""Sorting and filtering, from the click to the paint, against the query that gives the order."""

import time
from collections.abc import Callable
from itertools import pairwise
from statistics import median

import pytest
from msgspec import Struct, field
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.bare import Bare
from tests.benchmarks.figures import Figures
from tests.benchmarks.program import Program
from vindesk.domain.filter import (
    EVERYTHING,
    SEARCHED_COLUMNS,
    Between,
    Condition,
    Contains,
    Filter,
    Is,
)
from vindesk.ui.vehicles.vehicle_snapshot import View

ROUNDS = 7
MOST = 1.3
WORD = "diesel"
PRESENT = "removed_batch IS NULL"

_ANYWHERE = " OR ".join(
    [
        *(f"contains(lower({column}), '{WORD}')" for column in SEARCHED_COLUMNS),
        f"contains(vin, '{WORD.upper()}')",
    ]
)

SORTS = {
    "model_year": "model_year ASC NULLS LAST",
    "make": "lower(make) ASC NULLS LAST",
    "vin": "vin ASC NULLS LAST",
}
FILTERS = {
    "make is Kenworth": (
        Filter((Condition("make", (Is("KENWORTH"),)),)),
        "lower(make) = 'kenworth'",
    ),
    "trucks of 2005-2015": (
        Filter(
            (
                Condition("vehicle_type", (Is("TRUCK"),)),
                Condition("model_year", (Between(2005, 2015),)),
            )
        ),
        "lower(vehicle_type) = 'truck' AND model_year >= 2005 AND model_year <= 2015",
    ),
    f"the word {WORD}": (Filter((Condition(None, (Contains(WORD),)),)), f"({_ANYWHERE})"),
}


class Race(Struct):
    """Rounds of the program and of the bare query, by turns."""

    program: Program
    bare: Bare
    query: str
    act: Callable[[], object]
    back: Callable[[], object]
    ours_s: list[float] = field(default_factory=list[float])
    bare_s: list[float] = field(default_factory=list[float])
    parts_ms: list[list[float]] = field(default_factory=list[list[float]])

    def run(self, benchmark: BenchmarkFixture) -> None:
        benchmark.pedantic(self._run_ours, setup=self._run_bare, rounds=ROUNDS, warmup_rounds=1)
        snapshot = self.program.table._presenter.snapshot
        assert snapshot is not None
        assert self.bare.keys.to_pylist() == snapshot.order.keys.tolist()
        benchmark.extra_info["bare_s"] = self.bare_s

    def _run_bare(self) -> None:
        if self.program.screen.shown != View():
            self.program.until_seen(self.back)
        self.program.until_quiet()
        self.bare_s.append(self.bare.order(self.query))

    def _run_ours(self) -> None:
        screen, started = self.program.screen, time.perf_counter()
        self.ours_s.append(self.program.until_seen(self.act))
        moments = (started, screen.ordered_at, screen.changed_at, screen.seen_at)
        self.parts_ms.append([(end - start) * 1e3 for start, end in pairwise(moments)])

    @property
    def cause(self) -> str:
        order, place, paint = map(median, zip(*self.parts_ms, strict=True))
        return f"put in order {order:.0f}, place and rows in view {place:.0f}, paint {paint:.0f} ms"


@pytest.mark.parametrize("column", SORTS)
def test_sort(
    column: str, program: Program, bare: Bare, benchmark: BenchmarkFixture, figures: Figures
) -> None:
    race = Race(
        program,
        bare,
        query=f"SELECT seq FROM vehicle WHERE {PRESENT} ORDER BY {SORTS[column]}, seq DESC",
        act=lambda: program.click_head(column),
        back=lambda: program.table._presenter.sort_by(()),
    )
    race.run(benchmark)
    name = f"sort by {column}: click to paint / bare query"
    figures.ratio(name, median(race.ours_s), median(race.bare_s), MOST, race.cause)


@pytest.mark.parametrize("name", FILTERS)
def test_filter(
    name: str, program: Program, bare: Bare, benchmark: BenchmarkFixture, figures: Figures
) -> None:
    wanted, condition = FILTERS[name]
    race = Race(
        program,
        bare,
        query=f"SELECT seq FROM vehicle WHERE {PRESENT} AND {condition} ORDER BY seq DESC",
        act=lambda: program.filter_by(wanted),
        back=lambda: program.filter_by(EVERYTHING),
    )
    race.run(benchmark)
    count = f"{program.table.row_count():,}"
    figures.ratio(
        f"filter by {name}, {count} found: to paint / bare query",
        median(race.ours_s),
        median(race.bare_s),
        MOST,
        race.cause,
    )

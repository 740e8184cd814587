"""The store against a plain Python model: whatever is done, both say the same."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import Struct

from tests.long.plain_cache import PlainCache
from tests.store.plain_filter import is_wanted
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.fields import Value
from vindesk.domain.filter import Between, Condition, Contains, Empty, Filter
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.services.assembly import engine_limits
from vindesk.store.database import Database
from vindesk.store.removals import Removals
from vindesk.store.sorts import Sort
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles

VINS = [Vin(f"1XPWD40X{number:09d}") for number in range(300)]
SORTABLE = ("make", "model", "model_year", "displacement_l")


class Clock(Struct):
    """Time that goes on by itself, a second at a time."""

    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def tick(self) -> None:
        self.now += timedelta(seconds=1)


class Walk:
    """Both caches, and the steps that do the same to each."""

    def __init__(self, rng: random.Random, database: Database, clock: Clock) -> None:
        self.rng, self.database, self.clock = rng, database, clock
        self.plain = PlainCache()
        self.batches: dict[int, int] = {}
        self.done: Counter[str] = Counter()
        self.vehicles = Vehicles(self.database, self.clock)
        self.removals = Removals(self.database, self.clock)
        self.pages = VehiclePages(self.database)

    def step(self) -> None:
        self.clock.tick()
        steps: tuple[Callable[[], None], ...] = (
            self.save, self.save, self.refresh, self.look_up, self.look_up,
            self.remove, self.remove_rows, self.undo, self.page, self.sort, self.filter, self.count,
        )  # fmt: skip
        step = self.rng.choice(steps)
        self.done[step.__name__] += 1
        step()

    def vehicle(self, vin: Vin) -> Vehicle:
        """An answer with some fields, some of them empty; ties and odd texts are likely."""
        rng = self.rng
        choices: dict[str, tuple[Value | None, ...]] = {
            "make": ("PETERBILT", "Kenworth", "KENWORTH", None, 'it\'s "odd"; --', "Škoda"),
            "model": ("388", "W9 Series", None),
            "model_year": (1999, 2014, None),
            "displacement_l": (12.8, 15.0, 0.1 + 0.2, None),
            "error_code": ("0", "8", "1,11,14,400", "7"),
        }
        drawn = {name: rng.choice(options) for name, options in choices.items()}
        return Vehicle(
            vin=vin,
            values={name: value for name, value in drawn.items() if value is not None},
            source=rng.choice(tuple(SourceName)),
            fetched_at=self.clock.now,
            extra={"NewKey": "a,b"} if rng.random() < 0.2 else {},
            requested_year=rng.choice((None, 2014)),
            data_version=rng.choice((None, "2026-10")),
        )

    def some(self) -> list[Vin]:
        return self.rng.choices(VINS, k=self.rng.choice((1, 1, 1, 2, 5, 40)))

    def save(self) -> None:
        vehicles = [self.vehicle(vin) for vin in self.some()]
        saved = self.vehicles.save(vehicles)
        self.plain.save(vehicles, self.clock.now)
        assert {v.vin: v for v in saved} == {
            v.vin: self.plain.present[v.vin].vehicle for v in vehicles
        }

    def refresh(self) -> None:
        present = list(self.plain.present)
        if present:
            vehicles = [self.vehicle(vin) for vin in self.rng.sample(present, k=1)]
            self.vehicles.save(vehicles)
            self.plain.save(vehicles, self.clock.now)

    def look_up(self) -> None:
        vin = self.rng.choice(VINS)
        row = self.plain.present.get(vin)
        assert self.vehicles.get(vin) == (row.vehicle if row else None)

    def remove(self) -> None:
        vins = self.some()
        batch = self.removals.remove(vins)
        plain_batch, count = self.plain.remove(vins)
        assert batch.count == count
        self.batches[batch.id] = plain_batch

    def remove_rows(self) -> None:
        """As a person does: what the screen shows in some rows, at two places."""
        order = self.pages.order()
        if not order.count:
            return
        start, other = self.rng.randrange(order.count), self.rng.randrange(order.count)
        ranges = [range(start, start + 3), range(other, other + 1)]
        vins = {Vin(vin) for vin in self.pages.vins(order, ranges)}
        batch = self.removals.remove_keys(order.keys_at(ranges))
        plain_batch, count = self.plain.remove(list(vins))
        assert batch.count == count == len(vins)
        self.batches[batch.id] = plain_batch

    def undo(self) -> None:
        if self.batches:
            batch = self.rng.choice(list(self.batches))
            assert self.removals.restore(batch) == self.plain.restore(self.batches.pop(batch))

    def page(self) -> None:
        self.compare((), None, descending=False)

    def sort(self) -> None:
        column = self.rng.choice(SORTABLE)
        descending = self.rng.random() < 0.5
        self.compare((Sort(column, descending=descending),), column, descending=descending)

    def compare(self, sorts: tuple[Sort, ...], column: str | None, *, descending: bool) -> None:
        order = self.pages.order(sorts)
        expected = self.plain.ordered(column, descending=descending)
        start = self.rng.randrange(order.count + 1)
        page = self.pages.page(order, start, 50, ["make", "quality"])
        assert [row[0] for row in page] == expected[start : start + 50]
        for vin, make, quality in page:
            vehicle = self.plain.present[Vin(str(vin))].vehicle
            assert (make, quality) == (vehicle.values.get("make"), vehicle.quality)
        assert list(self.pages.vins(order, [range(order.count)])) == expected

    def filter(self) -> None:
        """The first rows of a filtered order are those of the whole that are wanted."""
        make = self.rng.choice(("kenworth", "PETER", '\'s "odd"; --', "š"))
        wanted = Filter(
            (
                Condition("make", (Contains(make), Empty())),
                Condition("model_year", (Between(2000, None),), negated=self.rng.random() < 0.5),
            )
        )
        order = self.pages.order((), wanted)
        assert list(self.pages.vins(order, [range(order.count)])) == [
            vin
            for vin in self.plain.ordered(None, descending=False)
            if is_wanted(self.plain.present[Vin(vin)].vehicle, wanted)
        ]

    def count(self) -> None:
        assert self.vehicles.count() == len(self.plain.present)
        some = set(self.some())
        assert self.vehicles.get_many(some).keys() == some & self.plain.present.keys()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    paths = Paths.under(tmp_path)
    database = Database.open(paths.cache, engine_limits(Settings(), paths), backups=paths.backups)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("seed", "steps"),
    [(1, 200), pytest.param(3, 20_000, marks=pytest.mark.long)],
)
def test_the_store_and_the_model_never_differ(database: Database, seed: int, steps: int) -> None:
    walk = Walk(random.Random(seed), database, Clock())
    for _step in range(steps):
        walk.step()
    assert set(walk.done) == {
        "save", "refresh", "look_up", "remove", "undo", "page", "sort", "count",
        "remove_rows", "filter",
    }  # fmt: skip

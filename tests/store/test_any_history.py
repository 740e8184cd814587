"""Any sequence of saving, removing, undoing and purging, compared with a plain model."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec import Struct
from msgspec.structs import replace
from typing_extensions import override

from tests.samples import one_in
from tests.store.samples import Clock, vehicle, vin
from vindesk.domain.vehicle import Vehicle
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.removals import Removals
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles

SOME = st.lists(st.integers(0, 5), max_size=4)


class Row(Struct):
    vehicle: Vehicle
    seq: int
    batch: int | None = None


class History(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        limits = EngineLimits(256, 1, self.folder / "t")
        self.database = Database.open(self.folder / "v.duckdb", limits, backups=self.folder / "b")
        self.clock = Clock()
        self.vehicles = Vehicles(self.database, self.clock)
        self.removals = Removals(self.database, self.clock)
        self.pages = VehiclePages(self.database)
        self.rows: dict[int, Row] = {}
        self.batches: dict[int, datetime] = {}
        self.comings = 0

    @override
    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    def present(self) -> dict[int, Row]:
        return {number: row for number, row in self.rows.items() if row.batch is None}

    @rule(numbers=SOME, make=st.sampled_from("ABC"))
    def save(self, numbers: list[int], make: str) -> None:
        self.vehicles.save([vehicle(number, make=make) for number in numbers])
        for number in dict.fromkeys(numbers):
            before = self.present().get(number)
            if before is None:
                self.comings += 1
            added = before.vehicle.added_at if before else self.clock.now
            seq = before.seq if before else self.comings
            self.rows[number] = Row(replace(vehicle(number, make=make), added_at=added), seq)

    @rule(numbers=SOME)
    def remove(self, numbers: list[int]) -> None:
        gone = [self.present()[number] for number in set(numbers) & self.present().keys()]
        batch = self.removals.remove([vin(number) for number in numbers])
        assert batch.count == len(gone)
        self.batches[batch.id] = self.clock.now
        for row in gone:
            row.batch = batch.id

    @rule(batch=st.integers(1, 5))
    def restore(self, batch: int) -> None:
        back = [row for row in self.rows.values() if row.batch == batch]
        assert self.removals.restore(batch) == len(back)
        self.batches.pop(batch, None)
        for row in back:
            row.batch = None

    @rule(days=st.integers(0, 3))
    def purge(self, days: int) -> None:
        limit = self.clock.now - timedelta(days=days)
        old = {batch for batch, moment in self.batches.items() if moment < limit}
        gone = [number for number, row in self.rows.items() if row.batch in old]
        assert self.removals.purge(limit) == len(gone)
        for number in gone:
            del self.rows[number]
        for batch in old:
            del self.batches[batch]

    @rule()
    def let_a_day_pass(self) -> None:
        self.clock.advance(days=1)

    @rule()
    def checkpoint(self) -> None:
        self.database.checkpoint()

    @invariant()
    def the_cache_has_what_the_model_has(self) -> None:
        expected = {vin(number): row.vehicle for number, row in self.present().items()}
        assert self.vehicles.get_many(vin(number) for number in range(6)) == expected
        assert self.vehicles.count() == len(expected)
        newest = sorted(self.present().values(), key=lambda row: -row.seq)
        order = self.pages.order()
        shown = self.pages.page(order, 0, 10, ["make"])
        assert shown == [(row.vehicle.vin.text, row.vehicle.values["make"]) for row in newest]


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=one_in(10), stateful_step_count=12)

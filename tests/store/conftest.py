"""A cache of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.importing import Desk
from tests.store.samples import Clock
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.removals import Removals
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles


@pytest.fixture
def limits(tmp_path: Path) -> EngineLimits:
    return EngineLimits(memory_mb=256, threads=2, temporary=tmp_path / "temporary")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vehicles.duckdb"


@pytest.fixture
def database(cache: Path, tmp_path: Path, limits: EngineLimits, clock: Clock) -> Iterator[Database]:
    opened = Database.open(cache, limits, backups=tmp_path / "backups", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def vehicles(database: Database, clock: Clock) -> Vehicles:
    return Vehicles(database, clock)


@pytest.fixture
def removals(database: Database, clock: Clock) -> Removals:
    return Removals(database, clock)


@pytest.fixture
def pages(database: Database) -> VehiclePages:
    return VehiclePages(database)


@pytest.fixture
def imports_desk(database: Database, clock: Clock) -> Desk:
    return Desk(database, clock)

"""A cache of its own for each test."""

import shutil
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


@pytest.fixture(scope="session")
def new_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache as it is when it was just made; a copy of it is made faster than another."""
    folder = tmp_path_factory.mktemp("new")
    limits = EngineLimits(memory_mb=256, threads=2, temporary=folder / "temporary")
    made = folder / "vehicles.duckdb"
    Database.open(made, limits, backups=folder / "backups", clock=Clock()).close()
    return made


@pytest.fixture
def database(
    cache: Path, new_cache: Path, tmp_path: Path, limits: EngineLimits, clock: Clock
) -> Iterator[Database]:
    cache.parent.mkdir()
    shutil.copyfile(new_cache, cache)
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

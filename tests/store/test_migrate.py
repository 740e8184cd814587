import filecmp
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from tests.store.full_disk import files_up_to
from tests.store.samples import Clock, vehicle, vin
from vindesk.domain.backups import Why
from vindesk.domain.errors import CacheDamaged, CacheNewer, DiskFull
from vindesk.store import migrate
from vindesk.store.backups import Backups
from vindesk.store.cache_copy import read_back
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.migrate import CURRENT, Schema
from vindesk.store.schema import SCHEMA_VERSION
from vindesk.store.vehicles import Vehicles

AFTER_NEXT = Schema(
    version=SCHEMA_VERSION + 2,
    creation=(),
    migrations={
        SCHEMA_VERSION + 1: ("CREATE TABLE note (vin VARCHAR, text VARCHAR)",),
        SCHEMA_VERSION + 2: (
            "ALTER TABLE note ADD COLUMN written_at TIMESTAMP",
            "ALTER TABLE vehicle ADD COLUMN paint VARCHAR",
        ),
    },
)


class Home:
    """A cache with one vehicle, and how to open it."""

    def __init__(self, cache: Path, limits: EngineLimits, clock: Clock) -> None:
        self.cache, self.limits, self.clock = cache, limits, clock
        self.backups = cache.parent / "backups"
        database = self.open()
        Vehicles(database, clock).save([vehicle(1, make="HONDA")])
        database.close()

    def open(self, schema: Schema = CURRENT) -> Database:
        return Database.open(
            self.cache, self.limits, backups=self.backups, clock=self.clock, schema=schema
        )

    def version(self) -> str:
        with duckdb.connect(str(self.cache)) as connection:
            query = "SELECT value FROM meta WHERE key = 'schema_version'"
            ((value,),) = connection.execute(query).fetchall()
        return str(value)


@pytest.fixture
def home(cache: Path, limits: EngineLimits, clock: Clock) -> Home:
    return Home(cache, limits, clock)


def test_an_old_cache_is_brought_up_to_date_with_all_it_has(home: Home) -> None:
    database = home.open(AFTER_NEXT)
    with database.cursor() as cursor:
        assert cursor.execute("SELECT paint FROM vehicle").fetchall() == [(None,)]
        assert cursor.execute("SELECT written_at FROM note").fetchall() == []
        notes = dict(cursor.execute("SELECT key, value FROM meta").fetchall())
    found = Vehicles(database, home.clock).get(vin(1))
    assert found is not None
    assert found.values == {"make": "HONDA"}
    database.close()
    assert notes["schema_version"] == str(SCHEMA_VERSION + 2)
    assert notes["migrated_at"] == "2026-11-12T08:00:00Z"


def test_the_old_cache_is_copied_first(home: Home) -> None:
    before = home.cache.with_name("before")
    before.write_bytes(home.cache.read_bytes())
    home.open(AFTER_NEXT).close()
    (copy,) = home.backups.glob("*.duckdb")
    assert copy.name == f"vehicles-version-{SCHEMA_VERSION}-20261112-080000.duckdb"
    assert filecmp.cmp(copy, before, shallow=False)
    assert home.version() == str(SCHEMA_VERSION + 2)


def test_the_copy_is_listed_with_why_it_was_made_and_what_is_in_it(home: Home) -> None:
    home.open(AFTER_NEXT).close()
    backups = Backups(home.backups, home.limits, home.clock)
    (copy,) = backups.all()
    assert (copy.why, copy.vehicles) == (Why.BEFORE_MIGRATION, 1)
    tables, vehicles = read_back(copy.path, home.limits)
    assert backups.tables_of(copy) == {name: tuple(table) for name, table in tables.items()}
    assert vehicles == 1


def test_what_is_only_in_the_log_is_in_the_copy(home: Home) -> None:
    program = f"""
import os, duckdb
connection = duckdb.connect({str(home.cache)!r}, config={{"checkpoint_threshold": "1GB"}})
connection.execute("UPDATE vehicle SET make = 'ACURA'")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    assert home.cache.with_name("vehicles.duckdb.wal").exists()
    home.open(AFTER_NEXT).close()
    (copy,) = home.backups.glob("*.duckdb")
    with duckdb.connect(str(copy), read_only=True) as connection:
        assert connection.execute("SELECT make FROM vehicle").fetchall() == [("ACURA",)]


def test_a_current_cache_is_neither_copied_nor_changed(home: Home) -> None:
    home.open().close()
    assert not home.backups.exists()


def test_a_newer_cache_is_refused_and_left(home: Home) -> None:
    home.open(AFTER_NEXT).close()
    content = home.cache.read_bytes()
    with pytest.raises(CacheNewer, match=f"version {AFTER_NEXT.version}") as caught:
        home.open()
    assert "newest vindesk" in caught.value.advice
    assert home.cache.read_bytes() == content
    home.open(AFTER_NEXT).close()  # the file was let go


def test_a_step_that_fails_leaves_the_old_version_whole(home: Home) -> None:
    wrong = replace(
        AFTER_NEXT,
        migrations={**AFTER_NEXT.migrations, SCHEMA_VERSION + 2: ("ALTER TABLE nope DROP a",)},
    )
    with pytest.raises(duckdb.CatalogException):
        home.open(wrong)
    assert home.version() == str(SCHEMA_VERSION)
    database = home.open()
    assert Vehicles(database, home.clock).count() == 1
    database.close()


def test_a_kill_in_the_middle_leaves_the_old_version_whole(home: Home) -> None:
    program = f"""
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from tests.store.test_migrate import AFTER_NEXT
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits

looks = []
def clock():
    looks.append(1)
    if len(looks) == 2:  # the first is for the copy, the second when all steps are taken
        os.kill(os.getpid(), signal.SIGKILL)
    return datetime.now(UTC)

Database.open(
    Path({str(home.cache)!r}),
    EngineLimits(256, 2, Path({str(home.limits.temporary)!r})),
    backups=Path({str(home.backups)!r}),
    clock=clock,
    schema=AFTER_NEXT,
)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -signal.SIGKILL
    assert home.version() == str(SCHEMA_VERSION)
    database = home.open()
    assert Vehicles(database, home.clock).count() == 1
    database.close()


def test_without_room_for_the_copy_nothing_is_changed(home: Home) -> None:
    content = home.cache.read_bytes()
    with files_up_to(1000), pytest.raises(DiskFull):
        home.open(AFTER_NEXT)
    assert home.cache.read_bytes() == content
    assert not list(home.backups.iterdir())


def test_a_copy_that_reads_otherwise_is_not_trusted(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_badly(source: Path, target: Path) -> None:
        with duckdb.connect(str(target)) as connection:
            connection.execute("CREATE TABLE meta AS SELECT 'schema_version' AS key, '1' AS value")

    monkeypatch.setattr(migrate.shutil, "copyfile", copy_badly)
    with pytest.raises(CacheDamaged, match="nothing was changed"):
        home.open(AFTER_NEXT)
    assert not list(home.backups.iterdir())
    assert home.version() == str(SCHEMA_VERSION)


def test_a_file_that_has_no_tables_yet_gets_them(
    cache: Path, limits: EngineLimits, clock: Clock
) -> None:
    cache.parent.mkdir()
    duckdb.connect(str(cache)).close()
    assert Home(cache, limits, clock).version() == str(SCHEMA_VERSION)

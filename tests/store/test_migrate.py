import filecmp
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from tests.store.full_disk import files_up_to
from tests.store.samples import Clock, vehicle, vin
from vindesk.domain.backups import Why
from vindesk.domain.errors import (
    BackupFailed,
    CacheDamaged,
    CacheNewer,
    CacheUnwritable,
    DiskFull,
)
from vindesk.store import migrate
from vindesk.store.backups import Backups
from vindesk.store.cache_copy import read_back
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.log_mark import LogMark, noted_length
from vindesk.store.migrate import CURRENT, Schema
from vindesk.store.opening import open_cache
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


def die_with_a_log(cache: Path, statement: str = "UPDATE vehicle SET make = 'ACURA'") -> Path:
    """Leave what ``statement`` does in the log only, and the mark of it; where the log is."""
    program = f"""
import os, duckdb
connection = duckdb.connect({str(cache)!r}, config={{"checkpoint_threshold": "1GB"}})
connection.execute({statement!r})
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    log = cache.with_name("vehicles.duckdb.wal")
    mark = LogMark(cache)
    mark.note(log.stat().st_size)
    mark.close()
    return log


def test_what_is_only_in_the_log_is_in_the_copy(home: Home) -> None:
    die_with_a_log(home.cache)
    home.open(AFTER_NEXT).close()
    (copy,) = home.backups.glob("*.duckdb")
    with duckdb.connect(str(copy), read_only=True) as connection:
        assert connection.execute("SELECT make FROM vehicle").fetchall() == [("ACURA",)]


def test_a_log_that_is_in_the_file_is_not_missed_where_the_copy_fails(home: Home) -> None:
    log = die_with_a_log(home.cache)
    home.backups.write_text("no folder")
    with pytest.raises(CacheUnwritable):
        home.open(AFTER_NEXT)
    assert not log.exists()
    assert noted_length(home.cache) == 0
    with duckdb.connect(str(home.cache), read_only=True) as connection:
        assert connection.execute("SELECT make FROM vehicle").fetchall() == [("ACURA",)]


def test_a_log_for_which_the_file_has_no_room_stays_and_is_missed_if_it_goes(home: Home) -> None:
    log = die_with_a_log(home.cache)
    content, length = log.read_bytes(), noted_length(home.cache)
    with files_up_to(1_000), pytest.raises(DiskFull):
        home.open(AFTER_NEXT)
    assert log.read_bytes().startswith(content)
    assert noted_length(home.cache) == length > 0
    database = home.open()
    found = Vehicles(database, home.clock).get(vin(1))
    database.close()
    assert found is not None
    assert found.values == {"make": "ACURA"}


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


def test_a_newer_cache_is_left_with_its_log(home: Home) -> None:
    home.open(AFTER_NEXT).close()
    log = die_with_a_log(home.cache)
    content = home.cache.read_bytes(), log.read_bytes()
    with pytest.raises(CacheNewer):
        home.open()
    assert (home.cache.read_bytes(), log.read_bytes()) == content
    assert noted_length(home.cache) == len(content[1])
    database = home.open(AFTER_NEXT)
    found = Vehicles(database, home.clock).get(vin(1))
    database.close()
    assert found is not None
    assert found.values == {"make": "ACURA"}


def test_a_foreign_file_is_left_with_its_log(home: Home) -> None:
    home.cache.unlink()
    with duckdb.connect(str(home.cache)) as connection:
        connection.execute("CREATE TABLE mine (a INTEGER)")
    log = die_with_a_log(home.cache, "INSERT INTO mine VALUES (1)")
    content = home.cache.read_bytes(), log.read_bytes()
    backups = Backups(home.backups, home.limits, home.clock)
    with pytest.raises(CacheDamaged, match="It was left as it is"):
        home.open()
    with pytest.raises(CacheDamaged, match="It was left as it is"):
        open_cache(home.cache, home.limits, backups, home.clock)
    assert (home.cache.read_bytes(), log.read_bytes()) == content


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
from collections.abc import Callable
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


def make_another(_source: Path, target: Path) -> None:
    with duckdb.connect(str(target)) as connection:
        connection.execute("CREATE TABLE meta AS SELECT 'schema_version' AS key, '1' AS value")


def make_nonsense(_source: Path, target: Path) -> None:
    target.write_bytes(b"nonsense" * 1_000)


@pytest.mark.parametrize("copy_badly", [make_another, make_nonsense])
def test_a_copy_that_reads_otherwise_is_not_trusted(
    home: Home, monkeypatch: pytest.MonkeyPatch, copy_badly: Callable[[Path, Path], None]
) -> None:
    """The cache is as good as it was: nothing must be put in its place."""
    monkeypatch.setattr(migrate, "copy_file", copy_badly)
    with pytest.raises(BackupFailed, match="nothing was changed"):
        home.open(AFTER_NEXT)
    assert not list(home.backups.iterdir())
    assert home.version() == str(SCHEMA_VERSION)


def test_a_copy_that_cannot_be_compared_is_not_trusted(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_options: object) -> bool:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(migrate.filecmp, "cmp", fail)
    with pytest.raises(BackupFailed, match="nothing was changed"):
        home.open(AFTER_NEXT)
    assert not list(home.backups.iterdir())


@pytest.mark.parametrize(
    "message",
    ['IO Error: Could not read from file "copy": Input/output error', "Out of Memory Error: no"],
)
def test_what_keeps_a_copy_from_being_read_is_no_fault_of_the_cache(
    home: Home, monkeypatch: pytest.MonkeyPatch, message: str
) -> None:
    def fail(*_given: object) -> None:
        raise duckdb.Error(message)

    monkeypatch.setattr(migrate, "content_of", fail)
    with pytest.raises(BackupFailed, match="The cache is as it was") as caught:
        home.open(AFTER_NEXT)
    assert str(home.cache) not in caught.value.sentence
    assert not list(home.backups.iterdir())


def test_a_copy_that_is_damaged_as_the_cache_is_says_so_of_the_cache(home: Home) -> None:
    """It is the same to the last byte; a backup may take the place of such a cache."""
    with duckdb.connect(str(home.cache)) as connection:
        connection.execute("CREATE TABLE numbers AS SELECT md5(range::VARCHAR) FROM range(50000)")
    content = bytearray(home.cache.read_bytes())
    for place in range(1_000_000, 1_000_100):
        content[place] ^= 255
    home.cache.write_bytes(content)
    with pytest.raises(CacheDamaged, match=re.escape(f"{home.cache} cannot be read")):
        home.open(AFTER_NEXT)
    assert home.cache.read_bytes() == content
    assert not list(home.backups.iterdir())


def test_a_folder_for_the_copy_that_is_not_there_is_named(home: Home) -> None:
    stick = home.cache.with_name("stick")
    stick.write_text("is not plugged in")
    home.backups = stick / "backups"
    with pytest.raises(CacheUnwritable) as caught:
        home.open(AFTER_NEXT)
    assert caught.value.detail.startswith(f"{home.backups}: ")
    assert f"that {stick} exists" in caught.value.advice
    assert home.version() == str(SCHEMA_VERSION)


def test_a_file_that_has_no_tables_yet_gets_them(
    cache: Path, limits: EngineLimits, clock: Clock
) -> None:
    cache.parent.mkdir()
    duckdb.connect(str(cache)).close()
    assert Home(cache, limits, clock).version() == str(SCHEMA_VERSION)

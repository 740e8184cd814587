"""The cache copied as the file it is, while others read and write."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path

import pytest

from tests.store.samples import Clock, vehicle
from tests.store.stoppable import Stoppable
from vindesk.domain.backups import Why
from vindesk.domain.errors import BackupFailed, CacheError
from vindesk.domain.monitor import Cancelled, Unwatched
from vindesk.store import cache_copy
from vindesk.store.at_ease import at_ease
from vindesk.store.backups import Backups
from vindesk.store.cache_copy import copy_now, copy_whole, present_fingerprint, read_back
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.own_file import OwnFile
from vindesk.store.vehicles import Vehicles

QUIET = Unwatched()
MANY = 100_000


@pytest.fixture
def backups(tmp_path: Path, limits: EngineLimits, clock: Clock) -> Backups:
    return Backups(tmp_path / "backups", limits, clock)


def fill(database: Database, rows: int, *, first: int = 0) -> None:
    """Rows with keys that have little in common, as VINs have; as one bulk transaction."""
    with database.transaction(bulk=True) as cursor:
        cursor.execute(
            """INSERT INTO vehicle (vin, make, source, fetched_at, added_at, quality, seq)
            SELECT upper(substr(md5(n::VARCHAR), 1, 17)), md5((n * 7)::VARCHAR), 'embedded',
                TIMESTAMP '2026-11-01', TIMESTAMP '2026-11-01', 'decoded', n
            FROM range(?, ?) AS each(n)""",
            [first, first + rows],
        )


def test_a_backup_needs_no_room_for_the_index_in_memory(
    cache: Path, tmp_path: Path, clock: Clock
) -> None:
    """The index of 100,000 VINs takes 6 MB, that of ten million more than the usual limit."""
    roomy = EngineLimits(256, 2, tmp_path / "temporary")
    database = Database.open(cache, roomy, backups=tmp_path / "b", clock=clock)
    fill(database, MANY)
    database.close()
    narrow = EngineLimits(8, 1, tmp_path / "temporary")
    database = Database.open(cache, narrow, backups=tmp_path / "b", clock=clock)
    backups = Backups(tmp_path / "backups", narrow, clock)
    with pytest.raises(BackupFailed, match="memory"):
        copy_whole(database, tmp_path / "copy.duckdb")
    made = backups.make(database, Why.BY_HAND)
    assert made.vehicles == MANY
    assert read_back(made.path, roomy)[0] == present_fingerprint(database)
    database.close()


def test_bulk_writes_go_on_and_none_is_torn(
    database: Database, backups: Backups, limits: EngineLimits
) -> None:
    """Large transactions write rows into the file before they are committed."""
    stop, batch = threading.Event(), 130_000
    started = threading.Barrier(2)

    def write() -> int:
        done = 0
        started.wait()
        while not stop.is_set():
            fill(database, batch, first=done * batch)
            done += 1
        return done

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        started.wait()
        made = [backups.make(database, Why.BY_HAND) for _ in range(2)]
        stop.set()
        assert writing.result()
    for each in made:
        assert each.vehicles is not None
        assert each.vehicles % batch == 0
        tables = {name: tuple(table) for name, table in read_back(each.path, limits)[0].items()}
        assert tables == backups.tables_of(each)


def test_what_is_written_meanwhile_is_kept_and_the_log_waits(
    database: Database, vehicles: Vehicles, tmp_path: Path, limits: EngineLimits
) -> None:
    vehicles.save([vehicle(1)])
    with database.still(QUIET) as (cursor, file):
        length = file.seek(0, 2)
        vehicles.save([vehicle(2)])
        database.checkpoint()
        assert database.log_path.stat().st_size > 0
        assert database.path.stat().st_size == length
        assert cursor.execute("SELECT count(*) FROM vehicle").fetchall() == [(1,)]
        file.seek(0)
        (tmp_path / "copy.duckdb").write_bytes(file.readall())
    database.checkpoint()
    assert not database.log_path.exists() or not database.log_path.stat().st_size
    assert read_back(tmp_path / "copy.duckdb", limits)[1] == 1
    assert vehicles.count() == 2


def test_no_other_program_gets_the_cache_after_a_backup(
    database: Database, vehicles: Vehicles, backups: Backups
) -> None:
    vehicles.save([vehicle(1)])
    backups.make(database, Why.BY_HAND)
    code = "import sys, duckdb; duckdb.connect(sys.argv[1])"
    other = subprocess.run(
        [sys.executable, "-c", code, str(database.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Could not set lock" in other.stderr


def test_where_the_file_cannot_be_read_the_rows_are_copied(
    database: Database,
    vehicles: Vehicles,
    limits: EngineLimits,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vehicles.save([vehicle(1)])

    def refuse(_file: OwnFile) -> FileIO:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(OwnFile, "opened", refuse)
    seen = copy_now(database, tmp_path / "copy.duckdb")
    assert read_back(tmp_path / "copy.duckdb", limits) == (seen, 1)


def test_a_cache_that_is_closed_meanwhile_gives_no_copy(
    database: Database, vehicles: Vehicles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vehicles.save([vehicle(1)])
    database._engine._patience_s = 0.1
    original = cache_copy._copy_file

    def and_close(*given: object) -> None:
        original(*given)  # pyright: ignore[reportArgumentType] - passed on
        with ThreadPoolExecutor(1) as pool:
            pool.submit(database.close).result()

    monkeypatch.setattr(cache_copy, "_copy_file", and_close)
    with pytest.raises(CacheError):
        copy_now(database, tmp_path / "copy.duckdb")


def test_the_file_is_let_go_of_once(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    own = OwnFile(path)
    own.let_go()
    handle = own.opened()
    assert own.opened() is handle
    own.let_go()
    assert handle.closed


def test_work_at_ease_is_cancelled_between_two_steps() -> None:
    monitor = Stoppable()
    steps = at_ease([1, 2, 3], monitor)
    assert next(steps) == 1
    monitor.cancel()
    with pytest.raises(Cancelled):
        next(steps)


def test_reading_a_copy_back_can_be_cancelled(
    database: Database, vehicles: Vehicles, limits: EngineLimits, tmp_path: Path
) -> None:
    vehicles.save([vehicle(1)])
    copy_now(database, tmp_path / "copy.duckdb")
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        read_back(tmp_path / "copy.duckdb", limits, monitor)
    assert read_back(tmp_path / "copy.duckdb", limits, Stoppable())[1] == 1

"""When the log goes into the file, and memory lets go of what waited for that."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.store.full_disk import files_up_to
from tests.store.stoppable import Stoppable
from tests.store.test_database import fill, read
from vindesk.domain.errors import OutOfMemory
from vindesk.store import checkpoints
from vindesk.store import database as module
from vindesk.store.checkpoints import Checkpoints
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.log_mark import noted_length

BATCH = 16_384
ENOUGH = 10
"""So many batches take more memory than there is, with what a person changes meanwhile."""


def write(database: Database, number: int, *, bulk: bool = False) -> None:
    with database.transaction(bulk=bulk) as cursor:
        cursor.execute("INSERT INTO numbers VALUES (?, 'one')", [number])


def test_a_checkpoint_empties_the_log(database: Database) -> None:
    fill(database)
    assert database.log_path.stat().st_size > 100_000
    database.checkpoint()
    assert not database.log_path.exists()


def test_bulk_work_pays_for_a_checkpoint_when_the_log_is_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database, 10)
    write(database, 1, bulk=True)
    assert database.log_path.exists()
    monkeypatch.setattr(checkpoints, "_LONGEST_LOG", 1000)
    write(database, 2)
    assert database.log_path.exists()
    monkeypatch.setattr(module, "_IN_USE_S", -1.0)  # that person has left
    write(database, 3, bulk=True)
    assert not database.log_path.exists()
    with database.transaction(bulk=True):
        pass
    assert not database.log_path.exists()


def test_a_log_that_duckdb_moves_by_itself_on_closing_is_not_missed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert noted_length(database.path) == 0
    fill(database, 10)
    assert noted_length(database.path) > 0
    monkeypatch.setattr(Checkpoints, "attempt", lambda _self: False)
    database.close()
    assert not database.log_path.exists()
    assert [path.name for path in database.path.parent.iterdir()] == [database.path.name]


def test_a_log_that_stays_when_the_cache_is_closed_keeps_its_mark(database: Database) -> None:
    fill(database)
    length = noted_length(database.path)
    with files_up_to(20_000):
        database.close()
    assert database.log_path.exists()
    assert noted_length(database.path) == length > 0


def test_while_a_person_writes_bulk_work_waits_with_the_checkpoint(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_LONGEST_LOG", 500)
    fill(database, 100)
    write(database, 1, bulk=True)
    assert database.log_path.stat().st_size > 500
    monkeypatch.setattr(checkpoints, "_LONGEST_LOG_IN_USE", 500)
    write(database, 2, bulk=True)
    assert not database.log_path.exists()


# -- memory --------------------------------------------------------------------


@pytest.fixture
def narrow(cache: Path, tmp_path: Path, limits: EngineLimits) -> Iterator[Database]:
    """A cache that may take little memory, with a table of keys."""
    opened = Database.open(cache, replace(limits, memory_mb=8), backups=tmp_path / "backups")
    with opened.transaction() as cursor:
        cursor.execute("CREATE TABLE keyed (key VARCHAR PRIMARY KEY, a BIGINT, b BIGINT)")
    yield opened
    opened.close()


def insert(database: Database, number: int, rows: int = BATCH, *, bulk: bool = True) -> None:
    with database.transaction(bulk=bulk) as cursor:
        cursor.execute(
            "INSERT INTO keyed SELECT lpad(n::VARCHAR, 17, '0'), n, n FROM range(?, ?) AS each(n)",
            [number * rows, (number + 1) * rows],
        )


def change_all(database: Database) -> None:
    """As a person does who removes all rows."""
    with database.transaction() as cursor:
        cursor.execute("UPDATE keyed SET a = a + 1, b = b + 1")


def count(database: Database) -> int:
    ((found,),) = read(database, "SELECT count(*) FROM keyed")
    return int(found)


def test_bulk_work_goes_on_however_often_a_person_changes_all_rows(narrow: Database) -> None:
    """What was changed and the index would take more than there is, did no checkpoint free it."""
    for number in range(ENOUGH):
        insert(narrow, number)
        change_all(narrow)
    assert count(narrow) == ENOUGH * BATCH


def test_the_memory_waits_as_the_log_does_while_the_file_is_copied(
    narrow: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_MOST_HELD", 0)
    with narrow.still(Stoppable()):
        insert(narrow, 0)
        assert narrow.log_path.stat().st_size > 0
    insert(narrow, 1)
    assert not narrow.log_path.exists()


# -- a commit that finds no memory -----------------------------------------------


@pytest.mark.parametrize("closes", [False, True])
def test_a_commit_that_finds_no_memory_leaves_no_keys_behind(
    narrow: Database, tmp_path: Path, limits: EngineLimits, *, closes: bool
) -> None:
    """DuckDB takes back the rows, but not all of the keys: the next checkpoint would keep them."""
    narrow.use(replace(limits, memory_mb=16))
    number, error = _fill_up(narrow)
    assert "Failed to commit" in str(error.__cause__)
    again = narrow
    if closes:
        narrow.close()
        again = Database.open(narrow.path, limits, backups=tmp_path / "backups")
    else:
        narrow.checkpoint()
    insert(again, number, 4 * BATCH)
    assert count(again) == 4 * BATCH * (number + 1)
    again.close()


def _fill_up(database: Database) -> tuple[int, OutOfMemory]:
    """The batch that found no memory, and what was said."""
    number = 0
    while True:
        try:
            insert(database, number, 4 * BATCH, bulk=False)
        except OutOfMemory as error:
            return number, error
        change_all(database)
        number += 1

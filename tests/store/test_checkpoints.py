"""When the log goes into the file, and memory lets go of what waited for that."""

from array import array
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.store.importing import EMBEDDED, Desk, answers, batch
from tests.store.samples import vin
from tests.store.stoppable import Stoppable
from tests.store.test_database import fill, read
from tests.store.waiting import until
from vindesk.domain.errors import OutOfMemory
from vindesk.store import checkpoints
from vindesk.store import database as module
from vindesk.store.database import Database
from vindesk.store.engine import Engine, EngineLimits
from vindesk.store.import_items import Window
from vindesk.store.removals import Removals

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
def narrow(
    cache: Path, new_cache: Path, tmp_path: Path, limits: EngineLimits
) -> Iterator[Database]:
    """A cache that may take little memory, with a table of keys."""
    cache.parent.mkdir()
    cache.write_bytes(new_cache.read_bytes())
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


def test_what_had_too_little_memory_is_tried_again_after_a_checkpoint(narrow: Database) -> None:
    held: list[float] = []

    def work() -> None:
        held.append(narrow._checkpoints._held_mb())
        if len(held) == 1:
            raise OutOfMemory("full")

    for number in range(2):
        insert(narrow, number)
        change_all(narrow)
    narrow.with_room(work)
    assert len(held) == 2
    assert held[0] > 3 * held[1]


def test_what_had_too_little_memory_waits_for_reads_that_keep_what_was_changed(
    database: Database,
) -> None:
    fill(database, 10)
    tries: list[None] = []

    def work() -> None:
        tries.append(None)
        if len(tries) == 1:
            raise OutOfMemory("full")

    with ThreadPoolExecutor(1) as pool:
        with database.cursor() as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM numbers")
            with database.transaction() as cursor:
                cursor.execute("UPDATE numbers SET text = 'other'")
            begun = database._checkpoints._begun
            done = pool.submit(database.with_room, work)
            until(lambda: database._checkpoints._begun > begun)
            assert len(tries) == 1
        done.result()
    assert len(tries) == 2
    assert not database.log_path.exists()


def test_what_never_has_enough_memory_is_told_after_the_second_time(narrow: Database) -> None:
    tries: list[None] = []

    def work() -> None:
        tries.append(None)
        with narrow.cursor() as cursor:
            cursor.execute("SELECT list(range) FROM range(10000000)").fetchall()

    with pytest.raises(OutOfMemory, match="than the limit of 8 MB"):
        narrow.with_room(work)
    assert len(tries) == 2


Preparing = Callable[[Desk, Removals], Callable[[], object]]

WORKS: Mapping[str, Preparing] = {
    "reading a list": lambda desk, _: lambda: desk.items.stage(1, batch(["JH4KA7532NC036794"])),
    "looking what to ask": lambda desk, _: lambda: desk.next(1),
    "saving answers": lambda desk, _: partial(_save, desk, desk.next(1)),
    "removing": lambda _, removals: lambda: removals.remove([vin(1)]),
    "removing by number": lambda _, removals: lambda: removals.remove_keys(array("q", [1])),
    "undoing a removal": lambda _, removals: lambda: removals.restore(7),
}


def _save(desk: Desk, window: Window) -> None:
    desk.answers.save(window, answers(window, make="KENWORTH"), EMBEDDED)


@pytest.mark.parametrize("prepare", WORKS.values(), ids=WORKS)
def test_imports_and_removals_are_tried_again(
    imports_desk: Desk, removals: Removals, monkeypatch: pytest.MonkeyPatch, prepare: Preparing
) -> None:
    imports_desk.read(vin(1).text)
    work = prepare(imports_desk, removals)
    lent, failing = Engine._lent, [duckdb.OutOfMemoryException("Out of Memory Error: full")]

    @contextmanager
    def short_of_memory(engine: Engine) -> Generator[Any]:
        with lent(engine) as loan:
            if failing:
                raise failing.pop()
            yield loan

    monkeypatch.setattr(Engine, "_lent", short_of_memory)
    work()
    assert not failing


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

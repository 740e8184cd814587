import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.store.cache_file import HEADER, point_nowhere, pretend_newer_storage
from tests.store.full_disk import files_up_to
from tests.store.other_process import held_by_another_process
from tests.store.stoppable import CancelledInside, Stoppable
from tests.store.test_engine import ENDLESS
from tests.store.waiting import until
from vindesk.domain.errors import (
    CacheDamaged,
    CacheError,
    CacheLocked,
    CacheNewer,
    CacheUnwritable,
    DiskFull,
)
from vindesk.domain.monitor import Cancelled
from vindesk.store import engine
from vindesk.store.checkpoints import Checkpoints
from vindesk.store.database import Database
from vindesk.store.engine import ROW_GROUP, EngineLimits

Opener = Callable[[], Database]


@pytest.fixture
def opener(cache: Path, tmp_path: Path, limits: EngineLimits) -> Opener:
    return lambda: Database.open(cache, limits, backups=tmp_path / "backups")


def fill(database: Database, rows: int = 50_000, at_once: int = 10_000) -> None:
    """So few rows at once that they go into the log, unless ``at_once`` is more."""
    with database.transaction() as cursor:
        cursor.execute("CREATE TABLE numbers (number BIGINT, text VARCHAR)")
    for first in range(0, rows, at_once):
        with database.transaction() as cursor:
            cursor.execute(
                "INSERT INTO numbers SELECT range, md5(range::VARCHAR) FROM range(?, ?)",
                [first, min(first + at_once, rows)],
            )


def read(database: Database, query: str = "SELECT count(*) FROM numbers") -> Any:
    with database.cursor() as cursor:
        return cursor.execute(query).fetchall()


def spoiled(opener: Opener, cache: Path, spoil: Callable[[bytearray], object]) -> bytes:
    """The content of a cache after ``spoil`` has been at it."""
    database = opener()
    fill(database)
    database.close()
    content = bytearray(cache.read_bytes())
    spoil(content)
    cache.write_bytes(content)
    return bytes(content)


# -- opening -------------------------------------------------------------


def test_a_new_cache_is_made_with_its_folders(opener: Opener, cache: Path) -> None:
    database = opener()
    assert read(database, "SELECT count(*) FROM vehicle") == [(0,)]
    database.close()
    assert cache.is_file()
    assert not database.log_path.exists()


def test_what_was_saved_is_there_when_it_is_opened_again(opener: Opener) -> None:
    database = opener()
    fill(database)
    database.close()
    database = opener()
    assert read(database) == [(50_000,)]
    database.close()


def test_the_program_that_has_it_open_is_named(opener: Opener, cache: Path) -> None:
    opener().close()
    with held_by_another_process(cache) as process:
        with pytest.raises(CacheLocked) as caught:
            opener()
        assert f"(process {process}) has {cache} open" in caught.value.detail
        assert "python" in caught.value.detail
        assert "was left as it is" in caught.value.advice


def test_another_window_is_named_as_such(opener: Opener, cache: Path) -> None:
    opener().close()
    with held_by_another_process(cache, "vindesk"):
        with pytest.raises(CacheLocked) as caught:
            opener()
        assert "Another vindesk window" in caught.value.detail


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"garbage" * 5000,
        b"SQLite format 3\0" + bytes(8192),
        b"PAR1" + bytes(8192) + b"PAR1",
    ],
)
def test_what_is_no_duckdb_file_is_refused_and_left(
    opener: Opener, cache: Path, content: bytes
) -> None:
    cache.parent.mkdir()
    cache.write_bytes(content)
    with pytest.raises(CacheDamaged) as caught:
        opener()
    assert "was left as it is" in caught.value.detail
    assert cache.read_bytes() == content
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


def cut_to(size: int) -> Callable[[bytearray], object]:
    return lambda content: content.__delitem__(slice(size, None))


def flip(start: int) -> Callable[[bytearray], object]:
    def spoil(content: bytearray) -> None:
        for place in range(start, start + 100):
            content[place] ^= 255

    return spoil


@pytest.mark.parametrize(
    "spoil", [cut_to(100), cut_to(HEADER), cut_to(3 * HEADER), flip(20), flip(HEADER)]
)
def test_a_damaged_cache_is_refused_and_left(
    opener: Opener, cache: Path, spoil: Callable[[bytearray], object]
) -> None:
    content = spoiled(opener, cache, spoil)
    with pytest.raises(CacheDamaged) as caught:
        opener()
    assert "Restore a backup" in caught.value.advice
    assert cache.read_bytes() == content


def test_an_internal_error_while_opening_is_damage(opener: Opener, cache: Path) -> None:
    spoiled(opener, cache, point_nowhere)
    with pytest.raises(CacheDamaged):
        opener()


def test_a_file_of_a_newer_duckdb_is_refused(opener: Opener, cache: Path) -> None:
    opener().close()
    pretend_newer_storage(cache)
    content = cache.read_bytes()
    with pytest.raises(CacheNewer, match="newer DuckDB"):
        opener()
    assert cache.read_bytes() == content


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE mine (a INTEGER)",),
        ("CREATE TABLE meta (key VARCHAR, value VARCHAR)",),
        (
            "CREATE TABLE meta (key VARCHAR, value VARCHAR)",
            "INSERT INTO meta VALUES ('schema_version', 'three')",
        ),
    ],
)
def test_a_foreign_duckdb_file_is_refused_and_left(
    opener: Opener, cache: Path, statements: tuple[str, ...]
) -> None:
    cache.parent.mkdir()
    with duckdb.connect(str(cache)) as connection:
        for statement in statements:
            connection.execute(statement)
    content = cache.read_bytes()
    with pytest.raises(CacheDamaged, match="not a cache of vindesk"):
        opener()
    assert cache.read_bytes() == content


def test_a_place_that_cannot_be_is_unwritable(tmp_path: Path, limits: EngineLimits) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "v.duckdb", tmp_path, tmp_path / ("x" * 300)):
        with pytest.raises(CacheUnwritable) as caught:
            Database.open(path, limits, backups=tmp_path)
        assert "Nothing was saved" in caught.value.detail


def test_a_question_mark_in_the_path_is_refused(tmp_path: Path, limits: EngineLimits) -> None:
    with pytest.raises(CacheUnwritable, match="question mark"):
        Database.open(tmp_path / "what?" / "v.duckdb", limits, backups=tmp_path)
    assert not (tmp_path / "what?").exists()


def test_a_folder_whose_name_is_no_text_is_refused(tmp_path: Path, limits: EngineLimits) -> None:
    folder = tmp_path / "caf\udce9"
    with pytest.raises(CacheUnwritable, match="not valid UTF-8"):
        Database.open(folder / "v.duckdb", limits, backups=tmp_path)
    assert not folder.exists()


@pytest.mark.usefixtures("each_cache_made")
def test_a_disk_that_is_full_from_the_beginning(opener: Opener, cache: Path) -> None:
    with files_up_to(1000), pytest.raises(DiskFull):
        opener()
    assert not list(cache.parent.iterdir())
    opener().close()


@pytest.mark.parametrize("name", ["it's 50% [x]*.duckdb", "ümläut 中文.duckdb", "a b;--.duckdb"])
def test_any_other_name_will_do(tmp_path: Path, limits: EngineLimits, name: str) -> None:
    for _ in range(2):
        Database.open(tmp_path / name, limits, backups=tmp_path / "b").close()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]


# -- reading and writing ---------------------------------------------------


def test_damage_that_is_found_while_reading(opener: Opener, cache: Path) -> None:
    spoiled(opener, cache, flip(1_000_000))
    database = opener()
    with pytest.raises(CacheDamaged, match="cannot be read"):
        read(database, "SELECT sum(number), max(text) FROM numbers")
    database.close()


def test_a_bug_in_a_query_is_no_users_error(database: Database) -> None:
    for query in ("SELEC 1", "SELECT nope FROM vehicle", "FROM nope", "SELECT ?"):
        with pytest.raises(duckdb.ProgrammingError):
            read(database, query)


def test_cancelling_raises_out_of_the_block(database: Database) -> None:
    with pytest.raises(Cancelled), database.cursor(CancelledInside()) as cursor:
        cursor.execute(ENDLESS).fetchall()
    with pytest.raises(Cancelled), database.transaction(monitor=CancelledInside()) as cursor:
        cursor.execute(ENDLESS).fetchall()
    fill(database, 3)
    assert read(database) == [(3,)]


def test_a_query_that_needs_too_much_memory_is_stopped(cache: Path, tmp_path: Path) -> None:
    small = EngineLimits(memory_mb=30, threads=1, temporary=tmp_path / "t")
    database = Database.open(cache, small, backups=tmp_path / "b")
    with pytest.raises(CacheError, match="limit of 30 MB") as caught:
        read(database, "SELECT list(range) FROM range(30000000)")
    assert "preferences" in caught.value.advice
    database.close()


def test_a_cancelled_write_leaves_nothing(database: Database) -> None:
    fill(database, 3)
    monitor = Stoppable()

    def work() -> None:
        with database.transaction(monitor=monitor) as cursor:
            cursor.execute("DELETE FROM numbers")
            monitor.cancel()

    with pytest.raises(Cancelled):
        work()
    assert read(database) == [(3,)]


def test_a_failed_write_leaves_nothing_and_frees_the_lock(database: Database) -> None:
    fill(database, 3)

    def work() -> None:
        with database.transaction() as cursor:
            cursor.execute("DELETE FROM numbers")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    with database.transaction() as cursor:
        cursor.execute("INSERT INTO numbers VALUES (4, 'four')")
    assert read(database) == [(4,)]


def test_a_write_waits_for_the_one_before(database: Database) -> None:
    fill(database, 0)

    def add(number: int) -> None:
        with database.transaction(bulk=bool(number % 3)) as cursor:
            ((size,),) = cursor.execute("SELECT count(*) FROM numbers").fetchall()
            cursor.execute("INSERT INTO numbers VALUES (?, ?)", [size, str(number)])

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(add, range(100)))
    assert read(database, "SELECT count(DISTINCT number), max(number) FROM numbers") == [(100, 99)]


def test_a_file_that_was_deleted_or_replaced_is_not_written(
    database: Database, cache: Path
) -> None:
    fill(database, 3)
    cache.rename(cache.with_name("moved"))
    with pytest.raises(CacheUnwritable, match="deleted or replaced"):
        fill(database, 4)
    cache.write_bytes(b"another")
    with pytest.raises(CacheUnwritable, match="deleted or replaced"):
        database.checkpoint()
    assert read(database) == [(3,)]


# -- a full disk -----------------------------------------------------------


def test_a_write_that_finds_the_disk_full_is_not_done_at_all(database: Database) -> None:
    fill(database, 1000)
    with files_up_to(300_000), pytest.raises(DiskFull) as caught, database.transaction() as cursor:
        cursor.execute("INSERT INTO numbers SELECT range, md5('a') FROM range(50000)")
    assert "Nothing was saved" in caught.value.detail
    assert read(database) == [(1000,)]
    with database.transaction() as cursor:
        cursor.execute("INSERT INTO numbers VALUES (1, 'later')")
    assert read(database) == [(1001,)]


def test_a_checkpoint_that_finds_the_disk_full_costs_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    fill(database)
    with files_up_to(20_000), pytest.raises(DiskFull):
        database.checkpoint()
    assert read(database) == [(50_000,)]
    assert "started again" in caplog.text
    database.checkpoint()
    assert not database.log_path.exists()
    assert read(database) == [(50_000,)]


def test_closing_on_a_full_disk_keeps_the_log(
    opener: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    database = opener()
    fill(database)
    with files_up_to(20_000):
        database.close()
    assert "No checkpoint" in caplog.text
    assert database.log_path.exists()
    database = opener()
    assert read(database) == [(50_000,)]
    database.close()


def test_an_engine_that_stopped_after_closing_is_not_started_again(database: Database) -> None:
    fill(database)
    with files_up_to(20_000), pytest.raises(DiskFull):
        database.checkpoint()
    database.close()
    with pytest.raises(CacheError, match="is closed"):
        read(database)


# -- groups of rows ----------------------------------------------------------


def test_a_whole_group_of_rows_goes_into_the_file_at_once(database: Database) -> None:
    fill(database, 4 * ROW_GROUP, ROW_GROUP)
    assert database.path.stat().st_size > 1_000_000
    assert database.log_path.stat().st_size < 10_000


def test_a_group_that_finds_the_disk_full_costs_nothing(opener: Opener, cache: Path) -> None:
    database = opener()
    fill(database, ROW_GROUP, ROW_GROUP)
    more = "INSERT INTO numbers SELECT range, md5(range::VARCHAR) FROM range(?)"
    with (
        files_up_to(cache.stat().st_size),
        pytest.raises(DiskFull),
        database.transaction() as cursor,
    ):
        cursor.execute(more, [4 * ROW_GROUP])
    assert read(database) == [(ROW_GROUP,)]
    with database.transaction() as cursor:
        cursor.execute(more, [ROW_GROUP])
    database.close()
    database = opener()
    assert read(database) == [(2 * ROW_GROUP,)]
    database.close()


@pytest.mark.parametrize("group", [2_048, 122_880])
def test_a_file_may_have_groups_of_any_size(
    opener: Opener, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy has DuckDB's own, as every cache had that is older than ours."""
    sums = "SELECT count(*), count(DISTINCT text), sum(number) FROM numbers"
    monkeypatch.setattr(engine, "ROW_GROUP", group)
    database = opener()
    fill(database, 200_000, 200_000)
    database.close()
    monkeypatch.undo()
    database = opener()
    with database.transaction() as cursor:
        cursor.execute("DELETE FROM numbers WHERE number % 3 = 0")
        cursor.execute("UPDATE numbers SET text = 'a' WHERE number % 3 = 1")
    with database.transaction() as cursor:
        cursor.execute("INSERT INTO numbers SELECT range, 'b' FROM range(?)", [ROW_GROUP])
    expected = read(database, sums)
    database.close()
    database = opener()
    assert read(database, sums) == expected
    database.close()


# -- closing ---------------------------------------------------------------


def test_later_use_says_that_it_is_closed(database: Database) -> None:
    database.close()
    database.close()
    uses: tuple[Callable[[], object], ...] = (
        lambda: read(database),
        lambda: fill(database),
        database.checkpoint,
    )
    for use in uses:
        with pytest.raises(CacheError, match="The cache is closed"):
            use()


def test_closing_waits_for_a_running_write(opener: Opener) -> None:
    database, writing, go_on = opener(), threading.Event(), threading.Event()

    def write() -> None:
        with database.transaction() as cursor:
            cursor.execute("CREATE TABLE numbers AS SELECT 1 AS number")
            writing.set()
            go_on.wait()

    with ThreadPoolExecutor(3) as pool, ExitStack() as stack:
        stack.callback(go_on.set)
        done = pool.submit(write)
        writing.wait()
        closed = pool.submit(database.close)
        until(lambda: database._write_lock.waiting == 1)
        assert not closed.done()
        go_on.set()
        closed.result()
        done.result()
    database = opener()
    assert read(database) == [(1,)]
    database.close()


def test_closing_ends_reads_with_a_sentence(opener: Opener, cache: Path) -> None:
    database, reading = opener(), threading.Barrier(4)

    def look() -> None:
        with database.cursor() as cursor:
            reading.wait()
            cursor.execute(ENDLESS).fetchall()

    with ThreadPoolExecutor(3) as pool:
        looks = [pool.submit(look) for _ in range(3)]
        reading.wait()
        database.close()
        errors = [future.exception() for future in looks]
    assert all(isinstance(error, CacheError) for error in errors)
    opener().close()  # the file was let go


def test_a_close_that_meets_a_bug_still_closes(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = opener()

    def fail(self: Checkpoints) -> None:
        raise duckdb.InternalException("INTERNAL Error: assertion failed")

    with monkeypatch.context() as patch:
        patch.setattr(Checkpoints, "run", fail)
        with pytest.raises(duckdb.InternalException):
            database.close()
    opener().close()


def test_opening_and_closing_are_in_the_log_without_the_path(
    opener: Opener, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    opener().close()
    assert "The cache is closed" in caplog.text
    assert str(cache) not in caplog.text

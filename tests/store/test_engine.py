import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import duckdb
import pytest

from tests.store.stoppable import CancelledInside, Stoppable
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Cancelled
from vindesk.store.engine import Engine, EngineLimits, batches, rows, translated
from vindesk.store.faults import Fault

ENDLESS = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1"


@pytest.fixture
def engine(limits: EngineLimits) -> Iterator[Engine]:
    started = Engine.start(None, limits)
    yield started
    started.close()


def setting(engine: Engine, name: str) -> str:
    with engine.cursor() as cursor:
        return str(cursor.execute("SELECT current_setting(?)", [name]).fetchall()[0][0])


def test_every_setting_that_matters_is_ours(engine: Engine, limits: EngineLimits) -> None:
    assert setting(engine, "memory_limit") == "256.0 MiB"
    assert setting(engine, "threads") == "2"
    assert setting(engine, "async_threads") == "0"
    assert setting(engine, "temp_directory") == str(limits.temporary)
    assert setting(engine, "TimeZone") == "UTC"
    assert setting(engine, "enable_progress_bar") == "False"
    for forbidden in (
        "autoinstall_known_extensions",
        "autoload_known_extensions",
        "allow_community_extensions",
        "python_enable_replacements",
    ):
        assert setting(engine, forbidden) == "False"


def test_no_variable_of_python_is_taken_for_a_table(engine: Engine) -> None:
    secret = {"a": [1]}
    with pytest.raises(duckdb.CatalogException), engine.cursor() as cursor:
        cursor.execute("FROM secret")
    assert secret


def test_nothing_is_ever_drawn_on_the_standard_output(limits: EngineLimits) -> None:
    """DuckDB takes a Python that was started with -c for one in which somebody types."""
    program = f"""
from pathlib import Path
from vindesk.store.engine import Engine, EngineLimits
engine = Engine.start(None, EngineLimits(256, 1, Path({str(limits.temporary)!r})))
with engine.cursor() as cursor:
    print(cursor.execute("SELECT current_setting('enable_progress_bar')").fetchall())
engine.close()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"[(False,)]\n"


def test_cancelling_interrupts_a_query(engine: Engine) -> None:
    monitor = CancelledInside()
    with pytest.raises(duckdb.InterruptException), engine.cursor(monitor) as cursor:
        cursor.execute(ENDLESS).fetchall()
    with engine.cursor() as cursor:
        assert cursor.execute("SELECT 1").fetchone() == (1,)


def test_an_interrupt_that_comes_when_the_cursor_is_given_back_does_nothing(
    engine: Engine,
) -> None:
    monitor = Stoppable()
    with engine.cursor(monitor) as cursor:
        cursor.execute("SELECT 1")
        (stop,) = monitor._stops
    stop()


def test_nothing_is_begun_for_who_was_cancelled_before(engine: Engine) -> None:
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled), engine.cursor(monitor):
        pytest.fail("a cursor was handed out")
    with pytest.raises(Cancelled), engine.transaction(monitor):
        pytest.fail("a transaction was begun")


def test_a_cancellation_that_came_too_late_for_the_query_counts(engine: Engine) -> None:
    monitor = Stoppable()

    def work() -> None:
        with engine.cursor(monitor) as cursor:
            cursor.execute("SELECT 1").fetchall()
            monitor.cancel()

    with pytest.raises(Cancelled):
        work()


def test_a_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    with engine.transaction() as cursor:
        cursor.execute("CREATE TABLE t AS SELECT 1 AS a")

    def work() -> None:
        with engine.transaction() as cursor:
            cursor.execute("INSERT INTO t VALUES (2)")
            raise SystemExit

    with pytest.raises(SystemExit):
        work()
    with engine.cursor() as cursor:
        assert cursor.execute("FROM t").fetchall() == [(1,)]


def test_a_transaction_that_is_cancelled_leaves_nothing(engine: Engine) -> None:
    monitor = Stoppable()

    def work() -> None:
        with engine.transaction(monitor) as cursor:
            cursor.execute("CREATE TABLE t AS SELECT 1 AS a")
            monitor.cancel()

    with pytest.raises(Cancelled):
        work()
    with pytest.raises(duckdb.CatalogException), engine.cursor() as cursor:
        cursor.execute("FROM t")


def test_rows_come_all_and_in_order(engine: Engine) -> None:
    with engine.cursor() as cursor:
        found = list(rows(cursor.execute("FROM range(2500) ORDER BY 1")))
    assert found == [(number,) for number in range(2500)]


def test_closing_ends_a_query_in_another_thread(limits: EngineLimits) -> None:
    engine, begun = Engine.start(None, limits), threading.Event()

    def read() -> None:
        with engine.cursor() as cursor:
            begun.set()
            cursor.execute(ENDLESS).fetchall()

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read) for _ in range(4)]
        begun.wait()
        engine.close()
        ended = [future.exception() for future in reading]
    kinds = (duckdb.InterruptException, duckdb.ConnectionException)
    assert all(isinstance(error, kinds) for error in ended)


def test_closing_does_not_wait_for_ever_for_a_cursor_that_idles() -> None:
    engine = Engine(duckdb.connect(), patience_s=0.1)
    with engine.cursor() as cursor:
        engine.close()
        with pytest.raises(duckdb.ConnectionException):
            cursor.execute("SELECT 1")


def test_an_engine_that_is_closed_twice_is_closed_once(engine: Engine) -> None:
    engine.close()
    engine.close()
    with pytest.raises(duckdb.ConnectionException), engine.cursor():
        pytest.fail("a cursor was handed out")


def test_the_process_may_end_while_queries_run(limits: EngineLimits) -> None:
    program = f"""
import threading
from contextlib import suppress
from pathlib import Path
from vindesk.store.engine import Engine, EngineLimits
engine = Engine.start(None, EngineLimits(256, 2, Path({str(limits.temporary)!r})))
begun = threading.Event()
def read():
    with suppress(Exception), engine.cursor() as cursor:
        begun.set()
        cursor.execute({ENDLESS!r})
for _ in range(3):
    threading.Thread(target=read).start()
begun.wait()
engine.close()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (os.EX_OK, b"")


def test_what_does_not_fit_into_memory_goes_into_our_folder(limits: EngineLimits) -> None:
    small = EngineLimits(memory_mb=40, threads=1, temporary=limits.temporary / "deep" / "down")
    engine = Engine.start(None, small)
    with engine.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE t AS SELECT md5(range::VARCHAR) AS a FROM range(1000000) ORDER BY a"
        )
        assert any(small.temporary.iterdir())
    engine.close()
    assert not any(small.temporary.iterdir())


def tell(fault: Fault, message: str) -> UserError | None:
    return None if fault is Fault.INTERNAL else UserError(f"{fault.name}: {message}")


def test_a_copy_that_finds_the_disk_full_comes_back(limits: EngineLimits, tmp_path: Path) -> None:
    """However often: in DuckDB 2.0.0, left to itself, one in twenty does not."""
    program = f"""
from pathlib import Path
from tests.store.full_disk import files_up_to
from vindesk.store.engine import Engine, EngineLimits
engine = Engine.start(None, EngineLimits(256, 2, Path({str(limits.temporary)!r})))
full = 0
with files_up_to(100_000), engine.cursor() as cursor:
    cursor.execute("CREATE TABLE texts AS SELECT sha256(range::VARCHAR) FROM range(100000)")
    for _ in range(40):
        try:
            cursor.execute("COPY texts TO ? (FORMAT parquet)", [{str(tmp_path / "full.parquet")!r}])
        except Exception as error:
            full += "File too large" in str(error)
print(full)
engine.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.stdout == "40\n", done.stderr


def test_a_fault_is_told_and_its_cause_is_kept() -> None:
    cause = duckdb.IOException("IO Error: Could not write file: No space left on device")
    with pytest.raises(UserError, match="DISK_FULL") as caught, translated(tell):
        raise cause
    assert caught.value.__cause__ is cause


@pytest.mark.parametrize(
    "bug",
    [
        duckdb.BinderException("Binder Error: no such column"),
        duckdb.InternalException("INTERNAL Error: assertion failed"),
        KeyError("make"),
    ],
)
def test_a_bug_stays_what_it_is(bug: Exception) -> None:
    with pytest.raises(type(bug)) as caught, translated(tell):
        raise bug
    assert caught.value is bug


def test_an_error_without_a_kind_is_damage() -> None:
    with pytest.raises(UserError, match="DAMAGED"), translated(tell):
        raise duckdb.Error("don't know what type: ")


def test_an_interrupt_of_who_was_cancelled_is_a_cancellation() -> None:
    monitor = Stoppable()
    interrupt = duckdb.InterruptException("INTERRUPT Error: Interrupted!")
    with pytest.raises(UserError, match="CLOSED"), translated(tell, monitor):
        raise interrupt
    monitor.cancel()
    with pytest.raises(Cancelled), translated(tell, monitor):
        raise interrupt


class Failing:
    """A query that fails after its first batch, as Arrow says it."""

    def __init__(self, error: OSError, before: Callable[[], object] = lambda: None) -> None:
        self._error = error
        self._before = before

    def to_arrow_table(self) -> NoReturn:
        raise AssertionError

    def to_arrow_reader(self, batch_size: int) -> Iterator[int]:
        yield batch_size
        self._before()
        raise self._error


def test_batches_of_who_was_cancelled_in_the_middle_of_one_are_a_cancellation() -> None:
    monitor = Stoppable()
    interrupt = OSError("INTERRUPT Error: Interrupted!")
    arriving = batches(Failing(interrupt, monitor.cancel), 7, monitor)
    assert next(arriving) == 7
    with pytest.raises(Cancelled):
        next(arriving)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("INTERRUPT Error: Interrupted!", "CLOSED"),
        ("Out of Memory Error: could not allocate block of size 256.0 KiB", "MEMORY"),
        ("IO Error: Could not write file: No space left on device", "DISK_FULL"),
        ("Invalid Input Error: Failed to read file: Snappy decompression failure", "DAMAGED"),
        ("Invalid Error: Out of buffer", "DAMAGED"),
    ],
)
def test_what_duckdb_says_through_arrow_is_told_as_its_other_errors(words: str, fault: str) -> None:
    cause = OSError(words)
    with pytest.raises(UserError, match=fault) as caught, translated(tell):
        list(batches(Failing(cause), 7, Stoppable()))
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.__cause__ is cause


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (OSError("Binder Error: no such column"), duckdb.DatabaseError),
        (OSError(errno.EIO, "Input/output error"), OSError),
    ],
    ids=["a bug", "of the system"],
)
def test_through_arrow_a_bug_stays_a_bug_and_the_systems_error_is_the_systems(
    error: OSError, kept: type[Exception]
) -> None:
    with pytest.raises(kept, match=r"no such column|Input/output"), translated(tell):
        list(batches(Failing(error), 7, Stoppable()))

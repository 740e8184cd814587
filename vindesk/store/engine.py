"""A running DuckDB: every setting explicit, cursors on loan, errors told apart.

Only this module loads DuckDB, and only when an engine is started.
"""

import secrets
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Protocol, Self

from msgspec import Struct

from vindesk.domain.errors import UserError
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.store.faults import Fault, fault_in, is_half_undone

ROW_GROUP: Final = 16_384
"""So many rows DuckDB keeps together in a file, 122,880 if it is not told.

Who inserts a whole group at once has it written into the file at once, compressed; the log
only says where. Fewer rows go into the log as they are, 1.8 kB a vehicle, and are written
once more at a checkpoint: together twice the work. The price is a file a third larger.
"""

_STEP_S = 0.05
_ROWS_AT_A_TIME = 1_000
_CONFLICT = "Conflict on"
_INVALID = "has been invalidated"
"""DuckDB's word for a file that it will not touch until it is attached anew."""

_KINDLESS = "Invalid Error"
"""What DuckDB calls an error without a kind where it only passes on words."""

_FILE = "cache"
"""How an engine calls the database in its file."""


class Relation(Protocol):
    """A query that has not been fetched yet."""

    def to_arrow_table(self) -> Any: ...

    def to_arrow_reader(self, batch_size: int) -> Any: ...


class Closable(Protocol):
    def close(self) -> None: ...


class Cursor(Protocol):
    """What the store uses of a DuckDB cursor."""

    @property
    def description(self) -> Sequence[tuple[Any, ...]]: ...

    def execute(self, query: str, parameters: object = None) -> "Cursor": ...

    def fetchone(self) -> tuple[Any, ...] | None: ...

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]: ...

    def fetchall(self) -> list[tuple[Any, ...]]: ...

    def query_progress(self) -> float:
        """Percent of what runs; may be called while it does, from any thread."""
        ...

    def register(self, view_name: str, python_object: object) -> object: ...

    def sql(self, query: str, *, params: object = None) -> Relation: ...


class Connection(Cursor, Protocol):
    """A cursor that can make others, be interrupted, and be closed."""

    def cursor(self) -> "Connection": ...

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


Wording = Callable[[Fault, str], UserError | None]
"""The words for a fault and DuckDB's message; None lets the error through as a bug."""


class EngineLimits(Struct, frozen=True):
    """What an engine may take of the machine."""

    memory_mb: int
    threads: int
    temporary: Path
    """Where it puts what does not fit into memory."""


class _Loan:
    """A cursor that any thread may interrupt until it is given back."""

    def __init__(self, cursor: Connection) -> None:
        self.cursor = cursor
        self._lock = threading.Lock()
        self._out = True

    def interrupt(self) -> None:
        with self._lock:
            if self._out:
                self.cursor.interrupt()

    def end(self) -> None:
        with self._lock:
            self._out = False
            self.cursor.close()


class Engine:
    """A fresh cursor for each use; one cursor never serves two threads."""

    def __init__(
        self, connection: Connection, *, has_file: bool = False, patience_s: float = 5
    ) -> None:
        self._connection = connection
        self._has_file = has_file
        self._patience_s = patience_s
        self._loans: set[_Loan] = set()
        self._changed = threading.Condition()
        self.broken = False
        """After some errors an engine refuses all work; only a new one helps."""

    @classmethod
    def start(cls, path: Path | None, limits: EngineLimits) -> Self:
        """An engine on the file at ``path``, or in memory.

        Nothing is ever downloaded, no variable of Python is ever taken for a table, and
        checkpoints happen when they are asked for: one that fails inside a COMMIT leaves
        it open what has been saved, and stops the engine. Rows come in no order but that
        of an ORDER BY: keeping them in that of the table takes an export twice as long.
        Files are written by who asked for it: a COPY that finds the disk full while others
        write for it may wait for them for ever, and they for it.
        """
        import duckdb  # noqa: PLC0415 - start-up does not need it

        with suppress(OSError):  # DuckDB complains if it ever needs the folder
            limits.temporary.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": f"{limits.memory_mb}MiB",
                "threads": limits.threads,
                "async_threads": 0,
                "temp_directory": str(limits.temporary),
                "checkpoint_threshold": "1TiB",
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "allow_persistent_secrets": False,
                "python_enable_replacements": False,
            },
        )
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        if path is not None:
            attaching = f"ATTACH ? AS {_FILE} (ROW_GROUP_SIZE {ROW_GROUP})"
            with closed_on_failure(connection):
                connection.execute(attaching, [str(path)])
        return cls(connection, has_file=path is not None)

    @contextmanager
    def cursor(self, monitor: Monitor = UNWATCHED) -> Generator[Cursor, None, None]:
        """A cursor for reading; cancelling interrupts its query.

        Raises:
            Cancelled: out of the block, if the monitor was cancelled.

        """
        monitor.raise_if_cancelled()
        with self._lent() as loan:
            with monitor.stopping_with(loan.interrupt):
                yield loan.cursor
            monitor.raise_if_cancelled()

    @contextmanager
    def transaction(self, monitor: Monitor = UNWATCHED) -> Generator[Cursor, None, None]:
        """A cursor whose work is committed at the end of the block, or not done at all.

        Cancelling has no effect once the commit has begun.
        """
        import duckdb  # noqa: PLC0415 - start-up does not need it

        monitor.raise_if_cancelled()
        with self._lent() as loan:
            loan.cursor.execute("BEGIN")
            try:
                with monitor.stopping_with(loan.interrupt):
                    yield loan.cursor
                monitor.raise_if_cancelled()
                loan.cursor.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):  # a COMMIT that failed has rolled back already
                    loan.cursor.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Interrupt what still runs, wait until it has ended, and stop. Twice is once."""
        import duckdb  # noqa: PLC0415 - start-up does not need it

        with self._changed:
            for _ in range(round(self._patience_s / _STEP_S)):
                for loan in self._loans:
                    loan.interrupt()
                # An interrupt that comes just before a query begins is lost: hence the steps.
                if self._changed.wait_for(lambda: not self._loans, _STEP_S):
                    break
        with suppress(duckdb.Error):  # it refuses while a query will not end
            self._connection.close()

    def leave_log(self) -> None:
        """What is in the log stays there when the engine is closed."""
        import duckdb  # noqa: PLC0415 - start-up does not need it

        with suppress(duckdb.Error), self._lent() as loan:  # it may have stopped
            loan.cursor.execute("PRAGMA disable_checkpoint_on_shutdown")

    def limit_memory(self, limit_mb: int) -> bool:
        """Set another limit; whether it holds: what queries under way need cannot be taken.

        The limit then is the one of before, and the next call tries again.
        """
        return self._set(f"memory_limit = '{limit_mb:d}MiB'")

    def use_threads(self, number: int) -> bool:
        """Use so many from now on; whether that is so: it may have stopped."""
        return self._set(f"threads = {number:d}")

    def _set(self, setting: str) -> bool:
        import duckdb  # noqa: PLC0415 - start-up does not need it

        try:
            with self._lent() as loan:
                loan.cursor.execute(f"SET GLOBAL {setting}")
        except duckdb.Error:
            return False
        return True

    @property
    def lent(self) -> int:
        """How many cursors are in use."""
        return len(self._loans)

    @contextmanager
    def _lent(self) -> Generator[_Loan, None, None]:
        import duckdb  # noqa: PLC0415 - start-up does not need it

        with self._changed:
            loan = _Loan(self._connection.cursor())
            self._loans.add(loan)
        try:
            if self._has_file:
                loan.cursor.execute(f"USE {_FILE}")
            yield loan
        except duckdb.Error as error:
            fatal = isinstance(error, duckdb.FatalException | duckdb.InternalException)
            half_undone = is_half_undone(str(error))
            self.broken |= fatal or half_undone or _INVALID in str(error)
            if half_undone:  # the file and its log are whole, and shall stay so
                loan.cursor.execute("PRAGMA disable_checkpoint_on_shutdown")
            raise
        finally:
            loan.end()
            with self._changed:
                self._loans.discard(loan)
                self._changed.notify_all()


@contextmanager
def closed_on_failure(opened: Closable) -> Generator[None, None, None]:
    """Close what was opened, if the block fails."""
    try:
        yield
    except BaseException:
        opened.close()
        raise


@contextmanager
def working_on(path: Path, limits: EngineLimits) -> Generator[Engine, None, None]:
    """An engine on a file that nobody has open; what the block did is in the file afterwards."""
    engine = Engine.start(path, limits)
    try:
        yield engine
        with engine.cursor() as cursor:
            cursor.execute("CHECKPOINT")
    finally:
        engine.close()


@contextmanager
def attached(cursor: Cursor, file: Path) -> Generator[str, None, None]:
    """The name under which ``file``, a new one, is a second database while the block runs.

    A log would hold all rows once more; what is half done is thrown away in any case.
    """
    import duckdb  # noqa: PLC0415 - start-up does not need it

    alias = f"copy_{secrets.token_hex(6)}"
    cursor.execute(f"ATTACH ? AS {alias} (RECOVERY_MODE no_wal_writes)", [str(file)])
    try:
        yield alias
    finally:
        for statement in ("ROLLBACK", f"DETACH {alias}"):
            with suppress(duckdb.Error):  # nothing is open, or the file has been shut already
                cursor.execute(statement)


@contextmanager
def unless_missing() -> Generator[None, None, None]:
    """Leave the block where a table is missing that it names."""
    import duckdb  # noqa: PLC0415 - start-up does not need it

    with suppress(duckdb.CatalogException):
        yield


class Overtaken(Exception):
    """Somebody else was faster with something that a transaction rests on."""


@contextmanager
def unless_overtaken() -> Generator[None, None, None]:
    """Leave the block where somebody was faster: with a key, or with a row that it changes.

    Nothing of it was saved.
    """
    import duckdb  # noqa: PLC0415 - start-up does not need it

    try:
        with suppress(duckdb.ConstraintException, Overtaken):
            yield
    except duckdb.TransactionException as error:
        if _CONFLICT not in str(error):
            raise


def rows(cursor: Cursor) -> Iterator[tuple[Any, ...]]:
    """All rows of the query, fetched so few at a time that other threads get their turn."""
    while some := cursor.fetchmany(_ROWS_AT_A_TIME):
        yield from some


def the_number(cursor: Cursor) -> int:
    """The one number that a query or a change answers with."""
    ((number,),) = cursor.fetchall()
    return int(number)


def batches(relation: Relation, size: int, monitor: Monitor) -> Iterator[Any]:
    """The query in record batches of at most ``size`` rows.

    Raises:
        Cancelled: the monitor was cancelled, between two batches or in the middle of one.
        duckdb.Error: as of any other query.
        OSError: what the system said.

    """
    reader = iter(relation.to_arrow_reader(size))
    while True:
        monitor.raise_if_cancelled()
        try:
            batch = next(reader, None)
        except OSError as error:
            monitor.raise_if_cancelled()
            if error.errno is not None:
                raise
            raise _said_by_duckdb(str(error)) from error
        if batch is None:
            return
        yield batch


def _said_by_duckdb(message: str) -> Exception:
    """The error that DuckDB raises with ``message``, of which Arrow keeps nothing else."""
    import duckdb  # noqa: PLC0415 - start-up does not need it

    kind, _colon, rest = message.partition(": ")
    return duckdb.Error(rest) if kind == _KINDLESS else duckdb.DatabaseError(message)


@contextmanager
def translated(wording: Wording, monitor: Monitor = UNWATCHED) -> Generator[None, None, None]:
    """Turn DuckDB's errors into words for the user; a bug stays what it is.

    Raises:
        Cancelled: DuckDB was interrupted because the monitor was cancelled.

    """
    import duckdb  # noqa: PLC0415 - start-up does not need it

    try:
        yield
    except duckdb.Error as error:
        message = str(error)
        fault = fault_in(message)
        if fault is None and type(error) is duckdb.Error:
            fault = Fault.DAMAGED  # an error without a kind: what was read made no sense
        if fault is Fault.CLOSED:
            monitor.raise_if_cancelled()
        told = None if fault is None else wording(fault, message)
        if told is None:
            raise
        raise told from error

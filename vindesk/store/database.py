"""The cache file: opened with care, read by many, written by one at a time."""

import logging
import threading
from array import array
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Self

from vindesk.domain.errors import CacheError, UserError
from vindesk.domain.local_days import utc_now
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.words import say
from vindesk.store.cache_words import CacheWords
from vindesk.store.checkpoints import Checkpoints
from vindesk.store.engine import Cursor, Engine, EngineLimits, translated
from vindesk.store.gate import Gate
from vindesk.store.migrate import CURRENT, Schema
from vindesk.store.own_file import OwnFile
from vindesk.store.rearrangements import Rearrangements
from vindesk.store.starting import prepare, start
from vindesk.store.write_lock import WriteLock

log = logging.getLogger(__name__)

_IN_USE_S = 10.0
"""So long after a person's write another is to be expected."""

_PATIENCE_S = 3.0
"""Reads that last longer are interrupted, or respected, when the file is to be replaced."""


class Database:
    """The cache. Safe to use from several threads; each use has a cursor of its own.

    Nobody else in this process may open the cache file, not even to read it: closing it
    again would drop DuckDB's lock on it.
    """

    def __init__(self, path: Path, limits: EngineLimits, engine: Engine, file: OwnFile) -> None:
        self.path = path
        self._file = file
        self._limits = limits
        self._granted_mb = limits.memory_mb
        self._granting = threading.Lock()
        self._modesty: list[int] = []
        self._ends_modesty = False
        self._words = CacheWords(path, limits.memory_mb)
        self._engine = engine
        self._state = threading.Lock()
        self._inserting = threading.Lock()
        """Taken before the turn to write, by whom what is not committed would disturb."""

        self._write_lock = WriteLock()
        self._gate = Gate()
        self._closed = False
        self._checkpoints = Checkpoints(path, self.cursor)
        self.changes = 0
        """How many transactions have ended; the same number: nothing was written."""

        self.rearrangements = Rearrangements()

    @classmethod
    def open(
        cls,
        path: Path,
        limits: EngineLimits,
        *,
        backups: Path,
        clock: Callable[[], datetime] = utc_now,
        schema: Schema = CURRENT,
    ) -> Self:
        """Open the cache, made if there is none, migrated if it is old.

        Raises:
            CacheLocked: another program has it open; the detail names it.
            CacheNewer, CacheDamaged: the file and its log were left as they are.
            BackupFailed: it is old and could not be copied, so it was not migrated.
            CacheUnwritable, DiskFull: a file could not be written; nothing was lost.

        """
        path = path.absolute()
        words, file = CacheWords(path, limits.memory_mb), OwnFile(path)
        try:
            prepare(path)
            with file.held(words), translated(words.on_opening):
                engine = start(path, limits, backups, clock, schema)
        except OSError as error:
            raise words.on_system_error(error) from error
        return cls(path, limits, engine, file)

    @property
    def log_path(self) -> Path:
        """What was committed and is not in the file yet."""
        return self._checkpoints.log_path

    @property
    def limits(self) -> EngineLimits:
        return self._limits

    @property
    def memory_mb(self) -> int:
        """What a query may take."""
        return self._limits.memory_mb

    def use(self, limits: EngineLimits) -> None:
        """Take of the machine what ``limits`` say from now on, and after each new start."""
        if limits == self._limits:
            return
        self._limits = limits
        self._words = CacheWords(self.path, limits.memory_mb)
        self._set("threads", str(limits.threads))
        with self._granting:
            self._grant()

    @contextmanager
    def cursor(self, monitor: Monitor = UNWATCHED) -> Generator[Cursor, None, None]:
        """A cursor for reading; cancelling the monitor interrupts its query.

        Raises:
            Cancelled: out of the block, if the monitor was cancelled.
            CacheError, DiskFull: nothing in the cache was changed.

        """
        self._file.renew_hold()
        with (
            self._gate.used(),
            translated(self._words.in_use, monitor),
            self._running().cursor(monitor) as cursor,
        ):
            yield cursor

    @contextmanager
    def modest(self, memory_mb: int) -> Generator[None, None, None]:
        """While the block runs, all queries together take at most ``memory_mb``.

        What is read or written once would otherwise be kept until the limit is reached.
        """
        with self._granting:
            self._modesty.append(memory_mb)
            self._grant()
        try:
            yield
        finally:
            with self._granting:
                self._modesty.remove(memory_mb)
                self._ends_modesty &= bool(self._modesty)
                self._grant()

    def end_modesty(self) -> None:
        """Let those who are modest take what others may, for somebody had too little."""
        with self._granting:
            self._ends_modesty = bool(self._modesty)
            self._grant()

    @contextmanager
    def transaction(
        self,
        *,
        bulk: bool = False,
        only_adds: bool = False,
        stirs: "array[int] | None" = None,
        monitor: Monitor = UNWATCHED,
    ) -> Generator[Cursor, None, None]:
        """A cursor for writing: all that the block does is saved, or nothing.

        Writers take turns, a person's write before a bulk one. When the block has ended,
        what it wrote survives a crash. Cancelling has no effect once that has begun.
        ``only_adds``: every vehicle that is there stays, and keeps its number. ``stirs``: only
        the vehicles of these numbers go or come back; the block may still fill it.

        Raises:
            Cancelled: while waiting, or out of the block; nothing was saved.
            CacheError, DiskFull: nothing was saved.

        """
        with self._write_lock.held(monitor, bulk=bulk):
            self._refuse_if_gone()
            noted = nullcontext() if only_adds else self.rearrangements.noted(stirs)
            with noted, self._writing(monitor) as cursor:
                yield cursor
            if bulk:
                self._checkpoint_if_due()

    @contextmanager
    def insertion(
        self, insert: Callable[[Cursor], object], monitor: Monitor = UNWATCHED
    ) -> Generator[Cursor, None, None]:
        """A bulk ``transaction`` that only adds, and begins with ``insert`` before its turn.

        A person's write waits only for the block and the commit, a tenth of the whole. What
        is committed after ``insert`` has begun, the block does not see; a key that others
        may insert, and a row that they may change, are its own care.

        Raises:
            Cancelled, CacheError, DiskFull: nothing was saved.

        """
        with self._inserting, ExitStack() as turn:
            self._refuse_if_gone()
            with self._writing(monitor) as cursor:
                insert(cursor)
                turn.enter_context(self._write_lock.held(monitor, bulk=True))
                self._refuse_if_gone()
                yield cursor
            self._checkpoint_if_due()

    @contextmanager
    def still(self, monitor: Monitor) -> Generator[tuple[Cursor, FileIO], None, None]:
        """A cursor and the file; both hold what is committed now, as long as the block runs.

        Between two checkpoints the engine writes to its log, and in the file only to room
        that is free. So reads and writes go on, and checkpoints wait.

        Raises:
            OSError: the file cannot be read beside the engine.
            CacheError, DiskFull: there can be no checkpoint now; or, out of the end of the
                block: the cache was closed meanwhile.
            Cancelled: as ``cursor``.

        """
        try:
            with ExitStack() as stack:
                with self._inserting, self._write_lock.held(monitor, bulk=True):
                    self._refuse_if_gone()
                    file = self._file.opened()
                    self._checkpoints.run()
                    cursor = stack.enter_context(self.cursor(monitor))
                    cursor.execute("BEGIN")
                    cursor.execute("SELECT count(*) FROM meta")  # only now its moment is chosen
                    stack.enter_context(self._checkpoints.none_meanwhile())
                yield cursor, file
        finally:
            if self._closed:
                self._close_engine()  # it could not let go of the file before

    @contextmanager
    def offline(
        self, *, unless_changed_since: int | None = None, interrupting: bool = True
    ) -> Generator[None, None, None]:
        """While the block runs the file is closed and may be replaced; everybody waits.

        What was committed is in the file, unless ``log_path`` still exists. Afterwards the
        file that is there then is opened. Reads that last are worth ``interrupting`` only for
        what cannot be done another time: an export of minutes would have to begin again.

        Raises:
            CacheError: it is in use, or closed, or was written to since ``changes`` had that
                value; nothing was done. Out of the end of the block: what is there now
                cannot be opened.

        """
        with self._inserting, self._write_lock.held(UNWATCHED, bulk=True):
            if unless_changed_since not in {None, self.changes}:
                raise cache_in_use()
            self._running()
            self._refuse_if_gone()
            with self._gate.closed(_PATIENCE_S) as empty:
                if not (empty or interrupting):
                    raise cache_in_use()
                self._stop()
                try:
                    yield
                finally:
                    self._start_again()

    @contextmanager
    def _writing(self, monitor: Monitor) -> Generator[Cursor, None, None]:
        """A transaction of the engine, in whichever turn its caller has."""
        with (
            self._gate.used(),
            self._counted(),
            translated(self._words.in_use, monitor),
            self._running().transaction(monitor) as cursor,
        ):
            yield cursor

    @contextmanager
    def _counted(self) -> Generator[None, None, None]:
        try:
            yield
        finally:
            self.changes += 1
        self._checkpoints.note_log()  # what failed may have left half of itself in it

    def _stop(self) -> None:
        if self._closed:
            raise CacheError(say("The cache is closed. Nothing was changed."))
        self._checkpoints.attempt()
        self._close_engine()
        if self._engine.lent:
            self._engine.broken = True  # the next use starts another
            raise cache_in_use()

    def _start_again(self) -> None:
        self.changes += 1
        self.rearrangements.note_all()
        with self._state:
            self._engine.broken = True
            with translated(self._words.on_opening):
                self._start_engine()
        self._checkpoints.note_log()

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; may take seconds after bulk work.

        While the file is copied nothing is moved: another time will do.

        Raises:
            CacheBusy: reads need what was before a change.
            CacheError, DiskFull: the log stays, and with it all that was saved.

        """
        with self._inserting, self._write_lock.held(UNWATCHED, bulk=True):
            self._refuse_if_gone()
            if not self._checkpoints.must_wait:
                self._checkpoints.run()

    def close(self) -> None:
        """Finish the writes that wait, interrupt the reads, and let go of the file."""
        with self._state:
            if self._closed:
                return
            self._closed = True
        with self._inserting, self._write_lock.held(UNWATCHED, bulk=True):
            try:
                if not self._engine.broken:
                    self._checkpoints.attempt()
            finally:
                self._close_engine()
                self._checkpoints.end()
        log.info("The cache is closed")

    def _running(self) -> Engine:
        """The engine; a new one if the old one stopped, as it does after some errors."""
        with self._state:
            if self._engine.broken and not self._closed:
                log.warning("The cache's engine is started again")
                self._close_engine()
                self._start_engine()
            return self._engine

    def _start_engine(self) -> None:
        self._file.hold_again(self._words)
        self._engine = Engine.start(self.path, self._limits)

    def _close_engine(self) -> None:
        self._engine.close()
        if not self._engine.lent:
            if self._closed:
                self._file.let_go_for_good()
            else:
                self._file.let_go()

    def _grant(self) -> None:
        """Let the engine have what the most modest of those at work takes."""
        modesty = () if self._ends_modesty else self._modesty
        self._granted_mb = min([self._limits.memory_mb, *modesty])
        self._set("memory_limit", f"'{self._granted_mb}MiB'")

    def _set(self, option: str, value: str) -> None:
        try:
            with self.cursor() as cursor:
                cursor.execute(f"SET GLOBAL {option} = {value}")
        except UserError as error:  # more memory is in use, or the cache was closed
            log.info("The engine's %s stays: %s", option, error.sentence)

    def _refuse_if_gone(self) -> None:
        if not self._closed:
            self._file.refuse_if_lost()

    def _checkpoint_if_due(self) -> None:
        in_use = self._write_lock.served_a_person(_IN_USE_S)
        self._checkpoints.after_bulk_work(self._granted_mb, in_use=in_use)


def cache_in_use() -> CacheError:
    """It cannot be replaced just now."""
    return CacheError(say("The cache is in use. Nothing was changed."), advice=say("Try again."))

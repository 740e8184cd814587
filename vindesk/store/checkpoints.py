"""When the cache's log is moved into its file, and with it what memory must hold till then."""

import logging
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Final

from vindesk.domain.errors import CacheBusy, CacheError, UserError
from vindesk.domain.words import say
from vindesk.store.engine import Cursor
from vindesk.store.log_mark import LogMark, log_of

log = logging.getLogger(__name__)

_LONGEST_LOG: Final = 256 * 1024 * 1024
"""Bytes of write-ahead log after which bulk work pays for a checkpoint, which takes a second."""

_LONGEST_LOG_IN_USE: Final = 1024 * 1024 * 1024
"""As above, while a person writes now and then: who removes a row shall not wait for it."""

_MOST_HELD: Final = 0.5
"""Of the memory limit, after which bulk work pays for a checkpoint, whoever waits for it.

DuckDB holds each row that was changed, and each part of an index that was looked at to put
something in, until there is one: of ten million vehicles 190 MB and 160 to 230 MB.
"""

_HELD: Final = """
    SELECT coalesce(sum(memory_usage_bytes), 0) FROM duckdb_memory()
    WHERE tag IN ('TRANSACTION', 'ART_INDEX')"""


class Checkpoints:
    """For whoever has the turn to write; none while somebody copies the file."""

    def __init__(self, path: Path, cursor: Callable[[], AbstractContextManager[Cursor]]) -> None:
        self._path = path
        self.log_path = log_of(path)
        self._cursor = cursor
        self._standing = 0
        self._begun = 0
        self._mark = LogMark(path)
        length = self._log_size()
        noted = min(self._mark.noted, length)  # beyond it may be half of what failed
        self._mark.note(noted or length)

    def note_log(self) -> None:
        """What is in the log now was saved."""
        self._mark.note(self._log_size())

    @property
    def must_wait(self) -> bool:
        """Whether the file has to stay as it is."""
        return self._standing > 0

    def run(self) -> None:
        """Move the log into the file.

        Raises:
            CacheError, DiskFull: the log stays, and with it all that was saved.

        """
        with self._cursor() as cursor:
            noted = self._mark.noted
            self._mark.note(0)  # before: a crash in between must not look like a loss
            self._begun += 1
            try:
                cursor.execute("CHECKPOINT")
            except BaseException:
                self._mark.note(noted)
                raise

    def attempt(self) -> bool:
        """What is in the log is saved; it only takes more room and time at the next start."""
        try:
            self.run()
        except CacheBusy:  # by reads that began before something was changed
            return False
        except UserError as error:
            log.warning("No checkpoint: %s", error.sentence)
            return False
        return True

    def after_bulk_work(self, memory_mb: int, *, in_use: bool) -> None:
        """Attempt one if so much has gathered that it pays.

        ``memory_mb`` is the limit; ``in_use`` is whether a person writes now and then.
        """
        longest = _LONGEST_LOG_IN_USE if in_use else _LONGEST_LOG
        if not self.must_wait and (
            self._log_size() > longest or self._held_mb() > memory_mb * _MOST_HELD
        ):
            self.attempt()

    @contextmanager
    def none_meanwhile(self) -> Generator[None, None, None]:
        """While the block runs the file stays as it is.

        Raises:
            CacheError: out of the end of the block: it did not, as the cache was closed.

        """
        before = self._begun
        self._standing += 1
        try:
            yield
        finally:
            self._standing -= 1
        if self._begun != before:
            raise CacheError(say("The cache was closed meanwhile. It is as it was."))

    def end(self) -> None:
        """The file was closed; on closing DuckDB may have moved the log into it by itself."""
        with suppress(OSError):
            if self._path.exists() and not self._log_size():
                self._mark.note(0)
        self._mark.close()

    def _log_size(self) -> int:
        with suppress(OSError):
            return self.log_path.stat().st_size
        return 0

    def _held_mb(self) -> float:
        """What memory cannot let go of before the next checkpoint."""
        try:
            with self._cursor() as cursor:
                ((held,),) = cursor.execute(_HELD).fetchall()
        except UserError as error:
            log.info("What the memory holds is not known: %s", error.sentence)
            return 0
        return int(held) / 1024**2

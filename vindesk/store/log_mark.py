"""The log of the cache, and the mark beside it: how long it was when something was saved last.

DuckDB opens a log that was cut, or that is gone, without a word. The mark tells that rows
which had been saved are missing.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

LOG_ENDING: Final = ".wal"
"""What DuckDB adds to the name of a database for the name of its log."""

_WIDTH: Final = 20


class LogMark:
    """Kept while a cache is open or has a log; never raises."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._descriptor: int | None = None
        self.noted = noted_length(cache)
        """What was noted last."""

    def note(self, size: int) -> None:
        """The log has ``size`` bytes.

        Only that it has none is flushed: a mark must not outlive its log, whose deletion is
        flushed too. A log that is longer than its mark is no loss.
        """
        emptied = self.noted > 0 and size == 0
        self.noted = size
        with suppress(OSError):
            if self._descriptor is None:
                file = _file_of(self._cache)
                self._descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o644)
            os.write(self._at_start(self._descriptor), f"{size:{_WIDTH}d}".encode())
            if emptied:
                os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go; where there is no log, no mark is needed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        if not self.noted:
            forget_mark(self._cache)

    @staticmethod
    def _at_start(descriptor: int) -> int:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor


def log_of(cache: Path) -> Path:
    """The file that has what was committed and is not in the database yet."""
    return cache.with_name(f"{cache.name}{LOG_ENDING}")


def noted_length(cache: Path) -> int:
    """What the log of ``cache`` had in bytes when something was saved last; 0: nobody knows."""
    try:
        return int(_file_of(cache).read_text("ascii"))
    except (OSError, ValueError):
        return 0


def forget_mark(cache: Path) -> None:
    """``cache`` has no log any more that could be missed; never raises."""
    with suppress(OSError):
        _file_of(cache).unlink()


def _file_of(cache: Path) -> Path:
    return cache.with_name(f"{cache.name}.mark")

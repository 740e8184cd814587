"""How long the log of the cache was when something was saved last, in a file beside it.

DuckDB opens a log that was cut, or that is gone, without a word. The mark tells that rows
which had been saved are missing.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_WIDTH: Final = 20


class LogMark:
    """Kept while a cache is open or has a log; never raises."""

    def __init__(self, cache: Path) -> None:
        self._file = _file_of(cache)
        self._descriptor: int | None = None
        self.noted = 0
        """What was noted last."""

    def note(self, size: int) -> None:
        """The log has ``size`` bytes; not flushed, as a log that is longer is no loss."""
        self.noted = size
        with suppress(OSError):
            if self._descriptor is None:
                self._descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o644)
            os.write(self._at_start(self._descriptor), f"{size:{_WIDTH}d}".encode())

    def close(self) -> None:
        """Let go; where there is no log, no mark is needed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        if not self.noted:
            with suppress(OSError):
                self._file.unlink()

    @staticmethod
    def _at_start(descriptor: int) -> int:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor


def noted_length(cache: Path) -> int:
    """What the log of ``cache`` had in bytes when something was saved last; 0: nobody knows."""
    try:
        return int(_file_of(cache).read_text("ascii"))
    except (OSError, ValueError):
        return 0


def _file_of(cache: Path) -> Path:
    return cache.with_name(f"{cache.name}.mark")

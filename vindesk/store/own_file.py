"""The file of the cache, read beside the engine that has it open."""

from contextlib import suppress
from io import FileIO
from pathlib import Path


class OwnFile:
    """Opened once and kept.

    Where any handle of a file is closed, POSIX drops all locks that the process has on it,
    and with them the one that keeps other programs out of the cache.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: FileIO | None = None

    def opened(self) -> FileIO:
        """The file, for reading.

        Raises:
            OSError: it cannot be opened, as on Windows while the engine has it.

        """
        if self._handle is None:
            self._handle = FileIO(self._path)
        return self._handle

    def let_go(self) -> None:
        """To be called once the engine has closed the file."""
        if self._handle is not None:
            with suppress(OSError):
                self._handle.close()
            self._handle = None

"""What keeps other programs out of the cache, beside the lock of DuckDB, which is soon lost.

POSIX drops all locks that a process has on a file when the process closes any handle of it. Qt's
file dialog does that to each file that it shows, for it looks into those whose ending it does
not know. On a disk under Linux a lock of ``flock`` is another kind: it belongs to its handle and
stays, and every vindesk heeds it. Elsewhere DuckDB's is still taken anew.
"""

import logging
import os
import sys
import threading
from contextlib import suppress
from io import FileIO
from pathlib import Path

from vindesk.store.lock_holder import process_holding
from vindesk.store.network_drive import WINDOWS_SHARES, network_drive

log = logging.getLogger(__name__)


class Held(Exception):
    """Another process holds the file; it is named as DuckDB names it."""


class Hold:
    """Holds one file at a time, until it is let go."""

    def __init__(self) -> None:
        self._handle: FileIO | None = None
        self._guard = threading.Lock()

    def take(self, path: Path) -> None:
        """Hold the file at ``path``, if there is one, in place of another that was held before.

        No engine may have that other file: letting go of it drops DuckDB's lock too.

        Raises:
            Held: another process does.

        """
        with self._guard:
            if self._handle is None or not _is_at(self._handle, path):
                handle = _locked(path)
                self._close()
                self._handle = handle

    def renew(self) -> bool:
        """Take DuckDB's lock anew, if it was lost; False: another program has got it meanwhile."""
        with self._guard:
            if self._handle is None:
                return True
            import fcntl  # noqa: PLC0415 - Windows has none, and holds nothing

            try:
                fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):
                return False
            except OSError as error:  # of a server that is away; what is written will tell
                log.warning("The lock of the cache could not be taken anew: %s", error)
            return True

    def let_go(self) -> None:
        """To be called once the engine has closed the file."""
        with self._guard:
            self._close()

    def _close(self) -> None:
        if self._handle is not None:
            with suppress(OSError):
                self._handle.close()
            self._handle = None


def _is_at(handle: FileIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except OSError:
        return False


def _locked(path: Path) -> FileIO | None:
    """The file, open and, if it is on a disk under Linux, locked.

    It stays open where it cannot be locked: closing it would take DuckDB's lock with it. None
    where it cannot be opened, and on Windows and its shares: there a lock belongs to its handle,
    DuckDB's is not lost, and a second one would be denied.
    """
    kind = network_drive(path)
    if sys.platform == "win32" or kind in WINDOWS_SHARES:
        return None
    import fcntl  # noqa: PLC0415 - Windows has none

    try:
        handle = FileIO(path, "r+")
    except OSError:
        return None  # whether that is a fault, DuckDB says
    if kind or sys.platform != "linux":  # there flock and DuckDB's lock would deny each other
        return handle
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise Held(process_holding(path)) from None
    except OSError:  # not every file system has it
        pass
    return handle

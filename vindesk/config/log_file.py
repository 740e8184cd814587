"""A file that whole records are appended to; full, it is set aside under a number and its date."""

import os
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Final

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT
_ASIDE: Final = r"(?P<stem>.+?)-((?P<number>\d{5,})-)?\d{8}-\d{6}-\d{6}"

_PATIENCE_S: Final = 2.0
"""So long a disk that does not answer holds up the end of the program."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LogFile:
    """Rotates by size and number, and never raises once it is made.

    Several programs may write to one file. Each record is one append, so records neither
    mix nor overwrite each other; setting aside is one renaming, and who still has the old
    file open notices before the next record. (On Windows, where an open file cannot be
    renamed, it grows until one program is left.)

    What cannot be written, on a full disk for instance, is counted; the count is written
    as soon as something can be.
    """

    def __init__(
        self, file: Path, *, size: int, files: int, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        """``files`` is how many are kept, the one in use included.

        Raises:
            OSError: the file cannot be made.

        """
        self._file = file
        self._size = size
        self._files = files
        self._clock = clock
        self._lock = threading.RLock()  # a finaliser may log while we write
        self._descriptor: int | None = None
        self._lost = 0
        self._torn = False
        file.parent.mkdir(parents=True, exist_ok=True)
        self._open()

    def write(self, record: str) -> None:
        """Append ``record``, which ends with a line break."""
        with self._lock:
            try:
                self._append(record)
            except OSError:
                self._lost += 1

    def keep(self, *, size: int, files: int) -> None:
        """From the next record on, other limits."""
        with self._lock:
            self._size, self._files = size, files
            with suppress(OSError):  # a file that somebody holds goes another time
                self._prune()

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _append(self, record: str) -> None:
        data = f"{self._apology()}{record}".encode(errors="backslashreplace")
        written = os.write(self._ready_for(len(data)), data)
        if written < len(data):
            self._torn = True
            raise OSError
        self._lost, self._torn = 0, False

    def _apology(self) -> str:
        """What comes first when something went wrong before."""
        end = "\n" if self._torn else ""
        return (
            f"{end}(Records that could not be written here: {self._lost})\n" if self._lost else end
        )

    def _ready_for(self, count: int) -> int:
        """The open file, after another was set aside if that would become too long."""
        descriptor = self._current()
        length = os.fstat(descriptor).st_size
        if not length or length + count <= self._size:
            return descriptor
        self._let_go()
        try:
            self._file.rename(self._aside())
            self._prune()
        except OSError:
            pass  # another program was faster, or has it open: a long log is a log
        return self._open()

    def _current(self) -> int:
        """The file that has our name now; another program may have set ours aside."""
        if self._descriptor is None:
            return self._open()
        ours = os.fstat(self._descriptor)
        try:
            named = self._file.stat()
        except FileNotFoundError:
            named = None
        if named is not None and os.path.samestat(ours, named):
            return self._descriptor
        self._let_go()
        return self._open()

    def _open(self) -> int:
        self._descriptor = os.open(self._file, _FLAGS, 0o644)
        return self._descriptor

    def _let_go(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _aside(self) -> Path:
        """The number tells what is older, whatever the clock says; the date is for people."""
        names = (re.fullmatch(_ASIDE, file.stem) for file in self._set_aside())
        last = max((int(name["number"] or 0) for name in names if name), default=0)
        moment = self._clock().strftime("%Y%m%d-%H%M%S-%f")
        return self._file.with_name(f"{self._file.stem}-{last + 1:05}-{moment}{self._file.suffix}")

    def _prune(self) -> None:
        old = self._set_aside()
        for file in old[: max(len(old) - self._files + 1, 0)]:
            file.unlink(missing_ok=True)

    def _set_aside(self) -> list[Path]:
        suffix = self._file.suffix
        return set_aside(self._file.parent.glob(f"{self._file.stem}-*{suffix}"), self._file.stem)


class WrittenBehind:
    """A ``LogFile`` for a thread that must not wait for a disk: another one writes, in order.

    When the process is killed, the records of its last milliseconds may be lost.
    """

    def __init__(self, file: LogFile) -> None:
        self._file = file
        self._orders = SimpleQueue[Callable[[], None] | None]()
        self._thread = threading.Thread(target=self._carry_out, name="log", daemon=True)
        self._thread.start()

    def write(self, record: str) -> None:
        self._orders.put(partial(self._file.write, record))

    def keep(self, *, size: int, files: int) -> None:
        self._orders.put(partial(self._file.keep, size=size, files=files))

    def close(self) -> None:
        """Once everything is written."""
        self._orders.put(None)
        self._thread.join(_PATIENCE_S)
        if not self._thread.is_alive():
            self._file.close()

    def _carry_out(self) -> None:
        for order in iter(self._orders.get, None):
            order()


def set_aside(files: Iterable[Path], stem: str) -> list[Path]:
    """Those of ``files`` that were set aside as full, the oldest first."""
    found = ((re.fullmatch(_ASIDE, file.stem), file) for file in files)
    ours = [
        (int(name["number"] or 0), file) for name, file in found if name and name["stem"] == stem
    ]
    return [file for _number, file in sorted(ours)]

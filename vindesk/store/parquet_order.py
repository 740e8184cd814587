"""The rows of a Parquet table in another order, or some of them: numbers, kept out of memory."""

import threading
import weakref
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, Final, Protocol

_IN_MEMORY: Final = 8_000_000
_WIDTH: Final = array("q").itemsize


class RowNumbers(Protocol):
    """Which rows are shown, by their numbers in the table, in their order."""

    @property
    def count(self) -> int: ...

    def at(self, start: int, size: int) -> Sequence[int]:
        """The numbers of up to ``size`` rows from position ``start`` on."""
        ...


class EveryRow:
    """All rows, in the order of the files."""

    def __init__(self, count: int) -> None:
        self.count = count

    def at(self, start: int, size: int) -> range:
        return range(start, min(start + size, self.count))


class ChosenRows:
    """Numbers of rows; many of them are in a file that has no name. Safe on any thread."""

    def __init__(self, folder: Path) -> None:
        self.count = 0
        self._lock = threading.Lock()
        self._file: Any = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - below
        weakref.finalize(self, self._file.close)

    def add(self, numbers: "array[int]") -> None:
        """Put ``numbers``, of ``q``, behind those that are here.

        Raises:
            OSError: the disk is full.

        """
        with self._lock:
            self._file.seek(0, 2)
            self._file.write(numbers.tobytes())
            self.count += len(numbers)

    def at(self, start: int, size: int) -> "array[int]":
        numbers = array("q")
        with self._lock:
            self._file.seek(start * _WIDTH)
            numbers.frombytes(self._file.read(max(0, min(size, self.count - start)) * _WIDTH))
        return numbers


def chosen(batches: Iterable["array[int]"], folder: Path) -> ChosenRows:
    """All numbers of ``batches``.

    Raises:
        OSError: the disk is full; nothing is left behind.

    """
    rows = ChosenRows(folder)
    for numbers in batches:
        rows.add(numbers)
    return rows

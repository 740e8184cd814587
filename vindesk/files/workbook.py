"""Workbooks: xlsx, xlsm, xlsb, xls and ods, whatever their names end in."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Final, Self, TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from vindesk.domain.errors import FileProtected, FileTooLarge, FileUnreadable
from vindesk.domain.monitor import UNWATCHED, Monitor, Progress
from vindesk.domain.words import say
from vindesk.files.cells import Value, text_of
from vindesk.files.zip_check import UNPROTECT, check_zip

T = TypeVar("T")

CHUNK_ROWS: Final = 10_000
_ZIP: Final = b"PK"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")

Row = tuple[int, Sequence[str | None]]
"""A row's number, from 1, and its cells."""

Chunk = tuple[Sequence[int], Sequence[Sequence[str | None]]]
"""The numbers of some rows, and the texts of each column that was asked for."""


class Sheet:
    """One sheet, in memory as the library holds it; texts are made chunk by chunk.

    A merged cell has its text in its first place, and the others are empty. A formula has
    the value that was saved with it; a value that is an error is empty.
    """

    def __init__(self, name: str, sheet: CalamineSheet) -> None:
        self.name = name
        self._sheet = sheet
        row, column = sheet.end or (-1, -1)
        self.row_count = row + 1
        self.width = column + 1
        self._first_column = (sheet.start or (0, 0))[1]

    def head(self, count: int) -> Sequence[Row]:
        """The first rows, each as wide as the sheet."""
        margin: list[str | None] = [None] * self._first_column
        return [
            (number, margin + [text_of(value) for value in values])
            for number, values in enumerate(islice(self._rows(), count), 1)
        ]

    def chunks(
        self, columns: Sequence[int], after_row: int, monitor: Monitor = UNWATCHED
    ) -> Iterator[Chunk]:
        """The rows after ``after_row``, in their order.

        Raises:
            Cancelled: the monitor was cancelled.

        """
        places = [column - self._first_column for column in columns]
        rows = islice(self._rows(), after_row, None)
        first = after_row + 1
        while some := list(islice(rows, CHUNK_ROWS)):
            monitor.raise_if_cancelled()
            texts = [
                [text_of(values[place]) if place >= 0 else None for values in some]
                for place in places
            ]
            yield range(first, first + len(some)), texts
            first += len(some)
            monitor.report(Progress(first - 1, self.row_count))

    def _rows(self) -> Iterator[list[Value]]:
        return self._sheet.iter_rows() if self.row_count else iter(())


class Workbook:
    """A workbook that was read into memory, still packed; a sheet is unfolded when it is asked for.

    ``sheets`` are those for cells, which may have none, the hidden ones last.
    """

    def __init__(self, path: Path, book: CalamineWorkbook) -> None:
        self._path = path
        self._book = book
        tables = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        self.sheets = tuple(
            one.name
            for one in sorted(tables, key=lambda one: one.visible != SheetVisibleEnum.Visible)
        )

    @classmethod
    def open(cls, path: Path, memory_mb: int, monitor: Monitor = UNWATCHED) -> Self:
        """Read the file at ``path``, if all it unfolds to fits into ``memory_mb``.

        Raises:
            FileUnreadable: it cannot be read, is damaged, protected, too large, or no workbook.
            Cancelled: the monitor was cancelled.

        """
        try:
            if path.stat().st_size > memory_mb << 20:
                raise FileTooLarge(
                    say("{path} is larger than the memory limit in the preferences.", path=path)
                )
            content = path.read_bytes()
        except OSError as error:
            raise FileUnreadable(
                say(
                    "{path} cannot be read: {why}.",
                    path=path,
                    why=error.strerror or error,
                )
            ) from error
        if content.startswith(_ZIP):
            check_zip(BytesIO(content), str(path), memory_mb, monitor)
        elif _ENCRYPTED in content:
            raise _protected(path)
        monitor.raise_if_cancelled()
        book = cls(path, _guarded(path, lambda: _book(path, content)))
        if not book.sheets:
            raise FileUnreadable(say("{path} has no sheet with cells.", path=path))
        return book

    def sheet(self, name: str, monitor: Monitor = UNWATCHED) -> Sheet:
        """The sheet of that name, unfolded; this can take seconds, and cannot be interrupted.

        Raises:
            FileUnreadable: the sheet is damaged.
            Cancelled: the monitor was cancelled before or after.

        """
        monitor.raise_if_cancelled()
        found = _guarded(self._path, lambda: self._book.get_sheet_by_name(name))
        monitor.raise_if_cancelled()
        return Sheet(name, found)

    def close(self) -> None:
        """Let go of the file's content; sheets stay."""
        self._book.close()


def _book(path: Path, content: bytes) -> CalamineWorkbook:
    with suppress(CalamineError):  # says only that it knows no such format
        return CalamineWorkbook.from_filelike(BytesIO(content))
    # This one goes by the name, and says what is wrong.
    return CalamineWorkbook.from_path(path)  # pyright: ignore[reportUnknownMemberType]


def _protected(path: Path) -> FileProtected:
    return FileProtected(say("{path} needs a password.", path=path), advice=say(UNPROTECT))


def _guarded(path: Path, read: Callable[[], T]) -> T:
    """Run ``read``; the library's errors become words, and so do panics of its Rust code.

    A panic derives from ``BaseException`` and cannot be imported, hence by name.
    """
    try:
        return read()
    except PasswordError as error:
        raise _protected(path) from error
    except (CalamineError, OSError) as error:
        raise FileUnreadable(
            say("{path} is damaged or not a workbook: {error}.", path=path, error=error)
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise FileUnreadable(say("{path} is damaged or not a workbook.", path=path)) from error

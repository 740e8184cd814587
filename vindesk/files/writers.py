"""A table as a workbook, written row by row."""

import importlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from msgspec import Struct

from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import CALCULATED, ROWS_OF_A_SHEET
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.words import grouped, say

MOST_COLUMNS: Final = 16_384
_LONGEST_CELL: Final = 32_767
"""In UTF-16, as Excel counts."""

_CALCULATED: Final = tuple(CALCULATED)
_MOMENT: Final = "yyyy-mm-dd hh:mm:ss"
_NARROWEST, _WIDEST = 10, 40
_REPORTED_EVERY: Final = 1_000


class Sheet(Struct, frozen=True):
    """What is to be written: ``total`` rows of texts, numbers, and moments without a zone."""

    title: str
    names: Sequence[str]
    rows: Iterable[Sequence[object]]
    total: int


class Written(Struct, frozen=True):
    rows: int
    sheets: int
    cut: int
    """So many texts were too long for a cell; their beginning is there."""


def write_workbook(
    sheet: Sheet,
    draft: Path,
    temporary: Path,
    monitor: Monitor,
    *,
    most_rows: int = ROWS_OF_A_SHEET,
) -> Written:
    """Write ``sheet`` to the xlsx file ``draft``; texts stay texts, whatever they look like.

    The rows wait in files in ``temporary`` until the workbook is put together, so the memory
    stays small. What a sheet of ``most_rows`` does not hold goes on on the next one, under
    the same head.

    Raises:
        ExportFailed: a sheet has not so many columns.
        OSError: there is no room, or no permission.
        Cancelled: as before; what is in ``draft`` is of no use.

    """
    if len(sheet.names) > MOST_COLUMNS:
        raise ExportFailed(
            say(
                "There are {count} columns, and a sheet holds {most}. Nothing was written.",
                count=grouped(len(sheet.names)),
                most=grouped(MOST_COLUMNS),
            ),
            advice=say("Export fewer columns, or choose Parquet or CSV."),
        )
    faults: Any = importlib.import_module("xlsxwriter.exceptions")
    with draft.open("wb") as file:
        sink = _Sink(file, monitor)
        book = _Book(sink, temporary, sheet, most_rows)
        try:
            for number, row in enumerate(sheet.rows, start=1):
                book.put(row)
                if not number % _REPORTED_EVERY:
                    monitor.report(Progress(number, sheet.total))
            monitor.report(Progress(sheet.total, sheet.total, say("Finishing the file")))
            return book.finish()
        except faults.FileCreateError as error:
            raise error.args[0] from error
        finally:
            sink.end()
            book.let_go()


class _Book:
    def __init__(self, sink: "_Sink", temporary: Path, sheet: Sheet, most_rows: int) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(temporary),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        }
        self._book: Any = importlib.import_module("xlsxwriter").Workbook(sink, options)
        self._book.use_zip64()
        self._head = self._book.add_format({"bold": True})
        self._moment = self._book.add_format({"num_format": _MOMENT})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._title = sheet.title
        self._names = sheet.names
        self._most_rows = most_rows
        self._sheets: list[Any] = []
        self._rows = self._cut = 0
        self._begin_sheet()

    def put(self, row: Sequence[object]) -> None:
        if self._at >= self._most_rows:
            self._begin_sheet()
        for column, value in enumerate(row):
            if value is not None:
                self._put_cell(column, value)
        self._at += 1
        self._rows += 1

    def finish(self) -> Written:
        self._book.close()
        return Written(self._rows, len(self._sheets), self._cut)

    def let_go(self) -> None:
        """Close the files in which rows wait."""
        files = [file for sheet in self._sheets for file in (sheet.row_data_fh, sheet.fh)]
        for file in filter(None, files):
            with suppress(OSError):  # what is left of them has no room either
                file.close()

    def _begin_sheet(self) -> None:
        number = len(self._sheets) + 1
        sheet = self._book.add_worksheet(self._title if number == 1 else f"{self._title} {number}")
        self._sheets.append(sheet)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._names):
            width = min(max(len(name) + 2, _NARROWEST), _WIDEST)
            sheet.set_column(column, column, width)
        for column, name in enumerate(self._names):
            sheet.write_string(0, column, self._fitting(name), self._head)
        self._at = 1

    def _put_cell(self, column: int, value: object) -> None:
        sheet, at = self._sheets[-1], self._at
        if isinstance(value, str):
            look = self._quoted if value.startswith(_CALCULATED) else None
            sheet.write_string(at, column, self._fitting(value), look)
        elif isinstance(value, datetime):
            sheet.write_datetime(at, column, value, self._moment)
        else:
            sheet.write_number(at, column, value)

    def _fitting(self, text: str) -> str:
        encoded = text.encode("utf-16-le") if len(text) > _LONGEST_CELL // 2 else b""
        if len(encoded) <= 2 * _LONGEST_CELL:
            return text
        self._cut += 1
        return encoded[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


class _Sink:
    """A file as ``zipfile`` needs it, which ends when the work is cancelled.

    After its end, or a failure, it takes whatever is written and keeps nothing: ``zipfile``
    writes once more when it is collected, and nobody could catch what that raises.
    """

    def __init__(self, file: BinaryIO, monitor: Monitor) -> None:
        self._file = file
        self._monitor = monitor
        self._over = False

    def end(self) -> None:
        self._over = True

    def write(self, data: bytes) -> int:
        if self._over:
            return len(data)
        try:
            self._monitor.raise_if_cancelled()
            return self._file.write(data)
        except BaseException:
            self._over = True
            raise

    def tell(self) -> int:
        return 0 if self._over else self._file.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return 0 if self._over else self._file.seek(place, whence)

    def flush(self) -> None:
        if not self._over:
            self._file.flush()

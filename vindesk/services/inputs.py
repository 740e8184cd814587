"""What people hand in: the reader that fits a file by its content, whatever its name says."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from typing_extensions import override

from vindesk.domain.errors import FileChanged, FileUnreadable
from vindesk.domain.file_names import refuse_no_text
from vindesk.domain.input_columns import is_vin
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.words import phrase, say
from vindesk.files.content import DUCKDB, HEAD_BYTES, Content, Kind, content_of
from vindesk.files.workbook import Workbook
from vindesk.services.input import Input
from vindesk.services.input_table import Grid, InputTable
from vindesk.services.workbook_tables import WorkbookTables
from vindesk.store.delimited import DelimitedFile
from vindesk.store.delimited_records import LINES
from vindesk.store.engine import EngineLimits
from vindesk.store.file_print import FilePrint
from vindesk.store.own_file import is_open_here
from vindesk.store.parquet_input import ParquetInput

_TABLES: Final = frozenset({".csv", ".tsv", ".tab", ".psv"})
_SURE: Final = 0.9
_ADVICE: Final = phrase("Hand in text, CSV, a workbook (xlsx, xls, ods) or a Parquet file.")


class _WorkbookInput(Input):
    def __init__(self, path: Path, book: Workbook) -> None:
        tables = WorkbookTables(path, book)
        super().__init__(path, book.sheets, tables.table, book.close)
        self._tables = tables

    @override
    def sheet_with(self, vin: str | None, year: str | None, monitor: Monitor = UNWATCHED) -> str:
        return self._tables.sheet_with(vin, year, monitor)


def open_input(path: Path, limits: EngineLimits, monitor: Monitor = UNWATCHED) -> Input:
    """Open a file of any kind, whatever its name ends in.

    Raises:
        FileUnreadable: it is missing, no file, of a kind that holds no rows, empty, damaged,
            protected or too large.
        Cancelled: the monitor was cancelled.

    """
    place = path.absolute()
    try:
        _refuse(path, place)
        seen = FilePrint.of(place)
        with place.open("rb") as stream:
            content = content_of(stream.read(HEAD_BYTES))
    except OSError as error:
        raise FileUnreadable(
            say("{path} cannot be read: {why}.", path=path, why=error.strerror or error)
        ) from error

    def refuse_if_changed() -> None:
        if not seen.is_of(place):
            raise FileChanged(
                say("{path} changed while being read.", path=path),
                advice=say("Open it again."),
            )

    if content.kind is Kind.PARQUET:
        return _of_parquet(path, ParquetInput.open(path, limits, monitor), refuse_if_changed)
    if content.kind is Kind.WORKBOOK:
        return _WorkbookInput(path, Workbook.open(path, limits.memory_mb, monitor))
    if content.kind is Kind.TEXT:
        file = DelimitedFile.open(path, limits)
        return _of_text(path, file, refuse_if_changed)
    raise _of_no_use(path, content)


def stamp_of(path: Path) -> str:
    """What tells another day whether a file is the same; a ``FilePrint`` does in one run only.

    Raises:
        OSError: it cannot be looked at.

    """
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def refuse_other(path: Path, stamp: str) -> None:
    """Columns were chosen by what the file held when it had ``stamp``; empty: that is not known.

    Raises:
        FileChanged: it was written to or replaced. One that is gone is for opening to tell.

    """
    try:
        is_other = bool(stamp) and stamp_of(path) != stamp
    except OSError:
        return
    if is_other:
        raise FileChanged(
            say("{path} was changed since its columns were chosen.", path=path),
            advice=say("Import it again."),
        )


def open_text(text: str, limits: EngineLimits) -> Input:
    """What was pasted or dropped: cells of a spreadsheet, or lines.

    Raises:
        FileUnreadable: there is nothing in it.

    """
    return _of_text(None, DelimitedFile.of_text(text, limits), lambda: None)


def _of_parquet(path: Path, file: ParquetInput, refuse_if_changed: Callable[[], None]) -> Input:
    names = [column.name for column in file.columns]

    def table(_sheet: str, _header: bool | None, monitor: Monitor) -> InputTable:
        return InputTable(file, names=names, refuse_if_changed=refuse_if_changed, monitor=monitor)

    return Input(path, [path.name], table, file.close)


def _of_text(
    path: Path | None, file: DelimitedFile, refuse_if_changed: Callable[[], None]
) -> Input:
    if file.dialect.splits and not _is_table(file, path):
        file.read_as(LINES)

    def table(_sheet: str, header: bool | None, monitor: Monitor) -> InputTable:
        return InputTable(file, header=header, refuse_if_changed=refuse_if_changed, monitor=monitor)

    return Input(path, [path.name if path else say("Text")], table, lambda: None)


def _is_table(grid: Grid, path: Path | None) -> bool:
    """Whether there is a column to take VINs from.

    Sentences have commas too. VINs in several columns that have no names are one list.
    """
    table = InputTable(grid)
    if not table.has_header and _columns_with_vins(table) > 1:
        return False
    vin = table.suggestion.vin
    sure = vin is not None and vin.score >= _SURE
    return sure or path is None or path.suffix.lower() in _TABLES


def _columns_with_vins(table: InputTable) -> int:
    rows = table.preview()
    return sum(any(map(is_vin, cells)) for cells in zip(*rows, strict=True))


def _of_no_use(path: Path, content: Content) -> FileUnreadable:
    return FileUnreadable(
        say("{path} is {words}.", path=path, words=say(content.words)), advice=say(_ADVICE)
    )


def _refuse(path: Path, place: Path) -> None:
    refuse_no_text(place)
    if not place.exists():
        raise FileUnreadable(say("{path} does not exist.", path=path))
    if place.is_dir():
        raise FileUnreadable(say("{path} is a folder, not a file.", path=path))
    if is_open_here(place):
        raise _of_no_use(path, DUCKDB)
    if not place.is_file():  # reading a pipe would wait for whoever writes to it
        raise FileUnreadable(say("{path} is a special file.", path=path))
    if place.stat().st_size == 0:
        raise FileUnreadable(say("{path} is empty.", path=path))

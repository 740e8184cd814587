"""What a Parquet window shows, written to a file: whole or not at all."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.domain.column_filter import ColumnFilter, ColumnKind
from vindesk.domain.distinct_names import told_apart
from vindesk.domain.errors import ExportFailed, UserError
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.words import say
from vindesk.store.drafts import sweep_leftovers
from vindesk.store.engine import UNWATCHED
from vindesk.store.export_cells import harmless, harmless_name
from vindesk.store.export_place import (
    Exported,
    failed,
    file_place,
    new_draft,
    real_place,
    telling,
)
from vindesk.store.faults import Fault, gist
from vindesk.store.identifiers import quoted
from vindesk.store.parquet_columns import ParquetColumn, alias, as_text
from vindesk.store.parquet_faults import words_for
from vindesk.store.parquet_filters import where
from vindesk.store.parquet_pages import ColumnSort, ParquetFile

_CSV: Final = ".csv"
_NUMBER: Final = r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?"


class Shown(Struct, frozen=True):
    """What a window shows: which columns, of which rows, in which order."""

    columns: Sequence[int]
    wanted: ColumnFilter
    sorts: Sequence[ColumnSort]


def copy_rows(
    file: ParquetFile,
    shown: Shown,
    target: Path,
    taken: Callable[[], frozenset[Path]] = frozenset,
    monitor: Monitor = UNWATCHED,
) -> Exported:
    """Write the rows of ``file`` that are ``shown``; a name that ends in .csv becomes CSV.

    ``taken`` are real paths that must not be replaced: files that are open.

    Raises:
        ExportFailed: nothing was written; a file that was there before is untouched.
        FileUnreadable: the same, because of what was to be read.
        Cancelled: the same.

    """
    with telling(target):
        place = file_place(target)
        _refuse(target, place, {*map(real_place, file.files.paths), *map(real_place, taken())})
        sweep_leftovers(place.parent)
        monitor.report(Progress(0, 0, say("Writing the file")))
        with new_draft(place) as draft:
            rows = _copy(file, shown, (draft, target), monitor)
            return Exported(target, rows, draft.stat().st_size)


def _copy(file: ParquetFile, shown: Shown, places: tuple[Path, Path], monitor: Monitor) -> int:
    draft, target = places
    csv = target.suffix.lower() == _CSV

    def told(fault: Fault, message: str) -> UserError | None:
        if fault in {Fault.DISK_FULL, Fault.UNWRITABLE}:
            return failed(target, fault, gist(message))
        return words_for(file.path)(fault, message)

    limit = where(shown.wanted, file.columns)
    options = "FORMAT csv, HEADER" if csv else "FORMAT parquet, COMPRESSION zstd"
    query = f"""COPY (
        SELECT {_selected(file, shown.columns, csv=csv)} FROM {file.table} WHERE {limit.sql}
        {file.order_by(shown.sorts)}) TO ? ({options})"""  # noqa: S608 - what is of the file is quoted
    with file.reading(monitor, told) as cursor:
        found = cursor.execute(query, [file.patterns, *limit.parameters, str(draft)]).fetchall()
    return int(found[0][0])


def _selected(file: ParquetFile, places: Sequence[int], *, csv: bool) -> str:
    columns = [file.columns[place] for place in places]
    names = told_apart(column.name for column in columns)
    return ", ".join(
        f"{_csv_value(place, column) if csv else _value(place, column)} AS "
        f"{quoted(harmless_name(name) if csv else name)}"
        for place, column, name in zip(places, columns, names, strict=True)
    )


def _value(place: int, column: ParquetColumn) -> str:
    return f"CAST({alias(place)} AS VARCHAR)" if column.type == "NULL" else alias(place)


def _csv_value(place: int, column: ParquetColumn) -> str:
    """As it is shown; text that a spreadsheet would calculate gets an apostrophe before it."""
    text = as_text(place, column)
    if column.kind is not ColumnKind.TEXT:
        return text
    return harmless(text, _NUMBER)


def _refuse(target: Path, place: Path, taken: set[Path]) -> None:
    if place in taken or _same_as_any(place, taken):
        raise ExportFailed(
            say(
                "{target} is open in a window: it cannot be replaced while it is read.",
                target=target,
            ),
            advice=say("Choose another name for the file."),
        )


def _same_as_any(place: Path, taken: set[Path]) -> bool:
    """Whether it is one of them by another name."""
    return place.exists() and any(each.exists() and each.samefile(place) for each in taken)

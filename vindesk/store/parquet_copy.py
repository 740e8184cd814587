"""What a Parquet window shows, written to a file: whole or not at all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.domain.column_filter import ColumnFilter, ColumnKind
from vindesk.domain.distinct_names import told_apart
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import UNWATCHED, Monitor, Progress
from vindesk.domain.words import say
from vindesk.store.drafts import sweep_leftovers
from vindesk.store.export_cells import harmless, harmless_name
from vindesk.store.export_place import (
    Exported,
    Files,
    Target,
    file_place,
    new_draft,
    refuse_to_replace,
    target_fault,
    telling,
)
from vindesk.store.faults import Fault
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
    target: Target,
    imported: Files = tuple,
    monitor: Monitor = UNWATCHED,
) -> Exported:
    """Write the rows of ``file`` that are ``shown``; a name that ends in .csv becomes CSV.

    ``file`` itself is never replaced, and neither is a list that was ``imported``.

    Raises:
        ExportFailed: nothing was written; a file that was there before is untouched.
        FileUnreadable: the same, because of what was to be read.
        CacheError: the same, because it could not be learned what was imported.
        Cancelled: the same.

    """
    path = target.path
    with telling(path):
        place = file_place(path)
        refuse_to_replace(path, place, {*file.files.paths, *target.in_use}, imported)
        sweep_leftovers(place.parent)
        monitor.report(Progress(0, 0, say("Writing the file")))
        with new_draft(place, exclusive=not target.replace) as draft:
            rows = _copy(file, shown, (draft, path), monitor)
            return Exported(path, rows, draft.stat().st_size)


def _copy(file: ParquetFile, shown: Shown, places: tuple[Path, Path], monitor: Monitor) -> int:
    draft, target = places
    csv = target.suffix.lower() == _CSV

    def told(fault: Fault, message: str) -> UserError | None:
        return target_fault(target, fault, message) or words_for(file.path)(fault, message)

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

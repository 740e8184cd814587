"""What a Parquet window shows, written to a file: whole or not at all."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vindesk.domain.column_filter import ColumnFilter, ColumnKind
from vindesk.domain.errors import ExportFailed, UserError
from vindesk.domain.monitor import Monitor, Progress
from vindesk.store.drafts import draft_of, sweep_leftovers
from vindesk.store.engine import UNWATCHED
from vindesk.store.faults import Fault, fault_of, gist
from vindesk.store.parquet_columns import ParquetColumn, alias, as_text, quoted, told_apart
from vindesk.store.parquet_filters import where
from vindesk.store.parquet_pages import ColumnSort, ParquetFile, words_for

_CSV: Final = ".csv"
_FORMULA: Final = r"'^[=+\-@\t\r＝＋－＠]'"  # noqa: RUF001 - they are meant
_NUMBER: Final = r"'^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$'"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a window shows: which columns, of which rows, in which order."""

    columns: Sequence[int]
    wanted: ColumnFilter
    sorts: Sequence[ColumnSort]


@dataclass(frozen=True, slots=True)
class Copied:
    """A file that was written."""

    path: Path
    rows: int
    bytes: int


def copy_rows(
    file: ParquetFile,
    shown: Shown,
    target: Path,
    taken: Callable[[], frozenset[Path]] = frozenset,
    monitor: Monitor = UNWATCHED,
) -> Copied:
    """Write the rows of ``file`` that are ``shown``; a name that ends in .csv becomes CSV.

    ``taken`` are real paths that must not be replaced: files that are open.

    Raises:
        ExportFailed: nothing was written; a file that was there before is untouched.
        FileUnreadable: the same, because of what was to be read.
        Cancelled: the same.

    """
    place = Path(os.path.realpath(target))  # a link stays a link
    try:
        _refuse(target, place, {*map(_real, file.files.paths), *map(_real, taken())})
        sweep_leftovers(place.parent)
        monitor.report(Progress(0, 0, "Writing the file"))
        with draft_of(place) as draft:
            rows = _copy(file, shown, (draft, target), monitor)
            return Copied(target, rows, draft.stat().st_size)
    except OSError as error:
        raise _failed(target, fault_of(error), error.strerror or str(error)) from error


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _copy(file: ParquetFile, shown: Shown, places: tuple[Path, Path], monitor: Monitor) -> int:
    draft, target = places
    csv = target.suffix.lower() == _CSV

    def told(fault: Fault, message: str) -> UserError | None:
        if fault in {Fault.DISK_FULL, Fault.UNWRITABLE}:
            return _failed(target, fault, gist(message))
        return words_for(file.path)(fault, message)

    limit = where(shown.wanted, file.columns)
    options = "FORMAT csv, HEADER" if csv else "FORMAT parquet, COMPRESSION zstd"
    query = f"""COPY (
        SELECT {_selected(file, shown.columns, csv=csv)} FROM {file.table} WHERE {limit.sql}
        {file.order_by(shown.sorts)}) TO ? ({options})"""  # noqa: S608 - what is of the file is quoted
    draft.touch()  # so that what keeps us from writing is said by the system, not by DuckDB
    with file.reading(monitor, told) as cursor:
        found = cursor.execute(query, [file.patterns, *limit.parameters, str(draft)]).fetchall()
    return int(found[0][0])


def _selected(file: ParquetFile, places: Sequence[int], *, csv: bool) -> str:
    columns = [file.columns[place] for place in places]
    names = told_apart(column.name for column in columns)
    return ", ".join(
        f"{_csv_value(place, column) if csv else _value(place, column)} AS "
        f"{quoted(_harmless_name(name) if csv else name)}"
        for place, column, name in zip(places, columns, names, strict=True)
    )


def _value(place: int, column: ParquetColumn) -> str:
    return f"CAST({alias(place)} AS VARCHAR)" if column.type == "NULL" else alias(place)


def _csv_value(place: int, column: ParquetColumn) -> str:
    """As it is shown; text that a spreadsheet would calculate gets an apostrophe before it."""
    text = as_text(place, column)
    if column.kind is not ColumnKind.TEXT:
        return text
    return f"""CASE WHEN regexp_matches({text}, {_FORMULA})
        AND NOT regexp_matches({text}, {_NUMBER})
        THEN '''' || {text} ELSE {text} END"""


def _harmless_name(name: str) -> str:
    return f"'{name}" if name[0] in "=+-@\t\r＝＋－＠" else name  # noqa: RUF001 - they are meant


def _refuse(target: Path, place: Path, taken: set[Path]) -> None:
    if place in taken or _same_as_any(place, taken):
        raise ExportFailed(
            f"{target} is open in a window: it cannot be replaced while it is read.",
            advice="Choose another name for the file.",
        )
    if place.is_dir():
        raise ExportFailed(f"{target} is a folder.", advice="Choose a name for the file.")
    if not place.parent.is_dir():
        raise ExportFailed(
            f"The folder {target.parent} does not exist.", advice="Choose another folder."
        )


def _same_as_any(place: Path, taken: set[Path]) -> bool:
    """Whether it is one of them by another name."""
    return place.exists() and any(each.exists() and each.samefile(place) for each in taken)


def _failed(target: Path, fault: Fault, why: str) -> ExportFailed:
    if fault is Fault.DISK_FULL:
        return ExportFailed(
            f"There is no room left for {target}. Nothing was written.",
            advice="Free some space, or choose another disk.",
        )
    return ExportFailed(
        f"{target} cannot be written: {why}. A file that was there before is untouched.",
        advice="Choose another folder.",
    )

"""The cache as a Parquet file: written by DuckDB, whole or not at all."""

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vindesk.domain.errors import ExportFailed
from vindesk.domain.monitor import Monitor, Progress
from vindesk.store.database import Database
from vindesk.store.drafts import draft_of
from vindesk.store.engine import UNWATCHED, Cursor, translated
from vindesk.store.faults import Fault, fault_of, gist
from vindesk.store.schema import ANSWER_COLUMNS, PRESENT, VALUE_COLUMNS, VIN_COLUMN, Column

_FIRST: Final = ("make", "model", "model_year", "body_class")

EXPORTED: Final = (
    VIN_COLUMN,
    *sorted(
        VALUE_COLUMNS,
        key=lambda column: _FIRST.index(column.name) if column.name in _FIRST else len(_FIRST),
    ),
    *ANSWER_COLUMNS,
)
"""The five columns that everybody wants, then the others."""


def _selected(column: Column) -> str:
    if column.arrow == "timestamp[us]":
        return f"timezone('UTC', {column.quoted}) AS {column.quoted}"
    return column.quoted


_ALL: Final = f"SELECT {', '.join(map(_selected, EXPORTED))} FROM vehicle WHERE {PRESENT}"  # noqa: S608
_COUNT: Final = f"SELECT count(*) FROM vehicle WHERE {PRESENT}"  # noqa: S608 - our constant
_LARGEST_GROUP = 122_880
_SMALLEST_GROUP = 4_096
_ROWS_PER_MB = 60
_MOST_IN_ORDER = 20_000


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written."""

    path: Path
    rows: int
    bytes: int


def export_parquet(
    database: Database,
    target: Path,
    *,
    monitor: Monitor = UNWATCHED,
    metadata: Mapping[str, str],
) -> Exported:
    """Write every vehicle that is there to ``target``.

    Up to 20,000 are in the order in which they came in. More are in no order: putting
    rows this wide in order takes many times as long as writing them, and much memory.

    Raises:
        ExportFailed: nothing was written; a file that was there before is untouched.
        Cancelled: as before.
        CacheError: the cache could not be read.

    """
    return put_in_place(
        database, target, monitor, lambda draft: _copy(database, draft, target, monitor, metadata)
    )


def put_in_place(
    database: Database, target: Path, monitor: Monitor, write: Callable[[Path], int]
) -> Exported:
    """Let ``write`` write a draft, which becomes ``target`` when it is whole.

    Raises:
        ExportFailed: nothing was written; a file that was there before is untouched.

    """
    place = Path(os.path.realpath(target))  # a link stays a link
    monitor.report(Progress(0, 0, "Writing the file"))
    try:
        _refuse(target, place, database)
        with draft_of(place) as draft:
            rows = write(draft)
            size = draft.stat().st_size
    except OSError as error:
        raise _failed(target, fault_of(error), error.strerror or str(error)) from error
    return Exported(target, rows, size)


@contextmanager
def copying(database: Database, target: Path, monitor: Monitor) -> Generator[Cursor, None, None]:
    """A cursor for a COPY; what keeps it from writing is told as a fault of ``target``."""

    def told(fault: Fault, message: str) -> ExportFailed | None:
        if fault in {Fault.DISK_FULL, Fault.UNWRITABLE}:
            return _failed(target, fault, gist(message))
        return None

    with database.cursor(monitor) as cursor, translated(told, monitor):
        yield cursor


def parquet_options(memory_mb: int, metadata: Mapping[str, str]) -> Mapping[str, object]:
    """Options of COPY; an empty one must be left out."""
    group = min(max(memory_mb * _ROWS_PER_MB, _SMALLEST_GROUP), _LARGEST_GROUP)
    options = {"COMPRESSION": "zstd", "ROW_GROUP_SIZE": group, "KV_METADATA": dict(metadata)}
    return {name: value for name, value in options.items() if value}


def _copy(
    database: Database, draft: Path, target: Path, monitor: Monitor, metadata: Mapping[str, str]
) -> int:
    with copying(database, target, monitor) as cursor:
        ((size,),) = cursor.execute(_COUNT).fetchall()
        order = " ORDER BY seq" if size <= _MOST_IN_ORDER else ""
        given = parquet_options(database.memory_mb, metadata)
        names = ", ".join(f"{name} ?" for name in given)
        cursor.execute(
            f"COPY ({_ALL}{order}) TO ? (FORMAT parquet, {names})", [str(draft), *given.values()]
        )
        ((rows,),) = cursor.fetchall()
    return int(rows)


def _refuse(target: Path, place: Path, database: Database) -> None:
    if place in {Path(os.path.realpath(own)) for own in (database.path, database.log_path)}:
        raise ExportFailed(
            f"{target} is vindesk's own cache.", advice="Choose another name for the file."
        )
    if place.is_dir():
        raise ExportFailed(f"{target} is a folder.", advice="Choose a name for the file.")
    if not place.parent.is_dir():
        raise ExportFailed(
            f"The folder {target.parent} does not exist.", advice="Choose another folder."
        )


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

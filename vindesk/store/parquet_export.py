"""The cache as a Parquet file: written by DuckDB, whole or not at all."""

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vindesk.domain.errors import ExportFailed
from vindesk.domain.monitor import Monitor, Progress
from vindesk.store.database import Database
from vindesk.store.drafts import draft_of
from vindesk.store.engine import UNWATCHED, translated
from vindesk.store.faults import Fault, gist
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


_COPY: Final = (
    f"COPY (SELECT {', '.join(map(_selected, EXPORTED))} FROM vehicle "  # noqa: S608 - names of ours
    f"WHERE {PRESENT} ORDER BY seq) TO ? (FORMAT parquet, COMPRESSION zstd"
)


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
    """Write every vehicle that is there to ``target``, the oldest first.

    Raises:
        ExportFailed: nothing was written; a file that was there before is untouched.
        Cancelled: as before.
        CacheError: the cache could not be read.

    """
    place = target.resolve()
    _refuse(target, place, database)
    monitor.report(Progress(0, 0, "Writing the file"))
    try:
        with draft_of(place) as draft:
            rows = _copy(database, draft, target, monitor, metadata)
            size = draft.stat().st_size
    except OSError as error:
        full = error.errno == errno.ENOSPC
        fault = Fault.DISK_FULL if full else Fault.UNWRITABLE
        raise _failed(target, fault, error.strerror or str(error)) from error
    return Exported(target, rows, size)


def _copy(
    database: Database, draft: Path, target: Path, monitor: Monitor, metadata: Mapping[str, str]
) -> int:
    def told(fault: Fault, message: str) -> ExportFailed | None:
        if fault in {Fault.DISK_FULL, Fault.UNWRITABLE}:
            return _failed(target, fault, gist(message))
        return None

    with database.cursor(monitor) as cursor, translated(told, monitor):
        if metadata:
            cursor.execute(f"{_COPY}, KV_METADATA ?)", [str(draft), dict(metadata)])
        else:
            cursor.execute(f"{_COPY})", [str(draft)])
        ((rows,),) = cursor.fetchall()
    return int(rows)


def _refuse(target: Path, place: Path, database: Database) -> None:
    if place in {database.path.resolve(), database.log_path.resolve()}:
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

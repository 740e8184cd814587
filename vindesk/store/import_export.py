"""An import as a file: what was refused, or its whole input with the answers beside it."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import Final

from vindesk.domain.export_plan import ExportFormat, other_form
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.store.database import Database
from vindesk.store.engine import the_number
from vindesk.store.export_cells import TEXT, FileColumn, own_columns
from vindesk.store.export_place import Exported, Target, copying, put_in_place
from vindesk.store.export_query import EXPORTED, own_names_of
from vindesk.store.parquet_options import parquet_options
from vindesk.store.schema import PRESENT, VIN_COLUMN
from vindesk.store.streamed import Streamed, streamed


class Part(Enum):
    """What of an import is written."""

    REJECTS = auto()
    """The rows whose text is no VIN, the user's own columns beside it, and why."""

    ANSWERS = auto()
    """The whole input in its order.

    Beside what was written come the user's own columns, the vehicle, and why there is none.
    """


def form_of(target: Path) -> ExportFormat:
    """By the ending of the name; Parquet if there is none.

    Raises:
        ExportFailed: it is another ending.

    """
    ending = target.suffix.lower().removeprefix(".")
    if ending and ending not in set(ExportFormat):
        raise other_form(target)
    return ExportFormat.of(target)


_ROW: Final = "row"
_WRITTEN: Final = "written"
_PROBLEM: Final = "problem"
_OWN: Final = "item.own"
_REJECTS: Final = """FROM import_item AS item WHERE item.job = ? AND item.problem IS NOT NULL
    ORDER BY item.item"""
_ANSWERS: Final = f"""FROM import_item AS item
    LEFT JOIN vehicle ON vehicle.vin = item.vin AND {PRESENT}
    LEFT JOIN import_failure AS failure ON failure.job = item.job AND failure.vin = item.vin
    WHERE item.job = ? ORDER BY item.item"""
_SOURCES: Final = {Part.REJECTS: _REJECTS, Part.ANSWERS: _ANSWERS}

_AS_WRITTEN: Final = (
    FileColumn('item."row"', "BIGINT", _ROW),
    FileColumn("item.written", TEXT, _WRITTEN),
)


class ImportFiles:
    """Writes imports to files; ``metadata`` goes into those that are Parquet."""

    def __init__(self, database: Database, metadata: Mapping[str, str]) -> None:
        self._database = database
        self._metadata = metadata

    def copy(self, job: int, part: Part, target: Target, monitor: Monitor = UNWATCHED) -> Exported:
        """Write Parquet or CSV by COPY.

        Raises:
            ExportFailed, DiskFull: nothing was written; a file that was there is untouched.
            Cancelled: as before.
            CacheError: the cache could not be read.

        """
        form = form_of(target.path)
        options: dict[str, object] = {"FORMAT": form.value}
        if form is ExportFormat.CSV:
            options["HEADER"] = True
        else:
            options |= parquet_options(self._database.memory_mb, self._metadata)
        selected = _selected(self._columns(job, part, monitor), form)
        names = ", ".join(f"{name} ?" for name in options)
        query = f"COPY (SELECT {selected} {_SOURCES[part]}) TO ? ({names})"

        def write(draft: Path) -> int:
            with copying(self._database, target.path, monitor) as cursor:
                cursor.execute(query, [job, str(draft), *options.values()])
                ((written,),) = cursor.fetchall()
            return int(written)

        return put_in_place(self._database, target, monitor, write)

    @contextmanager
    def rows(
        self, job: int, part: Part, target: Target, monitor: Monitor = UNWATCHED
    ) -> Generator[Streamed, None, None]:
        """The rows for a workbook, fetched while they are asked for; raises as ``copy``."""
        columns, source = self._columns(job, part, monitor), _SOURCES[part]
        selected = _selected(columns, ExportFormat.XLSX)
        with copying(self._database, target.path, monitor) as cursor:
            counted = f"SELECT count(*) FROM (SELECT 1 {source})"  # noqa: S608 - SQL of ours
            total = the_number(cursor.execute(counted, [job]))
            relation = cursor.sql(f"SELECT {selected} {source}", params=[job])
            yield streamed(relation, [column.name for column in columns], total, monitor)

    def _columns(self, job: int, part: Part, monitor: Monitor) -> Sequence[FileColumn]:
        with self._database.cursor(monitor) as cursor:
            names = own_names_of(cursor, job)
        return _of_rejects(names) if part is Part.REJECTS else _with_answers(names)


def _selected(columns: Sequence[FileColumn], form: ExportFormat) -> str:
    return ", ".join(column.selected(form) for column in columns)


def _of_rejects(own_names: Sequence[str]) -> Sequence[FileColumn]:
    own = own_columns(_OWN, own_names, (_ROW, _WRITTEN, _PROBLEM))
    return (*_AS_WRITTEN, *own, FileColumn("item.problem", TEXT, _PROBLEM))


def _with_answers(own_names: Sequence[str]) -> Sequence[FileColumn]:
    names = [column.name for column in EXPORTED]
    answers = [
        FileColumn(f"vehicle.{column.quoted}", column.type.partition(" ")[0], column.name)
        for column in EXPORTED
    ]
    answers[names.index(VIN_COLUMN.name)] = FileColumn("item.vin", TEXT, VIN_COLUMN.name)
    return (
        *_AS_WRITTEN,
        *own_columns(_OWN, own_names, (_ROW, _WRITTEN, *names, _PROBLEM)),
        *answers,
        FileColumn("coalesce(item.problem, failure.reason)", TEXT, _PROBLEM),
    )

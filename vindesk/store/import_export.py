"""An import as a file: what was refused, or its whole input with the answers beside it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import ExportFormat
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.store.database import Database
from vindesk.store.engine import UNWATCHED
from vindesk.store.export_cells import TEXT, FileColumn, own_columns
from vindesk.store.export_place import Exported, Target, copying, put_in_place
from vindesk.store.export_query import EXPORTED
from vindesk.store.parquet_options import parquet_options
from vindesk.store.schema import PRESENT, VIN_COLUMN


class Format(StrEnum):
    PARQUET = "parquet"
    CSV = "csv"

    @classmethod
    def of(cls, target: Path) -> "Format":
        """By the ending of the name; Parquet if there is none.

        Raises:
            ExportFailed: it is another ending.

        """
        ending = target.suffix.lower().removeprefix(".")
        if ending and ending not in set(cls):
            raise ExportFailed(
                say("{name} would be neither Parquet nor CSV.", name=target.name),
                advice=say("Choose a name that ends with .parquet or .csv."),
            )
        return cls(ending) if ending else cls.PARQUET


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


_AS_WRITTEN: Final = (
    FileColumn('item."row"', "BIGINT", _ROW),
    FileColumn("item.written", TEXT, _WRITTEN),
)


class ImportFiles:
    """Writes imports to files; ``metadata`` goes into those that are Parquet."""

    def __init__(self, database: Database, metadata: Mapping[str, str]) -> None:
        self._database = database
        self._metadata = metadata

    def rejects(self, job: int, target: Path, monitor: Monitor = UNWATCHED) -> Exported:
        """Write the rows whose text is no VIN, the user's own columns beside it, and why.

        Raises:
            ExportFailed, DiskFull: nothing was written; a file that was there is untouched.
            Cancelled: as before.
            CacheError: the cache could not be read.

        """
        own = own_columns(_OWN, self._own_names(job, monitor), (_ROW, _WRITTEN, _PROBLEM))
        columns = (*_AS_WRITTEN, *own, FileColumn("item.problem", TEXT, _PROBLEM))
        return self._write(job, target, (columns, _REJECTS), monitor)

    def answers(self, job: int, target: Path, monitor: Monitor = UNWATCHED) -> Exported:
        """Write the whole input in its order; raises as ``rejects``.

        Beside what was written come the user's own columns, the vehicle, and why there is none.
        """
        columns = _with_answers(self._own_names(job, monitor))
        return self._write(job, target, (columns, _ANSWERS), monitor)

    def _own_names(self, job: int, monitor: Monitor) -> Sequence[str]:
        with self._database.cursor(monitor) as cursor:
            query = "SELECT own_names FROM import_job WHERE id = ?"
            ((names,),) = cursor.execute(query, [job]).fetchall()
        return names

    def _write(
        self, job: int, target: Path, what: tuple[Sequence[FileColumn], str], monitor: Monitor
    ) -> Exported:
        form, (columns, source) = Format.of(target), what
        options: dict[str, object] = {"FORMAT": form.value}
        if form is Format.CSV:
            options["HEADER"] = True
        else:
            options |= parquet_options(self._database.memory_mb, self._metadata)
        selected = ", ".join(column.selected(ExportFormat(form)) for column in columns)
        names = ", ".join(f"{name} ?" for name in options)
        query = f"COPY (SELECT {selected} {source}) TO ? ({names})"

        def write(draft: Path) -> int:
            with copying(self._database, target, monitor) as cursor:
                cursor.execute(query, [job, str(draft), *options.values()])
                ((written,),) = cursor.fetchall()
            return int(written)

        return put_in_place(self._database, Target(target), monitor, write)


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

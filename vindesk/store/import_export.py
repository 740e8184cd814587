"""An import as a file: what was refused, or its whole input with the answers beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Final

from vindesk.domain.monitor import Monitor
from vindesk.store.database import Database
from vindesk.store.drafts import sweep_leftovers
from vindesk.store.engine import UNWATCHED
from vindesk.store.parquet_export import (
    EXPORTED,
    Exported,
    copying,
    parquet_options,
    put_in_place,
)
from vindesk.store.schema import PRESENT, VIN_COLUMN


class Format(StrEnum):
    PARQUET = "parquet"
    CSV = "csv"

    @classmethod
    def of(cls, target: Path) -> "Format":
        """By the ending of the name; Parquet if it says nothing."""
        return cls.CSV if target.suffix.lower() == ".csv" else cls.PARQUET


_FORMULA: Final = r"^[=+\-@\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
"""How a text begins that a spreadsheet takes for a formula, or for what precedes one."""

_NUMBER: Final = r"[+-]?[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?"
_ROW: Final = "row"
_WRITTEN: Final = "written"
_PROBLEM: Final = "problem"
_TEXT: Final = "VARCHAR"
_MOMENT: Final = "TIMESTAMP"
_REJECTS: Final = """FROM import_item AS item WHERE item.job = ? AND item.problem IS NOT NULL
    ORDER BY item.item"""
_ANSWERS: Final = f"""FROM import_item AS item
    LEFT JOIN vehicle ON vehicle.vin = item.vin AND {PRESENT}
    LEFT JOIN import_failure AS failure ON failure.job = item.job AND failure.vin = item.vin
    WHERE item.job = ? ORDER BY item.item"""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file."""

    expression: str
    type: str
    name: str


_AS_WRITTEN: Final = (
    _Column('item."row"', "BIGINT", _ROW),
    _Column("item.written", _TEXT, _WRITTEN),
)


class ImportFiles:
    """Writes imports to files; ``metadata`` goes into those that are Parquet."""

    def __init__(self, database: Database, metadata: Mapping[str, str]) -> None:
        self._database = database
        self._metadata = metadata

    def rejects(self, job: int, target: Path, monitor: Monitor = UNWATCHED) -> Exported:
        """Write the rows whose text is no VIN, and why.

        Raises:
            ExportFailed, DiskFull: nothing was written; a file that was there is untouched.
            Cancelled: as before.
            CacheError: the cache could not be read.

        """
        columns = (*_AS_WRITTEN, _Column("item.problem", _TEXT, _PROBLEM))
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
        self, job: int, target: Path, what: tuple[Sequence[_Column], str], monitor: Monitor
    ) -> Exported:
        sweep_leftovers(target.resolve().parent)
        form, (columns, source) = Format.of(target), what
        options: dict[str, object] = {"FORMAT": form.value}
        if form is Format.CSV:
            options["HEADER"] = True
        else:
            options |= parquet_options(self._database.memory_mb, self._metadata)
        selected = ", ".join(_selected(column, form) for column in columns)
        names = ", ".join(f"{name} ?" for name in options)
        query = f"COPY (SELECT {selected} {source}) TO ? ({names})"

        def write(draft: Path) -> int:
            with copying(self._database, target, monitor) as cursor:
                cursor.execute(query, [job, str(draft), *options.values()])
                ((written,),) = cursor.fetchall()
            return int(written)

        return put_in_place(self._database, target, monitor, write)


def _with_answers(own_names: Sequence[str]) -> Sequence[_Column]:
    names = [column.name for column in EXPORTED]
    own = _told_apart(own_names, (_ROW, _WRITTEN, *names, _PROBLEM))
    answers = [
        _Column(f"vehicle.{column.quoted}", column.type.partition(" ")[0], column.name)
        for column in EXPORTED
    ]
    answers[names.index(VIN_COLUMN.name)] = _Column("item.vin", _TEXT, VIN_COLUMN.name)
    return (
        *_AS_WRITTEN,
        *(_Column(f"item.own[{place}]", _TEXT, name) for place, name in enumerate(own, start=1)),
        *answers,
        _Column("coalesce(item.problem, failure.reason)", _TEXT, _PROBLEM),
    )


# -- cells and names -------------------------------------------------------------


def _selected(column: _Column, form: Format) -> str:
    expression, name = column.expression, column.name
    if column.type == _MOMENT:
        expression = f"timezone('UTC', {expression})"
    if form is Format.CSV:
        name = _harmless_name(name)
        if column.type == _TEXT:
            expression = _harmless(expression)
    return f"{expression} AS {_quoted(name)}"


def _harmless(expression: str) -> str:
    """Text as it is, unless a spreadsheet would calculate it: then an apostrophe precedes it."""
    return f"""CASE WHEN regexp_matches({expression}, '{_FORMULA}')
        AND NOT regexp_full_match({expression}, '{_NUMBER}')
        THEN '''' || {expression} ELSE {expression} END"""


def _harmless_name(name: str) -> str:
    return f"'{name}" if name[0] in "=+-@\t\r\n＝＋－＠" else name  # noqa: RUF001 - they are meant


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _told_apart(own: Sequence[str], ours: Sequence[str]) -> Sequence[str]:
    """Names that differ, also for who does not tell capitals from small letters."""
    taken = {name.casefold() for name in ours}
    result: list[str] = []
    for place, written in enumerate(own, start=1):
        name = written.replace("\0", " ").strip() or f"column {place}"
        free = next(each for each in _variants(name) if each.casefold() not in taken)
        taken.add(free.casefold())
        result.append(free)
    return result


def _variants(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))

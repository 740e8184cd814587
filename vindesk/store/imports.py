"""Imports in the cache: what each was asked for, and how far it is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from vindesk.domain.errors import ListForgotten
from vindesk.domain.import_job import (
    Cached,
    Failed,
    ImportPlan,
    ImportRecord,
    ImportReport,
    ImportState,
    Rejected,
)
from vindesk.domain.vehicle import Quality
from vindesk.domain.words import say
from vindesk.store.database import Database
from vindesk.store.engine import rows, the_number
from vindesk.store.moments import from_cache, to_cache
from vindesk.store.room import modest
from vindesk.store.schema import PRESENT

_LONG_AGO: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - as the cache has it
_RECORD: Final = "id, name, plan, state, added_at, items, position, answered"
_VINS: Final = "SELECT vin FROM import_item WHERE job = ? AND vin IS NOT NULL"
_COUNTS: Final = """
    SELECT coalesce(sum(times), 0)::BIGINT, count(*), count(*) FILTER (first <= ?) FROM (
        SELECT count(*) AS times, min(item) AS first FROM import_item
        WHERE job = ? AND vin IS NOT NULL GROUP BY vin)"""
"""Rows with a VIN, different VINs, those that were dealt with: gathered once, for it is the
largest thing in memory when a million rows are done."""


class Imports:
    """Reads and writes the records; every member may be called from any thread."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(self, plan: ImportPlan) -> ImportRecord:
        """Begin an import; nothing of its input is in the cache yet."""
        now = to_cache(self._clock())
        with self._database.transaction(only_adds=True) as cursor:
            number = the_number(cursor.execute("SELECT nextval('import_seq')"))
            cursor.execute(
                "INSERT INTO import_job VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
                [
                    number,
                    plan.name,
                    msgspec.json.encode(plan).decode(),
                    list(plan.columns.own_names),
                    _fresh_from(plan, now),
                    ImportState.READING.value,
                    now,
                ],
            )
        return self.get(number)

    def get(self, number: int) -> ImportRecord:
        """The import with this number.

        Raises:
            ListForgotten: there is none.

        """
        with self._database.cursor() as cursor:
            query = f"SELECT {_RECORD} FROM import_job WHERE id = ?"  # noqa: S608 - names of ours
            found = cursor.execute(query, [number]).fetchall()
        if not found:
            raise ListForgotten(
                say("It is not there any more. Its vehicles are still in the cache.")
            )
        return _record(found[0])

    def all(self) -> Sequence[ImportRecord]:
        """Every import, the newest first."""
        with self._database.cursor() as cursor:
            query = f"SELECT {_RECORD} FROM import_job ORDER BY id DESC"  # noqa: S608 - names of ours
            return [_record(row) for row in rows(cursor.execute(query))]

    def turn(self, number: int, state: ImportState) -> None:
        """Note how it goes on with an import.

        One whose file was not wholly read can only be given up, and what was given up stays so.
        """
        with self._database.transaction(only_adds=True) as cursor:
            cursor.execute(
                """UPDATE import_job SET state = ? WHERE id = ?
                AND state <> 'cancelled' AND (state <> 'reading' OR ? = 'cancelled')""",
                [state.value, number, state.value],
            )

    def rename(self, number: int, name: str) -> None:
        with self._database.transaction(only_adds=True) as cursor:
            cursor.execute("UPDATE import_job SET name = ? WHERE id = ?", [name, number])

    def forget(self, number: int) -> None:
        """Delete the list; the vehicles stay in the cache."""
        with self._database.transaction(only_adds=True) as cursor:
            cursor.execute("DELETE FROM import_item WHERE job = ?", [number])
            cursor.execute("DELETE FROM import_failure WHERE job = ?", [number])
            cursor.execute("DELETE FROM import_job WHERE id = ?", [number])

    # -- reports ---------------------------------------------------------------

    def report(self, number: int) -> ImportReport:
        """What came of it so far."""
        record = self.get(number)
        with modest(self._database, record.items), self._database.cursor() as cursor:
            found = cursor.execute(_COUNTS, [record.position, number]).fetchall()
            ((legal, vins, past),) = found
            query = "SELECT count(problem) FROM import_item WHERE job = ?"
            rejected = the_number(cursor.execute(query, [number]))
            query = "SELECT count(*) FROM import_failure WHERE job = ?"
            failed = the_number(cursor.execute(query, [number]))
            qualities = cursor.execute(
                f"""SELECT quality, count(*) FROM vehicle
                WHERE {PRESENT} AND vin IN ({_VINS}) GROUP BY quality""",  # noqa: S608
                [number],
            ).fetchall()
        by_quality: Mapping[Quality, int] = {Quality(name): count for name, count in qualities}
        kept = max(past - record.answered - failed, 0)  # of one VIN two years may be asked
        return ImportReport(record, vins, kept, legal - vins, rejected, failed, by_quality)

    def rejected(self, number: int, most: int, own: int = 0) -> Sequence[Rejected]:
        """The rows whose text is no VIN, in the order of the input, with ``own`` columns."""
        with self._database.cursor() as cursor:
            query = """SELECT "row", written, problem, own[:?] FROM import_item
                WHERE job = ? AND problem IS NOT NULL ORDER BY item LIMIT ?"""
            found = rows(cursor.execute(query, [own, number, most]))
            return [
                Rejected(row, written, problem, tuple(cells or ()))
                for row, written, problem, cells in found
            ]

    def failed(self, number: int, most: int) -> Sequence[Failed]:
        """The VINs that got no answer."""
        with self._database.cursor() as cursor:
            query = "SELECT vin, reason FROM import_failure WHERE job = ? ORDER BY vin LIMIT ?"
            return [Failed(*row) for row in rows(cursor.execute(query, [number, most]))]


def _fresh_from(plan: ImportPlan, now: datetime) -> datetime:
    """Answers that were fetched before are asked for anew."""
    if plan.cached is Cached.REFRESH_ALL:
        return now
    if plan.cached is Cached.REFRESH_OLDER and plan.older_than is not None:
        return to_cache(plan.older_than)
    return _LONG_AGO


def imported_files(database: Database) -> Collection[Path]:
    """The files that the lists of all imports were read from.

    Not those that old plans name without their folder: nobody knows in which they lay.
    """
    with database.cursor() as cursor:
        plans = cursor.execute("SELECT plan FROM import_job").fetchall()
    paths = (msgspec.json.decode(plan, type=ImportPlan).path for (plan,) in plans)
    return {place for path in paths if path and (place := Path(path)).is_absolute()}


def _record(row: tuple[Any, ...]) -> ImportRecord:
    number, name, plan, state, added_at, *counts = row
    return ImportRecord(
        number,
        replace(msgspec.json.decode(plan, type=ImportPlan), name=name),
        ImportState(state),
        from_cache(added_at),
        *counts,
    )

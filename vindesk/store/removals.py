"""Removing vehicles so that they can come back: set aside under a batch, restored, purged."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from vindesk.domain.vin import Vin
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import rows, the_number
from vindesk.store.lived_time import LIVED_UNTIL
from vindesk.store.moments import from_cache, to_cache
from vindesk.store.rearrangements import MOST
from vindesk.store.room import with_room
from vindesk.store.schema import PRESENT
from vindesk.store.vehicle_order import Keys

_REMOVE: Final = (
    f"UPDATE vehicle SET removed_batch = ? WHERE {PRESENT} AND vin IN (SELECT vin FROM wanted)"  # noqa: S608
)
_REMOVE_KEYS: Final = (
    f"UPDATE vehicle SET removed_batch = ? WHERE {PRESENT} AND seq IN (SELECT seq FROM wanted)"  # noqa: S608
)
_FEW: Final = 3
_SET_ASIDE: Final = f"""
    SELECT batch, any_value(removed_at), count(*), min(vin, {_FEW})
    FROM vehicle JOIN removal ON removed_batch = batch
    GROUP BY batch ORDER BY batch DESC LIMIT ?"""  # noqa: S608 - a number of ours
_KEYS: Final = "SELECT seq FROM vehicle WHERE removed_batch = ?"
_SOME_KEYS: Final = f"{_KEYS} LIMIT ?"
_NOTE: Final = f"INSERT OR REPLACE INTO removal SELECT ?, greatest(?, ({LIVED_UNTIL})), ?"
"""With a clock that has gone back a removal would be old as soon as that is put right. One that is
done again may be met in a backup that was restored meanwhile."""

_PURGE: Final = (
    "DELETE FROM vehicle WHERE removed_batch IN (SELECT batch FROM removal WHERE removed_at < ?)"
)


class RemovalBatch(Struct, frozen=True):
    """Vehicles that were removed together; ``count`` of them had been there."""

    id: int
    count: int


class SetAside(Struct, frozen=True):
    """Vehicles that were removed together, and can be brought back."""

    batch: int
    removed_at: datetime
    count: int
    """How many are left: others were looked up again since."""

    vins: Sequence[str]
    """The first three of them, by VIN."""


class Removals:
    """Each removal is one transaction, however many vehicles it has."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def remove(self, vins: Iterable[Vin]) -> RemovalBatch:
        """Set aside those of ``vins`` that are there."""
        wanted = arrow.vin_table(vins)
        return with_room(self._database, lambda: self._set_aside(_REMOVE, wanted))

    def remove_keys(self, keys: "Keys[int]", batch: int | None = None) -> RemovalBatch:
        """Set aside the vehicles of these numbers that are there; for a million of them too.

        Those that were brought back go under the number of their ``batch`` again.
        """
        wanted = arrow.column("seq", arrow.numbers(keys))
        return with_room(self._database, lambda: self._set_aside(_REMOVE_KEYS, wanted, keys, batch))

    def _set_aside(
        self,
        update: str,
        wanted: object,
        stirs: "Keys[int] | None" = None,
        batch: int | None = None,
    ) -> RemovalBatch:
        moment = to_cache(self._clock())
        with self._database.transaction(stirs=stirs) as cursor:
            cursor.register("wanted", wanted)
            if batch is None:
                batch = the_number(cursor.execute("SELECT nextval('removal_seq')"))
            count = the_number(cursor.execute(update, [batch]))
            cursor.execute(_NOTE, [batch, moment, count])
        return RemovalBatch(batch, count)

    def restore(self, batch: int) -> int:
        """Bring the vehicles of ``batch`` back; how many came.

        One that has been looked up again since stays as it is: the newer answer wins.
        """
        return with_room(self._database, lambda: self._restore(batch))

    def _restore(self, batch: int) -> int:
        keys = Keys("q")
        with self._database.transaction(stirs=keys) as cursor:
            keys.extend(key for (key,) in rows(cursor.execute(_SOME_KEYS, [batch, MOST + 1])))
            cursor.execute("DELETE FROM removal WHERE batch = ?", [batch])
            return the_number(
                cursor.execute(
                    "UPDATE vehicle SET removed_batch = NULL WHERE removed_batch = ?", [batch]
                )
            )

    def set_aside(self, most: int) -> Sequence[SetAside]:
        """What can be brought back, the newest removal first; at most so many."""
        with self._database.cursor() as cursor:
            found = cursor.execute(_SET_ASIDE, [most]).fetchall()
        return [SetAside(batch, from_cache(at), count, vins) for batch, at, count, vins in found]

    def keys(self, batch: int) -> "Keys[int]":
        """The numbers of the vehicles that are set aside under ``batch``."""
        with self._database.cursor() as cursor:
            return arrow.integers(cursor.sql(_KEYS, params=[batch]).to_arrow_table())

    def purge(self, older_than: datetime) -> int:
        """Delete for good what was removed before ``older_than``; how many vehicles."""
        moment = to_cache(older_than)
        with self._database.transaction() as cursor:
            count = the_number(cursor.execute(_PURGE, [moment]))
            cursor.execute("DELETE FROM removal WHERE removed_at < ?", [moment])
        return count

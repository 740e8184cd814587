"""Removing vehicles so that they can come back: set aside under a batch, restored, purged."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from msgspec import Struct

from vindesk.domain.vin import Vin
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import rows, the_number
from vindesk.store.moments import to_cache
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
_REMOVED: Final = "SELECT seq FROM vehicle WHERE removed_batch = ? LIMIT ?"
_PURGE: Final = (
    "DELETE FROM vehicle WHERE removed_batch IN (SELECT batch FROM removal WHERE removed_at < ?)"
)


class RemovalBatch(Struct, frozen=True):
    """Vehicles that were removed together; ``count`` of them had been there."""

    id: int
    count: int


class Removals:
    """Each removal is one transaction, however many vehicles it has."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def remove(self, vins: Iterable[Vin]) -> RemovalBatch:
        """Set aside those of ``vins`` that are there."""
        wanted = arrow.vin_table(vins)
        return with_room(self._database, lambda: self._set_aside(_REMOVE, wanted))

    def remove_keys(self, keys: "Keys[int]") -> RemovalBatch:
        """Set aside the vehicles of these numbers that are there; for a million of them too."""
        wanted = arrow.column("seq", arrow.numbers(keys))
        return with_room(self._database, lambda: self._set_aside(_REMOVE_KEYS, wanted, keys))

    def _set_aside(
        self, update: str, wanted: object, stirs: "Keys[int] | None" = None
    ) -> RemovalBatch:
        moment = to_cache(self._clock())
        with self._database.transaction(stirs=stirs) as cursor:
            cursor.register("wanted", wanted)
            batch = the_number(cursor.execute("SELECT nextval('removal_seq')"))
            count = the_number(cursor.execute(update, [batch]))
            cursor.execute("INSERT INTO removal VALUES (?, ?, ?)", [batch, moment, count])
        return RemovalBatch(batch, count)

    def restore(self, batch: int) -> int:
        """Bring the vehicles of ``batch`` back; how many came.

        One that has been looked up again since stays as it is: the newer answer wins.
        """
        return with_room(self._database, lambda: self._restore(batch))

    def _restore(self, batch: int) -> int:
        keys = Keys("q")
        with self._database.transaction(stirs=keys) as cursor:
            keys.extend(key for (key,) in rows(cursor.execute(_REMOVED, [batch, MOST + 1])))
            cursor.execute("DELETE FROM removal WHERE batch = ?", [batch])
            return the_number(
                cursor.execute(
                    "UPDATE vehicle SET removed_batch = NULL WHERE removed_batch = ?", [batch]
                )
            )

    def purge(self, older_than: datetime) -> int:
        """Delete for good what was removed before ``older_than``; how many vehicles."""
        moment = to_cache(older_than)
        with self._database.transaction() as cursor:
            count = the_number(cursor.execute(_PURGE, [moment]))
            cursor.execute("DELETE FROM removal WHERE removed_at < ?", [moment])
        return count

"""What has lain in the cache for so long that nobody asks for it any more."""

from datetime import datetime
from typing import Final

from vindesk.domain.vehicle import Quality
from vindesk.store.database import Database
from vindesk.store.engine import the_number
from vindesk.store.moments import to_cache
from vindesk.store.schema import PRESENT

_REMOVED: Final = """
    SELECT count(*) FROM vehicle
    WHERE removed_batch IN (SELECT batch FROM removal WHERE removed_at < ?)"""
_STALE: Final = f"{PRESENT} AND quality = ? AND fetched_at < ?"


class Expiry:
    """Counts, and forgets for good."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_removed(self, before: datetime) -> int:
        """How many vehicles were removed before then."""
        return self._count(_REMOVED, [to_cache(before)])

    def count_no_data(self, before: datetime) -> int:
        """How many answers of *no data* came before then."""
        query = f"SELECT count(*) FROM vehicle WHERE {_STALE}"  # noqa: S608 - our constant
        return self._count(query, [Quality.NO_DATA.value, to_cache(before)])

    def forget_no_data(self, before: datetime) -> int:
        """Delete the answers of *no data* that came before then; how many."""
        query = f"DELETE FROM vehicle WHERE {_STALE}"  # noqa: S608 - our constant
        with self._database.transaction(bulk=True) as cursor:
            return the_number(cursor.execute(query, [Quality.NO_DATA.value, to_cache(before)]))

    def _count(self, query: str, parameters: list[object]) -> int:
        with self._database.cursor() as cursor:
            return the_number(cursor.execute(query, parameters))

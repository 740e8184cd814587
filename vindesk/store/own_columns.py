"""The user's own columns beside a vehicle: in every import that has kept some."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from vindesk.domain.distinct_names import told_apart
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.own_columns import OwnRow
from vindesk.domain.vin import Vin
from vindesk.store.database import Database
from vindesk.store.engine import rows
from vindesk.store.moments import from_cache

MOST_ROWS: Final = 20
"""Nobody reads more; a list may hold a VIN a thousand times."""

_LISTS: Final = "SELECT id, name, added_at, own_names FROM import_job WHERE len(own_names) > 0"
_BESIDE: Final = """
    SELECT job, min(item) AS first, arg_min("row", item), own FROM import_item
    WHERE vin = ? AND list_contains(CAST(? AS BIGINT[]), job)
    GROUP BY job, own ORDER BY job DESC, first LIMIT ?"""
"""The table has no index: to keep one would cost an import more than this costs.

Rows of one import that say the same are one; those of imports without own columns are not read.
"""


class OwnColumns:
    """Reads them; may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beside(self, vin: Vin, monitor: Monitor = UNWATCHED) -> Sequence[OwnRow]:
        """The rows about ``vin`` whose own columns hold anything, those of the newest import first.

        Raises:
            Cancelled: nobody wants them any more.

        """
        with self._database.cursor(monitor) as cursor:
            lists = {number: told for number, *told in rows(cursor.execute(_LISTS))}
            if not lists:
                return ()
            wanted = [vin.text, list(lists), MOST_ROWS]
            found = list(rows(cursor.execute(_BESIDE, wanted)))
        read: list[OwnRow] = []
        for job, _first, row, own in found:
            name, added_at, own_names = lists[job]
            if values := _saying(own_names, own or ()):
                read.append(OwnRow(name, from_cache(added_at), row, values))
        return read


def _saying(names: Iterable[str], cells: Iterable[str | None]) -> Sequence[tuple[str, str]]:
    """The columns that hold anything, each under a name of its own."""
    told = told_apart(name.strip() for name in names)
    pairs = zip_longest(told, cells)
    return tuple((name, cell) for name, cell in pairs if name and cell and cell.strip())

"""The vehicle table in an order: put in order once, as keys, then fetched by the page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from vindesk.domain.filter import EVERYTHING, Filter
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import Cursor, rows, the_number
from vindesk.store.filters import where
from vindesk.store.moments import from_cache
from vindesk.store.room import fetched, with_room
from vindesk.store.schema import ANSWER_COLUMNS, PRESENT, VALUE_COLUMNS, VIN_COLUMN
from vindesk.store.sorts import Sort
from vindesk.store.vehicle_order import Keys, VehicleOrder

_SHOWN: Final = {column.name: column for column in (VIN_COLUMN, *VALUE_COLUMNS, *ANSWER_COLUMNS)}
_MOMENTS: Final = frozenset(name for name, c in _SHOWN.items() if c.arrow == "timestamp[us]")
_VINS: Final = f"SELECT vin FROM vehicle JOIN wanted USING (seq) WHERE {PRESENT} ORDER BY place"  # noqa: S608
_KEYS: Final = f"SELECT vin, seq FROM vehicle WHERE {PRESENT} AND vin IN (SELECT vin FROM wanted)"  # noqa: S608
_PAGE: Final = f"FROM vehicle WHERE {PRESENT} AND seq IN (SELECT unnest(CAST(? AS BIGINT[])))"
_NEWER: Final = f"SELECT seq FROM vehicle WHERE {PRESENT} AND seq > ? ORDER BY seq DESC"  # noqa: S608
_THERE: Final = f"SELECT seq {_PAGE}"
_WHOLE: Final = f"""
    SELECT coalesce((SELECT max(seq) FROM vehicle), 0),
        (SELECT count(*) FROM vehicle WHERE {PRESENT})"""  # noqa: S608
"""Apart each is answered from statistics, and both take half of what they took together."""


class VehiclePages:
    """Reads the table by position.

    An order does not change: a vehicle that came later is not in it, one that is removed
    leaves a row without data, and one that is refreshed stays where it is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def order(
        self,
        sorts: Sequence[Sort] = (),
        wanted: Filter = EVERYTHING,
        monitor: Monitor = UNWATCHED,
        *,
        last: VehicleOrder | None = None,
    ) -> VehicleOrder:
        """Put the vehicles in order; the newest first, also where ``sorts`` are equal.

        ``last`` is an earlier answer for the same ``sorts`` and ``wanted``: where vehicles
        have come in since, and few have gone or come back, no other is put in order.
        """
        before = None if sorts or wanted else last
        return with_room(
            self._database, lambda: self._order(sorts, wanted, before, monitor), monitor
        )

    def _order(
        self,
        sorts: Sequence[Sort],
        wanted: Filter,
        before: VehicleOrder | None,
        monitor: Monitor,
    ) -> VehicleOrder:
        found = where(wanted)
        keys = ", ".join([*(sort.key for sort in sorts), "seq DESC"])
        query = f"SELECT seq FROM vehicle WHERE {found.sql} ORDER BY {keys}"  # noqa: S608 - names of ours
        rearrangements = self._database.rearrangements.count
        with self._database.cursor(monitor) as cursor:
            ((newest, total),) = cursor.execute(_WHOLE).fetchall()
            keys = None if before is None else self._renewed(cursor, before)
            if keys is None or len(keys) != total:  # some had their number long before
                table = cursor.sql(query, params=found.parameters).to_arrow_table()
                keys = arrow.integers(table)
            return VehicleOrder(keys, newest, total, rearrangements)

    def _renewed(self, cursor: Cursor, before: VehicleOrder) -> "Keys[int] | None":
        """The keys of ``before`` as they are now; None if too much of it has changed."""
        stirred = self._database.rearrangements.since(before.rearrangements)
        if stirred is None:
            return None
        newer = arrow.integers(cursor.sql(_NEWER, params=[before.newest]).to_arrow_table())
        older = Keys("q", (key for key in stirred if key <= before.newest))
        there = Keys("q")
        if older:
            there.extend(key for (key,) in rows(cursor.execute(_THERE, [older.tolist()])))
        return before.renewed(newer, older, there)

    def newer(self, newest: int, wanted: Filter, monitor: Monitor = UNWATCHED) -> int:
        """How many of those that are wanted came in after the one numbered ``newest``."""
        found = where(wanted)
        with self._database.cursor(monitor) as cursor:
            query = f"SELECT count(*) FROM vehicle WHERE {found.sql} AND seq > ?"  # noqa: S608
            return the_number(cursor.execute(query, [*found.parameters, newest]))

    def page(
        self,
        order: VehicleOrder,
        start: int,
        size: int,
        columns: Sequence[str],
        monitor: Monitor = UNWATCHED,
    ) -> Sequence[tuple[object, ...]]:
        """The rows from ``start``: the VIN, then ``columns``; None in all of a row that is gone.

        Raises:
            ValueError: there is no such column.

        """
        keys = order.keys[start : start + size].tolist()
        names = ["vin", *columns]
        if unknown := [name for name in columns if name not in _SHOWN]:
            raise ValueError(f"no column {unknown[0]!r}")
        query = f"SELECT seq, {', '.join(_SHOWN[name].quoted for name in names)} {_PAGE}"
        found = {row[0]: row[1:] for row in fetched(self._database, query, [keys], monitor)}
        gone = (None,) * len(names)
        page = [found.get(key, gone) for key in keys]
        moments = [place for place, name in enumerate(names) if name in _MOMENTS]
        return [_with_zones(row, moments) for row in page] if moments else page

    def vins(
        self, order: VehicleOrder, ranges: Iterable[range], monitor: Monitor = UNWATCHED
    ) -> Sequence[str]:
        """The VINs at these positions, in their order; those that are gone are left out."""
        wanted = arrow.numbered(order.keys_at(ranges))
        with self._database.cursor(monitor) as cursor:
            cursor.register("wanted", wanted)
            return [vin for (vin,) in rows(cursor.execute(_VINS))]

    def keys(self, vins: Iterable[str], monitor: Monitor = UNWATCHED) -> Mapping[str, int]:
        """The numbers of those of ``vins`` that are there."""
        with self._database.cursor(monitor) as cursor:
            cursor.register("wanted", arrow.vin_table(vins))
            return dict(rows(cursor.execute(_KEYS)))

    def position(self, order: VehicleOrder, vin: str, monitor: Monitor = UNWATCHED) -> int | None:
        """Where ``vin`` stands; None if it is gone, or not in the order."""
        key = self.keys([vin], monitor).get(vin)
        return None if key is None else order.place(key)


def _with_zones(row: tuple[object, ...], moments: Sequence[int]) -> tuple[object, ...]:
    return tuple(
        from_cache(value) if place in moments and isinstance(value, datetime) else value
        for place, value in enumerate(row)
    )

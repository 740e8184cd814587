"""The vehicle table in an order: put in order once, as keys, then fetched by the page."""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Final

from vindesk.domain.fields import BY_COLUMN, FieldType
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Quality
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import UNWATCHED, rows
from vindesk.store.moments import from_cache
from vindesk.store.schema import ANSWER_COLUMNS, PRESENT, VALUE_COLUMNS, VIN_COLUMN

_SHOWN: Final = {column.name: column for column in (VIN_COLUMN, *VALUE_COLUMNS, *ANSWER_COLUMNS)}
_MOMENTS: Final = frozenset(name for name, c in _SHOWN.items() if c.arrow == "timestamp[us]")
_RANKS: Final = ", ".join(f"'{quality.value}'" for quality in Quality)
_VINS: Final = f"SELECT vin FROM vehicle JOIN wanted USING (seq) WHERE {PRESENT} ORDER BY place"  # noqa: S608
_PLACES: Final = f"SELECT seq, vin FROM vehicle JOIN wanted USING (vin) WHERE {PRESENT}"  # noqa: S608
_PAGE: Final = f"FROM vehicle WHERE {PRESENT} AND seq IN (SELECT unnest(CAST(? AS BIGINT[])))"


@dataclass(frozen=True, slots=True)
class Sort:
    """A column to sort by.

    Raises:
        ValueError: there is no such column, or it has no order.

    """

    column: str
    descending: bool = False

    def __post_init__(self) -> None:
        if self.column not in _SHOWN or self.column == "extra":
            raise ValueError(f"no order by {self.column!r}")

    @property
    def key(self) -> str:
        """In SQL: no data comes last either way."""
        return f"{self._value()} {'DESC' if self.descending else 'ASC'} NULLS LAST"

    def _value(self) -> str:
        """Text is compared without regard to case; the quality from best to worst."""
        name = _SHOWN[self.column].quoted
        if self.column == "quality":
            return f"list_position([{_RANKS}], {name})"
        is_text = self.column in BY_COLUMN and BY_COLUMN[self.column].type is FieldType.TEXT
        return f"lower({name})" if is_text and self.column != "vin" else name


@dataclass(frozen=True, slots=True)
class VehicleOrder:
    """The vehicles that were there when the order was made, each by a number for ever its own."""

    keys: "array[int]" = field(repr=False)

    @property
    def count(self) -> int:
        return len(self.keys)


class VehiclePages:
    """Reads the table by position.

    An order does not change: a vehicle that came later is not in it, one that is removed
    leaves a row without data, and one that is refreshed stays where it is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def order(self, sorts: Sequence[Sort] = (), monitor: Monitor = UNWATCHED) -> VehicleOrder:
        """Put all vehicles in order; the newest first, also where ``sorts`` are equal."""
        keys = ", ".join([*(sort.key for sort in sorts), "seq DESC"])
        with self._database.cursor(monitor) as cursor:
            query = f"SELECT seq FROM vehicle WHERE {PRESENT} ORDER BY {keys}"  # noqa: S608 - names of ours
            return VehicleOrder(arrow.integers(cursor.sql(query).to_arrow_table()))

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
        with self._database.cursor(monitor) as cursor:
            found = {row[0]: row[1:] for row in rows(cursor.execute(query, [keys]))}
        gone = (None,) * len(names)
        page = [found.get(key, gone) for key in keys]
        moments = [place for place, name in enumerate(names) if name in _MOMENTS]
        return [_with_zones(row, moments) for row in page] if moments else page

    def vins(
        self, order: VehicleOrder, ranges: Iterable[range], monitor: Monitor = UNWATCHED
    ) -> Sequence[str]:
        """The VINs at these positions, in their order; those that are gone are left out."""
        wanted = array("q", chain.from_iterable(order.keys[r.start : r.stop] for r in ranges))
        with self._database.cursor(monitor) as cursor:
            columns = {"seq": ("int64", wanted), "place": ("int64", range(len(wanted)))}
            cursor.register("wanted", arrow.table(columns))
            return [vin for (vin,) in rows(cursor.execute(_VINS))]

    def position(self, order: VehicleOrder, vin: str, monitor: Monitor = UNWATCHED) -> int | None:
        """Where ``vin`` stands; None if it is gone, or came later."""
        return self.positions(order, [vin], monitor).get(vin)

    def positions(
        self, order: VehicleOrder, vins: Collection[str], monitor: Monitor = UNWATCHED
    ) -> Mapping[str, int]:
        """Where those of ``vins`` stand that are there."""
        with self._database.cursor(monitor) as cursor:
            cursor.register("wanted", arrow.vin_table(vins))
            sought = dict(rows(cursor.execute(_PLACES)))
        found: dict[str, int] = {}
        places = enumerate(order.keys)
        while sought and (place := next(places, None)):
            if place[1] in sought:
                found[sought.pop(place[1])] = place[0]
        return found


def _with_zones(row: tuple[object, ...], moments: Sequence[int]) -> tuple[object, ...]:
    return tuple(
        from_cache(value) if place in moments and isinstance(value, datetime) else value
        for place, value in enumerate(row)
    )

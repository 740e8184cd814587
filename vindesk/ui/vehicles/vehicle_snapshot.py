"""The vehicle table as it stood when it was put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vindesk.domain.monitor import Monitor
from vindesk.store.vehicle_pages import Sort, VehicleOrder, VehiclePages
from vindesk.ui.paging.columns import Column
from vindesk.ui.paging.row_cache import Row
from vindesk.ui.vehicles.vehicle_columns import cell


@dataclass(frozen=True, slots=True)
class VehicleSnapshot:
    """An order of vehicles; a vehicle removed meanwhile is a row of dashes."""

    pages: VehiclePages
    order: VehicleOrder
    columns: Sequence[Column]

    @property
    def row_count(self) -> int:
        return self.order.count

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        keys = [column.key for column in self.columns]
        raw = self.pages.page(self.order, start, size, keys, monitor)
        return [tuple(map(cell, keys, values[1:])) for values in raw]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to show: an order, a place, and the vehicles whose rows matter."""

    sorts: Sequence[Sort]
    columns: Sequence[Column]
    page_size: int
    top: str | None
    """The VIN to keep at the upper edge; None: stay at the top."""

    keep: Sequence[str]
    """VINs that are selected."""

    current: str | None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The answer to a ``Wish``; ``positions`` has the VINs that are still there."""

    snapshot: VehicleSnapshot
    pages: Mapping[int, Sequence[Row]]
    positions: Mapping[str, int]


def refresh(pages: VehiclePages, wish: Wish, monitor: Monitor) -> Refreshed:
    """Put the vehicles in order, and fetch the rows that will be in view.

    They come with the order, so that the table never flashes empty.
    """
    order = pages.order(wish.sorts, monitor)
    snapshot = VehicleSnapshot(pages, order, wish.columns)
    wanted = {*wish.keep, *(vin for vin in (wish.top, wish.current) if vin)}
    positions = pages.positions(order, wanted, monitor)
    in_view = {positions.get(vin or "", 0) // wish.page_size for vin in (wish.top, wish.current)}
    fetched = {
        number: snapshot.rows(number * wish.page_size, wish.page_size, monitor)
        for number in sorted(in_view)
    }
    return Refreshed(snapshot, fetched, positions)

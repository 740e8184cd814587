"""The vehicle table as it stood when it was put in order, and where the user was in it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from vindesk.domain.filter import EVERYTHING, Filter
from vindesk.domain.monitor import Monitor
from vindesk.ui.paging.columns import Column
from vindesk.ui.paging.row_cache import Row
from vindesk.ui.vehicles.vehicle_columns import cell

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.store.sorts import Sort
    from vindesk.store.vehicle_order import ChosenVehicles, VehicleOrder
    from vindesk.store.vehicle_pages import VehiclePages

_MOST_KEPT = 1_000_000
"""Selected vehicles that are found again one by one; a larger selection only as a whole."""

_MOST_RANGES = 5_000
"""Ranges of selected rows that a view draws quickly."""


class View(Struct, frozen=True):
    """What the user wants to see: which vehicles, in which order."""

    sorts: "tuple[Sort, ...]" = ()
    wanted: Filter = EVERYTHING


class Ordered(Struct, frozen=True):
    """The answer to a ``View``."""

    view: View
    order: "VehicleOrder"


def put_in_order(
    pages: "VehiclePages", view: View, last: Ordered | None, monitor: Monitor
) -> Ordered:
    """``last`` is what was put in order before this."""
    known = last.order if last is not None and last.view == view else None
    return Ordered(view, pages.order(view.sorts, view.wanted, monitor, last=known))


class VehicleSnapshot(Struct, frozen=True):
    """An order of vehicles; a vehicle removed meanwhile is a row of dashes."""

    pages: "VehiclePages"
    order: "VehicleOrder"
    columns: Sequence[Column]

    @property
    def row_count(self) -> int:
        return self.order.count

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        """The texts of the columns, and after them the VIN; "" for one that is gone."""
        keys = [column.key for column in self.columns]
        raw = self.pages.page(self.order, start, size, keys, monitor)
        return [(*map(cell, keys, values), vin or "") for vin, *values in raw]  # pyright: ignore[reportReturnType] - a VIN is a text


def vin_in(row: Row) -> str:
    """Of the vehicle in ``row``, as ``VehicleSnapshot.rows`` gave it."""
    return row[-1]


class Standing(Struct, frozen=True):
    """Where the user is in the table: by the numbers of the vehicles, not by rows."""

    top: int | None = None
    """Kept at the upper edge; None: stay at the top."""

    centred: bool = False
    """The current vehicle comes into the middle instead, wherever it stands."""

    current: int | None = None
    row: int | None = None
    """Where that one stands."""

    order: "VehicleOrder | None" = None
    """In which: where the current vehicle is gone, the one that stood after it is current."""

    selected: "ChosenVehicles | None" = None
    all_up_to: int | None = None
    """Everything was selected: whatever had come in up to this number."""

    def rows_selected(self, order: "VehicleOrder") -> Sequence[range]:
        if self.all_up_to is not None:
            return order.older(self.all_up_to, _MOST_RANGES)
        if self.selected is None:
            return []
        keys = self.selected.keys
        if keys == order.keys:
            return [range(order.count)]
        return [] if len(keys) > _MOST_KEPT else order.places(keys, _MOST_RANGES)


class Wish(Struct, frozen=True):
    """Where the user is to be in a new order, and what will be drawn of it."""

    standing: Standing
    reveal: str | None
    """The VIN of the vehicle to go to."""

    columns: Sequence[Column]
    page_size: int
    rows_that_fit: int
    """In the view."""


class Settled(Struct, frozen=True):
    """An order, with the place of the user in it, and the rows that will be in view."""

    ordered: Ordered
    snapshot: VehicleSnapshot
    revealed: int | None
    selected: Sequence[range]
    pages: Mapping[int, Sequence[Row]]
    places: Mapping[int | None, int | None]
    """Where the vehicles of the user's place stand, so that nobody looks for them again."""

    def place(self, key: int | None) -> int | None:
        """The row of the vehicle of this number; None if it is not in the order."""
        return self.places[key] if key in self.places else _place(self.ordered.order, key)


def settle(pages: "VehiclePages", ordered: Ordered, wish: Wish, monitor: Monitor) -> Settled:
    """Find the user's place in the new order.

    The rows come with it, so that the table never flashes empty.
    """
    order, standing = ordered.order, wish.standing
    snapshot = VehicleSnapshot(pages, order, wish.columns)
    revealed = pages.position(order, wish.reveal, monitor) if wish.reveal else None
    places = {key: _place(order, key) for key in (standing.top, standing.current)}
    if places[standing.current] is None and standing.order is not None:
        places[standing.current] = order.successor(standing.order, standing.row or 0)
    current, fitting = places[standing.current], wish.rows_that_fit
    top = places[standing.top] or 0
    if standing.centred and current is not None:
        top = max(min(current - fitting // 2, order.count - fitting), 0)
    seen = (top, top + fitting, revealed, current)
    size = wish.page_size
    numbers = sorted({row // size for row in seen if row is not None and row < order.count})
    fetched = {number: snapshot.rows(number * size, size, monitor) for number in numbers}
    selected = () if wish.reveal else standing.rows_selected(order)
    return Settled(ordered, snapshot, revealed, selected, fetched, places)


def _place(order: "VehicleOrder", key: int | None) -> int | None:
    return None if key is None else order.place(key)

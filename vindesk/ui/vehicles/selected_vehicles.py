"""The selected vehicles as the screen shows them at one moment, whatever changes meanwhile."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from vindesk.domain.monitor import Monitor
from vindesk.ui.paging.columns import Column
from vindesk.ui.paging.row_cache import Row
from vindesk.ui.vehicles.vehicle_snapshot import VehicleSnapshot, vin_in

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.store.vehicle_order import ChosenVehicles


class SelectedVehicles(Struct, frozen=True):
    """Ranges of rows of a snapshot; every method may be called on any thread."""

    snapshot: VehicleSnapshot
    ranges: Sequence[range]

    @property
    def columns(self) -> Sequence[Column]:
        """In the order on the screen."""
        return self.snapshot.columns

    @property
    def count(self) -> int:
        return sum(map(len, self.ranges))

    @property
    def chosen(self) -> "ChosenVehicles":
        return self.snapshot.order.chosen(self.ranges)

    def rows(self, part: range, monitor: Monitor) -> Sequence[Row]:
        """The texts of some of the rows, in the order on the screen."""
        width = len(self.columns)
        rows = self.snapshot.rows(part.start, len(part), monitor)
        return [row[:width] for row in rows if vin_in(row)]

    def vins(self, monitor: Monitor) -> Sequence[str]:
        return self.snapshot.pages.vins(self.snapshot.order, self.ranges, monitor)

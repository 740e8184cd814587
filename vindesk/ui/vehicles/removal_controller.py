"""Removing the selected vehicles, so that it can be undone."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from vindesk.services.assembly import Services
from vindesk.services.removal import Removal
from vindesk.ui.undo import Change, UndoHistory
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.wording import vehicles


class RemovalController(QObject):
    """Acts on what the user sees in the selected rows: on their VINs."""

    told = Signal(str)

    def __init__(
        self, table: VehicleTable, services: Callable[[], Services], history: UndoHistory
    ) -> None:
        super().__init__(table)
        self._table = table
        self._services = services
        self._history = history

    def remove_selected(self) -> None:
        """Command it in this very turn: whoever closes the window next does not lose it."""
        selected = self._table.selected_vins()
        if selected is None:
            return
        removal = Removal(())

        def apply() -> int:
            removal.vins = removal.vins or selected()
            return self._services().remover.apply(removal)

        self._history.do(
            Change(
                text=f"Remove {vehicles(self._table.selected_count())}",
                apply=apply,
                revert=lambda: self._services().remover.revert(removal),
                told=self._tell_removed,
                taken_back=self._tell_restored,
            )
        )

    def _tell_removed(self, count: int) -> None:
        self.told.emit(f"Removed {vehicles(count)}. Undo brings them back.")
        self._table.reload()

    def _tell_restored(self, count: int) -> None:
        self.told.emit(f"Brought {vehicles(count)} back.")
        self._table.reload()

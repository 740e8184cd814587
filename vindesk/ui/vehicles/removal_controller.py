"""Removing the selected vehicles, so that it can be undone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from vindesk.domain.words import say, say_many
from vindesk.services.removal import Removal
from vindesk.ui.questions import add_answers, question
from vindesk.ui.undo import Change, UndoHistory
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.wording import vehicles

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.services.assembly import Services
    from vindesk.store.vehicle_order import ChosenVehicles


class RemovalController(QObject):
    """Acts on what the user sees in the selected rows: on those vehicles, not on places."""

    told = Signal(str)
    under_way = Signal(str)

    def __init__(
        self,
        table: VehicleTable,
        services: Callable[[], "Services"],
        history: UndoHistory,
        confirm_above: int,
    ) -> None:
        super().__init__(table)
        self._table = table
        self._services = services
        self._history = history
        self.confirm_above = confirm_above

    def remove_selected(self) -> None:
        """Command it in this very turn: whoever closes the window next does not lose it."""
        selected = self._table.selected()
        if selected is None:
            return
        chosen = selected.chosen
        if chosen.count <= self.confirm_above:
            self._remove(chosen)
            return
        box = removal_question(chosen.count, self._table)
        box.accepted.connect(lambda: self._remove(chosen))
        box.open()

    def _remove(self, chosen: "ChosenVehicles") -> None:
        removal, wanted = Removal(chosen=chosen), chosen.count
        meant = vehicles(wanted)

        def tell_removed(count: int) -> None:
            self.told.emit(told_of_removed(count) if count else told_of_gone(wanted))
            self._table.reload()

        def tell_restored(count: int) -> None:
            self.told.emit(told_of_restored(count))
            self._table.reload(select=removal.chosen)

        self.under_way.emit(say("Removing {vehicles}…", vehicles=meant))
        self._history.do(
            Change(
                text=say("Remove {vehicles}", vehicles=meant),
                apply=lambda: self._services().remover.apply(removal),
                revert=lambda: self._services().remover.revert(removal),
                told=tell_removed,
                taken_back=tell_restored,
            )
        )


def told_of_removed(count: int) -> str:
    return say_many(
        "Removed {n} vehicle. Undo brings it back.",
        "Removed {n} vehicles. Undo brings them back.",
        count,
    )


def told_of_restored(count: int) -> str:
    return say("Brought {vehicles} back.", vehicles=vehicles(count))


def told_of_gone(count: int) -> str:
    """What is said where none is left to be removed: the key was pressed twice, perhaps."""
    gone = say_many(
        "{n} was removed or looked up again meanwhile",
        "{n} were removed or looked up again meanwhile",
        count,
    )
    return f"{gone}."


def removal_question(count: int, parent: QWidget) -> QMessageBox:
    """Whether so many are meant, built but not shown."""
    text = say("Remove {vehicles} from the cache?", vehicles=vehicles(count))
    told = say_many("Undo brings it back.", "Undo brings them back.", count)
    box = question(say("Remove vehicles"), text, told, parent)
    box.setObjectName("removal_question")
    add_answers(box, say("&Remove")).setObjectName("confirm_removal")
    return box

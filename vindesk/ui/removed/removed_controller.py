"""Bringing back what was removed, also where Undo does not reach it any more."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.removal import Removal
from vindesk.store.removals import SetAside
from vindesk.ui.removed.removed_dialog import RemovedDialog
from vindesk.ui.undo import Change, UndoHistory
from vindesk.ui.vehicles.removal_controller import told_of_gone, told_of_removed, told_of_restored
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.wording import vehicles

if TYPE_CHECKING:
    from vindesk.services.assembly import Services

_MOST: Final = 5_000
"""Removals in the list; the newest are there."""


class RemovedController(QObject):
    """Shows the removals, and brings one back, so that it can be undone."""

    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self,
        table: VehicleTable,
        services: Callable[[], "Services"],
        runner: JobRunner,
        history: UndoHistory,
        days: Callable[[], int],
    ) -> None:
        """``days`` says how long what was removed is kept."""
        super().__init__(table)
        self._table = table
        self._services = services
        self._runner = runner
        self._history = history
        self._days = days
        self._looking = False

    def show(self) -> None:
        """The list, once however often it is asked for."""
        if self._looking:
            return

        def work(_monitor: Monitor) -> Sequence[SetAside]:
            return self._services().remover.set_aside(_MOST)

        def show(removals: Sequence[SetAside]) -> None:
            dialog = RemovedDialog(removals, self._days(), self._table.window())
            dialog.chosen.connect(self._bring_back)
            dialog.open()

        def end() -> None:
            self._looking = False

        self._looking = True
        job = Job("list the removals", work).on_success(show).on_failure(self.failed.emit)
        job.finished.connect(end)
        self._runner.start(job, Lane.COUNTS)

    def _bring_back(self, set_aside: SetAside) -> None:
        removal, wanted = Removal(batch=set_aside.batch), set_aside.count
        meant = vehicles(wanted)

        def tell_back(count: int) -> None:
            self.told.emit(told_of_restored(count) if count else told_of_gone(wanted))
            self._table.reload(select=removal.chosen)

        def tell_removed(count: int) -> None:
            self.told.emit(told_of_removed(count))
            self._table.reload()

        self.under_way.emit(say("Bringing {vehicles} back…", vehicles=meant))
        self._history.do(
            Change(
                text=say("Bring Back {vehicles}", vehicles=meant),
                apply=lambda: self._services().remover.bring_back(removal),
                revert=lambda: self._services().remover.apply(removal),
                told=tell_back,
                taken_back=tell_removed,
            )
        )

"""From the selected rows to a comparison of these vehicles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin
from vindesk.domain.words import say, say_many
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.comparing.compare_dialog import CompareDialog
from vindesk.ui.vehicles.copying import Selecting

FEWEST: Final = 2
MOST: Final = 4


class Known(Protocol):
    """What is needed of ``store.vehicles.Vehicles``."""

    def get_many(self, vins: Iterable[Vin], monitor: Monitor = ...) -> Mapping[Vin, Vehicle]: ...


class CompareController(QObject):
    """Fetches the vehicles off the GUI thread; only the latest wish is answered."""

    told = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self, table: Selecting, known: Callable[[], Known], runner: JobRunner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._table = table
        self._known = known
        self._runner = runner
        self._window = window
        self._job: Job[Sequence[Vehicle]] | None = None

    def compare_selected(self) -> None:
        """Show the selected vehicles side by side, if they are not too few or too many."""
        selected = self._table.selected()
        count = selected.count if selected else 0
        if selected is None or not FEWEST <= count <= MOST:
            self.told.emit(
                say_many(
                    "A comparison takes {fewest} to {most} vehicles; {n} is selected. "
                    "Ctrl+click adds or takes away one.",
                    "A comparison takes {fewest} to {most} vehicles; {n} are selected. "
                    "Ctrl+click adds or takes away one.",
                    count,
                    fewest=FEWEST,
                    most=MOST,
                )
            )
            return

        def work(monitor: Monitor) -> Sequence[Vehicle]:
            vins = [Vin(text) for text in selected.vins(monitor)]
            found = self._known().get_many(vins, monitor)
            return [found[vin] for vin in vins if vin in found]

        self._drop()
        job = Job("compare", work).on_success(self._show).on_failure(self.failed.emit)
        job.finished.connect(self._forget)
        self._job = job
        self._runner.start(job, Lane.LOOKUP)

    def _show(self, vehicles: Sequence[Vehicle]) -> None:
        if len(vehicles) < FEWEST:
            self.told.emit(say("The selected vehicles were removed meanwhile: nothing to compare."))
            return
        dialog = CompareDialog(vehicles, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _forget(self) -> None:
        self._job = None

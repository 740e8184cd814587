"""Keeps the details on the current vehicle."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.ui.details.details_panel import DetailsPanel


class DetailsController(QObject):
    """Fetches the vehicle of the current row; only the latest wish is answered."""

    failed = Signal(Exception)
    suggestion_chosen = Signal(str)
    """A VIN to look up instead."""

    def __init__(
        self, panel: DetailsPanel, services: Callable[[], Services], runner: JobRunner
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._services = services
        self._runner = runner
        self._fetching: Job[Vehicle | None] | None = None
        panel.suggestion_chosen.connect(self.suggestion_chosen)

    def show_vehicle(self, vehicle: Vehicle) -> None:
        """Show a vehicle that is at hand."""
        self._drop()
        self._panel.show_vehicle(vehicle)

    def show_vin(self, text: str) -> None:
        """Show the vehicle with this VIN; an empty text: none."""
        self._drop()
        shown = self._panel.vehicle
        if not text:
            self._panel.show_vehicle(None)
            return

        def work(_monitor: Monitor) -> Vehicle | None:
            return self._services().vehicles.get(Vin(text))

        if shown is not None and shown.vin.text == text:
            return
        job = Job("details", work).on_success(self._panel.show_vehicle)
        job.on_failure(self.failed.emit)
        job.finished.connect(self._forget)
        self._fetching = job
        self._runner.start(job, Lane.LOOKUP)

    def _drop(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None

    def _forget(self) -> None:
        self._fetching = None

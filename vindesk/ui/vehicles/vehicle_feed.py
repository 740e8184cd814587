"""Puts the vehicles in order when that is due: the newest wish first, arrivals at leisure."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.vehicles.vehicle_snapshot import Ordered, View, put_in_order

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.services.assembly import Services

_BETWEEN_ARRIVALS_MS = 1_000
_RESTS_PER_WORK = 3
"""Where putting in order takes long, an import shall not have it done all the time."""


class VehicleFeed(QObject):
    """Answers with ``ordered``; while it is at work ``busy`` is true.

    Another view replaces the one that is being put in order, at once. The same view asked
    for again is put in order once more afterwards, however often it was asked for.
    """

    ordered = Signal(object)  # Ordered
    failed = Signal(Exception)
    busy_changed = Signal(bool)

    def __init__(
        self,
        services: Callable[[], "Services"],
        runner: JobRunner,
        parent: QObject | None = None,
        *,
        between_arrivals_ms: int = _BETWEEN_ARRIVALS_MS,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner
        self._view = View()
        self._job: Job[Ordered] | None = None
        self._last: Ordered | None = None
        self._again = False
        self._arrived = False
        self._between_ms = between_arrivals_ms
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._end_rest)

    @property
    def busy(self) -> bool:
        return self._job is not None

    @property
    def view(self) -> View:
        return self._view

    def show(self, view: View) -> None:
        """Another order or filter: what is being put in order is of no interest any more."""
        self._view = view
        self._again = False
        outdated, self._job = self._job, None
        if outdated is not None:
            outdated.cancel()
        self._start()

    def reload(self) -> None:
        """The vehicles are not the same any more, and somebody waits to see it."""
        if self._job is not None:
            self._again = True
        else:
            self._start()

    def take_arrivals(self) -> None:
        """Vehicles came in and nobody waits for them: after a rest is soon enough."""
        if self._rest.isActive() or self._job is not None:
            self._arrived = True
        else:
            self._start()

    def _end_rest(self) -> None:
        if self._arrived:
            self._arrived = False
            self.take_arrivals()

    def _start(self) -> None:
        view, services, last = self._view, self._services, self._last

        def work(monitor: Monitor) -> Ordered:
            return put_in_order(services().pages, view, last, monitor)

        job = Job("put in order", work).on_success(self._tell).on_failure(self.failed.emit)
        started = time.monotonic()
        job.finished.connect(lambda: self._finish(job, time.monotonic() - started))
        self._job = job
        self.busy_changed.emit(True)
        self._runner.start(job, Lane.ORDER)

    def _tell(self, ordered: Ordered) -> None:
        self._last = ordered
        self.ordered.emit(ordered)

    def _finish(self, job: Job[Ordered], took_s: float) -> None:
        if job is not self._job:
            return
        self._job = None
        self._rest.start(max(self._between_ms, round(took_s * 1000 * _RESTS_PER_WORK)))
        if self._again:
            self._again = False
            self._start()
        else:
            self.busy_changed.emit(False)

"""Keeps the details on the current vehicle."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from vindesk.domain.monitor import Monitor
from vindesk.domain.own_columns import OwnRow
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.after_paint import AfterPaint
from vindesk.ui.details.details_panel import DetailsPanel

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.services.assembly import Services

_BREATH_MS: Final = 100
"""Filling the panel costs frames."""


class DetailsController(QObject):
    """Fetches the vehicle of the current row; only the latest wish is answered.

    Filling the panel takes as long as painting the rows, and rows come first.
    """

    failed = Signal(Exception)
    suggestion_chosen = Signal(str)
    """A VIN to look up instead."""

    filter_requested = Signal(str, object)
    """The column and the value by which to filter; None: no data."""

    told = Signal(str)

    def __init__(
        self,
        panel: DetailsPanel,
        services: Callable[[], "Services"],
        runner: JobRunner,
        after_paint: AfterPaint,
        open_page: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(panel)
        self._open_page = open_page
        self._panel = panel
        self._services = services
        self._runner = runner
        self._after_paint = after_paint
        self._fetching: Job[Vehicle | None] | None = None
        self._reading_own: Job[Sequence[OwnRow]] | None = None
        self._own_is_due = self._own_is_missing = False
        """Whether they are read in a later turn; whether they are not shown yet."""

        self._next: Vin | None = None
        self._coming = ""
        """The VIN of the vehicle that is fetched, or will be."""

        self._breath = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self._breath.timeout.connect(self._show_next)
        panel.suggestion_chosen.connect(self.suggestion_chosen)
        panel.filter_requested.connect(self.filter_requested)
        panel.page_requested.connect(self._open)
        panel.told.connect(self.told)

    def show_vehicle(self, vehicle: Vehicle) -> None:
        """Show a vehicle that is at hand; where it is shown, and was stored since, all stays."""
        self._drop()
        if self._is_shown(vehicle):
            self._go_on_with_own()
        else:
            self._show(vehicle)

    def show_vin(self, text: str) -> None:
        """Show the vehicle with this VIN; an empty text: none.

        Whoever walks through the rows with a key held down sees the first and the last.
        """
        if text and text == self._coming:
            return
        self._drop()
        shown = self._panel.vehicle
        if not text:
            self._show(None)
        elif shown is not None and shown.vin.text == text:
            self._go_on_with_own()
        elif self._breath.isActive():
            self._next, self._coming = Vin(text), text
            self._drop_own()
            self._breath.start()
        else:
            self._breath.start()
            self._fetch(Vin(text))

    def _show_next(self) -> None:
        if self._next is not None:
            self._fetch(self._next)
            self._next = None

    def show_again(self) -> None:
        """The cache may have another answer about the vehicle that is shown: show that."""
        shown, under_way = self._panel.vehicle, self._fetching
        if under_way is not None:  # it may have read what was there before
            under_way.cancel()
            self._fetch(Vin(self._coming))
        elif shown is not None:
            self._fetch(shown.vin)

    def show_own_again(self) -> None:
        """There may be other lists with the user's own columns: read what they say.

        It takes longer than all else until an answer is painted, and so begins after that. Who
        asks for another vehicle does not want it any more: it ends, and begins again where the
        shown one stays.
        """
        self._own_is_missing = True
        if not self._own_is_due:
            self._own_is_due = True
            self._after_paint.do(self._read_own)

    def _read_own(self) -> None:
        self._own_is_due = False
        self._drop_own()
        shown = self._panel.vehicle
        if shown is None or self._coming not in {"", shown.vin.text}:
            return

        def work(monitor: Monitor) -> Sequence[OwnRow]:
            return self._services().own_columns.beside(shown.vin, monitor)

        def show(own: Sequence[OwnRow]) -> None:
            if self._reading_own is job:
                self._reading_own, self._own_is_missing = None, False
                self._panel.show_own(own)

        def fail(error: Exception) -> None:
            show(())
            self.failed.emit(error)

        job = Job("own columns", work).on_failure(fail)
        job.on_success(lambda own: self._after_paint.do(partial(show, own)))
        self._reading_own = job
        self._runner.start(job, Lane.OWN)

    def _go_on_with_own(self) -> None:
        """The vehicle that is shown stays."""
        if self._own_is_missing and self._reading_own is None:
            self.show_own_again()

    def _show(self, vehicle: Vehicle | None) -> None:
        self._drop_own()
        self._own_is_missing = False
        self._panel.show_vehicle(vehicle)
        if vehicle is not None:
            self.show_own_again()

    def _is_shown(self, vehicle: Vehicle | None) -> bool:
        """Whether it looks the same: then it stays, with what is selected and folded in it."""
        shown = self._panel.vehicle
        if shown is None or vehicle is None:
            return False
        return replace(shown, added_at=vehicle.added_at) == vehicle

    def _fetch(self, vin: Vin) -> None:
        def work(_monitor: Monitor) -> Vehicle | None:
            return self._services().vehicles.get(vin)

        def is_over() -> bool:
            """Whether this was still the latest wish, which there is none of now."""
            if self._fetching is not job:
                return False
            self._fetching, self._coming = None, ""
            return True

        def take(vehicle: Vehicle | None) -> None:
            if not is_over():
                return
            if self._is_shown(vehicle):
                self.show_own_again()
            else:
                self._show(vehicle)

        def fail(error: Exception) -> None:
            self.failed.emit(error)
            shown = self._panel.vehicle
            if is_over() and (shown is None or shown.vin != vin):
                self._show(None)

        self._coming = vin.text
        self._drop_own()
        job = Job("details", work).on_failure(fail)
        job.on_success(lambda vehicle: self._after_paint.do(partial(take, vehicle)))
        self._fetching = job
        self._runner.start(job, Lane.LOOKUP)

    def _open(self, page: QUrl) -> None:
        if not self._open_page(page):
            self.told.emit(
                say("No browser could be started. The page is {page}", page=page.toString())
            )

    def _drop_own(self) -> None:
        if self._reading_own is not None:
            self._reading_own.cancel()
            self._reading_own = None

    def _drop(self) -> None:
        self._next, self._coming = None, ""
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None

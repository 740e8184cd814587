"""The table of all vehicles in the cache: order, selection, current vehicle."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.monitor import Monitor
from vindesk.domain.vin import Vin
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.store.vehicle_pages import Sort
from vindesk.ui.icons import line_icon
from vindesk.ui.paging.paged_table_model import Looks, PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.paging.row_cache import pieces
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.vehicles.empty_state import EmptyState
from vindesk.ui.vehicles.vehicle_columns import QUALITY_WORDS, VEHICLE_COLUMNS
from vindesk.ui.vehicles.vehicle_snapshot import Refreshed, VehicleSnapshot, Wish, refresh

_MOST_KEPT = 1_000
"""Selected rows that are found again after a refresh; a larger selection is given up."""


class VehicleTable(QWidget):
    """Shows the vehicles, newest first unless a column was clicked.

    The selection, the current row and the top row are kept by VIN: whatever changes in
    the cache, the view stays where the user is.
    """

    current_changed = Signal(str)
    """The VIN of the current row; empty if there is none."""

    selection_changed = Signal(int)
    """How many rows are selected."""

    row_count_changed = Signal(int)
    failed = Signal(Exception)

    def __init__(
        self, services: Callable[[], Services], runner: JobRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner
        self._snapshot: VehicleSnapshot | None = None
        self._sorts: tuple[Sort, ...] = ()
        self._reloading: Job[Refreshed] | None = None
        self._again = False
        self._reveal: str | None = None
        self._model = PagedTableModel(runner, self)
        self.view = PagedTableView(self._model)
        self.view.setObjectName("vehicle_table")
        self.view.setAccessibleName("Vehicles")
        self.empty_state = EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty_state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._connect()
        self._dress()

    def _connect(self) -> None:
        self._model.load_failed.connect(self.failed)
        self._model.dataChanged.connect(self._tell_arrived)
        self._listen_to_selection()
        header = self.view.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort_by)

    def _listen_to_selection(self) -> None:
        selection = self.view.selectionModel()
        selection.selectionChanged.connect(self._tell_selection)
        selection.currentRowChanged.connect(self._tell_current)

    # -- what is shown -------------------------------------------------------

    def reload(self, reveal: str | None = None) -> None:
        """Show the cache as it is now; make ``reveal`` the current vehicle.

        While one refresh runs, further wishes become one more after it.
        """
        self._reveal = reveal or self._reveal
        if self._reloading is not None:
            self._again = True
            return
        wish = self._wish(self._reveal)
        revealed, self._reveal = self._reveal, None

        def work(monitor: Monitor) -> Refreshed:
            return refresh(self._services().pages, wish, monitor)

        def show(fresh: Refreshed) -> None:
            self._show(fresh, wish, revealed)

        job = Job("refresh the table", work).on_success(show).on_failure(self.failed.emit)
        job.finished.connect(self._reloaded)
        self._reloading = job
        self._runner.start(job, Lane.PAGES)

    def _reloaded(self) -> None:
        self._reloading = None
        if self._again:
            self._again = False
            self.reload()

    def _wish(self, reveal: str | None) -> Wish:
        rows = [row for part in self.view.selected_ranges() for row in part[:_MOST_KEPT]]
        kept = [self._vin_at(row) for row in rows] if len(rows) < _MOST_KEPT else []
        current = self.view.current_row()
        top = self.view.top_row()
        return Wish(
            sorts=self._sorts,
            columns=VEHICLE_COLUMNS,
            page_size=self._model.page_size,
            top=self._vin_at(top) if top else None,
            keep=[vin for vin in kept if vin],
            current=reveal or (self._vin_at(current) if current is not None else None),
        )

    def _vin_at(self, row: int) -> str | None:
        texts = self._model.row(row)
        return texts[0] if texts else None

    def _show(self, fresh: Refreshed, wish: Wish, revealed: str | None) -> None:
        first = self._snapshot is None
        place = self.view.current_row()
        self._snapshot = fresh.snapshot
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self._model.show(fresh.snapshot, VEHICLE_COLUMNS, fresh.pages)
        selection.blockSignals(False)
        if first:
            self.view.fit_columns()
        self._stack.setCurrentIndex(0 if fresh.snapshot.row_count else 1)
        self._restore(fresh, wish, revealed, place)
        self.row_count_changed.emit(fresh.snapshot.row_count)
        self._tell_selection()
        self._tell_current()

    def _restore(
        self, fresh: Refreshed, wish: Wish, revealed: str | None, place: int | None
    ) -> None:
        """Where the current vehicle is gone, the one that took its place is current."""
        top = fresh.positions.get(wish.top or "")
        if top is not None:
            self.view.verticalScrollBar().setValue(top)
        current = fresh.positions.get(wish.current or "")
        if revealed is not None and current is not None:
            self.view.select_ranges([range(current, current + 1)], current)
            self.view.scrollTo(self._model.index(current, 0))
            return
        if current is None and place is not None and fresh.snapshot.row_count:
            current = min(place, fresh.snapshot.row_count - 1)
        rows = sorted(fresh.positions[vin] for vin in wish.keep if vin in fresh.positions)
        self.view.select_ranges([range(row, row + 1) for row in rows], current)

    def row_count(self) -> int:
        return self._model.rowCount()

    def reveal(self, vin: str) -> None:
        """Make the vehicle with this VIN the current one, and scroll to it."""
        row = self.view.current_row()
        if row is None or self._vin_at(row) != vin:
            self.reload(vin)

    # -- order ---------------------------------------------------------------

    def _sort_by(self, section: int) -> None:
        """A click sorts upwards, the next downwards, the third goes back to newest first."""
        key = VEHICLE_COLUMNS[section].key
        present = self._sorts[0] if self._sorts else None
        header = self.view.horizontalHeader()
        if present is None or present.column != key:
            self._sorts = (Sort(key, descending=False),)
        elif not present.descending:
            self._sorts = (Sort(key, descending=True),)
        else:
            self._sorts = ()
        header.setSortIndicatorShown(bool(self._sorts))
        if self._sorts:
            down = self._sorts[0].descending
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(section, order)
        self.reload()

    # -- selection -----------------------------------------------------------

    def selected_count(self) -> int:
        return sum(map(len, self.view.selected_ranges()))

    def selected_vins(self) -> Callable[[], Sequence[Vin]] | None:
        """How to read the VINs of the selected rows, on any thread; None if there are none.

        They are those that the screen shows at this moment, whatever changes meanwhile.
        """
        snapshot = self._snapshot
        ranges = self.view.selected_ranges()
        if snapshot is None or not ranges:
            return None
        return lambda: [Vin(text) for text in snapshot.pages.vins(snapshot.order, ranges)]

    def with_selected_rows(self, then: Callable[[Sequence[Sequence[str]]], object]) -> None:
        """Fetch the texts of the selected rows, in the order on the screen."""
        snapshot = self._snapshot
        ranges = self.view.selected_ranges()
        if snapshot is None or not ranges:
            return

        def work(monitor: Monitor) -> Sequence[Sequence[str]]:
            return [
                row
                for part in pieces(ranges)
                for row in snapshot.rows(part.start, len(part), monitor)
            ]

        job = Job("selected rows", work).on_success(then).on_failure(self.failed.emit)
        self._runner.start(job, Lane.PAGES)

    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selected_count())

    def _tell_current(self) -> None:
        """A row that has not arrived yet is told when it comes."""
        row = self.view.current_row()
        vin = "" if row is None else self._vin_at(row)
        if vin is not None:
            self.current_changed.emit(vin)

    def _tell_arrived(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= (self.view.current_row() or 0) <= last.row():
            self._tell_current()

    # -- look ----------------------------------------------------------------

    def offer(self, menu: QMenu) -> None:
        """Open ``menu`` at a right click, or at the Menu key on the current row."""

        def open_at(place: QPoint) -> None:
            if self.view.selected_ranges():
                menu.popup(self.view.viewport().mapToGlobal(place))

        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(open_at)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()

    def _dress(self) -> None:
        palette = self.palette()
        icons = {
            word: line_icon(f"quality-{quality.replace(' ', '-')}", palette, 16)
            for quality, word in QUALITY_WORDS.items()
        }
        quiet = QBrush(ink(palette).quiet)
        self._model.dress(Looks(quiet, fixed_font(self.font()), icons))
        self.view.viewport().update()

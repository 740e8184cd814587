"""The table of the vehicles in the cache: order, selection, current vehicle."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.filter import Filter
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.words import phrase, say, say_many
from vindesk.jobs.runner import JobRunner
from vindesk.ui.icons import line_icon
from vindesk.ui.paging.columns import Column
from vindesk.ui.paging.drawn_rows import Looks
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.vehicles.vehicle_columns import QUALITY_ICONS, QUALITY_WORDS
from vindesk.ui.vehicles.vehicle_presenter import VehiclePresenter
from vindesk.ui.vehicles.vehicle_snapshot import Settled, View, vin_in

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.services.assembly import Services
    from vindesk.store.sorts import Sort
    from vindesk.store.vehicle_order import ChosenVehicles
    from vindesk.ui.vehicles.empty_state import EmptyState
    from vindesk.ui.vehicles.opening_state import OpeningState
    from vindesk.ui.vehicles.selected_vehicles import SelectedVehicles

_NO_MATCH = phrase(
    "No vehicle matches the filter.\nEscape in the filter, or Clear Filter, shows all again."
)


class VehicleTable(QWidget):
    """Shows the vehicles, newest first unless a column was clicked.

    The selection, the current row and the top row are kept by vehicle: whatever changes in
    the cache, the view stays where the user is.
    """

    current_changed = Signal(str)
    """The VIN of the current row; empty if there is none."""

    selection_changed = Signal(int)
    """How many rows are selected."""

    counted = Signal(int, int)
    """How many vehicles are shown, and how many there are."""

    filtered = Signal()
    """The vehicles of another filter are shown, and were counted."""

    busy_changed = Signal(bool)
    """Whether the vehicles are being put in order and counted."""

    hidden = Signal(str)
    """The VIN of a vehicle that was to be shown, and that the filter hides."""

    example_chosen = Signal(str)
    """A VIN that was offered to who has none."""

    failed = Signal(Exception)

    def __init__(
        self, services: Callable[[], "Services"], runner: JobRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = PagedTableModel(runner, self)
        self.view = PagedTableView(self._model)
        self.view.setObjectName("vehicle_table")
        self.view.setAccessibleName(say("Vehicles"))
        self._presenter = VehiclePresenter(self.view, self._model, services, runner)
        self._shown: View | None = None
        self._told = ""
        """The VIN of the row that was current when that was told last."""

        self._source = SourceChoice.AUTO
        self._entering = False
        self._dressed = False
        self._opening: OpeningState | None = None
        self._empty_state: EmptyState | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._newer = QPushButton()
        self._newer.setObjectName("show_new")
        self._newer.setFlat(True)
        self._newer.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._newer)  # below, where its coming moves no row
        self._connect()

    def _connect(self) -> None:
        presenter, model, view = self._presenter, self._model, self.view
        presenter.shown.connect(self._take)
        presenter.newer_counted.connect(self._offer_newer)
        presenter.hidden.connect(self.hidden)
        presenter.busy_changed.connect(self.busy_changed)
        presenter.failed.connect(self._fail)
        model.load_failed.connect(self.failed)
        model.dataChanged.connect(self._tell_arrived)
        self._newer.clicked.connect(self._show_newer)
        view.selectionModel().selectionChanged.connect(self._tell_selection)
        view.selectionModel().currentRowChanged.connect(self._tell_another)
        view.clicked.connect(self._tell_current)
        view.heads.sort_requested.connect(self._sort)
        model.modelReset.connect(self._mark_sorts)

    # -- what is shown -------------------------------------------------------

    @property
    def wanted(self) -> Filter:
        return self._presenter.asked.wanted

    @property
    def sorts(self) -> "tuple[Sort, ...]":
        """By what the vehicles are sorted, the most important first."""
        return self._presenter.asked.sorts

    def filter_by(self, wanted: Filter) -> None:
        """Show only what is wanted, from the top or where the selected current vehicle is."""
        self._presenter.filter_by(wanted)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns of the rows; where they stand is the view's affair.

        By what is not shown nothing is sorted any more: nobody would see why they stand so.
        """
        keys = {column.key for column in columns}
        if keys == {column.key for column in self._presenter.columns}:
            return
        self._presenter.show_columns(columns)
        self.sort_by([sort for sort in self.sorts if sort.column in keys])

    def reload(self, reveal: str | None = None, select: "ChosenVehicles | None" = None) -> None:
        """Show the cache as it is now; ``reveal`` becomes current, ``select`` selected."""
        self._presenter.reload(reveal, select)

    def take_arrivals(self) -> None:
        """Vehicles came in for which nobody waits."""
        self._presenter.take_arrivals()

    def take_changes(self) -> None:
        """An import has ended, or rests: vehicles came in, and others have newer answers."""
        self._presenter.take_changes()

    def reveal(self, vin: str) -> None:
        """Make the vehicle with this VIN the current one, and scroll to it."""
        row = self.view.current_row()
        seen = row is not None and row in self.view.rows_in_view() and self._vin_at(row) == vin
        if not seen:
            self._presenter.reveal(vin)

    def enter(self) -> None:
        """The user comes from the filter by key, and has a row to go on from."""
        self.view.setFocus()
        self._entering = True
        if self._shown == self._presenter.asked:
            self._choose_one()

    def _choose_one(self) -> None:
        entering, self._entering = self._entering, False
        entering = entering and self.window().focusWidget() is self.view
        if entering and self.row_count() and not self.selected_count():
            row = self.view.current_row() or 0
            self.view.select_ranges([range(row, row + 1)], row)

    def row_count(self) -> int:
        return self._model.rowCount()

    @property
    def is_counted(self) -> bool:
        """Whether the cache has been read."""
        return self._presenter.snapshot is not None

    def total_count(self) -> int:
        """How many vehicles there are, shown or not."""
        snapshot = self._presenter.snapshot
        return 0 if snapshot is None else snapshot.order.total

    def show_opening(self) -> None:
        """Say that the cache is being opened, until there is something to show."""
        from vindesk.ui.vehicles.opening_state import OpeningState  # noqa: PLC0415

        if self._shown is None and self._opening is None:
            self._opening = OpeningState()
            self._stack.setCurrentIndex(self._stack.addWidget(self._opening))

    def _end_opening(self) -> None:
        if self._opening is not None:
            self._stack.setCurrentWidget(self.view)
            self._stack.removeWidget(self._opening)
            self._opening.deleteLater()
            self._opening = None

    def _fail(self, error: Exception) -> None:
        self._end_opening()
        self.failed.emit(error)

    def _take(self, settled: Settled) -> None:
        self._newer.hide()
        self._end_opening()
        if not self._dressed:
            self._dress()
        another = self._shown is not None and self._shown.wanted != settled.ordered.view.wanted
        filtered = bool(settled.ordered.view.wanted)
        shows_rows = bool(settled.ordered.order.total or filtered)
        self._stack.setCurrentWidget(self.view if shows_rows else self.empty_state)
        self.view.show_when_empty(say(_NO_MATCH) if filtered else "")
        self.counted.emit(settled.snapshot.row_count, settled.ordered.order.total)
        self._shown = settled.ordered.view
        if another:
            self.filtered.emit()
        if self._shown == self._presenter.asked:
            self._choose_one()
        self._tell_selection()
        self._tell_another()

    @property
    def empty_state(self) -> "EmptyState":
        """What is shown where there are no vehicles at all; made when it is first wanted."""
        if self._empty_state is None:
            from vindesk.ui.vehicles.empty_state import EmptyState  # noqa: PLC0415

            self._empty_state = state = EmptyState()
            state.tell_source(self._source)
            state.example_chosen.connect(self.example_chosen)
            self._stack.addWidget(state)
        return self._empty_state

    def tell_source(self, source: SourceChoice) -> None:
        """Where what is looked up goes from now on, which is said where no vehicles are."""
        self._source = source
        if self._empty_state is not None:
            self._empty_state.tell_source(source)

    def _show_newer(self) -> None:
        self.reload()

    def _offer_newer(self, count: int) -> None:
        self._newer.setText(say_many("{n} new vehicle: show", "{n} new vehicles: show", count))
        self._newer.setVisible(bool(count))

    # -- order ---------------------------------------------------------------

    def sort_by(self, sorts: "Sequence[Sort]") -> None:
        """Put the vehicles in another order; it is shown as under another filter."""
        self._presenter.sort_by(sorts)
        self._mark_sorts()

    def _sort(self, section: int, extend: bool) -> None:
        from vindesk.store.sorts import Sort  # noqa: PLC0415 - after the first paint
        from vindesk.ui.paging.sorting import sorts_after  # noqa: PLC0415 - after the first paint

        upwards = Sort(self._model.columns[section].key)
        self.sort_by(sorts_after(self._presenter.asked.sorts, upwards, extend=extend))

    def _mark_sorts(self) -> None:
        sections = {column.key: section for section, column in enumerate(self._model.columns)}
        sorts = self._presenter.asked.sorts
        marks = [(sections[s.column], s.descending) for s in sorts if s.column in sections]
        self.view.heads.show_sorts(marks)

    # -- selection -----------------------------------------------------------

    def select_all(self) -> None:
        """And go there: what is done next is done with them, wherever the command came from."""
        self.view.setFocus()
        self.view.selectAll()

    def selected_count(self) -> int:
        return sum(map(len, self.view.selected_ranges()))

    def selected(self) -> "SelectedVehicles | None":
        """The selected vehicles as the screen shows them now; None if there are none."""
        from vindesk.ui.vehicles.selected_vehicles import SelectedVehicles  # noqa: PLC0415

        snapshot, ranges = self._presenter.snapshot, self.view.selected_ranges()
        if snapshot is None or not ranges:
            return None
        by_key = {column.key: column for column in snapshot.columns}
        on_screen = [by_key[key] for key in self.view.order()]
        return SelectedVehicles(replace(snapshot, columns=on_screen), ranges)

    def current_cell(self) -> tuple[str, str] | None:
        """The key of the current column, and the text of the current cell."""
        index = self.view.currentIndex()
        if not index.isValid():
            return None
        return self._model.columns[index.column()].key, self._model.whole_text(index)

    def _vin_at(self, row: int) -> str | None:
        texts = self._model.row(row)
        return vin_in(texts) if texts else None

    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selected_count())

    def _current_vin(self) -> str | None:
        """Empty: there is none; None: the row is not here yet, and is told when it comes."""
        row = self.view.current_row()
        return "" if row is None or self._model.is_unread(row) else self._vin_at(row)

    def _tell_current(self) -> None:
        vin = self._current_vin()
        if vin is not None:
            self._told = vin
            self.current_changed.emit(vin)

    def _tell_another(self) -> None:
        """Where it is the same as before, whoever shows what was looked up since goes on."""
        if self._current_vin() != self._told:
            self._tell_current()

    def _tell_arrived(self, first: QModelIndex, last: QModelIndex) -> None:
        row = self.view.current_row()
        if row is not None and first.row() <= row <= last.row():
            self._tell_another()

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
        looks = {QEvent.Type.PaletteChange, QEvent.Type.FontChange}
        if event.type() in looks and self._dressed:
            self._dress()

    def _dress(self) -> None:
        """With the first rows: nothing before them has colours or icons of its own."""
        self._dressed = True
        palette = self.palette()
        icons = {
            say(word): line_icon(QUALITY_ICONS[quality], palette, 16)
            for quality, word in QUALITY_WORDS.items()
        }
        quiet = QBrush(ink(palette).quiet)
        self._model.dress(Looks(quiet, fixed_font(self.font()), icons))
        self.view.viewport().update()

"""Brings orders of vehicles to the view, and keeps the user at the same vehicles."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vindesk.domain.filter import IMPORT, OWN, Filter
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.paging.columns import Column
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.paging.row_cache import Row
from vindesk.ui.vehicles.vehicle_columns import default_columns
from vindesk.ui.vehicles.vehicle_feed import VehicleFeed
from vindesk.ui.vehicles.vehicle_snapshot import (
    Ordered,
    Settled,
    Standing,
    VehicleSnapshot,
    View,
    Wish,
    settle,
)

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.services.assembly import Services
    from vindesk.store.sorts import Sort
    from vindesk.store.vehicle_order import ChosenVehicles


class VehiclePresenter(QObject):
    """Each order comes in two steps.

    First the vehicles are put in order, which may take long, and the user goes on in what
    is shown. Then, quickly, the user's place is found in it and the rows in view are
    fetched, and the table changes at once: it never flashes empty.
    """

    shown = Signal(object)  # Settled
    newer_counted = Signal(int)
    """How many vehicles came in that are not shown, because the user chose the order."""

    hidden = Signal(str)
    """The VIN of a vehicle that was to be shown, and that the filter hides."""

    busy_changed = Signal(bool)
    failed = Signal(Exception)

    def __init__(
        self,
        view: PagedTableView,
        model: PagedTableModel,
        services: Callable[[], "Services"],
        runner: JobRunner,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._services = services
        self._runner = runner
        self._columns: Sequence[Column] = default_columns()
        self._snapshot: VehicleSnapshot | None = None
        self._reveal: str | None = None
        self._select: ChosenVehicles | None = None
        self._moved = False
        self._settling: Job[Settled] | None = None
        self._counting: Job[int] | None = None
        self._feed = VehicleFeed(services, runner, self)
        self._feed.ordered.connect(self._settle)
        self._feed.failed.connect(self.failed)
        self._feed.busy_changed.connect(self.busy_changed)

    # -- what is wanted ------------------------------------------------------

    @property
    def snapshot(self) -> VehicleSnapshot | None:
        """What is shown; None before the cache was read."""
        return self._snapshot

    @property
    def asked(self) -> View:
        """What is to be shown: it may still be put in order."""
        return self._feed.view

    @property
    def columns(self) -> Sequence[Column]:
        return self._columns

    def filter_by(self, wanted: Filter) -> None:
        self._change(View(self.asked.sorts, wanted))

    def sort_by(self, sorts: "Sequence[Sort]") -> None:
        self._change(View(tuple(sorts), self.asked.wanted))

    def _change(self, asked: View) -> None:
        """Another view is shown at the current vehicle, if that is selected; else from its top."""
        if asked != self.asked:
            self._moved = True
            self._stop_counting()
            self._feed.show(asked)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows."""
        self._columns = columns
        if self._snapshot is not None:
            shown = Ordered(self.asked, self._snapshot.order)
            snapshot = VehicleSnapshot(self._snapshot.pages, shown.order, columns)
            standing, ranges = self._standing(), self._view.selected_ranges()
            rows = {standing.top: self._view.top_row(), standing.current: self._view.current_row()}
            self._put(Settled(shown, snapshot, None, ranges, {}, rows), standing)

    def reload(self, reveal: str | None = None, select: "ChosenVehicles | None" = None) -> None:
        """Show the cache as it is now; ``reveal`` becomes current, ``select`` selected."""
        self._reveal = reveal or self._reveal
        self._select = self._select if select is None else select
        self._feed.reload()

    def reveal(self, vin: str) -> None:
        """Make a vehicle current that may well be shown already: then nothing is put in order."""
        if self._snapshot is None or self._settling is not None or self._feed.busy or self._moved:
            self.reload(vin)
        else:
            self._reveal = vin
            self._settle(Ordered(self.asked, self._snapshot.order))

    def take_arrivals(self) -> None:
        """Vehicles came in for which nobody waits.

        In an order that the user chose they would come anywhere, so they are only counted.
        """
        if self.asked.sorts and self._snapshot is not None:
            self._count_newer(self._snapshot.order.newest)
        else:
            self._feed.take_arrivals()

    def take_changes(self) -> None:
        """An import has ended, or rests: vehicles came in, and others have newer answers.

        In an order that the user chose nothing moves: what is shown is read once more. Where
        the filter is by lists, what is shown is not what is wanted any more.
        """
        wanted = self.asked.wanted
        by_lists = wanted.without(IMPORT).without(OWN) != wanted
        if self._snapshot is None or by_lists or not self.asked.sorts:
            self.reload()
        else:
            self.take_arrivals()
            self._read_again(self._snapshot)

    def _read_again(self, snapshot: VehicleSnapshot) -> None:
        size, rows = self._model.page_size, self._view.rows_in_view()
        numbers = range(rows.start // size, (rows.stop - 1) // size + 1)

        def work(monitor: Monitor) -> Mapping[int, Sequence[Row]]:
            return {number: snapshot.rows(number * size, size, monitor) for number in numbers}

        def show(pages: Mapping[int, Sequence[Row]]) -> None:
            if self._snapshot is snapshot:
                self._model.exchange(snapshot, pages)

        job = Job("read what is shown again", work).on_success(show).on_failure(self.failed.emit)
        self._runner.start(job, Lane.PAGES, unasked=True)

    def _count_newer(self, newest: int) -> None:
        if self._counting is not None:
            return
        wanted = self.asked.wanted

        def work(monitor: Monitor) -> int:
            return self._services().pages.newer(newest, wanted, monitor)

        def end() -> None:
            if self._counting is job:
                self._counting = None

        job = Job("count what is new", work)
        job.on_success(self.newer_counted.emit).on_failure(self.failed.emit)
        job.finished.connect(end)
        self._counting = job
        self._runner.start(job, Lane.COUNTS)

    def _stop_counting(self) -> bool:
        """What is counted is new to rows that are shown no more; whether anything was counted."""
        counting, self._counting = self._counting, None
        if counting is not None:
            counting.cancel()
        return counting is not None

    # -- where the user is ---------------------------------------------------

    def _standing(self) -> Standing:
        """The vehicles at the rows that matter, before the rows change."""
        if self._snapshot is None or not self._snapshot.row_count:
            return Standing()
        order, moved = self._snapshot.order, self._moved
        top, current = self._view.top_row(), self._view.current_row()
        ranges = self._view.selected_ranges()
        is_all = not moved and ranges == [range(order.count)]
        return Standing(
            centred=moved and any(current in rows for rows in ranges),
            top=order.keys[top] if top and not moved else None,
            current=None if current is None else order.keys[current],
            row=current,
            order=None if current is None or moved else order,
            selected=None if is_all or not ranges else order.chosen(ranges),
            all_up_to=order.newest if is_all else None,
        )

    def _settle(self, ordered: Ordered) -> None:
        chosen = self._standing()
        wish = self._wish(chosen)

        def work(monitor: Monitor) -> Settled:
            return settle(self._services().pages, ordered, wish, monitor)

        def end() -> None:
            if self._settling is job:
                self._settling = None

        def show(settled: Settled) -> None:
            now = self._standing()
            if wish.reveal == self._reveal and self._is_still_chosen(now, chosen, wish):
                self._show(settled, wish.reveal, now)
            else:
                self._settle(ordered)

        if self._settling is not None:
            self._settling.cancel()
        job = Job("find the place", work).on_success(show).on_failure(self.failed.emit)
        job.finished.connect(end)
        self._settling = job
        asked = self._moved or self._reveal is not None or self._select is not None
        self._runner.start(job, Lane.PAGES, unasked=not asked)

    def _wish(self, standing: Standing) -> Wish:
        if self._select is not None:
            standing = Standing(standing.top, current=standing.current, selected=self._select)
        fitting = self._view.rows_that_fit()
        return Wish(standing, self._reveal, self._columns, self._model.page_size, fitting)

    def _is_still_chosen(self, now: Standing, chosen: Standing, wish: Wish) -> bool:
        """Whether the user has neither selected other rows nor asked for other columns since."""
        return (
            (now.all_up_to, now.selected) == (chosen.all_up_to, chosen.selected)
            and self._columns is wish.columns
            and (self._select is None or self._select is wish.standing.selected)
        )

    def _show(self, settled: Settled, reveal: str | None, standing: Standing) -> None:
        row, back = settled.revealed, self._select is not None
        if self._is_there(settled):
            self._go_there(settled)
            return
        moved, self._reveal, self._select = self._moved, None, None
        self._moved = moved and settled.ordered.view != self.asked
        self._put(settled, standing, moved=moved)
        if row is not None:
            self._go_to([range(row, row + 1)])
        elif back and settled.selected:
            self._go_to(settled.selected)
        elif reveal is not None and settled.ordered.view.wanted:
            self.hidden.emit(reveal)
        self.shown.emit(settled)
        if self._stop_counting():
            self.take_arrivals()

    def _is_there(self, settled: Settled) -> bool:
        """Whether the very rows are shown already."""
        shown = self._snapshot
        return shown is not None and settled.snapshot.order is shown.order

    def _go_there(self, settled: Settled) -> None:
        """Nothing changes but where the user is; a vehicle that came since is looked for anew."""
        if settled.revealed is None:
            self._feed.reload()
            return
        self._reveal = None
        self._model.take_pages(settled.pages)
        self._go_to([range(settled.revealed, settled.revealed + 1)])

    def _put(self, settled: Settled, standing: Standing, *, moved: bool = False) -> None:
        """Change the rows; where the current vehicle was removed, its successor is current.

        ``moved``: it is another view, which may not have the current vehicle, nor any
        successor of it.
        """
        row, top_row = self._view.current_row(), self._view.top_row()
        column, left = self._current_column(), self._view.horizontalScrollBar().value()
        snapshot = self._snapshot = settled.snapshot
        selection = self._view.selectionModel()
        selection.blockSignals(True)
        self._model.show(snapshot, snapshot.columns, settled.pages)
        selection.blockSignals(False)
        current = settled.place(standing.current)
        if current is None and row is not None and snapshot.row_count and not moved:
            current = min(row, snapshot.row_count - 1)
        sections = {shown.key: section for section, shown in enumerate(snapshot.columns)}
        self._view.select_ranges(list(settled.selected), current, sections.get(column))
        self._view.horizontalScrollBar().setValue(left)
        if standing.top is not None:
            top = settled.place(standing.top)
            self._view.verticalScrollBar().setValue(top_row if top is None else top)
        elif standing.centred and current is not None:
            middle = self._view.ScrollHint.PositionAtCenter
            self._view.scrollTo(self._view.currentIndex(), middle)
            self._view.horizontalScrollBar().setValue(left)
        else:
            self._view.scrollToTop()

    def _current_column(self) -> str:
        """Its key; that of none, where no cell is current."""
        column = self._view.column(self._view.currentIndex().column())
        return "" if column is None else column.key

    def _go_to(self, selected: Sequence[range]) -> None:
        """These rows are to be seen: select them, and make the first of them current."""
        first, bar = selected[0].start, self._view.horizontalScrollBar()
        left = bar.value()
        self._view.select_ranges(list(selected), first)
        bar.setValue(left)
        self._view.scrollTo(self._model.index(first, 0))

"""Which columns of a Parquet window are shown, and what is told of them."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say, say_many
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_details import ColumnStatistics, Footer, footer, measured
from vindesk.store.parquet_pages import ColumnSort, ParquetFile
from vindesk.ui.menu import Menu
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.parquet.columns_panel import ColumnsPanel
from vindesk.ui.parquet.file_panel import FilePanel
from vindesk.ui.parquet.layout_keeper import LayoutKeeper
from vindesk.ui.parquet.parquet_table import ParquetTable


class ColumnChoices(QObject):
    """Keeps the list of columns, the heads of the table and the menu of a head in step."""

    told = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self,
        table: ParquetTable,
        view: PagedTableView,
        keeper: LayoutKeeper,
        panels: tuple[ColumnsPanel, FilePanel],
        runner: JobRunner,
    ) -> None:
        super().__init__(view)
        self._table = table
        self._view = view
        self._keeper = keeper
        self._panel, self._about = panels
        self._runner = runner
        self._asked: set[Job[Any]] = set()
        self._unasked: set[Job[Any]] = set()
        panel = self._panel
        panel.list.shown_changed.connect(self._show_one)
        panel.all_requested.connect(self.show)
        panel.column_chosen.connect(self.go_to)
        panel.measure_requested.connect(self.measure)
        view.heads.menu_requested.connect(self._offer)

    @property
    def _file(self) -> ParquetFile:
        return self._table.file

    def learn(self) -> None:
        """Read what the footers say, for whoever looks at it."""
        file = self._file
        self._about.show_file(file)
        job = Job("read the footer", lambda monitor: footer(file, monitor))
        job.on_success(self._take).on_failure(self.failed.emit)
        self._start(job, self._unasked)

    def _take(self, found: Footer) -> None:
        self._about.show_footer(found)
        self._panel.list.add_statistics(found.statistics)

    def measure(self, place: int) -> None:
        """Read the whole column, to count its nulls and distinct values."""
        file = self._file
        name = shown_line(file.columns[place].name, 60)
        self.told.emit(say("Counting the values of {name}… Escape cancels.", name=name))

        def take(found: ColumnStatistics) -> None:
            self._panel.list.add_statistics({place: found})
            self.told.emit(_counts(name, found))

        def fail(error: Exception) -> None:
            self.told.emit(say("The values of {name} were not counted.", name=name))
            self.failed.emit(error)

        job = Job("measure a column", lambda monitor: measured(file, place, monitor))
        self._start(job.on_success(take).on_failure(fail), self._asked)

    def cancel(self) -> bool:
        """Give up what was asked for; whether there was something."""
        return _cancel(self._asked)

    def stop(self) -> None:
        """Give up all that is being read: the file is about to be closed."""
        _cancel(self._asked | self._unasked)

    def _start(self, job: Job[Any], among: set[Job[Any]]) -> None:
        job.finished.connect(lambda: among.discard(job))
        among.add(job)
        self._runner.start(job, Lane.FILES)

    # -- shown or hidden -----------------------------------------------------------

    def show(self, places: Iterable[int], wanted: bool) -> None:
        """Show columns, or hide them; one always stays. Nothing, before the rows have come."""
        heads = self._view.heads
        if not heads.count():
            return
        staying = set(heads.shown_sections())
        for place in places:
            if wanted:
                heads.showSection(place)
                staying.add(place)
            elif staying != {place}:
                heads.hideSection(place)
                staying.discard(place)
            else:
                self.told.emit(say("One column is always shown."))
        self._settle()

    def _settle(self) -> None:
        """The heads are as the user wants them."""
        self._view.leave_hidden_column()
        self._keeper.remember()
        self._table.look_again()
        self.tell_list()

    def _show_one(self, place: int, wanted: bool) -> None:
        self.show([place], wanted)

    def show_all(self) -> None:
        """Every column, in the order of the file."""
        heads = self._view.heads
        for place in range(heads.count()):
            heads.moveSection(heads.visualIndex(place), place)
        self.show(range(heads.count()), True)

    def reset(self) -> None:
        """As if the user had never changed anything."""
        self._keeper.reset()
        self._table.look_again()
        self.tell_list()

    def _fit(self, place: int) -> None:
        self._view.fit_column(place)
        self._settle()

    def hide_current(self) -> None:
        place = self._view.currentIndex().column()
        if place >= 0:
            self.show([place], False)

    def tell_list(self) -> None:
        """Let the list have its boxes as the heads are."""
        heads = self._view.heads
        hidden = (place for place in range(heads.count()) if heads.isSectionHidden(place))
        self._panel.list.show_hidden(frozenset(hidden))

    def go_to(self, place: int) -> None:
        """Bring a column into view, shown if it was hidden."""
        if not self._view.heads.count():
            return
        self.show([place], True)
        row = self._view.current_row() or 0
        self._view.setCurrentIndex(self._view.model().index(row, place))
        self._view.show_column(place)

    # -- the menu of a head --------------------------------------------------------

    def menu(self, section: int) -> QMenu:
        """What can be done with a column, and with all of them."""
        menu = Menu(self._view)
        known = 0 <= section < self._view.heads.count()
        entries: Sequence[tuple[str, str, Callable[[], object], bool] | None] = (
            ("sort_up", say("Sort &Upwards"), lambda: self._sort(section, False), known),
            ("sort_down", say("Sort &Downwards"), lambda: self._sort(section, True), known),
            None,
            ("hide_this", say("&Hide This Column"), lambda: self.show([section], False), known),
            ("show_all", say("Show &All Columns"), self.show_all, True),
            ("reset", say("&Reset Columns"), self.reset, True),
            None,
            ("fit_this", say("&Fit This Column"), lambda: self._fit(section), known),
            ("count_this", say("&Count Distinct Values"), lambda: self.measure(section), known),
        )
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            name, text, command, enabled = entry
            action = menu.addAction(text)
            action.setObjectName(name)
            action.setEnabled(enabled)
            action.triggered.connect(partial(_do, command))
        return menu

    def _sort(self, section: int, descending: bool) -> None:
        self._table.sort_by([ColumnSort(section, descending)])

    def _offer(self, section: int, place: QPoint) -> None:
        menu = self.menu(section)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)


def _counts(name: str, found: ColumnStatistics) -> str:
    """What was counted of a column, in sentences."""
    distinct = say_many(
        "{name} has {n} distinct value.",
        "{name} has {n} distinct values.",
        found.distinct or 0,
        name=name,
    )
    nulls = say_many("{n} row has none.", "{n} rows have none.", found.nulls or 0)
    return f"{distinct} {nulls}" if found.nulls else distinct


def _do(command: Callable[[], object], _checked: bool = False) -> None:
    command()


def _cancel(jobs: AbstractSet[Job[Any]]) -> bool:
    """Whether there were any."""
    found = tuple(jobs)
    for job in found:
        job.cancel()
    return bool(found)

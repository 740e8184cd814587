"""The rows of a Parquet window: in order, filtered, searched; the newest wish counts."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from vindesk.domain.column_filter import EVERY_ROW, ColumnFilter, ColumnKind
from vindesk.domain.errors import FileChanged, FileUnreadable
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_pages import ColumnSort, ParquetFile
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.paging.row_cache import Row
from vindesk.ui.paging.sorting import sorts_after
from vindesk.ui.parquet.parquet_model import AT_FIRST, ParquetModel
from vindesk.ui.parquet.parquet_snapshot import MOST_ROWS, ParquetSnapshot
from vindesk.ui.parquet.places import Places

_LOOK_MS = 20
"""While columns move, there is no point in asking for each place they pass."""


_Rows = tuple[ParquetSnapshot, Sequence[Row] | None]


class Asked(Struct, frozen=True):
    """Which rows are to be shown, and in which order."""

    wanted: ColumnFilter = EVERY_ROW
    sorts: tuple[ColumnSort, ...] = ()


class ParquetTable(QObject):
    """Puts ``file`` into the view, and keeps what is read to what is in view.

    It is what is shown, and open until the rows of another are here.
    """

    counted = Signal(object, object)  # int, int: more than 32 bits
    """How many rows are shown, and how many there are."""

    busy_changed = Signal(bool)
    """Whether something is under way that can be given up."""

    found = Signal(object, object)  # int | None, int
    """The position that was found, and how many rows match; None: there is none."""

    replaced = Signal(ParquetFile)
    """The file that was shown until now; whoever reads it stops, for it is closed then."""

    kept = Signal()
    """The rows of the other file will not come: that of before stays."""

    failed = Signal(Exception)

    def __init__(
        self, view: PagedTableView, model: ParquetModel, file: ParquetFile, runner: JobRunner
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._runner = runner
        self.file = file
        self.asked = self.shown = Asked()
        """What was asked for last, and what is shown: it differs while rows are put in order."""

        self.most_rows = MOST_ROWS
        self.first_columns: Callable[[Sequence[str]], Sequence[int]] = _every_column
        """For the names of a file's columns: those that will be shown, from left to right, which
        are read before any of them is in view."""

        self._coming: ParquetFile | None = None
        self._later: Callable[[], None] | None = None
        """What was asked for meanwhile, of the rows that are coming."""

        self._job: Job[Any] | None = None
        self._matches: tuple[object, Places] | None = None
        self._sought = ""
        view.heads.sort_requested.connect(self._sort_by)
        self._looking = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._looking.timeout.connect(self.read_what_is_in_view)
        view.horizontalScrollBar().valueChanged.connect(self.look_again)
        for moved in (view.heads.sectionResized, view.heads.sectionMoved, model.modelReset):
            moved.connect(self.look_again)
        model.load_failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def take(self, file: ParquetFile) -> None:
        """Show ``file``, which is what stands now where the other stood, as soon as it has rows."""
        outdated, self._coming = self._coming, file
        self.ask(self.asked)
        self._let_go(outdated)

    def _let_go(self, file: ParquetFile | None) -> None:
        if file is not None:
            job = Job("close file", lambda _monitor: file.close())
            self._runner.start(job, Lane.STORE)

    # -- order and filter ------------------------------------------------------------

    def ask(self, asked: Asked) -> None:
        """Show other rows; what is being put in order is of no interest any more."""
        self.asked = asked
        self._matches = None
        file, most, size = self._coming or self.file, self.most_rows, self._model.page_size
        asked = _fitting(asked, self.file, file)
        present = self._model.snapshot
        read = self._near() if present is not None and present.file is file else ()
        read = read or self.first_columns(file.names)[:AT_FIRST]

        def work(monitor: Monitor) -> _Rows:
            order = file.order(asked.wanted, asked.sorts, monitor)
            snapshot = ParquetSnapshot(file, order, read, most=most)
            return snapshot, _first_page(snapshot, size, monitor)

        def show(rows: _Rows) -> None:
            before, self.file, self._coming = self.file, file, None
            self.asked = self.shown = asked
            self._model.show_rows(*rows)
            self._mark_sorts()
            self.counted.emit(rows[0].order.count, file.row_count)
            if before is not file:
                self.replaced.emit(before)
                self._let_go(before)

        self._start(f"order {file.path.name}", work, show)

    def filter_by(self, wanted: ColumnFilter) -> None:
        if wanted != self.asked.wanted:
            self.ask(replace(self.asked, wanted=wanted))

    def sort_by(self, sorts: Sequence[ColumnSort]) -> None:
        self.ask(replace(self.asked, sorts=tuple(sorts)))

    def cancel(self) -> bool:
        """Give up what is under way; whether there was something.

        Rows of another file come all the same: what is shown may be of one that is gone.
        """
        later, self._later = self._later, None
        return self._drop() if self._coming is None else later is not None

    def _drop(self) -> bool:
        job, self._job = self._job, None
        if job is None:
            return False
        job.cancel()
        self.asked = self.shown
        self.busy_changed.emit(False)
        return True

    def close(self) -> None:
        """Nothing is read any more, of either file."""
        self._drop()
        self._looking.stop()
        self._looking.blockSignals(True)
        self._model.forget()
        for file in (self.file, self._coming):
            self._let_go(file)

    def _start(
        self, name: str, work: Callable[[Monitor], Any], done: Callable[[Any], object]
    ) -> None:
        outdated, self._job = self._job, None
        if outdated is not None:
            outdated.cancel()
        job = Job(name, work).on_success(done).on_failure(self._fail)
        job.finished.connect(lambda: self._end(job))
        self._job = job
        self.busy_changed.emit(self._coming is None)
        self._runner.start(job, Lane.FILES)

    def _end(self, job: Job[Any]) -> None:
        if job is not self._job:
            return
        self._job = None
        self.busy_changed.emit(False)
        later, self._later = self._later, None
        if later is not None:
            later()

    def _fail(self, error: Exception) -> None:
        """What is shown stays; who wants the other rows asks again."""
        self.asked = self.shown
        coming, self._coming = self._coming, None
        if coming is not None:
            self._let_go(coming)
            self.kept.emit()
        self.failed.emit(error)

    def _sort_by(self, section: int, extend: bool) -> None:
        self.sort_by(sorts_after(self.asked.sorts, ColumnSort(section), extend=extend))

    def _mark_sorts(self) -> None:
        self._view.heads.show_sorts([(sort.place, sort.descending) for sort in self.shown.sorts])

    # -- places ------------------------------------------------------------------------

    def position(self) -> int:
        """Where the current row stands among all that are shown; -1: nowhere."""
        row, snapshot = self._view.current_row(), self._model.snapshot
        return -1 if row is None or snapshot is None else snapshot.first + row

    def go_to(self, position: int) -> None:
        """Make the row at ``position`` the current one, in view."""
        snapshot = self._model.snapshot
        if snapshot is None or not snapshot.order.count:
            return
        position = min(max(position, 0), snapshot.order.count - 1)
        column = self._view.shown_column()
        if not snapshot.first <= position < snapshot.first + snapshot.row_count:
            first = max(0, min(position - self.most_rows // 2, snapshot.order.count - 1))
            self._model.show_rows(replace(snapshot, first=first))
            self._mark_sorts()
            snapshot = replace(snapshot, first=first)
        row = position - snapshot.first
        self._view.setCurrentIndex(self._model.index(row, column))
        self._view.select_ranges([range(row, row + 1)], None)

    def find(self, text: str, *, backwards: bool = False) -> None:
        """Go to the next row that has ``text`` in a column that is shown; ``found`` tells.

        Of a text that was not looked for just before, the current row may be the first.
        Where rows of another file are coming, it is looked for in them.
        """
        self._later = None
        if self._coming is not None:
            self._later = partial(self.find, text, backwards=backwards)
            return
        snapshot = self._model.snapshot
        if snapshot is None or not text:
            return
        columns = tuple(self._view.heads.shown_sections())
        key = (text, columns, snapshot.order)
        known = self._matches[1] if self._matches and self._matches[0] == key else None
        is_new, self._sought = text != self._sought, text
        self.asked = self.shown  # rows that are being put in order are not waited for
        wanted, file = self.shown.wanted, self.file
        start = max(self.position() - (is_new and not backwards), -1)

        def work(monitor: Monitor) -> tuple[Places, int | None]:
            places = known or Places(file.find(text, columns, wanted, monitor))
            return places, places.next_to(start, snapshot.order, monitor, backwards=backwards)

        def go(result: tuple[Places, int | None]) -> None:
            self._matches = (key, result[0])
            if result[1] is not None:
                self.go_to(result[1])
            self.found.emit(result[1], result[0].count)

        self._start("find", work, go)

    def look_again(self) -> None:
        """Other columns may be in view by now."""
        self._looking.start()

    def read_what_is_in_view(self) -> None:
        """The columns in view, and as many beside them, so that a small move reads nothing."""
        snapshot, near = self._model.snapshot, self._near()
        if snapshot is not None and not set(self._in_view()) <= set(snapshot.read):
            self._model.read_columns(near, self._view.rows_in_view())

    def _near(self) -> Sequence[int]:
        """The columns in view, and those beside them: not where rows come from everywhere."""
        seen = self._in_view()
        if not seen or self.asked.sorts:
            return seen
        heads = self._view.heads
        places = [heads.visualIndex(section) for section in seen]
        before = range(places[0] - 1, -1, -1)
        after = range(places[-1] + 1, heads.count())
        beside = (self._shown(before, len(seen)), self._shown(after, len(seen)))
        return sorted({*seen, *beside[0], *beside[1]})

    def _in_view(self) -> Sequence[int]:
        """From left to right; asked of the heads, which may be thousands, only where they are."""
        heads = self._view.heads
        first = max(heads.visualIndexAt(0), 0)
        last = heads.visualIndexAt(self._view.viewport().width() - 1)
        places = range(first, (last if last >= first else heads.count() - 1) + 1)
        return self._shown(places, heads.count())

    def _shown(self, places: range, most: int) -> Sequence[int]:
        """The first sections, up to ``most``, that stand at these places and are not hidden."""
        heads = self._view.heads
        sections = map(heads.logicalIndex, places)
        return list(islice((s for s in sections if not heads.isSectionHidden(s)), most))


def _every_column(names: Sequence[str]) -> Sequence[int]:
    return range(len(names))


def _fitting(asked: Asked, before: ParquetFile, now: ParquetFile) -> Asked:
    """What was asked of one file, as far as it means the same of another.

    A filter is for the names and kinds of columns that it was read for, a sort for the
    names alone.
    """
    if now is before:
        return asked
    if now.names != before.names:
        return Asked()
    return asked if _kinds(now) == _kinds(before) else replace(asked, wanted=EVERY_ROW)


def _kinds(file: ParquetFile) -> Sequence[ColumnKind]:
    return [column.kind for column in file.columns]


def _first_page(snapshot: ParquetSnapshot, size: int, monitor: Monitor) -> Sequence[Row] | None:
    """None: it cannot be read, as will be told when it is asked for to be drawn."""
    try:
        return snapshot.rows(0, size, monitor)
    except FileChanged:
        raise
    except FileUnreadable:
        return None

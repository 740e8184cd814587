"""A table of any length over pages that are fetched when they come into view."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QBrush, QFont, QIcon
from typing_extensions import override

from vindesk.domain.fields import NO_DATA
from vindesk.domain.monitor import Monitor
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.drawn_rows import (
    LEFT,
    LOADING,
    LONGEST_DRAWN,
    NOT_READ,
    RIGHT,
    DrawnRow,
    DrawnRows,
    Looks,
)
from vindesk.ui.paging.row_cache import Row, RowCache
from vindesk.ui.plain_text import tip
from vindesk.ui.speaking import speaks_for_row

Role = Qt.ItemDataRole
_NOWHERE = -1
_NO_PAGE = range(0)
_EVERY_PAGE = range(sys.maxsize)
"""In place of the pages in flight: no other is fetched."""

_LIKELY_IN_VIEW = 60
"""Rows that are drawn below the first one that is missing."""

_WAITING_PAGES = 2
"""Two pages can be in view at once; older wishes are for places that were passed."""


class Snapshot(Protocol):
    """A table as it stood at one moment."""

    @property
    def row_count(self) -> int: ...

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        """The texts of up to ``size`` rows from ``start`` on; called on the lane of the model."""
        ...


class NoRows:
    """The snapshot of an empty table."""

    row_count = 0

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        del start, size, monitor
        return ()


class PagedTableModel(QAbstractTableModel):
    """Shows ``LOADING`` for a row until its page has arrived.

    At most one page is in flight, and only the latest wishes wait behind it: dragging the
    scroll bar through a million rows asks for where it stops, not for every place it
    passed. Requests carry the generation they were made in; ``show`` starts a new one, so
    a late answer to an old question is dropped, never shown.
    """

    load_failed = Signal(Exception)

    def __init__(
        self, runner: JobRunner, parent: QObject | None = None, *, lane: Lane = Lane.PAGES
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._lane = lane
        self._columns: Sequence[Column] = ()
        self._snapshot: Snapshot = NoRows()
        self._cache = RowCache()
        self._row_count = 0
        self._looks: Looks | None = None
        self._generation = 0
        self._in_flight = _NO_PAGE
        self._fetching: Job[Sequence[Row]] | None = None
        self._wanted: list[int] = []
        self._broken: set[int] = set()
        self._drawn = DrawnRows()
        self._at = _NOWHERE
        self._cells = self._drawn.get(_NOWHERE, None)
        self._readers: dict[int, Callable[[int, int], object]] = {
            Role.DisplayRole: self._text,
            Role.ForegroundRole: self._ink,
            Role.DecorationRole: self._icon,
            Role.AccessibleTextRole: self._spoken,
        }
        self._of_columns: dict[int, Sequence[object]] = {}
        self._spoken_heads: dict[int, str] = {}

    @property
    def page_size(self) -> int:
        return self._cache.page_size

    @property
    def columns(self) -> Sequence[Column]:
        return self._columns

    def show(
        self,
        snapshot: Snapshot,
        columns: Sequence[Column],
        pages: Mapping[int, Sequence[Row]] | None = None,
    ) -> None:
        """Show another table; ``pages`` are rows that were fetched with it, by page."""
        self.beginResetModel()
        self._columns = columns
        self._row_count = snapshot.row_count
        self._take_snapshot(snapshot, pages or {})
        self.endResetModel()

    def exchange(self, snapshot: Snapshot, pages: Mapping[int, Sequence[Row]]) -> None:
        """Show other texts of the same rows, of which ``pages`` are here; nothing moves."""
        self._take_snapshot(snapshot, pages)
        if self._row_count and self._columns:
            last = self.index(self._row_count - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _take_snapshot(self, snapshot: Snapshot, pages: Mapping[int, Sequence[Row]]) -> None:
        """Nothing is left of the one before, and what is under way for it is not wanted."""
        self._generation += 1
        self._in_flight = _NO_PAGE
        self._wanted.clear()
        self._broken.clear()
        self._drawn.begin()
        self._cache.clear()
        self._snapshot = snapshot
        self._redraw()
        for number, rows in pages.items():
            self._cache.put(number, rows)

    def take_pages(self, pages: Mapping[int, Sequence[Row]]) -> None:
        """These pages of what is shown are here now."""
        for number, rows in pages.items():
            self._put_page(number, rows)

    def forget(self) -> None:
        """The table is about to go: what is under way has nobody to answer to."""
        self._generation += 1
        self._in_flight = _EVERY_PAGE
        if self._fetching is not None:
            self._fetching.cancel()

    def dress(self, looks: Looks) -> None:
        """Take colours, fonts and icons from the theme."""
        self._looks = looks
        self._redraw()

    def row(self, number: int) -> Row | None:
        """The texts of a row, if it is here."""
        return self._cache.get(number)

    def whole_text(self, index: Index) -> str:
        """The text of a cell, uncut; ``LOADING`` if it is not here."""
        row = self._cache.get(index.row())
        return LOADING if row is None else row[index.column()]

    def drawn(self, number: int) -> DrawnRow:
        """How a row is drawn; one that is not here is asked for."""
        if number != self._at:
            self._go_to(number)
        return self._cells

    @property
    def alignments(self) -> Sequence[Qt.AlignmentFlag]:
        """By the column."""
        return self._drawn.alignments

    @property
    def fonts(self) -> Sequence[QFont | None]:
        """By the column; None: that of the view."""
        return self._drawn.fonts

    # -- QAbstractTableModel -----------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._row_count

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return f"{section + 1}" if role == Role.DisplayRole else None
        if section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Role.DisplayRole:
            return shown_line(column.title, LONGEST_DRAWN)
        if role == Role.ToolTipRole:
            return tip(column.tip) or None
        if role == Role.TextAlignmentRole:
            return RIGHT if column.look is Look.NUMBER else LEFT
        return self._spoken_heads.get(section) if role == Role.AccessibleTextRole else None

    @override
    def setHeaderData(
        self, section: int, orientation: Qt.Orientation, value: object, role: int = Role.EditRole
    ) -> bool:
        """What a screen reader says of a head in place of its title; empty: the title."""
        if orientation != Qt.Orientation.Horizontal or role != Role.AccessibleTextRole:
            return False
        self._spoken_heads.pop(section, None)
        if value:
            self._spoken_heads[section] = str(value)
        return True

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Fast, total and silent: it never waits, and a role it does not know is None."""
        reader = self._readers.get(role)
        if reader is not None:
            column = index.column()
            return reader(index.row(), column) if column >= 0 else None
        of_columns = self._of_columns.get(role)
        if of_columns is None:
            return None
        column = index.column()
        return of_columns[column] if column >= 0 else None

    def _text(self, row: int, column: int) -> str:
        return self.drawn(row).texts[column]

    def _ink(self, row: int, column: int) -> QBrush | None:
        return self.drawn(row).inks[column]

    def is_unread(self, row: int) -> bool:
        """Whether it could not be read, and so will not come."""
        return self._cache.get(row) is None and self._cache.page_of(row) in self._broken

    def _icon(self, row: int, column: int) -> QIcon | None:
        return self.drawn(row).icons[column]

    def _go_to(self, number: int) -> None:
        row = self._cache.get(number)
        if row is None:
            self._want(number)
        self._at = number
        unread = self.is_unread(number)
        self._cells = self._drawn.unread if unread else self._drawn.get(number, row)

    def _spoken(self, number: int, column: int) -> str:
        """A cell for a screen reader; where one speaks for the whole row, it is the first."""
        row = self._cache.get(number)
        if row is None:
            return say(NOT_READ) if self.is_unread(number) else say("Loading")
        if not speaks_for_row(column):
            text = shown_line(row[column], LONGEST_DRAWN)
            return say("No data") if text == NO_DATA else text
        pairs = zip(self._columns, row, strict=False)
        said = (f"{c.title} {text[:LONGEST_DRAWN]}" for c, text in pairs if text != NO_DATA)
        return shown_line(", ".join(said))

    def _redraw(self) -> None:
        """What is drawn of the rows is not true any more."""
        self._at = _NOWHERE
        self._drawn.dress(self._columns, self._looks)
        self._of_columns = {
            Role.TextAlignmentRole: self._drawn.alignments,
            Role.FontRole: self._drawn.fonts,
        }

    # -- paging --------------------------------------------------------------

    def _want(self, row: int) -> None:
        number = self._cache.page_of(row)
        if number in self._broken or number in self._in_flight:
            return
        if not self._in_flight:
            self._fetch(number, self._cache.page_of(row + _LIKELY_IN_VIEW))
            return
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.append(number)
        del self._wanted[:-_WAITING_PAGES]

    def _fetch(self, number: int, last: int) -> None:
        """Fetch a page, and the next one with it where the rows in view are of both."""
        both = last > number and not self._cache.has(last) and last not in self._broken
        pages = range(number, (last if both else number) + 1)
        self._in_flight = pages
        size = self._cache.page_size
        snapshot = self._snapshot

        def work(monitor: Monitor) -> Sequence[Row]:
            return snapshot.rows(number * size, len(pages) * size, monitor)

        job = Job(f"page {number}", work)
        job.on_success(partial(self._accept, self._generation, pages))
        job.on_failure(partial(self._give_up, self._generation, pages))
        self._fetching = job
        self._runner.start(job, self._lane)

    def _fetch_next(self) -> None:
        self._in_flight = _NO_PAGE
        while self._wanted and not self._in_flight:
            number = self._wanted.pop()
            if not self._cache.has(number):
                self._fetch(number, number)

    def _accept(self, generation: int, pages: range, rows: Sequence[Row]) -> None:
        if generation != self._generation:
            return
        size = self._cache.page_size
        for place, number in enumerate(pages):
            self._put_page(number, rows[place * size : (place + 1) * size])
        self._fetch_next()

    def _put_page(self, number: int, rows: Sequence[Row]) -> None:
        self._cache.put(number, rows)
        self._at = _NOWHERE
        first = number * self._cache.page_size
        changed = range(first, first + len(rows))
        self._drawn.forget(changed)
        self._tell_changed(changed)

    def _tell_changed(self, rows: range) -> None:
        last = min(rows.stop, self._row_count) - 1
        if last >= rows.start:
            last_column = len(self._columns) - 1
            self.dataChanged.emit(self.index(rows.start, 0), self.index(last, last_column))

    def give_up_cells(self) -> None:
        """What is not here of rows that are will not come."""
        self._at = _NOWHERE
        self._drawn.give_up()
        self._tell_changed(range(self._row_count))

    def _give_up(self, generation: int, pages: range, error: Exception) -> None:
        """Say so in the pages: asking again on every repaint would be a storm."""
        if generation != self._generation:
            return
        self._broken.update(pages)
        self._at = _NOWHERE
        size = self._cache.page_size
        self._tell_changed(range(pages.start * size, pages.stop * size))
        self.load_failed.emit(error)
        self._fetch_next()

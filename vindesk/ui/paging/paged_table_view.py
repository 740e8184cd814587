"""A table view that stays quick whatever its length."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget
from typing_extensions import override

from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.drawn_rows import DrawnRow
from vindesk.ui.paging.frozen_columns import FrozenColumnView
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.quick_delegate import QuickDelegate
from vindesk.ui.whole_rows import ask_no_rows, selected_ranges, set_up_rows

if TYPE_CHECKING:
    from vindesk.ui.paging.quick_code_cells import QuickCodeCells
    from vindesk.ui.paging.row_painting import RowPainter

_CELL_PADDING = 8
_WIDTH_UNIT = 10
_FITTED_COLUMNS = 24
_ROWS_MEASURED = 40
_TEXTS_MEASURED = 8
_WIDEST_FITTED = 320
_WIDEST_ASKED = 800

_Measured = Sequence[tuple[int, DrawnRow]]
"""Rows by their numbers."""


class PagedTableView(FrozenColumnView):
    """Whole rows of uniform height, over a ``PagedTableModel``.

    Qt's own ways to select all, to count selected rows and to draw header states walk
    every row; here everything goes by ranges. The first column can stay at the left edge
    while the others scroll under it.
    """

    arranged = Signal()
    """The user moved or resized columns."""

    def __init__(self, model: PagedTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paged = model
        self._empty_text = ""
        self._widths: Mapping[str, float] | None = None
        self._room = 0
        """The width of the viewport, as Qt told. To ask it for the first time takes as long as a
        paint: PySide then makes every class there is of widgets, to see which one it may be."""

        self.setModel(model)
        self.setItemDelegate(QuickDelegate(model, self))
        self._codes: Sequence[int] = ()
        """The columns in a font of their own."""

        set_up_rows(self, QAbstractItemView.SelectionMode.ExtendedSelection)
        ask_no_rows(self)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.heads.sectionHandleDoubleClicked.connect(self.fit_column)
        self.heads.arranged.connect(self._use_the_room)
        self.heads.arranged.connect(self.arranged)
        model.modelAboutToBeReset.connect(self.scrollToTop)
        model.modelReset.connect(self._place_codes)

    def show_when_empty(self, text: str) -> None:
        """What to say in place of rows."""
        self._empty_text = text
        self.viewport().update()

    # -- columns -----------------------------------------------------------------

    @property
    def columns(self) -> Sequence[Column]:
        """Those of the model, shown or not."""
        return self._paged.columns

    def column(self, section: int) -> Column | None:
        return self._paged.columns[section] if 0 <= section < len(self._paged.columns) else None

    def arrange(
        self, order: Sequence[str], widths: Mapping[str, float], *, keep_first: bool = False
    ) -> None:
        """Show the columns that ``order`` names, so; a width not given is the column's own.

        The current cell leaves a column that is not among them.
        """
        columns = {column.key: number for number, column in enumerate(self._paged.columns)}
        shown = [columns[key] for key in order if key in columns]
        among = set(shown)
        heads = self.heads
        before = heads.visualIndex(self.currentIndex().column())
        heads.setStretchLastSection(False)
        for place, number in enumerate(shown):
            heads.moveSection(heads.visualIndex(number), place)
        for number, column in enumerate(self._paged.columns):
            heads.setSectionHidden(number, number not in among)
            if number in among:
                self.setColumnWidth(number, self._pixels(column, widths))
        self.keep_first(keep_first)
        self._widths = widths
        self._use_the_room()
        if shown and before >= 0 and heads.isSectionHidden(self.currentIndex().column()):
            self._go_to_column(shown[min(before, len(shown) - 1)])

    def _place_codes(self) -> None:
        columns = enumerate(self._paged.columns)
        codes = [number for number, column in columns if column.look is Look.CODE]
        if codes != self._codes:
            for number in {*self._codes, *codes}:
                drawn = self._code_cells if number in codes else self.itemDelegate()
                self.setItemDelegateForColumn(number, drawn)
            self._codes = codes

    @cached_property
    def _code_cells(self) -> "QuickCodeCells":
        from vindesk.ui.paging.quick_code_cells import QuickCodeCells  # noqa: PLC0415 - of rows

        return QuickCodeCells(self._paged, self)

    def order(self) -> list[str]:
        """The keys of the columns that are shown, from left to right."""
        return [self._paged.columns[number].key for number in self.heads.shown_sections()]

    def widths(self) -> dict[str, float]:
        """Of the columns that are shown, as ``arrange`` takes them."""
        self.heads.setStretchLastSection(False)
        unit = self._unit()
        found = {
            self._paged.columns[number].key: self.columnWidth(number) / unit
            for number in self.heads.shown_sections()
        }
        self._use_the_room()
        return found

    def widths_other_than(self, widths: Mapping[str, float]) -> dict[str, int]:
        """The widths of the columns shown that ``arrange`` would change if given ``widths``."""
        self.heads.setStretchLastSection(False)
        others: dict[str, int] = {}
        for number in self.heads.shown_sections():
            column, width = self._paged.columns[number], self.columnWidth(number)
            if width != self._pixels(column, widths):
                others[column.key] = round(width / self._unit())
        self._use_the_room()
        return others

    def _pixels(self, column: Column, widths: Mapping[str, float]) -> int:
        return round(widths.get(column.key, column.width) * self._unit())

    def _unit(self) -> float:
        return self.fontMetrics().averageCharWidth() / _WIDTH_UNIT

    def _use_the_room(self) -> None:
        """Let the last column fill what is left of the width; else it has its own."""
        self.heads.setStretchLastSection(False)
        self.heads.setStretchLastSection(self.heads.length() < self._room)

    def fit_columns(self) -> None:
        """Give each column the width it asks for, in the present font.

        What most ask for is set at once: twenty thousand, one by one, take a sixth of a second.
        """
        heads, unit = self.heads, self._unit()
        widths = [round(column.width * unit) for column in self._paged.columns]
        heads.setStretchLastSection(False)
        if widths:
            heads.setDefaultSectionSize(Counter(widths).most_common(1)[0][0])
        for number, width in enumerate(widths):
            if heads.sectionSize(number) != width:
                heads.resizeSection(number, width)
        self._use_the_room()

    def fit_to_contents(self) -> None:
        """Fit the first columns to the rows in view, within reason; more would cost frames."""
        rows = self._rows_to_measure()
        for number in self.heads.shown_sections()[:_FITTED_COLUMNS]:
            self._fit(number, rows, _WIDEST_FITTED)
        self._use_the_room()

    def fit_column(self, number: int) -> None:
        """Fit one column to its title and the rows in view."""
        self.heads.setStretchLastSection(False)
        self._fit(number, self._rows_to_measure(), _WIDEST_ASKED)
        self._use_the_room()

    def fit_all(self) -> None:
        """Fit every column that is shown."""
        self.heads.setStretchLastSection(False)
        rows = self._rows_to_measure()
        for number in self.heads.shown_sections():
            self._fit(number, rows, _WIDEST_ASKED)
        self._use_the_room()

    def _rows_to_measure(self) -> _Measured:
        """Those in view that are here; before anything is in view, those that will be."""
        rows = self.rows_in_view() if self.isVisible() else range(_ROWS_MEASURED)
        return [(row, self._paged.drawn(row)) for row in rows if self._paged.row(row) is not None]

    def _fit(self, number: int, rows: _Measured, widest: int) -> None:
        title = self.heads.sectionSizeHint(number)
        asked = max(self._contents_width(number, rows), title)
        self.setColumnWidth(number, min(asked + _CELL_PADDING, max(widest, title)))

    def _contents_width(self, number: int, rows: _Measured) -> int:
        """What the widest cell asks for; Qt's own way asks every cell, even of a hidden view."""
        if not rows:
            return 0
        metrics = QFontMetrics(self._paged.fonts[number] or self.font())
        texts = {row: drawn.texts[number] for row, drawn in rows}
        by_length = sorted(texts, key=lambda row: len(texts[row]), reverse=True)
        longest = by_length[:_TEXTS_MEASURED]
        widest = max(longest, key=lambda row: metrics.horizontalAdvance(texts[row]))
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        index = self._paged.index(widest, number)
        return self.itemDelegate().sizeHint(option, index).width() + self.showGrid()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room = event.size().width()
        self._use_the_room()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            vars(self).pop("_painter", None)
        if event.type() == QEvent.Type.FontChange and self._widths is not None:
            self.arrange(self.order(), self._widths, keep_first=self.heads.first_stays)

    def shown_column(self) -> int:
        """The current column, or the nearest that is shown."""
        from vindesk.ui.paging.current_column import shown_column  # noqa: PLC0415 - of rows

        return shown_column(self, self.heads)

    def leave_hidden_column(self) -> None:
        """Columns were hidden: the current cell is in one that is shown, and nothing scrolls."""
        self._go_to_column(self.shown_column())

    def _go_to_column(self, column: int) -> None:
        from vindesk.ui.paging.current_column import go_to_column  # noqa: PLC0415 - of rows

        go_to_column(self, column)

    # -- rows --------------------------------------------------------------------

    def selected_ranges(self) -> list[range]:
        """The selected rows, from the top, as ranges that do not overlap."""
        return selected_ranges(self)

    def select_ranges(
        self, ranges: list[range], current: int | None, column: int | None = None
    ) -> None:
        """Select the rows of ``ranges`` and make ``current`` the current one, in ``column``.

        None: in ``shown_column()``.
        """
        selection = QItemSelection()
        last_column = self._paged.columnCount() - 1
        for rows in ranges:
            selection.select(
                self._paged.index(rows.start, 0), self._paged.index(rows.stop - 1, last_column)
            )
        model = self.selectionModel()
        if current is not None:
            model.setCurrentIndex(
                self._paged.index(current, self.shown_column() if column is None else column),
                QItemSelectionModel.SelectionFlag.NoUpdate,
            )
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @override
    def selectAll(self) -> None:
        """Select every row as one range; Qt's own way asks every row first."""
        if self._paged.rowCount():
            current = self.currentIndex()
            self.select_ranges(
                [range(self._paged.rowCount())], current.row() if current.isValid() else 0
            )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._paged.rowCount() == 0 and self._empty_text:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            area = self.viewport().rect().adjusted(16, 16, -16, -16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), self._empty_text)
            painter.end()

    @override
    def draw_cells(self, region: QRegion) -> None:
        if self._paged.rowCount() and self._painter.knows_how:
            region = self._painter.draw(region)
        if not region.isEmpty():
            super().draw_cells(region)

    @override
    def draw_first_column(self, painter: QPainter, area: QRect) -> None:
        if self._painter.knows_how:
            self._painter.draw_first_column(painter, area)
        else:
            super().draw_first_column(painter, area)

    @cached_property
    def _painter(self) -> "RowPainter":
        """Made anew for another font or style."""
        from vindesk.ui.paging.row_painting import RowPainter  # noqa: PLC0415 - the first rows

        return RowPainter(self, self.heads, self._paged)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last row, as in every long list."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._paged.rowCount():
            row = 0 if event.key() == Qt.Key.Key_Home else self._paged.rowCount() - 1
            self.setCurrentIndex(self._paged.index(row, self.shown_column()))
            return
        super().keyPressEvent(event)

    def top_row(self) -> int:
        """The row at the upper edge; 0 if there is none."""
        return max(self.rowAt(0), 0)

    def rows_in_view(self) -> range:
        bottom = self.indexAt(QPoint(1, self.viewport().height() - 1))
        last = bottom.row() if bottom.isValid() else self._paged.rowCount() - 1
        return range(self.top_row(), last + 1)

    def rows_that_fit(self) -> int:
        """How many can be in view, the one cut by the lower edge with them."""
        return self.viewport().height() // self.verticalHeader().defaultSectionSize() + 1

    def current_row(self) -> int | None:
        index: QModelIndex = self.currentIndex()
        return index.row() if index.isValid() else None

"""Draws the rows of a table as the style would draw their cells, a whole row at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtCore import QLine, QModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QIcon, QPainter, QPalette, QRegion
from PySide6.QtWidgets import QStyle, QTableView

from vindesk.ui.paging.cell_painting import draw_cell, has_focus, rows_in
from vindesk.ui.paging.column_header import ColumnHeader
from vindesk.ui.paging.drawn_rows import RIGHT, DrawnRow
from vindesk.ui.paging.paged_table_model import PagedTableModel

_Role = QPalette.ColorRole
_LTR: Final = Qt.LayoutDirection.LeftToRight

_SOFT_HYPHEN: Final = 0xAD
_LATIN: Final = (*range(0x20, 0x7F), *range(0xA0, _SOFT_HYPHEN), *range(_SOFT_HYPHEN + 1, 0x100))
_DASHES: Final = "\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}"
_LETTERS: Final = frozenset((*map(chr, _LATIN), *_DASHES))
"""Of a plain text: each stands to the right of the one before, on one line."""

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_NOWHERE: Final = (-1, -1)
_NEARLY: Final = 3
"""Pixels by which a text may be wider than its letters are one by one."""


@dataclass(frozen=True, slots=True)
class _Inks:
    """The colours of a table in a window that is active, or is not."""

    text: QColor
    highlighted: QColor
    highlight: QBrush
    alternate: QBrush


class _Widths(dict[str, float]):
    """Of the letters of a font, in pixels; those that a plain text cannot have are missing."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, letter: str) -> float:
        if letter not in _LETTERS:
            raise KeyError(letter)
        width = self[letter] = self._metrics.horizontalAdvance(letter)
        return width


@dataclass(frozen=True, slots=True)
class _Letters:
    """A font, and what is to be known of it to place a text that was not laid out."""

    font: QFont
    metrics: QFontMetricsF
    widths: _Widths
    height: int
    """Of a line, in whole pixels, as Qt lays it out."""

    ascent: float


@dataclass(frozen=True, slots=True)
class _Lane:
    """A column, where it is seen."""

    column: int
    left: int
    width: int
    letters: _Letters
    at_right: bool


class RowPainter:
    """Draws what is plain itself, in the view's present font, and leaves the rest to the delegate.

    Qt's own way asks the style for each cell: it sets up an option, draws a ground, lays the
    text out to measure it, and once more to draw it. A window over a whole screen has six
    hundred cells, and is drawn anew whenever a row comes in. Here a row has one ground, and a
    text that surely fits is laid out once, when it is drawn.
    """

    def __init__(self, view: QTableView, heads: ColumnHeader, model: PagedTableModel) -> None:
        self._view = view
        self._heads = heads
        self._model = model
        self._fonts: Sequence[QFont | None] | None = None
        self._letters: Sequence[_Letters] = ()
        self._margin = self._icon_side = 0

    @property
    def knows_how(self) -> bool:
        """Whether the view is one that is drawn here: else Qt's own way is right for it."""
        return self._view.isEnabled() and self._view.layoutDirection() == _LTR

    def paint(self, region: QRegion) -> None:
        """Draw the rows in ``region`` of the viewport; the first column over the others."""
        if self._fonts is not self._model.fonts:
            self._measure()
        view, area = self._view, region.boundingRect()
        kept = self._heads.kept_width()
        painter = QPainter(view.viewport())
        beside = area.intersected(QRect(kept, area.top(), view.viewport().width(), area.height()))
        if not beside.isEmpty():
            self._paint_rows(painter, beside, self._lanes(beside))
        first = area.intersected(QRect(0, area.top(), kept, area.height()))
        if not first.isEmpty():
            painter.setClipRect(first)
            painter.fillRect(first, view.palette().base())
            self._paint_rows(painter, first, [self._lane(0, 0)])
            painter.setPen(view.palette().mid().color())
            painter.drawLine(QLine(kept - 1, first.top(), kept - 1, first.bottom()))
        painter.end()

    # -- places ------------------------------------------------------------------

    def _lanes(self, area: QRect) -> Sequence[_Lane]:
        """The columns of which something is in ``area``, from the left."""
        heads, lanes = self._heads, list[_Lane]()
        for place in range(max(heads.visualIndexAt(area.left()), 0), heads.count()):
            section = heads.logicalIndex(place)
            if heads.isSectionHidden(section):
                continue
            left = heads.sectionViewportPosition(section)
            if left > area.right():
                break
            lanes.append(self._lane(section, left))
        return lanes

    def _lane(self, column: int, left: int) -> _Lane:
        at_right = self._model.alignments[column] == RIGHT
        width = self._view.columnWidth(column)
        return _Lane(column, left, width, self._letters[column], at_right)

    # -- drawing -----------------------------------------------------------------

    def _paint_rows(self, painter: QPainter, area: QRect, lanes: Sequence[_Lane]) -> None:
        rows = rows_in(self._view, area)
        if not (rows and lanes):
            return
        view, inks = self._view, self._inks()
        chosen, index = view.selectionModel(), self._model.index
        left, width = lanes[0].left, lanes[-1].left + lanes[-1].width - lanes[0].left
        top, height = view.rowViewportPosition(rows.start), view.rowHeight(rows.start)
        focused, beside = _place(view.currentIndex()) if has_focus(view) else _NOWHERE
        for row in rows:
            selected = chosen.isSelected(index(row, lanes[0].column))
            if selected:
                painter.fillRect(left, top, width, height, inks.highlight)
            elif row % 2:
                painter.fillRect(left, top, width, height, inks.alternate)
            cells = self._model.drawn(row)
            pen = inks.highlighted if selected else inks.text
            special = beside if row == focused else -1
            for lane in self._write(
                painter, cells, (top, height), lanes, pen, own=not selected, special=special
            ):
                draw_cell(
                    view, painter, row, lane.column, QRect(lane.left, top, lane.width, height)
                )
            top += height

    def _write(  # noqa: PLR0913 - one call a row, none a cell
        self,
        painter: QPainter,
        cells: DrawnRow,
        place: tuple[int, int],
        lanes: Sequence[_Lane],
        pen: QColor,
        *,
        own: bool,
        special: int,
    ) -> Sequence[_Lane]:
        """Write the plain texts of a row, and say where the others are.

        ``place``: its top and its height. ``own``: a cell that has an ink is written in it.
        ``special``: a column that is left out, whatever is in it.
        """
        top, height = place
        margin, elide, others = self._margin, self._view.textElideMode(), list[_Lane]()
        mode, side = QIcon.Mode.Normal if own else QIcon.Mode.Selected, self._icon_side
        texts, inks, icons = cells.texts, cells.inks, cells.icons
        used: QColor | QBrush | None = None
        font: QFont | None = None
        for lane in lanes:
            column, letters = lane.column, lane.letters
            text = texts[column]
            needed = _width(text, letters.widths)
            if needed is None or column == special:
                others.append(lane)
                continue
            x, room = lane.left + margin, lane.width - 2 * margin
            icon = icons[column]
            if icon is not None:
                icon.paint(painter, QRect(x, top, side, height), _CENTRE, mode)
                x += side + 2 * margin
                room -= side + 2 * margin
            if needed + _NEARLY > room:
                text = letters.metrics.elidedText(text, elide, room)
            ink = inks[column] if own else None
            if (ink or pen) is not used:
                painter.setPen(ink.color() if ink else pen)
                used = ink or pen
            if letters.font is not font:
                painter.setFont(letters.font)
                font = letters.font
            y = top + (height - letters.height) // 2 + letters.ascent
            if lane.at_right:
                x += room - letters.metrics.horizontalAdvance(text)
            painter.drawText(QPointF(x, y), text)
        return others

    # -- what holds for every cell -----------------------------------------------

    def _measure(self) -> None:
        view, fonts = self._view, self._model.fonts
        known = {font: _letters(font or view.font()) for font in set(fonts)}
        self._fonts, self._letters = fonts, [known[font] for font in fonts]
        metric = view.style().pixelMetric
        self._margin = metric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, view) + 1
        self._icon_side = metric(QStyle.PixelMetric.PM_SmallIconSize, None, view)

    def _inks(self) -> _Inks:
        view, palette = self._view, self._view.palette()
        active = view.isActiveWindow()
        group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
        return _Inks(
            palette.color(group, _Role.Text),
            palette.color(group, _Role.HighlightedText),
            palette.brush(group, _Role.Highlight),
            palette.brush(group, _Role.AlternateBase),
        )


def _width(text: str, widths: _Widths) -> float | None:
    """Of the letters one by one; None: it is no plain text."""
    try:
        return sum(map(widths.__getitem__, text))
    except KeyError:
        return None


def _place(index: QModelIndex) -> tuple[int, int]:
    return index.row(), index.column()


def _letters(font: QFont) -> _Letters:
    metrics = QFontMetricsF(font)
    return _Letters(font, metrics, _Widths(metrics), ceil(metrics.height()), metrics.ascent())

"""Draws the rows of a table as the style would draw their cells, a whole row at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QPainter, QPalette, QRegion
from PySide6.QtWidgets import QStyle, QTableView

from vindesk.ui.letters import NEARLY, Letters, letters_of
from vindesk.ui.paging.cell_painting import draw_first_cell, has_focus, rows_in
from vindesk.ui.paging.column_header import ColumnHeader
from vindesk.ui.paging.drawn_rows import RIGHT, DrawnRow
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.quick_delegate import QuickDelegate

_Role = QPalette.ColorRole
_LTR: Final = Qt.LayoutDirection.LeftToRight

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_NOWHERE: Final = -1


class _Inks(Struct, frozen=True):
    """The colours of a table in a window that is active, or is not."""

    text: QColor
    highlighted: QColor
    highlight: QBrush
    alternate: QBrush


class _Lane(Struct, frozen=True):
    """A column, where it is seen."""

    column: int
    left: int
    width: int
    letters: Letters
    at_right: bool


class RowPainter:
    """Draws rows whose texts are all plain, in the view's present font.

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
        self._letters: Sequence[Letters] = ()
        self._margin = self._icon_side = 0

    @property
    def knows_how(self) -> bool:
        """Whether the view is one that is drawn here: else Qt's own way is right for it."""
        view = self._view
        usual = isinstance(view.itemDelegate(), QuickDelegate) and view.isEnabled()
        return usual and view.layoutDirection() == _LTR

    def draw(self, region: QRegion) -> QRegion:
        """Draw the rows of which something is in ``region``, and say what is left for Qt to draw.

        That is whole rows, so that Qt draws all of them at once: one cell at a time, from here,
        a page of Chinese took twice as long.
        """
        self._measure()
        area, left = region.boundingRect(), QRegion()
        painter = QPainter(self._view.viewport())
        for place in self._draw_rows(painter, area, self._lanes(area)).values():
            left += place
        painter.end()
        return left

    def draw_first_column(self, painter: QPainter, area: QRect) -> None:
        """Draw the cells of the first column of which something is in ``area``, at the left."""
        self._measure()
        for row in self._draw_rows(painter, area, [self._lane(0, 0)]):
            draw_first_cell(self._view, painter, row)

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

    def _draw_rows(
        self, painter: QPainter, area: QRect, lanes: Sequence[_Lane]
    ) -> Mapping[int, QRect]:
        """Draw the plain rows in ``area``; the others, and where they are.

        The row that has the keyboard is one of these, for its frame is the style's.
        """
        view, others = self._view, dict[int, QRect]()
        rows = rows_in(view, area)
        if not (rows and lanes):
            return others
        inks, selection = self._inks(), view.selectionModel()
        focused = view.currentIndex().row() if has_focus(view) else _NOWHERE
        left, width = lanes[0].left, lanes[-1].left + lanes[-1].width - lanes[0].left
        top, height = view.rowViewportPosition(rows.start), view.rowHeight(rows.start)
        for row in rows:
            place = QRect(left, top, width, height)
            cells = self._model.drawn(row)
            needed = _widths(cells.texts, lanes)
            if needed is None or row == focused:
                others[row] = place
            else:
                selected = selection.isSelected(self._model.index(row, lanes[0].column))
                if selected:
                    painter.fillRect(place, inks.highlight)
                elif row % 2:
                    painter.fillRect(place, inks.alternate)
                self._write(painter, cells, place, zip(lanes, needed, strict=True), inks, selected)
            top += height
        return others

    def _write(  # noqa: PLR0913, PLR0917 - one call a row, none a cell
        self,
        painter: QPainter,
        cells: DrawnRow,
        place: QRect,
        lanes: Iterable[tuple[_Lane, float]],
        inks: _Inks,
        selected: bool,
    ) -> None:
        """Write the texts of a row; the lanes come with the widths that their texts need.

        Only in a column without room for an icon or a letter can something be cut off.
        """
        top, height, margin, side = place.top(), place.height(), self._margin, self._icon_side
        elide = self._view.textElideMode()
        mode = QIcon.Mode.Selected if selected else QIcon.Mode.Normal
        pen = inks.highlighted if selected else inks.text
        used: QColor | QBrush | None = None
        font: QFont | None = None
        for lane, needed in lanes:
            column, letters, text = lane.column, lane.letters, cells.texts[lane.column]
            cramped = lane.width < side + 4 * margin
            if cramped:
                painter.save()
                painter.setClipRect(lane.left, top, lane.width, height)
            x, room = lane.left + margin, lane.width - 2 * margin
            icon = cells.icons[column]
            if icon is not None:
                icon.paint(painter, QRect(x, top, side, height), _CENTRE, mode)
                x += side + 2 * margin
                room -= side + 2 * margin
            if needed + NEARLY > room:
                text = letters.metrics.elidedText(text, elide, room)
            ink = None if selected else cells.inks[column]
            if (ink or pen) is not used:
                painter.setPen(ink.color() if ink else pen)
                used = ink or pen
            if letters.font is not font:
                painter.setFont(letters.font)
                font = letters.font
            y = letters.base_line(top, height)
            if lane.at_right:
                x += room - letters.metrics.horizontalAdvance(text)
            painter.drawText(QPointF(x, y), text)
            if cramped:
                painter.restore()
                used = font = None

    # -- what holds for every cell -----------------------------------------------

    def _measure(self) -> None:
        """Learn what is to be known of the fonts, where the model has others by now."""
        view, fonts = self._view, self._model.fonts
        if fonts is self._fonts:
            return
        known = {font: letters_of(font or view.font()) for font in set(fonts)}
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


def _widths(texts: Sequence[str], lanes: Sequence[_Lane]) -> Sequence[float] | None:
    """Of the texts in ``lanes``, letter by letter; None: not all of them are plain."""
    try:
        return [lane.letters.width(texts[lane.column]) for lane in lanes]
    except KeyError:
        return None

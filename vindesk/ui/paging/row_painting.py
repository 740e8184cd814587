"""Draws the rows of a table as the style would draw their cells, a whole row at a time."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QPainter, QPalette, QRegion
from PySide6.QtWidgets import QStyle, QTableView

from vindesk.ui.letters import Letters, letters_of
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


class _Line(Struct, frozen=True):
    """A row that is drawn here."""

    top: int
    cells: DrawnRow
    needed: Sequence[float]
    """The widths of its texts, in pixels, by the lane."""

    selected: bool


class _Page(Struct, frozen=True):
    """The rows that are drawn here, all of one height."""

    lines: Sequence[_Line]
    height: int
    inks: _Inks


class RowPainter:
    """Draws rows whose texts are all plain, in the view's present font.

    Qt's own way asks the style for each cell: it sets up an option, draws a ground, lays the
    text out to measure it, and once more to draw it. A window over a whole screen has six
    hundred cells, and is drawn anew whenever a row comes in. Here a row has one ground, the
    texts are written column by column, and one that surely fits is laid out once, when it is
    drawn.
    """

    def __init__(self, view: QTableView, heads: ColumnHeader, model: PagedTableModel) -> None:
        self._view = view
        self._heads = heads
        self._model = model
        self._fonts: Sequence[QFont | None] | None = None
        self._letters: Sequence[Letters] = ()
        self._plain: Letters = letters_of(view.font())
        """Of the view itself: every text stands on its base line."""

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
        lines = list[_Line]()
        for row in rows:
            cells = self._model.drawn(row)
            needed = _widths(cells.texts, lanes)
            if needed is None or row == focused:
                others[row] = QRect(left, top, width, height)
            else:
                selected = selection.isSelected(self._model.index(row, lanes[0].column))
                if selected:
                    painter.fillRect(left, top, width, height, inks.highlight)
                elif row % 2:
                    painter.fillRect(left, top, width, height, inks.alternate)
                lines.append(_Line(top, cells, needed, selected))
            top += height
        page = _Page(lines, height, inks)
        for place, lane in enumerate(lanes):
            self._write(painter, lane, place, page)
        return others

    def _write(self, painter: QPainter, lane: _Lane, place: int, page: _Page) -> None:
        """Write the texts of the lane that has this place among the lanes.

        Only in a column without room for an icon or a letter can something be cut off.
        """
        if lane.width < self._icon_side + 4 * self._margin:
            painter.save()
            column = QRect(lane.left, 0, lane.width, self._view.viewport().height())
            painter.setClipRect(column, Qt.ClipOperation.IntersectClip)
            self._write_texts(painter, lane, place, page)
            painter.restore()
        else:
            self._write_texts(painter, lane, place, page)

    def _write_texts(self, painter: QPainter, lane: _Lane, place: int, page: _Page) -> None:
        column, letters = lane.column, lane.letters
        height, inks = page.height, page.inks
        side, margin = self._icon_side, self._margin
        down = self._plain.base_line(0, height)
        painter.setFont(letters.font)
        used: QColor | QBrush | None = None
        for line in page.lines:
            cells = line.cells
            x, room = lane.left + margin, lane.width - 2 * margin
            icon = cells.icons[column]
            if icon is not None:
                mode = QIcon.Mode.Selected if line.selected else QIcon.Mode.Normal
                icon.paint(painter, QRect(x, line.top, side, height), _CENTRE, mode)
                x += side + 2 * margin
                room -= side + 2 * margin
            text = letters.fitted(cells.texts[column], line.needed[place], room)
            ink = inks.highlighted if line.selected else cells.inks[column] or inks.text
            if ink is not used:
                painter.setPen(ink.color() if isinstance(ink, QBrush) else ink)
                used = ink
            if lane.at_right:
                x += room - letters.metrics.horizontalAdvance(text)
            painter.drawText(QPointF(x, line.top + down), text)

    # -- what holds for every cell -----------------------------------------------

    def _measure(self) -> None:
        """Learn what is to be known of the fonts, where the model has others by now."""
        view, fonts = self._view, self._model.fonts
        if fonts is self._fonts:
            return
        known = {font: letters_of(font or view.font()) for font in {None, *fonts}}
        self._plain = known[None]
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

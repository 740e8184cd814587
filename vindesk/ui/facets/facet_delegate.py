"""Draws one value of a facet: mark, bar, text and number."""

from msgspec import Struct
from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from vindesk.ui.drawn_focus import draw_focus
from vindesk.ui.facets.facet_model import FacetModel, FacetRow
from vindesk.ui.model_index import Index
from vindesk.ui.theme import blended, ink, window_ground

_MARK = 14
_ICON = 16
_GAP = 6
_PADDING = 7
"""Above and below the text, together."""

_CORNER = 3
_WASH = 0.20
_PALE_WASH = 0.09
_HOVER_WASH = 0.06
_SHORTEST_BAR = 3
_SOFT = 0.75
_TICK = ((0.22, 0.48), (0.40, 0.66), (0.72, 0.28))
"""In parts of the box."""


def bar_colour(palette: QPalette, *, pale: bool = False) -> QColor:
    """A wash on which text can be read."""
    strength = _PALE_WASH if pale else _WASH
    return blended(window_ground(palette), palette.highlight().color(), strength)


def soft_ink(palette: QPalette) -> QColor:
    """For what matters less, on a bar and beside it."""
    return blended(bar_colour(palette), palette.windowText().color(), _SOFT)


class _Inks(Struct, frozen=True):
    """The colours of a palette, for every row."""

    text: QColor
    soft: QColor
    quiet: QColor
    hovered: QColor
    bar: QColor
    pale_bar: QColor
    box: QColor
    ticked_box: QColor
    tick: QColor


class FacetDelegate(QStyledItemDelegate):
    """Rows of a ``FacetModel``. What is chosen has a tick and bold letters."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._inks: tuple[object, _Inks] | None = None
        self.pale = False
        """The numbers are old: others are being counted."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, row_height(option.fontMetrics))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, FacetModel):
            return
        row = model.facet_row(index.row())
        inks, place = self._inks_of(option.palette), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._text_area(place)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._draw_ground(painter, place, row, inks, hovered=hovered)
        self._draw_mark(painter, place, row, inks)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            top = area.top() + (area.height() - _ICON) // 2
            icon.paint(painter, QRect(area.left(), top, _ICON, _ICON))
            area.setLeft(area.left() + _ICON + _GAP)
        self._draw_words(painter, option, row, area, inks)
        painter.restore()
        draw_focus(painter, option, place.adjusted(1, 0, -1, 0), window_ground(option.palette))

    @override
    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click anywhere in the row sets the mark; that is the view's business."""
        return False

    # -- parts ---------------------------------------------------------------

    @staticmethod
    def _text_area(row: QRect) -> QRect:
        return row.adjusted(_GAP + _MARK + _GAP + 2, 0, -_GAP, 0)

    def _inks_of(self, palette: QPalette) -> _Inks:
        """A window has hundreds of rows to draw, and seldom another palette."""
        key = (palette.cacheKey(), palette.currentColorGroup())
        if self._inks is None or self._inks[0] != key:
            self._inks = key, _inks(palette)
        return self._inks[1]

    def _draw_ground(
        self, painter: QPainter, place: QRect, row: FacetRow, inks: _Inks, *, hovered: bool
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        whole = place.adjusted(2, 1, -2, -1)
        if hovered:
            painter.setBrush(inks.hovered)
            painter.drawRoundedRect(whole, _CORNER, _CORNER)
        if not row.share:
            return
        bar = whole.adjusted(_GAP + _MARK + 2, 1, 0, -1)
        bar.setWidth(max(round(bar.width() * row.share), _SHORTEST_BAR))
        painter.setBrush(inks.pale_bar if self.pale else inks.bar)
        painter.drawRoundedRect(bar, _CORNER, _CORNER)

    @staticmethod
    def _draw_mark(painter: QPainter, place: QRect, row: FacetRow, inks: _Inks) -> None:
        """Our own: the style's box can hardly be seen on a dark ground."""
        top = place.top() + (place.height() - _MARK) // 2
        box = QRectF(place.left() + _GAP - 1.5, top + 0.5, _MARK - 1, _MARK - 1)
        painter.setPen(QPen(inks.ticked_box if row.chosen else inks.quiet, 1))
        painter.setBrush(inks.ticked_box if row.chosen else inks.box)
        painter.drawRoundedRect(box, _CORNER, _CORNER)
        if row.chosen:
            painter.setPen(QPen(inks.tick, 2))
            painter.drawPolyline(
                [QPointF(box.x() + x * _MARK, box.y() + y * _MARK) for x, y in _TICK]
            )

    def _draw_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: FacetRow,
        area: QRect,
        inks: _Inks,
    ) -> None:
        metrics = option.fontMetrics
        painter.setFont(option.font)
        painter.setPen(inks.quiet if self.pale else inks.soft)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, right, row.number)
        area.setRight(area.right() - metrics.horizontalAdvance(row.number) - _GAP)
        if row.chosen:
            font = QFont(option.font)
            font.setBold(True)
            painter.setFont(font)
            metrics = QFontMetrics(font)
        painter.setPen(inks.text if row.informs else inks.soft)
        text = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _inks(palette: QPalette) -> _Inks:
    text = palette.windowText().color()
    return _Inks(
        text,
        soft_ink(palette),
        ink(palette).quiet,
        blended(window_ground(palette), text, _HOVER_WASH),
        bar_colour(palette),
        bar_colour(palette, pale=True),
        palette.base().color(),
        palette.highlight().color(),
        palette.highlightedText().color(),
    )


def row_height(metrics: QFontMetrics) -> int:
    return max(metrics.height(), _ICON) + _PADDING

"""Draws one value of a facet: mark, bar, text and number."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFocusRect,
    QStyleOptionViewItem,
)
from typing_extensions import override

from vindesk.ui.facets.facet_model import FacetModel, FacetRow
from vindesk.ui.theme import blended, ink, window_ground

Index = QModelIndex | QPersistentModelIndex

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


class FacetDelegate(QStyledItemDelegate):
    """Rows of a ``FacetModel``. What is chosen has a tick and bold letters."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
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
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._text_area(option.rect)
        self._draw_ground(painter, option, row)
        self._draw_mark(painter, option, row)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            top = area.top() + (area.height() - _ICON) // 2
            icon.paint(painter, QRect(area.left(), top, _ICON, _ICON))
            area.setLeft(area.left() + _ICON + _GAP)
        self._draw_words(painter, option, row, area)
        painter.restore()
        self._draw_focus(painter, option)

    @override
    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click anywhere in the row sets the mark; that is the view's business."""
        return False

    # -- parts ---------------------------------------------------------------

    @staticmethod
    def _text_area(row: QRect) -> QRect:
        return row.adjusted(_GAP + _MARK + _GAP + 2, 0, -_GAP, 0)

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, row: FacetRow) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        palette = option.palette
        whole = option.rect.adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_MouseOver:
            text = palette.windowText().color()
            painter.setBrush(blended(window_ground(palette), text, _HOVER_WASH))
            painter.drawRoundedRect(whole, _CORNER, _CORNER)
        if not row.share:
            return
        bar = whole.adjusted(_GAP + _MARK + 2, 1, 0, -1)
        bar.setWidth(max(round(bar.width() * row.share), _SHORTEST_BAR))
        painter.setBrush(bar_colour(palette, pale=self.pale))
        painter.drawRoundedRect(bar, _CORNER, _CORNER)

    def _draw_mark(self, painter: QPainter, option: QStyleOptionViewItem, row: FacetRow) -> None:
        """Our own: the style's box can hardly be seen on a dark ground."""
        palette = option.palette
        top = option.rect.top() + (option.rect.height() - _MARK) // 2
        box = QRectF(option.rect.left() + _GAP - 1.5, top + 0.5, _MARK - 1, _MARK - 1)
        edge = palette.highlight().color() if row.chosen else ink(palette).quiet
        painter.setPen(QPen(edge, 1))
        painter.setBrush(palette.highlight() if row.chosen else palette.base())
        painter.drawRoundedRect(box, _CORNER, _CORNER)
        if row.chosen:
            painter.setPen(QPen(palette.highlightedText().color(), 2))
            painter.drawPolyline(
                [QPointF(box.x() + x * _MARK, box.y() + y * _MARK) for x, y in _TICK]
            )

    def _draw_words(
        self, painter: QPainter, option: QStyleOptionViewItem, row: FacetRow, area: QRect
    ) -> None:
        palette = option.palette
        soft = soft_ink(palette)
        font = QFont(option.font)
        painter.setFont(font)
        painter.setPen(ink(palette).quiet if self.pale else soft)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, right, row.number)
        area.setRight(area.right() - QFontMetrics(font).horizontalAdvance(row.number) - _GAP)
        font.setBold(row.chosen)
        painter.setFont(font)
        painter.setPen(palette.windowText().color() if row.informs else soft)
        metrics = QFontMetrics(font)
        text = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if not option.state & QStyle.StateFlag.State_HasFocus:
            return
        frame = QStyleOptionFocusRect()
        frame.rect = option.rect.adjusted(1, 0, -1, 0)
        frame.state = option.state | QStyle.StateFlag.State_KeyboardFocusChange
        frame.palette = option.palette
        frame.backgroundColor = window_ground(option.palette)
        element = QStyle.PrimitiveElement.PE_FrameFocusRect
        option.widget.style().drawPrimitive(element, frame, painter, option.widget)


def row_height(metrics: QFontMetrics) -> int:
    return max(metrics.height(), _ICON) + _PADDING

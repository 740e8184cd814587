"""Draws an import: name and state, a bar, and the numbers."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.job_telling import JobRow, Tone
from vindesk.ui.model_index import Index
from vindesk.ui.theme import blended, ink

_MARGIN: Final = 8
_GAP: Final = 4
_BAR: Final = 4
_TRACK: Final = 0.25
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class JobDelegate(QStyledItemDelegate):
    """Rows of a ``JobModel``, all of one height."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 2 * option.fontMetrics.height() + _BAR + 2 * _GAP + 2 * _MARGIN)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, JobModel):
            return
        row = model.job_row(index.row())
        self._draw_ground(painter, option)
        painter.save()
        area = option.rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        line = option.fontMetrics.height()
        self._draw_head(painter, option, row, QRect(area.topLeft(), QSize(area.width(), line)))
        bar = QRect(area.left(), area.top() + line + _GAP, area.width(), _BAR)
        self._draw_bar(painter, option, row, bar)
        detail = QRect(area.left(), bar.bottom() + 1 + _GAP, area.width(), line)
        painter.setPen(_soft(option))
        painter.setFont(option.font)
        painter.drawText(detail, _LEFT, _fitted(option.fontMetrics, row.detail, detail.width()))
        painter.restore()

    @staticmethod
    def _draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
        style = option.widget.style()
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        style.drawPrimitive(panel, option, painter, option.widget)

    @staticmethod
    def _draw_head(
        painter: QPainter, option: QStyleOptionViewItem, row: JobRow, area: QRect
    ) -> None:
        painter.setFont(option.font)
        painter.setPen(_toned(option, row.tone))
        painter.drawText(area, _RIGHT, row.state)
        taken = option.fontMetrics.horizontalAdvance(row.state) + 2 * _MARGIN
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(_text(option))
        name = _fitted(QFontMetrics(font), row.name, area.width() - taken)
        painter.drawText(area, _LEFT, name)

    @staticmethod
    def _draw_bar(
        painter: QPainter, option: QStyleOptionViewItem, row: JobRow, area: QRect
    ) -> None:
        if row.share is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        selected = _selected(option)
        painter.setBrush(track_colour(option.palette, selected=selected))
        painter.drawRoundedRect(area, _BAR / 2, _BAR / 2)
        if not row.share:
            return
        filled = QRect(area)
        filled.setWidth(max(round(area.width() * row.share), _BAR))
        painter.setBrush(fill_colour(option.palette, row.tone, selected=selected))
        painter.drawRoundedRect(filled, _BAR / 2, _BAR / 2)


def _fitted(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))


def _selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def track_colour(palette: QPalette, *, selected: bool) -> QColor:
    """Of the part of the bar that is still to come."""
    if not selected:
        return palette.midlight().color()
    return blended(palette.highlight().color(), palette.highlightedText().color(), _TRACK)


def fill_colour(palette: QPalette, tone: Tone, *, selected: bool) -> QColor:
    """Of the part of the bar that is done."""
    if selected:
        return palette.highlightedText().color()
    if tone is Tone.LIVELY:
        return palette.link().color()
    return _of_tone(palette, tone)


def _text(option: QStyleOptionViewItem) -> QColor:
    role = QPalette.ColorRole.HighlightedText if _selected(option) else QPalette.ColorRole.Text
    return option.palette.color(role)


def _soft(option: QStyleOptionViewItem) -> QColor:
    return _text(option) if _selected(option) else ink(option.palette).quiet


def _toned(option: QStyleOptionViewItem, tone: Tone) -> QColor:
    return _text(option) if _selected(option) else _of_tone(option.palette, tone)


def _of_tone(palette: QPalette, tone: Tone) -> QColor:
    inks = ink(palette)
    colours = {Tone.QUIET: inks.quiet, Tone.GOOD: inks.good, Tone.WARNING: inks.warning}
    return colours.get(tone, palette.text().color())

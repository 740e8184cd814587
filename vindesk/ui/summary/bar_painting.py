"""Draws bars, on the screen and in a picture; safe on any thread that paints on an image."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen

from vindesk.ui.facets.facet_delegate import blended
from vindesk.ui.summary.bars import Bar, Sort
from vindesk.ui.theme import ink

GAP: Final = 8
_CORNER: Final = 2
_SHORTEST: Final = 3
_LABEL_SHARE: Final = 0.46
_REST_STRENGTH: Final = 0.45
_PALE_STRENGTH: Final = 0.45
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)
_TICK: Final = "✓ "


@dataclass(frozen=True, slots=True)
class Brushes:
    """What bars are drawn with; ``pale`` where the numbers are old."""

    palette: QPalette
    font: QFont
    pale: bool = False

    @property
    def metrics(self) -> QFontMetrics:
        return QFontMetrics(self.font)

    @property
    def text(self) -> QColor:
        return ink(self.palette).quiet if self.pale else self.palette.text().color()

    def bar(self, bar: Bar) -> QColor:
        """Values that are none, and the rest, are weaker; their names say what they are."""
        strength = 1.0 if bar.sort is Sort.VALUE and bar.value is not None else _REST_STRENGTH
        if self.pale:
            strength *= _PALE_STRENGTH
        return blended(self.palette.base().color(), self.palette.highlight().color(), strength)

    def bold(self) -> QFont:
        font = QFont(self.font)
        font.setBold(True)
        return font


def row_height(metrics: QFontMetrics) -> int:
    return metrics.height() + GAP


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a row stand, so that all bars of a chart begin at one place.

    All are widths: ``icon`` is left free in front, ``name`` includes it, ``number`` is that
    of the widest.
    """

    icon: int
    name: int
    number: int


def places(brushes: Brushes, bars: Sequence[Bar], room: int, icon: int = 0) -> Places:
    """The parts of rows that are ``room`` wide."""
    metrics, bold = brushes.metrics, QFontMetrics(brushes.bold())
    names = (
        bold.horizontalAdvance(_TICK + bar.text)
        if bar.chosen
        else metrics.horizontalAdvance(bar.text)
        for bar in bars
    )
    widest = max(names, default=0) + icon + 2 * GAP
    numbers = (metrics.horizontalAdvance(_number(bar)) for bar in bars)
    return Places(icon, min(widest, round(room * _LABEL_SHARE)), max(numbers, default=0) + GAP)


def _number(bar: Bar) -> str:
    return f"{bar.number} · {bar.percentage}"


def draw_row(painter: QPainter, area: QRect, bar: Bar, brushes: Brushes, at: Places) -> None:
    """A name, its bar to the right, and the number behind it."""
    name = area.adjusted(at.icon, 0, 0, 0)
    name.setWidth(at.name - at.icon - GAP)
    middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    font = brushes.bold() if bar.chosen else brushes.font
    text = (_TICK if bar.chosen else "") + bar.text
    painter.setFont(font)
    painter.setPen(brushes.text if bar.can_be_chosen else ink(brushes.palette).quiet)
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, name.width())
    painter.drawText(name, middle, elided)
    room = max(area.width() - at.name - at.number, 0)
    width = max(round(room * bar.length), _SHORTEST)
    solid = QRectF(area.left() + at.name, area.top() + 4, width, area.height() - 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.bar(bar))
    painter.drawRoundedRect(solid, _CORNER, _CORNER)
    painter.setFont(brushes.font)
    painter.setPen(brushes.text)
    behind = QRect(area)
    behind.setLeft(round(solid.right()) + 6)
    painter.drawText(behind, middle, _number(bar))


def year_step(slot: float, metrics: QFontMetrics) -> int:
    """Every how many years a label fits under slots of this width."""
    need = metrics.horizontalAdvance("2000") + 6
    return next((step for step in _STEPS if step * slot >= need), _STEPS[-1])


def is_labelled(bar: Bar, step: int) -> bool:
    return not isinstance(bar.value, int) or bar.value % step == 0


def draw_column(
    painter: QPainter, area: QRect, bar: Bar, brushes: Brushes, *, labelled: bool
) -> None:
    """A bar that stands on the line of the years, its number above where there is room."""
    metrics = brushes.metrics
    line = metrics.height() + 4
    base = area.bottom() - line
    room = base - area.top() - line
    painter.setFont(brushes.font)
    if bar.count:
        height = max(round(room * bar.length), _SHORTEST)
        wide = area.width()
        inset = 0.5 if wide < 6 else max(1.0, wide * 0.12)
        solid = QRectF(area.left() + inset, base - height, wide - 2 * inset, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brushes.bar(bar))
        painter.drawRect(solid)
        if metrics.horizontalAdvance(bar.number) <= wide:
            painter.setPen(brushes.text)
            above = QRect(area.left(), base - height - line, wide, line)
            painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), bar.number)
    painter.setPen(QPen(brushes.palette.mid().color(), 1))
    painter.drawLine(QPointF(area.left(), base + 0.5), QPointF(area.right() + 1, base + 0.5))
    if labelled:
        _draw_label(painter, area, bar, brushes, base)


def _draw_label(painter: QPainter, area: QRect, bar: Bar, brushes: Brushes, base: int) -> None:
    """It may be wider than its bar: its neighbours have none then."""
    painter.setFont(brushes.bold() if bar.chosen else brushes.font)
    painter.setPen(brushes.text if bar.count else ink(brushes.palette).quiet)
    text = (_TICK if bar.chosen else "") + bar.text
    width = max(QFontMetrics(painter.font()).horizontalAdvance(text) + 2, area.width())
    under = QRect(area.center().x() - width // 2, base + 2, width, area.bottom() - base - 2)
    painter.drawText(under, int(Qt.AlignmentFlag.AlignCenter), text)

"""Draws bars, on the screen and in a picture; safe on any thread that paints on an image."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen

from vindesk.ui.summary.bars import Bar, Sort
from vindesk.ui.theme import blended, ink

GAP: Final = 8
_CORNER: Final = 2
_SHORTEST: Final = 3
_LABEL_SHARE: Final = 0.46
_HOLLOW_STRENGTH: Final = 0.2
_PALE_STRENGTH: Final = 0.45
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)
_TICK: Final = "✓ "


class Brushes(Struct, frozen=True):
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

    @property
    def edge(self) -> QColor:
        """Of every bar: 3:1 against the ground."""
        strength = _PALE_STRENGTH if self.pale else 1.0
        return blended(self.palette.base().color(), self.palette.highlight().color(), strength)

    def inside(self, bar: Bar) -> QColor:
        """What is no value of its own is nearly hollow."""
        if bar.sort is Sort.VALUE and bar.value is not None:
            return self.edge
        return blended(self.palette.base().color(), self.edge, _HOLLOW_STRENGTH)

    def draw(self, painter: QPainter, bar: Bar, place: QRectF) -> None:
        painter.setPen(QPen(self.edge, 1))
        painter.setBrush(self.inside(bar))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)

    def bold(self) -> QFont:
        font = QFont(self.font)
        font.setBold(True)
        return font


def row_height(metrics: QFontMetrics) -> int:
    return metrics.height() + GAP


class Places(Struct, frozen=True):
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
    brushes.draw(painter, bar, solid)
    painter.setFont(brushes.font)
    painter.setPen(brushes.text)
    behind = QRect(area)
    behind.setLeft(round(solid.right()) + 6)
    painter.drawText(behind, middle, _number(bar))


class Axis(Struct, frozen=True):
    """What is written at the years of a chart: every ``step``-th year, and numbers if all fit."""

    step: int
    numbered: bool

    def names(self, bar: Bar) -> bool:
        """Whether the bar has its name under it."""
        return not isinstance(bar.value, int) or bar.value % self.step == 0

    def counts(self, bar: Bar) -> bool:
        """Whether the bar has its number above it; the longest always has."""
        return bool(bar.count) and (self.numbered or bar.length == 1.0)


def axis(bars: Sequence[Bar], slot: float, metrics: QFontMetrics) -> Axis:
    """For bars that are ``slot`` wide."""
    need = metrics.horizontalAdvance("2000") + 6
    step = next((step for step in _STEPS if step * slot >= need), _STEPS[-1])
    widest = max((metrics.horizontalAdvance(bar.number) for bar in bars), default=0)
    return Axis(step, numbered=widest <= slot)


def draw_column(painter: QPainter, area: QRect, bar: Bar, brushes: Brushes, at: Axis) -> None:
    """A bar that stands on the line of the years, its number above where there is room."""
    line = brushes.metrics.height() + 4
    base = area.bottom() - line
    height = max(round((base - area.top() - line) * bar.length), _SHORTEST) if bar.count else 0
    inset = 0.5 if area.width() < 6 else max(1.0, area.width() * 0.12)
    if bar.count:
        wide = area.width() - 2 * inset
        brushes.draw(painter, bar, QRectF(area.left() + inset, base - height, wide, height))
    painter.setFont(brushes.font)
    if at.counts(bar):
        painter.setPen(brushes.text)
        above = QRect(area.left(), base - height - line, area.width(), line)
        _draw_centred(painter, above, bar.number)
    painter.setPen(QPen(brushes.palette.mid().color(), 1))
    painter.drawLine(QPointF(area.left(), base + 0.5), QPointF(area.right() + 1, base + 0.5))
    if at.names(bar):
        painter.setFont(brushes.bold() if bar.chosen else brushes.font)
        painter.setPen(brushes.text if bar.count else ink(brushes.palette).quiet)
        under = QRect(area.left(), base + 2, area.width(), line - 2)
        _draw_centred(painter, under, (_TICK if bar.chosen else "") + bar.text)


def _draw_centred(painter: QPainter, area: QRect, text: str) -> None:
    """It may be wider than its bar: its neighbours have no text there then."""
    width = max(painter.fontMetrics().horizontalAdvance(text) + 2, area.width())
    place = QRect(area.center().x() - width // 2, area.top(), width, area.height())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)

"""Flat scroll bars, drawn by us: Fusion's are the slowest thing in a window.

Fusion fills them with gradients, and Qt shares a gradient of more than 96 rows out to a pool of
threads and waits for them: 2.2 ms for one bar of 700 pixels on two cores, more when the cores
have other work. Flat ones take 0.2 to 0.3 ms.
"""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOptionComplex, QStyleOptionSlider, QWidget
from typing_extensions import override

from vindesk.ui.theme import blended, edge, window_ground

_State = QStyle.StateFlag
_Part = QStyle.SubControl
_MARGIN: Final = 3.0
"""Pixels between the handle and the long edges of its bar."""

_ARROW: Final = 3.0
"""Half of an arrow's width, in pixels."""

_LINE: Final = 1.4
_OVER: Final = 0.35
"""How much of the text's colour is in a handle below the mouse, and twice in one that is held."""


class FlatScrollBars(QProxyStyle):
    """Fusion, but for the scroll bars."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    @override
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control is QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            self._draw_bar(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _draw_bar(
        self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None
    ) -> None:
        painter.save()
        colours: QPalette = option.palette
        painter.fillRect(option.rect, window_ground(colours))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        upright = option.orientation == Qt.Orientation.Vertical
        for part in (_Part.SC_ScrollBarSubLine, _Part.SC_ScrollBarAddLine):
            self._draw_arrow(option, painter, self._place(option, part, widget), part)
        if option.minimum < option.maximum:
            place = QRectF(self._place(option, _Part.SC_ScrollBarSlider, widget))
            across, along = (_MARGIN, 0.0) if upright else (0.0, _MARGIN)
            handle = place.adjusted(across, along, -across, -along)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_ink(option, _Part.SC_ScrollBarSlider))
            round_by = min(handle.width(), handle.height()) / 2
            painter.drawRoundedRect(handle, round_by, round_by)
        painter.restore()

    def _place(
        self, option: QStyleOptionSlider, part: QStyle.SubControl, widget: QWidget | None
    ) -> QRect:
        bar = QStyle.ComplexControl.CC_ScrollBar
        return self.subControlRect(bar, option, part, widget)  # pyright: ignore[reportArgumentType] - None too

    @staticmethod
    def _draw_arrow(
        option: QStyleOptionSlider, painter: QPainter, place: QRect, part: QStyle.SubControl
    ) -> None:
        centre = QRectF(place).center()
        upright = option.orientation == Qt.Orientation.Vertical
        back = part is _Part.SC_ScrollBarSubLine
        if not upright and option.direction == Qt.LayoutDirection.RightToLeft:
            back = not back
        tip = (-_ARROW if back else _ARROW) / 2
        ends = ((-_ARROW, -tip), (0.0, tip), (_ARROW, -tip))
        painter.setPen(QPen(_ink(option, part), _LINE))
        painter.drawPolyline(
            [centre + (QPointF(x, y) if upright else QPointF(y, x)) for x, y in ends]
        )


def _ink(option: QStyleOptionSlider, part: QStyle.SubControl) -> QColor:
    """The colour of a handle or an arrow: the nearer one is to it, the stronger."""
    colours: QPalette = option.palette
    if not option.state & _State.State_Enabled:
        return colours.color(QPalette.ColorRole.Mid)
    at_rest = edge(colours)
    if not option.activeSubControls & part:
        return at_rest
    held = bool(option.state & _State.State_Sunken)
    return blended(at_rest, colours.text().color(), 2 * _OVER if held else _OVER)

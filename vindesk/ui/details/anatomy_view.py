"""A VIN drawn as its 17 characters, in their groups, with what each group says."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from vindesk.domain.anatomy import Part
from vindesk.domain.vin import LENGTH
from vindesk.domain.words import say
from vindesk.ui.plain_text import tip
from vindesk.ui.theme import Ink, fixed_font, ink

_GAP = 3
_RADIUS = 4
_PADDING = 8
_SWATCH = 10
_LARGER = 1.15


class AnatomyView(QWidget):
    """The characters in a row, one wash a group; below, a line for each group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("anatomy")
        self._parts: Sequence[Part] = ()
        self._letters = fixed_font(self.font(), _LARGER)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self.setAccessibleName(say("Parts of the VIN"))
        self.setAccessibleDescription(
            ". ".join(f"{say(part.name)} {part.text}: {part.meaning}" for part in parts)
        )
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(340, self._characters_height() + len(self._parts) * self._line_height() + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = ink(self.palette())
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(say(part.name)) for part in self._parts), default=0)
        for number, part in enumerate(self._parts):
            painter.setFont(self._letters)
            self._paint_characters(painter, part, inks.parts[number])
            painter.setFont(self.font())
            self._paint_legend(painter, number, part, names, inks)
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._letters = fixed_font(self.font(), _LARGER)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            part = self._part_at(event.pos().x(), event.pos().y())
            text = tip(f"{say(part.name)}: {part.meaning}") if part else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _part_at(self, x: int, y: int) -> Part | None:
        if y > self._characters_height():
            row = int((y - self._characters_height()) // self._line_height())
            return self._parts[row] if row < len(self._parts) else None
        position = int(x // self._cell_width()) + 1
        return next((p for p in self._parts if p.start <= position <= p.end), None)

    def _paint_characters(self, painter: QPainter, part: Part, wash: QColor) -> None:
        width = self._cell_width()
        left = (part.start - 1) * width
        height = self._characters_height() - _PADDING
        box = QRectF(left + _GAP / 2, 0, width * len(part.text) - _GAP, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.setPen(self.palette().windowText().color())
        for place, mark in enumerate(part.text):
            cell = QRectF(left + place * width, 0, width, height)
            painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), mark)

    def _paint_legend(
        self, painter: QPainter, number: int, part: Part, names: int, inks: Ink
    ) -> None:
        height = self._line_height()
        top = self._characters_height() + number * height
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(inks.parts[number])
        painter.drawRoundedRect(
            QRectF(_GAP / 2, top + (height - _SWATCH) / 2, _SWATCH, _SWATCH), 2, 2
        )
        metrics = self.fontMetrics()
        left = _SWATCH + _PADDING
        painter.setPen(inks.quiet)
        centre = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(left, top, names, height), centre, say(part.name))
        left += names + 2 * _PADDING
        room = max(int(self.width() - left), 0)
        meaning = metrics.elidedText(part.meaning, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(QRectF(left, top, room, height), centre, meaning)

    def _cell_width(self) -> float:
        return self.width() / LENGTH

    def _characters_height(self) -> int:
        return round(self.fontMetrics().height() * 1.9) + _PADDING

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 4

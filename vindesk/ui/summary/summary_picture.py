"""A summary as a picture for a report: drawn on an image, so on any thread."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QImageWriter, QPainter, QPalette

from vindesk.domain.words import say
from vindesk.store.breakdowns import Breakdown
from vindesk.ui.summary.bar_painting import (
    Brushes,
    axis,
    draw_column,
    draw_row,
    places,
    row_height,
)
from vindesk.ui.summary.bars import KINDS, YEAR, Bar, bars

WIDTH: Final = 1100
"""Logical pixels; the picture has ``SCALE`` times as many."""

SCALE: Final = 2
_MARGIN: Final = 24
_YEARS_HEIGHT: Final = 190
_WIDEST_SLOT: Final = 64


class Caption(Struct, frozen=True):
    """What stands above the bars: how many vehicles, and which."""

    title: str
    note: str


def picture(found: Sequence[Breakdown], caption: Caption, palette: QPalette, font: QFont) -> QImage:
    """All bars of ``found``, under ``caption``."""
    brushes = Brushes(palette, font)
    years = [bars(each, frozenset()) for each in found if each.column == YEAR]
    others = [(say(KINDS[e.column].title), bars(e, frozenset())) for e in found if e.column != YEAR]
    line = row_height(brushes.metrics)
    rows = max((len(each) for _title, each in others), default=0)
    height = 2 * _MARGIN + 3 * line + len(years) * (_YEARS_HEIGHT + 2 * line) + (rows + 1) * line
    image = QImage(QSize(WIDTH, height) * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(palette.base().color())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = _draw_caption(painter, caption, brushes, line)
    for each in years:
        _draw_title(painter, QRect(_MARGIN, top, WIDTH, line), say(KINDS[YEAR].title), brushes)
        _draw_years(painter, top + line, each, brushes)
        top += _YEARS_HEIGHT + 2 * line
    _draw_columns(painter, top, others, brushes)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(content.data())


def _draw_caption(painter: QPainter, caption: Caption, brushes: Brushes, line: int) -> int:
    """Where the next thing begins."""
    large = QFont(brushes.font)
    large.setPointSizeF(large.pointSizeF() * 1.4)
    large.setBold(True)
    painter.setFont(large)
    painter.setPen(brushes.text)
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    room = WIDTH - 2 * _MARGIN
    painter.drawText(QRect(_MARGIN, _MARGIN, room, round(line * 1.3)), left, caption.title)
    painter.setFont(brushes.font)
    under = QRect(_MARGIN, _MARGIN + round(line * 1.3), room, line)
    note = brushes.metrics.elidedText(caption.note, Qt.TextElideMode.ElideRight, room)
    painter.drawText(under, left, note)
    return _MARGIN + 3 * line


def _draw_title(painter: QPainter, area: QRect, title: str, brushes: Brushes) -> None:
    painter.setFont(brushes.bold())
    painter.setPen(brushes.text)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), title)


def _draw_years(painter: QPainter, top: int, years: Sequence[Bar], brushes: Brushes) -> None:
    if not years:
        return
    slot = min((WIDTH - 2 * _MARGIN) / len(years), _WIDEST_SLOT)
    at = axis(years, slot, brushes.metrics)
    for place, bar in enumerate(years):
        left = _MARGIN + round(place * slot)
        area = QRect(left, top, _MARGIN + round((place + 1) * slot) - left, _YEARS_HEIGHT)
        draw_column(painter, area, bar, brushes, at)


def _draw_columns(
    painter: QPainter, top: int, charts: Sequence[tuple[str, Sequence[Bar]]], brushes: Brushes
) -> None:
    line = row_height(brushes.metrics)
    wide = (WIDTH - 2 * _MARGIN) // max(len(charts), 1)
    for number, (title, listed) in enumerate(charts):
        left, room = _MARGIN + number * wide, wide - _MARGIN
        _draw_title(painter, QRect(left, top, room, line), title, brushes)
        at = places(brushes, listed, room)
        for row, bar in enumerate(listed, 1):
            draw_row(painter, QRect(left, top + row * line, room, line), bar, brushes, at)

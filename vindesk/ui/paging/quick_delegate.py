"""Draws cells with one call into Python for each, in place of Qt's seven."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QGlyphRun,
    QPainter,
    QPalette,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from vindesk.ui.paging.paged_table_model import PagedTableModel

_TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
_TEXT_AND_ICON = _TEXT | QStyleOptionViewItem.ViewItemFeature.HasDecoration
_Group = QPalette.ColorGroup
_Role = QPalette.ColorRole
_State = QStyle.StateFlag
_ENABLED: Final = _State.State_Enabled.value
_ODD: Final = (_State.State_HasFocus | _State.State_Editing).value
_SELECTED: Final = _State.State_Selected.value
_ACTIVE: Final = _State.State_Active.value
"""As numbers: flags are objects of Python, which take longer than the glyphs."""

_MOST_KEPT: Final = 20_000

_FIRST_FROM_THE_RIGHT: Final = "\u0590"
"""Hebrew: from here on there are scripts in which Qt shall decide where a text begins."""

_PLAIN: Final = frozenset("\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A text as glyphs, and where they stand in the cell; no glyphs: the style shall draw it."""

    runs: Sequence[QGlyphRun]
    at: QPointF


_STYLES: Final = _Line((), QPointF())


@dataclass(frozen=True, slots=True)
class _Inks:
    text: QColor
    highlighted: QColor
    highlight: QBrush


class QuickDelegate(QStyledItemDelegate):
    """Asks the model for a row at a time, and draws a plain text as the style would draw it.

    Qt's own delegate asks the model for seven things of each cell, and each question
    crosses from C++ to Python: two thousand times a repaint. Then the style lays each text
    out, twice, each time. Here that is done once, and the glyphs are kept: a third of the
    time. Whatever is not a plain text (an icon, the focus, a script that runs from the
    right) is left to the style.
    """

    def __init__(self, model: PagedTableModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._fonts: Sequence[QFont | None] = ()
        self._lines: dict[tuple[str, int, int, int], _Line] = {}
        self._palette = 0
        self._inks: Sequence[_Inks] = ()

    def forget(self) -> None:
        """The font, or the style, is another."""
        self._lines.clear()

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        column = index.column()
        cells = self._model.drawn(index.row())
        state: int = option.state.value
        if cells.icons[column] is not None or state & _ODD or not state & _ENABLED:
            super().paint(painter, option, index)
            return
        rect = option.rect
        line = self._line(cells.texts[column], column, rect, option)
        if line is _STYLES:
            super().paint(painter, option, index)
            return
        inks = self._inks_of(option.palette)[state & _ACTIVE != 0]
        if state & _SELECTED:
            painter.fillRect(rect, inks.highlight)
            painter.setPen(inks.highlighted)
        else:
            ink = cells.inks[column]
            painter.setPen(inks.text if ink is None else ink.color())
        at = line.at + rect.topLeft()
        for run in line.runs:
            painter.drawGlyphRun(at, run)

    def _inks_of(self, palette: QPalette) -> "Sequence[_Inks]":
        """In a window that is not active, and in one that is."""
        key = palette.cacheKey()
        if key != self._palette:
            self._palette = key
            self._inks = [_inks(palette, group) for group in (_Group.Inactive, _Group.Active)]
        return self._inks

    def _line(self, text: str, column: int, rect: QRect, option: QStyleOptionViewItem) -> _Line:
        if self._fonts is not self._model.fonts or len(self._lines) > _MOST_KEPT:
            self._fonts = self._model.fonts
            self._lines.clear()
        key = (text, column, rect.width(), rect.height())
        line = self._lines.get(key)
        if line is None:
            font = self._fonts[column] or option.font
            alignment = self._model.alignments[column]
            made = _laid_out(text, font, alignment, rect.size(), option) if text else None
            line = self._lines[key] = made or _STYLES
        return line

    @override
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        column = index.column()
        cells = self._model.drawn(index.row())
        option.text = cells.texts[column]
        option.displayAlignment = self._model.alignments[column]
        font = self._model.fonts[column]
        if font is not None:
            option.font = font
        icon = cells.icons[column]
        if icon is None:
            option.features = _TEXT
        else:
            option.features = _TEXT_AND_ICON
            option.icon = icon
        ink = cells.inks[column]
        if ink is not None:
            palette = QPalette(option.palette)
            palette.setBrush(QPalette.ColorRole.Text, ink)
            option.palette = palette


def _inks(palette: QPalette, group: QPalette.ColorGroup) -> _Inks:
    text, selected = palette.color(group, _Role.Text), palette.color(group, _Role.HighlightedText)
    return _Inks(text, selected, palette.brush(group, _Role.Highlight))


def _laid_out(
    text: str,
    font: QFont,
    alignment: Qt.AlignmentFlag,
    cell: QSize,
    option: QStyleOptionViewItem,
) -> _Line | None:
    """As ``QCommonStyle`` lays out a cell; None: not a text for which that is known."""
    plain = text.isascii() or all(c < _FIRST_FROM_THE_RIGHT or c in _PLAIN for c in text)
    if not plain or option.direction != Qt.LayoutDirection.LeftToRight:
        return None
    margin = (
        option.widget.style().pixelMetric(
            QStyle.PixelMetric.PM_FocusFrameHMargin, None, option.widget
        )
        + 1
    )
    width = cell.width() - 2 * margin
    fitting = QFontMetrics(font).elidedText(text, option.textElideMode, width)
    layout = QTextLayout(fitting, font)
    options = QTextOption(alignment)
    options.setWrapMode(QTextOption.WrapMode.ManualWrap)
    layout.setTextOption(options)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    inside = QRect(margin, 0, width, cell.height())
    size = layout.boundingRect().size().toSize()
    top = QStyle.alignedRect(option.direction, alignment, size, inside).top()
    return _Line(layout.glyphRuns(), QPointF(margin, top))

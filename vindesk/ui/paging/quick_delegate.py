"""Draws cells with one call into Python for each, in place of Qt's seven."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from vindesk.ui.model_index import Index
from vindesk.ui.paging.paged_table_model import PagedTableModel

_TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
_TEXT_AND_ICON = _TEXT | QStyleOptionViewItem.ViewItemFeature.HasDecoration


class QuickDelegate(QStyledItemDelegate):
    """Asks the model for a row at a time; the style draws it, as it draws any cell.

    Qt's own delegate asks the model for seven things of each cell, and each question
    crosses from C++ to Python: two thousand times a repaint.
    """

    def __init__(self, model: PagedTableModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
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

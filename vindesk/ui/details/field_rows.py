"""Draws the fields with one call into Python for each cell."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem
from typing_extensions import override

from vindesk.ui.airy_rows import AiryRows
from vindesk.ui.details.field_model import FieldModel
from vindesk.ui.model_index import Index

_HAS_TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FieldRows(AiryRows):
    """Asks the model once for a cell, where Qt's own delegate asks for seven things."""

    def __init__(self, fields: FieldModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._fields = fields

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._fields.cell(index)
        option.text = cell.text
        option.features |= _HAS_TEXT
        option.displayAlignment = _LEFT
        if cell.font is not None:
            option.font = cell.font.resolve(option.font)
        if cell.ink is not None:
            palette = QPalette(option.palette)
            palette.setBrush(QPalette.ColorRole.Text, cell.ink)
            option.palette = palette

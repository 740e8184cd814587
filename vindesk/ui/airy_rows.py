"""Rows of a list or tree with a little air between them."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from vindesk.ui.model_index import Index

_AIR = 5


class AiryRows(QStyledItemDelegate):
    """For views with uniform row heights: they ask for one row, not for all."""

    def __init__(self, view: QAbstractItemView, air: int = _AIR) -> None:
        super().__init__(view)
        self._air = air

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(0, self._air)

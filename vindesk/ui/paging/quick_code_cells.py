"""Draws the VINs of a table as high as the other texts of their row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem
from typing_extensions import override

from vindesk.ui.code_cells import draw_lifted
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.quick_delegate import QuickDelegate


class QuickCodeCells(QuickDelegate):
    """For the columns in a font of their own, whose texts stand as high as the others."""

    def __init__(self, model: PagedTableModel, view: QAbstractItemView) -> None:
        super().__init__(model, view)
        self._view = view

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        draw_lifted(painter, cell, self._view)

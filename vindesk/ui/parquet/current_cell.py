"""The current cell of a Parquet window: its whole value, copies of it, filters by it."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.parquet.cell_menu import CellMenu
from vindesk.ui.parquet.cell_pane import CellPane
from vindesk.ui.parquet.filter_names import filter_columns
from vindesk.ui.parquet.parquet_model import ParquetModel


class CurrentCell(QObject):
    """Speaks of whatever cell is current when it is asked; there may be none."""

    term_chosen = Signal(str, object, bool)
    """As that of a ``CellMenu``."""

    def __init__(self, view: PagedTableView, model: ParquetModel, pane: CellPane) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._pane = pane

    def show(self) -> None:
        """Have its value in the pane, where that can be seen."""
        index, snapshot = self._view.currentIndex(), self._model.snapshot
        if not index.isValid() or snapshot is None:
            self._pane.clear()
        elif self._pane.isVisible():
            self._pane.show_cell(snapshot, index.row(), index.column())

    def copy(self) -> None:
        """Copy its value, whatever the pane shows."""
        index, snapshot = self._view.currentIndex(), self._model.snapshot
        if index.isValid() and snapshot is not None:
            self._pane.copy_cell(snapshot, index.row(), index.column())

    def menu(self, copying: Iterable[QAction]) -> CellMenu:
        """What a right click offers: ``copying``, and filters by the value."""
        index, snapshot, cell = self._view.currentIndex(), self._model.snapshot, None
        if index.isValid() and snapshot is not None:
            columns = filter_columns(snapshot.file.columns)
            cell = (*columns[index.column()], self._model.whole_text(index))
        menu = CellMenu(copying, cell, self._view)
        menu.term_chosen.connect(self.term_chosen)
        return menu

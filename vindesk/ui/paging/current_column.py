"""The current cell of a table stays in a column that is shown.

To one that is hidden Qt neither scrolls nor goes on from by key.
"""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView

from vindesk.ui.paging.sorting_header import SortingHeader


def shown_column(view: QTableView, heads: SortingHeader) -> int:
    """The current column; if it is hidden, the nearest one that is shown.

    Where no cell is current, it is the first column, or the leftmost.
    """
    column = view.currentIndex().column()
    section = max(column, 0)
    if not heads.isSectionHidden(section):
        return section
    shown = heads.shown_sections()
    if column < 0 or not shown:
        return shown[0] if shown else 0
    here = heads.visualIndex(column)
    return min(shown, key=lambda each: _distance(heads.visualIndex(each), here))


def _distance(place: int, here: int) -> tuple[int, bool]:
    """What stood at the right comes first: it is what moves to where the hidden one was."""
    return abs(place - here), place < here


def go_to_column(view: QTableView, column: int) -> None:
    """Make it the current one, if one is; rows and columns stay where they are in view."""
    index = view.currentIndex()
    if not index.isValid():
        return
    scrolls = view.hasAutoScroll()
    view.setAutoScroll(False)
    view.selectionModel().setCurrentIndex(
        index.siblingAtColumn(column), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    view.setAutoScroll(scrolls)

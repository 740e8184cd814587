"""How every table of the program looks and is used: quiet whole rows of one height."""

from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

_PADDING: Final = 8


class EvenRows(QTableView):
    """A table whose rows stay as high as its font asks."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            fit_rows(self)


class LongTable(EvenRows):
    """A table of any number of rows, of which many may be selected."""

    typed = Signal(str)
    """Letters that are no key of a table's; the space that chooses a row is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        corner = QWidget(autoFillBackground=True)  # Fusion fills it with the colour of the frame
        corner.setBackgroundRole(QPalette.ColorRole.Base)
        self.setCornerWidget(corner)

    @override
    def selectAll(self) -> None:
        """Select every row as one range; Qt's own way asks every row first."""
        if self.selectionMode() is QAbstractItemView.SelectionMode.SingleSelection:
            return
        model = self.model()
        last = model.index(model.rowCount() - 1, model.columnCount() - 1)
        if last.isValid():
            whole = QItemSelection(model.index(0, 0), last)
            self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters find no row: Qt's own way asks all of them for their texts, one by one."""
        if search.isprintable() and not search.isspace():
            self.typed.emit(search)


def set_up_rows(view: QTableView, mode: QAbstractItemView.SelectionMode) -> None:
    """Before there are any: later, each would be asked for its height."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(mode)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    rows = view.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    fit_rows(view)
    rows.hide()
    heads = view.horizontalHeader()
    heads.setHighlightSections(False)
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def fit_rows(view: QTableView) -> None:
    """Make the rows as high as the font asks."""
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + _PADDING)


def ask_no_rows(view: QTableView) -> None:
    """Keep the heads from asking every selected row; once the view has its model.

    They want to know whether whole columns are selected: seconds at 100,000 rows. In a
    selection model of their own nothing is ever selected.
    """
    heads = view.horizontalHeader()
    heads.setResizeContentsPrecision(0)
    heads.setSelectionModel(QItemSelectionModel(view.model(), view))


def enter(view: QTableView) -> None:
    """Go on with the keyboard in ``view``, if there is anything; where no row is, in the first."""
    if view.model().rowCount():
        view.setFocus(Qt.FocusReason.TabFocusReason)
        if not view.currentIndex().isValid():
            view.selectRow(0)


def selected_ranges(view: QTableView) -> list[range]:
    """The selected rows, from the top, as ranges that do not overlap."""
    selection = view.selectionModel().selection()
    parts = map(selection.at, range(selection.count()))
    ranges = (range(part.top(), part.bottom() + 1) for part in parts)
    merged: list[range] = []
    for rows in sorted(ranges, key=lambda rows: rows.start):
        if merged and rows.start <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, max(merged[-1].stop, rows.stop))
        else:
            merged.append(rows)
    return merged

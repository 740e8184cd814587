"""The panel that lists the columns of a Parquet file."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.words import say
from vindesk.ui.dropped import TextEntry
from vindesk.ui.given_widths import GivenWidths
from vindesk.ui.parquet.column_list import PLAIN, TITLES, ColumnList
from vindesk.ui.seen_boxes import SeenBoxes

_NAMES_PART: Final = 0.6
"""Of the width."""


class ColumnsPanel(QWidget):
    """Search, a box for each column, and statistics when they are asked for."""

    column_chosen = Signal(int)
    measure_requested = Signal(int)
    all_requested = Signal(list, bool)
    """Places of columns, and whether they are to be shown."""

    def __init__(self, columns: ColumnList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = columns
        columns.setParent(self)
        search = TextEntry()
        search.setObjectName("parquet_column_search")
        search.setAccessibleName(say("Search the columns"))
        search.setPlaceholderText(say("Search by name or type"))
        search.setClearButtonEnabled(True)
        search.textChanged.connect(columns.search)
        self.view = QTreeView()
        self.view.setObjectName("parquet_columns")
        self.view.setAccessibleName(say("Columns of the file"))
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAlternatingRowColors(True)
        self.view.setItemDelegate(SeenBoxes(self.view))
        self.view.setModel(columns)
        self.view.activated.connect(self._choose)
        self.view.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._statistics = QPushButton(say("&Statistics"))
        self._statistics.setObjectName("parquet_statistics")
        self._statistics.setCheckable(True)
        self._statistics.setToolTip(say("Null count, min and max, as stored in the file's footer"))
        self._statistics.toggled.connect(self._turn_statistics)
        self._measure = _button(
            "parquet_measure",
            say("&Count Distinct"),
            say("Read the current column, and count its values"),
        )
        self._measure.clicked.connect(self._ask_to_measure)
        self.view.selectionModel().currentChanged.connect(self._offer_to_measure)
        columns.modelReset.connect(self._offer_to_measure)
        self._offer_to_measure()
        show = _button("parquet_show_found", say("Show"), say("Show the columns that are listed"))
        show.clicked.connect(lambda: self.all_requested.emit(list(columns.places), True))
        hide = _button("parquet_hide_found", say("Hide"), say("Hide the columns that are listed"))
        hide.clicked.connect(lambda: self.all_requested.emit(list(columns.places), False))
        buttons = QHBoxLayout()
        for button in (self._statistics, self._measure):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (show, hide):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(search)
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)
        self._turn_statistics(False)

    def _turn_statistics(self, wanted: bool) -> None:
        for section in range(PLAIN, len(TITLES)):
            self.view.setColumnHidden(section, not wanted)
        self._measure.setVisible(wanted)
        unit = self.fontMetrics().averageCharWidth()
        self._widths = GivenWidths(self.view.header())
        self._names_at_most = unit * (22 if wanted else 34)
        self._fit_names()
        for section, width in enumerate((16, 9, 9, 16, 16), start=1):
            self.view.setColumnWidth(section, unit * width)
        self.view.header().setStretchLastSection(True)

    def _fit_names(self) -> None:
        """Leave room for the types; a width that the user gave stays."""
        if not self._widths.is_dragged(0):
            self._widths.give(0, min(self._names_at_most, round(_NAMES_PART * self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _choose(self, index: QModelIndex) -> None:
        self.column_chosen.emit(self.list.place(index.row()))

    def _offer_to_measure(self) -> None:
        """Only where a column is the current one."""
        self._measure.setEnabled(self.view.currentIndex().isValid())

    def _ask_to_measure(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.measure_requested.emit(self.list.place(index.row()))


def _button(name: str, text: str, told: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(told)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button

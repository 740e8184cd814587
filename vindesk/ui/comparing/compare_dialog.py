"""Two to four vehicles side by side: layout, search, and what is left out."""

import itertools
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QBrush, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.tab_separated import tab_lines
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.words import say
from vindesk.ui.comparing.comparison_heads import ComparisonHeads
from vindesk.ui.comparing.comparison_model import FIXED, ComparisonModel
from vindesk.ui.comparing.comparison_rows import extent, heading, rows
from vindesk.ui.given_widths import GivenWidths
from vindesk.ui.labels import headline
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.search_entry import SearchEntry
from vindesk.ui.theme import ink
from vindesk.ui.whole_rows import EvenRows, enter, selected_ranges, set_up_rows
from vindesk.ui.window_sizes import first_size, no_narrower

_FOR_NAMES: Final = 480
_HEIGHT: Final = 660
_FOR_A_VEHICLE: Final = 185
_NARROWEST: Final = 68
"""In characters."""
_WIDEST: Final = (21, 31)
"""Of the group and the field, in characters."""

_OF_A_VEHICLE: Final = 26
"""A VIN, and most of its name, in characters."""


class ComparisonTable(EvenRows):
    """Whole rows; copies what is selected."""

    def __init__(self, model: ComparisonModel) -> None:
        super().__init__()
        self.compared = model
        self.setHorizontalHeader(ComparisonHeads())
        set_up_rows(self, QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setModel(model)
        self.setObjectName("comparison")
        self.setAccessibleName(say("Comparison"))
        self._widths = GivenWidths(self.horizontalHeader())
        self._fit_columns()

    def copy_selected(self) -> None:
        """Copy the selected rows as tab-separated text."""
        texts = self.compared.texts()
        chosen = [texts[row] for part in selected_ranges(self) for row in part]
        if chosen:
            QGuiApplication.clipboard().setText(tab_lines(chosen))

    def copy_all(self) -> None:
        """Copy all rows that are shown, under the titles."""
        titles = [title.replace("\n", " ") for title in self.compared.titles]
        QGuiApplication.clipboard().setText(tab_lines((titles, *self.compared.texts())))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_the_room()

    def _fit_columns(self) -> None:
        """The names get what they need."""
        heads = self.horizontalHeader()
        heads.setMinimumSectionSize(24)
        self.resizeColumnsToContents()
        character = self.fontMetrics().averageCharWidth()
        for column, widest in enumerate(_WIDEST):
            self.setColumnWidth(column, min(self.columnWidth(column), widest * character))
        heads.setStretchLastSection(True)

    def _share_the_room(self) -> None:
        """The vehicles have as much each, but for those dragged; a VIN can be read whole.

        The last has what is left over, so its border cannot be dragged.
        """
        *vehicles, last = range(len(FIXED), self.compared.columnCount())
        sharing = [*itertools.filterfalse(self._widths.is_dragged, vehicles), last]
        others = set(range(last)).difference(sharing)
        room = self.viewport().width() - sum(map(self.columnWidth, others))
        least = _OF_A_VEHICLE * self.fontMetrics().averageCharWidth()
        for column in sharing:
            self._widths.give(column, max(room // len(sharing), least))


class CompareDialog(QDialog):
    """Fields that none of the vehicles has are left out unless they are asked for."""

    def __init__(self, vehicles: Sequence[Vehicle], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_dialog")
        self.setWindowTitle(say("Compare Vehicles"))
        every = rows(vehicles)
        self._model = ComparisonModel([heading(vehicle) for vehicle in vehicles], every, self)
        self._table = ComparisonTable(self._model)
        search = say("Search fields and values")
        self._search = SearchEntry("comparison_search", search, search, self._enter_table)
        self._differences = QCheckBox(say("Only &differences"))
        self._empties = QCheckBox(say("Show e&mpty"))
        said = headline(extent(every))
        said.setObjectName("comparison_extent")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(said)
        layout.addLayout(self._choices())
        layout.addWidget(self._table, 1)
        layout.addWidget(self._buttons())
        no_narrower(layout, self, _NARROWEST)
        first_size(self, QSize(_FOR_NAMES + _FOR_A_VEHICLE * len(vehicles), _HEIGHT))
        self._dress()
        self._search.setFocus()

    def _choices(self) -> QHBoxLayout:
        self._search.textChanged.connect(self._model.search)
        self._differences.setObjectName("only_differences")
        self._differences.toggled.connect(self._model.show_only_differences)
        self._empties.setObjectName("show_empty")
        self._empties.setToolTip(say("Also show fields that no vehicle has data for"))
        self._empties.toggled.connect(self._model.show_empties)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._search, 1)
        row.addWidget(self._differences)
        row.addWidget(self._empties)
        return row

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        box.rejected.connect(self.reject)
        copy = box.addButton(say("&Copy All"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("copy_comparison")
        copy.setToolTip(say("Copy the rows that are shown, for a spreadsheet"))
        copy.setAutoDefault(False)
        copy.clicked.connect(self._table.copy_all)
        box.addButton(QDialogButtonBox.StandardButton.Close)
        without_icons(box)
        return box

    def _enter_table(self) -> None:
        enter(self._table)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()

    def _dress(self) -> None:
        self._model.dress(self.font(), QBrush(ink(self.palette()).quiet))

"""The columns of a Parquet file as a list: shown or not, types, statistics when asked for."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from typing_extensions import override

from vindesk.domain.fields import NO_DATA
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import grouped, phrase, say
from vindesk.store.parquet_columns import ParquetColumn
from vindesk.store.parquet_details import ColumnStatistics
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip

_Role = Qt.ItemDataRole
TITLES: Final = (
    phrase("Column"),
    phrase("Type"),
    phrase("Nulls"),
    phrase("Distinct"),
    phrase("Min"),
    phrase("Max"),
)
PLAIN: Final = 2
"""Columns of the list that are always there; the others are statistics."""

_LONGEST: Final = 200


class ColumnList(QAbstractTableModel):
    """A row for each column, in the order of the file; searched by name and type."""

    shown_changed = Signal(int, bool)
    """The place of a column, and whether it is to be shown."""

    def __init__(self, columns: Sequence[ParquetColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows: Sequence[int] = range(len(columns))
        self._hidden: frozenset[int] = frozenset()
        self._sought = ""
        self._statistics: dict[int, ColumnStatistics] = {}

    def show_hidden(self, hidden: frozenset[int]) -> None:
        if hidden != self._hidden:
            self._hidden = hidden
            self._tell()

    def add_statistics(self, statistics: Mapping[int, ColumnStatistics]) -> None:
        self._statistics |= statistics
        self._tell()

    def show_columns(self, columns: Sequence[ParquetColumn]) -> None:
        """Those of another file; the search goes on."""
        self._columns, self._statistics = columns, {}
        self.search(self._sought)

    def search(self, text: str) -> None:
        """List the columns that have every word of ``text`` in their name or type."""
        self._sought = text
        words = text.casefold().split()
        self.beginResetModel()
        self._rows = [
            place
            for place, column in enumerate(self._columns)
            if all(word in f"{column.name} {column.told_type}".casefold() for word in words)
        ]
        self.endResetModel()

    def place(self, row: int) -> int:
        return self._rows[row]

    @property
    def places(self) -> Sequence[int]:
        """Those that were found."""
        return self._rows

    def _tell(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, len(TITLES) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- Qt ------------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return say(TITLES[section])
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else usual

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        place = self._rows[index.row()]
        if role == _Role.DisplayRole:
            return shown_line(self._text(place, index.column()), _LONGEST)
        if role == _Role.ToolTipRole:
            return tip(self._text(place, index.column()))
        if role == _Role.CheckStateRole and index.column() == 0:
            hidden = place in self._hidden
            return Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked
        return None

    def _text(self, place: int, column: int) -> str:
        if column < PLAIN:
            return self._columns[place].told_type if column else self._columns[place].name
        told = self._statistics.get(place, ColumnStatistics())
        value = (told.nulls, told.distinct, told.least, told.greatest)[column - PLAIN]
        if value is None:
            return NO_DATA
        return grouped(value) if isinstance(value, int) else value

    @override
    def setData(
        self, index: QModelIndex | Index, value: object, role: int = _Role.EditRole
    ) -> bool:
        if role != _Role.CheckStateRole or not index.isValid():
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.shown_changed.emit(self._rows[index.row()], wanted)
        return True

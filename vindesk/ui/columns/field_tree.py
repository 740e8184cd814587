"""Every field as a tree of groups with check boxes, and a search over it."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from typing_extensions import override

from vindesk.domain.fields import BY_COLUMN
from vindesk.domain.words import phrase, say
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.paging.columns import Column
from vindesk.ui.plain_text import tip
from vindesk.ui.vehicles.vehicle_columns import VIN, all_columns

_Role = Qt.ItemDataRole
_Flag = Qt.ItemFlag
_A_GROUP: Final = 0
"""The internal id of a group; that of a field is the number of its group plus one."""

_UNCHANGING: Final = phrase("The VIN is always shown")


def _by_group() -> Mapping[str, Sequence[Column]]:
    groups: dict[str, list[Column]] = {}
    for column in all_columns():
        groups.setdefault(column.group, []).append(column)
    return groups


def haystack(column: Column) -> str:
    """All that a search looks at: what people call a field, and what programs call it."""
    field = BY_COLUMN.get(column.key)
    words = (column.title, column.key, field.key if field else "", column.group, column.tip)
    return " ".join(words).casefold()


class FieldTree(QAbstractItemModel):
    """Shows a layout; a click on a box does not change it, but asks for it."""

    asked = Signal(list, bool)
    """Keys of columns, and whether they are to be shown."""

    def __init__(self, layout: ColumnLayout, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layout = layout
        by_group = _by_group()
        self._groups = tuple(by_group)
        self._columns = tuple(map(tuple, by_group.values()))

    def show_layout(self, layout: ColumnLayout) -> None:
        self._layout = layout
        boxes = [_Role.CheckStateRole]
        for number, columns in enumerate(self._columns):
            group = self.index(number, 0)
            last = len(columns) - 1
            self.dataChanged.emit(self.index(0, 0, group), self.index(last, 0, group), boxes)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._groups) - 1, 0), boxes)

    def column_at(self, index: Index) -> Column | None:
        """None for a group."""
        if not index.isValid() or index.internalId() == _A_GROUP:
            return None
        return self._columns[index.internalId() - 1][index.row()]

    def columns_at(self, index: Index) -> Sequence[Column]:
        """The field at ``index``, or all of a group."""
        column = self.column_at(index)
        return (column,) if column else self._columns[index.row()]

    # -- QAbstractItemModel ------------------------------------------------------

    @override
    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _A_GROUP)

    @override
    def parent(self, index: Index) -> QModelIndex:  # pyright: ignore[reportIncompatibleMethodOverride] - Qt's other overload
        if self.column_at(index) is None:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _A_GROUP)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        if not parent.isValid():
            return len(self._groups)
        return 0 if self.column_at(parent) else len(self._columns[parent.row()])

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        del parent
        return 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return _Flag.NoItemFlags
        usual = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable
        column = self.column_at(index)
        fixed = column is not None and column.key == VIN
        return usual if fixed else usual | _Flag.ItemIsUserCheckable

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self.column_at(index)
        if role == _Role.DisplayRole:
            return column.title if column else self._groups[index.row()]
        if role == _Role.CheckStateRole:
            return self._check_state(index)
        if role == _Role.ToolTipRole and column:
            return tip(say(_UNCHANGING) if column.key == VIN else column.tip or column.title)
        if role == _Role.FontRole and column is None:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _check_state(self, index: Index) -> Qt.CheckState:
        return self.state_of(self.columns_at(index))

    def state_of(self, columns: Sequence[Column]) -> Qt.CheckState:
        shown = [self._layout.shows(column.key) for column in columns]
        if all(shown):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if any(shown) else Qt.CheckState.Unchecked

    @override
    def setData(self, index: Index, value: object, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or not index.isValid():
            return False
        self.ask(self.columns_at(index), value)
        return True

    def ask(self, columns: Sequence[Column], state: object) -> None:
        wanted = Qt.CheckState(state) == Qt.CheckState.Checked
        self.asked.emit([column.key for column in columns], wanted)


class FieldSearch(QSortFilterProxyModel):
    """The fields in which every word is found; a group is, and stands for, those found in it."""

    def __init__(self, tree: FieldTree, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: Sequence[str] = ()
        self._tree = tree
        self.setRecursiveFilteringEnabled(True)
        self.setSourceModel(tree)

    def search(self, text: str) -> None:
        self._words = text.casefold().split()
        self.invalidate()

    def found(self) -> int:
        """How many fields are left."""
        groups = (self.index(row, 0) for row in range(self.rowCount()))
        return sum(map(self.rowCount, groups))

    def best(self) -> QModelIndex:
        """The first field of which the title says all that is sought, or the first of all."""
        groups = [self.index(row, 0) for row in range(self.rowCount())]
        found = [
            self.index(row, 0, group) for group in groups for row in range(self.rowCount(group))
        ]
        titled = (field for field in found if self._sought(str(field.data()).casefold()))
        return next(titled, found[0] if found else QModelIndex())

    def _sought(self, text: str) -> bool:
        return all(word in text for word in self._words)

    def _found_in(self, group: Index) -> Sequence[Column]:
        rows = range(self.rowCount(group))
        found = (self.mapToSource(self.index(row, 0, group)) for row in rows)
        return [column for column in map(self._tree.column_at, found) if column]

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if role == _Role.CheckStateRole and self.hasChildren(index):
            return self._tree.state_of(self._found_in(index))
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: object, role: int = _Role.EditRole) -> bool:
        if role == _Role.CheckStateRole and self.hasChildren(index):
            self._tree.ask(self._found_in(index), value)
            return True
        return super().setData(index, value, role)

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index = ROOT) -> bool:
        column = self._tree.column_at(self._tree.index(source_row, 0, source_parent))
        return column is not None and self._sought(haystack(column))

"""The columns that are shown, as a list to drag about in."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal
from typing_extensions import override

from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.vehicles.vehicle_columns import VIN, columns_by_key

_Role = Qt.ItemDataRole
_Flag = Qt.ItemFlag


class ShownColumns(QAbstractListModel):
    """Shows the order of a layout, and lets it be changed."""

    reordered = Signal(list)
    """All keys in their new order."""

    def __init__(self, layout: ColumnLayout, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = list(layout.order)
        self._pinned = layout.vin_pinned

    @property
    def keys(self) -> Sequence[str]:
        return self._keys

    def show_layout(self, layout: ColumnLayout) -> None:
        """A change of one place is told as one, so that a view stays where it is."""
        self._pinned = layout.vin_pinned
        wanted = list(layout.order)
        gone = [row for row, key in enumerate(self._keys) if key not in wanted]
        for row in reversed(gone):
            self.beginRemoveRows(ROOT, row, row)
            del self._keys[row]
            self.endRemoveRows()
        if wanted[: len(self._keys)] != self._keys:
            self.beginResetModel()
            self._keys = wanted
            self.endResetModel()
        elif len(wanted) > len(self._keys):
            self.beginInsertRows(ROOT, len(self._keys), len(wanted) - 1)
            self._keys = wanted
            self.endInsertRows()

    def may_move(self, row: int) -> bool:
        return not (self._pinned and self._keys[row] == VIN)

    # -- QAbstractListModel ------------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._keys)

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = columns_by_key()[self._keys[index.row()]]
        if role == _Role.DisplayRole:
            return column.title
        return tip(column.tip or column.title) if role == _Role.ToolTipRole else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return _Flag.ItemIsDropEnabled
        usual = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable
        return usual | _Flag.ItemIsDragEnabled if self.may_move(index.row()) else usual

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    @override
    def moveRows(
        self,
        source_parent: Index,
        row: int,
        count: int,
        destination_parent: Index,
        place: int,
    ) -> bool:
        """Before what is at ``place`` now, as Qt counts it; nothing gets before a pinned VIN."""
        if self._pinned:
            place = max(place, 1)
        inside = row >= 0 and count > 0 and max(row + count, place) <= len(self._keys)
        if not inside or not all(map(self.may_move, range(row, row + count))):
            return False
        if not self.beginMoveRows(source_parent, row, row + count - 1, destination_parent, place):
            return False
        moved = self._keys[row : row + count]
        del self._keys[row : row + count]
        at = place if place < row else place - count
        self._keys[at:at] = moved
        self.endMoveRows()
        self.reordered.emit(list(self._keys))
        return True

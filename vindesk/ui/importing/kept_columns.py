"""Which of the user's own columns are kept beside the VIN."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.importing.column_roles import ColumnRoles
from vindesk.ui.labels import plain_label
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.seen_boxes import SeenBoxes

_Role = Qt.ItemDataRole
_LONGEST: Final = 120


class KeptModel(QAbstractListModel):
    """All columns but those of the VIN and the year, each with a check box."""

    kept_changed = Signal(list, bool)
    """Columns, and whether they are to be kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roles = ColumnRoles(())
        self._columns: Sequence[int] = ()

    def show_roles(self, roles: ColumnRoles) -> None:
        if roles.others == self._columns and roles.names == self._roles.names:
            self._roles = roles
            if self._columns:
                self.dataChanged.emit(self.index(0), self.index(len(self._columns) - 1))
            return
        self.beginResetModel()
        self._roles, self._columns = roles, roles.others
        self.endResetModel()

    def keep_all(self, wanted: bool) -> None:
        self.kept_changed.emit(list(self._columns), wanted)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._columns):
            return None
        column = self._columns[index.row()]
        if role == _Role.DisplayRole:
            return shown_line(self._roles.names[column], _LONGEST)
        if role == _Role.ToolTipRole:
            return tip(self._roles.names[column])
        if role == _Role.CheckStateRole:
            kept = column not in self._roles.left_out
            return Qt.CheckState.Checked if kept else Qt.CheckState.Unchecked
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or not index.isValid():
            return False
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        self.kept_changed.emit([self._columns[index.row()]], wanted)
        return True


class KeptColumns(QWidget):
    """The list, and two buttons for all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = KeptModel(self)
        self.kept_changed = self.model.kept_changed
        self.list = QListView()
        self.list.setObjectName("kept_columns")
        self.list.setAccessibleName(say("Columns to keep beside the VIN"))
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(SeenBoxes(self.list))
        told = say("Checked columns stay with each VIN, as they are written in the input.")
        words = plain_label(told, wrap=True)
        line = QHBoxLayout()
        line.addWidget(words, 1)
        for text, name, wanted in (
            (say("Keep A&ll"), "keep_all", True),
            (say("N&one"), "keep_none", False),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(
                lambda _checked=False, wanted=wanted: self.model.keep_all(wanted)
            )
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.list, 1)

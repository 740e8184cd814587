"""The backups as a table: when, why, how many vehicles, how large."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from typing_extensions import override

from vindesk.domain.backups import WHY_WORDS, Backup
from vindesk.domain.words import phrase, say
from vindesk.ui.care.telling import rows_of, when
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.speaking import speaks_for_row
from vindesk.ui.wording import size

_Role = Qt.ItemDataRole
_COLUMNS: Final[Sequence[tuple[str, Callable[[Backup], str]]]] = (
    (phrase("When"), when),
    (phrase("Why"), lambda backup: say(WHY_WORDS[backup.why])),
    (phrase("Vehicles"), rows_of),
    (phrase("Size"), lambda backup: size(backup.bytes)),
)
_NUMBERS: Final = frozenset({2, 3})
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BackupModel(QAbstractTableModel):
    """The newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backups: Sequence[Backup] = ()

    @property
    def backups(self) -> Sequence[Backup]:
        return self._backups

    def show(self, backups: Sequence[Backup]) -> None:
        self.beginResetModel()
        self._backups = backups
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._backups)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(_COLUMNS):
            return None
        if role == _Role.DisplayRole:
            return say(_COLUMNS[section][0])
        if role == _Role.TextAlignmentRole and section in _NUMBERS:
            return _RIGHT
        return None

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._backups):
            return None
        backup = self._backups[index.row()]
        if role == _Role.DisplayRole:
            return _COLUMNS[index.column()][1](backup)
        if role == _Role.ToolTipRole:
            return tip(str(backup.path))
        if role == _Role.TextAlignmentRole and index.column() in _NUMBERS:
            return _RIGHT
        if role == _Role.AccessibleTextRole and speaks_for_row(index.column()):
            return ", ".join(f"{say(title)}: {text(backup)}" for title, text in _COLUMNS)
        return None

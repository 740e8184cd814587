"""The imports as rows of a list, the newest first."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QObject, Qt
from typing_extensions import override

from vindesk.domain.import_job import ImportRecord
from vindesk.ui.jobs_panel.job_telling import Activity, JobRow, row_of
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip

_Role = Qt.ItemDataRole
_IDLE = Activity()


class JobModel(QAbstractListModel):
    """Records from the cache, and what happens with them in this program."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: list[ImportRecord] = []
        self._activities: dict[int, Activity] = {}
        self._rows: dict[int, JobRow] = {}

    def show(self, records: Sequence[ImportRecord]) -> None:
        """Show ``records``, beside those that were put here since they were read."""
        newest = max((record.id for record in records), default=0)
        newer = [record for record in self._records if record.id > newest]
        self.beginResetModel()
        self._records = sorted([*newer, *records], key=lambda each: each.id, reverse=True)
        self._rows = {}
        self.endResetModel()

    def clear(self) -> None:
        """Another cache is read: none of these imports need be in it."""
        self.beginResetModel()
        self._records = []
        self._activities, self._rows = {}, {}
        self.endResetModel()

    def put(self, record: ImportRecord) -> None:
        """A new import, or a known one as it is now."""
        row = self.row_of(record.id)
        if row is not None:
            self._records[row] = record
            self._tell(record.id, row)
            return
        place = sum(each.id > record.id for each in self._records)
        self.beginInsertRows(ROOT, place, place)
        self._records.insert(place, record)
        self.endInsertRows()

    def drop(self, number: int) -> None:
        row = self.row_of(number)
        self._activities.pop(number, None)
        if row is None:
            return
        self.beginRemoveRows(ROOT, row, row)
        del self._records[row]
        self._rows.pop(number, None)
        self.endRemoveRows()

    def act(self, number: int, activity: Activity = _IDLE) -> None:
        """Show what happens with an import; by default nothing does."""
        if activity == self.activity(number):
            return
        self._activities[number] = activity
        row = self.row_of(number)
        if row is not None:
            self._tell(number, row)

    # -- what is there -------------------------------------------------------

    def activity(self, number: int) -> Activity:
        return self._activities.get(number, _IDLE)

    def record(self, number: int) -> ImportRecord:
        """The import with this number.

        Raises:
            KeyError: it is not in the list.

        """
        row = self.row_of(number)
        if row is None:
            raise KeyError(number)
        return self._records[row]

    def record_at(self, row: int) -> ImportRecord:
        return self._records[row]

    def row_of(self, number: int) -> int | None:
        for row, record in enumerate(self._records):
            if record.id == number:
                return row
        return None

    def job_row(self, row: int) -> JobRow:
        record = self._records[row]
        if record.id not in self._rows:
            self._rows[record.id] = row_of(record, self.activity(record.id))
        return self._rows[record.id]

    def _tell(self, number: int, row: int) -> None:
        self._rows.pop(number, None)
        self.dataChanged.emit(self.index(row), self.index(row))

    # -- QAbstractListModel --------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._records)

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._records):
            return None
        if role == _Role.DisplayRole:
            return self.job_row(index.row()).name
        if role == _Role.AccessibleTextRole:
            return self.job_row(index.row()).spoken
        if role == _Role.ToolTipRole:
            row = self.job_row(index.row())
            return tip(f"{row.name}\n{row.state}\n{row.detail}")
        return None

"""What was refused, row by row of the input."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from typing_extensions import override

from vindesk.domain.import_job import Rejected
from vindesk.domain.words import phrase, say
from vindesk.ui.lines.line_model import LineModel
from vindesk.ui.paging.paged_table_model import Index

_Role = Qt.ItemDataRole
_ROW, _WRITTEN = 0, 1
TITLES: Final = (phrase("Row"), phrase("As Written"), phrase("Why"))
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class RejectModel(LineModel):
    """Rows are numbers: they stand at the right, and are sorted as numbers."""

    def __init__(self, rejected: Sequence[Rejected], code_font: QFont) -> None:
        rows = [(str(each.row), each.written, each.reason) for each in rejected]
        super().__init__([say(title) for title in TITLES], rows, code_font)

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if role == _Role.TextAlignmentRole:
            return _RIGHT if index.column() == _ROW else None
        if role == _Role.FontRole:
            return self._code_font if index.column() == _WRITTEN else None
        return super().data(index, role)

    @override
    def _sorted(self, numbers: Sequence[int]) -> Sequence[int]:
        column, order = self._order
        if column != _ROW:
            return super()._sorted(numbers)
        descending = order is Qt.SortOrder.DescendingOrder
        return sorted(numbers, key=lambda number: int(self._rows[number][_ROW]), reverse=descending)

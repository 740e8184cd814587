"""What was refused, row by row of the input."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from typing_extensions import override

from vindesk.domain.fields import NO_DATA
from vindesk.domain.import_job import Rejected
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import phrase, say
from vindesk.ui.lines.line_model import LineModel
from vindesk.ui.model_index import Index

_Role = Qt.ItemDataRole
_ROW, _WRITTEN = 0, 1
_LONGEST_TITLE: Final = 60
TITLES: Final = (phrase("Row"), phrase("As Written"), phrase("Why"))
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class RejectModel(LineModel):
    """Rows are numbers: they stand at the right, and are sorted as numbers.

    After the reason come the user's own columns.
    """

    code_columns = frozenset({_WRITTEN})

    def __init__(
        self, rejected: Sequence[Rejected], code_font: QFont, own_names: Sequence[str] = ()
    ) -> None:
        titles = [say(title) for title in TITLES]
        titles += [shown_line(name, _LONGEST_TITLE) for name in own_names]
        rows = [_cells(each, len(own_names)) for each in rejected]
        super().__init__(titles, rows, code_font)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        at_row = orientation is Qt.Orientation.Horizontal and section == _ROW
        if at_row and role == _Role.TextAlignmentRole:
            return _RIGHT
        return super().headerData(section, orientation, role)

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if role == _Role.TextAlignmentRole:
            return _RIGHT if index.column() == _ROW else None
        return super().data(index, role)

    @override
    def _sorted(self, numbers: Sequence[int]) -> Sequence[int]:
        column, order = self._order
        if column != _ROW:
            return super()._sorted(numbers)
        descending = order is Qt.SortOrder.DescendingOrder
        return sorted(numbers, key=lambda number: int(self._rows[number][_ROW]), reverse=descending)


def _cells(rejected: Rejected, own: int) -> Sequence[str]:
    cells = (*rejected.own, *[None] * own)[:own]
    return (
        str(rejected.row),
        rejected.written or NO_DATA,
        rejected.reason,
        *(cell or NO_DATA for cell in cells),
    )

"""Rows of text that are all at hand: searched, sorted, read out."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QFont
from typing_extensions import override

from vindesk.domain.fields import NO_DATA
from vindesk.domain.shown_text import shown_line
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.speaking import speaks_for_row

_Role = Qt.ItemDataRole


class LineModel(QAbstractTableModel):
    """Rows under ``titles``; VINs stand in ``code_columns``.

    Searching and sorting go over the texts themselves, not over Qt's proxies: these ask for
    every cell anew, which takes seconds where there are 100,000 rows.
    """

    code_columns: AbstractSet[int] = frozenset({0})

    def __init__(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        code_font: QFont,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.titles = titles
        self._rows = rows
        self._code_font = code_font
        self._words: tuple[str, ...] = ()
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self._shown: Sequence[int] = range(len(rows))

    @cached_property
    def _folded(self) -> Sequence[str]:
        return ["\n".join(row).casefold() for row in self._rows]

    # -- what is shown -------------------------------------------------------

    def search(self, text: str) -> None:
        """Show the rows that have every word of ``text`` in them."""
        self._words = tuple(text.casefold().split())
        self._show()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """A column of -1 is the order in which the rows came; no data comes last both ways."""
        self._order = (column, order)
        self._show()

    def texts(self, rows: Iterable[int]) -> Sequence[Sequence[str]]:
        """The whole texts of some rows, as they are shown."""
        return [self._rows[self._shown[row]] for row in rows]

    def _show(self) -> None:
        numbers = [
            number
            for number in range(len(self._rows))
            if not self._words or all(word in self._folded[number] for word in self._words)
        ]
        self.beginResetModel()
        self._shown = self._sorted(numbers)
        self.endResetModel()

    def _sorted(self, numbers: Sequence[int]) -> Sequence[int]:
        column, order = self._order
        if column < 0:
            return numbers
        texts = {number: self._rows[number][column] for number in numbers}
        known = [number for number in numbers if texts[number] != NO_DATA]
        known.sort(
            key=lambda number: texts[number].casefold(),
            reverse=order is Qt.SortOrder.DescendingOrder,
        )
        return known + [number for number in numbers if texts[number] == NO_DATA]

    # -- Qt ------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.titles)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self.titles[section] if 0 <= section < len(self.titles) else None
        return None

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._rows[self._shown[index.row()]]
        if role == _Role.DisplayRole:
            return shown_line(row[index.column()])
        if role == _Role.ToolTipRole:
            return tip(row[index.column()])
        if role == _Role.FontRole and index.column() in self.code_columns:
            return self._code_font
        if role == _Role.AccessibleTextRole and speaks_for_row(index.column()):
            said = (f"{t}: {shown_line(x)}" for t, x in zip(self.titles, row, strict=True))
            return ", ".join(said)
        return None

"""The bars of one chart, as rows of a list."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QObject, Qt
from typing_extensions import override

from vindesk.domain.fields import Value
from vindesk.domain.words import phrase, say
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.summary.bars import Bar, Sort

_Role = Qt.ItemDataRole
_CHOOSE = phrase("Click to filter by this")
_UNCHOOSE = phrase("Click to stop filtering by this")


class BarModel(QAbstractListModel):
    """Shows what it is given; a screen reader gets a sentence for each bar."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()

    @property
    def bars(self) -> Sequence[Bar]:
        return self._bars

    def show(self, bars: Sequence[Bar]) -> None:
        """Where the same values stay in the same places, the view keeps its own."""
        before = [(bar.sort, bar.text) for bar in self._bars]
        if before == [(bar.sort, bar.text) for bar in bars]:
            self._bars = bars
            if bars:
                self.dataChanged.emit(self.index(0), self.index(len(bars) - 1))
            return
        self.beginResetModel()
        self._bars = bars
        self.endResetModel()

    def row_of(self, sort: Sort, value: Value | None) -> int | None:
        """Where this bar is; None if it is not shown."""
        found = (
            row for row, bar in enumerate(self._bars) if (bar.sort, bar.value) == (sort, value)
        )
        return next(found, None)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._bars)

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._bars):
            return None
        bar = self._bars[index.row()]
        if role == _Role.DisplayRole:
            return bar.text
        if role == _Role.AccessibleTextRole:
            return bar.said
        if role == _Role.ToolTipRole:
            hint = say(_UNCHOOSE) if bar.chosen else say(_CHOOSE)
            return tip(f"{bar.said}\n{hint}" if bar.can_be_chosen else bar.said)
        return None

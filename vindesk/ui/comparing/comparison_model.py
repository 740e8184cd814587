"""The rows of a comparison as a table: group, field, mark, and a column for each vehicle."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QBrush, QFont
from typing_extensions import override

from vindesk.domain.fields import NO_DATA, NOT_APPLICABLE
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import phrase, say
from vindesk.ui.comparing.comparison_rows import DIFFERS, Row
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.speaking import is_cell_by_cell

_Role = Qt.ItemDataRole
FIXED = (phrase("Group"), phrase("Field"), DIFFERS)
"""The titles before those of the vehicles."""

_MARK = FIXED.index(DIFFERS)
_QUIET_TEXTS = frozenset({NO_DATA, NOT_APPLICABLE})


class ComparisonModel(QAbstractTableModel):
    """Shows the rows that the user asked for; a row that differs is bold and has a mark."""

    def __init__(
        self, headings: Sequence[str], rows: Sequence[Row], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._titles = (*(say(title) for title in FIXED), *headings)
        self._rows = rows
        self._folded = ["\n".join((r.group, r.label, *r.texts)).casefold() for r in rows]
        self._words: tuple[str, ...] = ()
        self._only_differences = False
        self._empties = False
        self._bold = QFont()
        self._quiet = QBrush()
        self._shown: Sequence[Row] = ()
        self._show()

    @property
    def shown(self) -> Sequence[Row]:
        return self._shown

    @property
    def titles(self) -> Sequence[str]:
        return self._titles

    def search(self, text: str) -> None:
        """Show the rows that have every word of ``text`` in them."""
        self._words = tuple(text.casefold().split())
        self._show()

    def show_only_differences(self, wanted: bool) -> None:
        self._only_differences = wanted
        self._show()

    def show_empties(self, wanted: bool) -> None:
        """Show the fields too of which no vehicle has data."""
        self._empties = wanted
        self._show()

    def dress(self, font: QFont, quiet: QBrush) -> None:
        self._bold = QFont(font)
        self._bold.setBold(True)
        self._quiet = quiet
        self._show()

    def texts(self) -> Sequence[Sequence[str]]:
        """All rows that are shown, as they are copied."""
        return [(r.group, r.label, DIFFERS if r.differs else "", *r.texts) for r in self._shown]

    def _show(self) -> None:
        self.beginResetModel()
        self._shown = [
            row
            for row, folded in zip(self._rows, self._folded, strict=True)
            if (self._empties or not row.empty)
            and (row.differs or not self._only_differences)
            and all(word in folded for word in self._words)
        ]
        self.endResetModel()

    # -- Qt ------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role == _Role.DisplayRole:
            return "\n".join(map(shown_line, self._titles[section].split("\n")))
        if role == _Role.ToolTipRole and section == _MARK:
            return say("The vehicles differ in this field")
        if role == _Role.ToolTipRole and section > _MARK:
            return tip(self._titles[section])
        return None

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, column = self._shown[index.row()], index.column()
        text = self._text(row, column)
        quiet = column == 0 or text in _QUIET_TEXTS
        answers: Mapping[int, object] = {
            _Role.DisplayRole: shown_line(text),
            _Role.ToolTipRole: tip(text),
            _Role.FontRole: self._bold if row.differs else None,
            _Role.ForegroundRole: self._quiet if quiet else None,
            _Role.AccessibleTextRole: shown_line(self._said(row, column)),
        }
        return answers.get(role)

    def _said(self, row: Row, column: int) -> str:
        """The cells before those of the vehicles speak for the whole row, where one does."""
        if column <= _MARK and not is_cell_by_cell():
            return row.said
        if column == _MARK:
            return say("different") if row.differs else ""
        text = self._text(row, column)
        return say("no data") if text == NO_DATA else text

    @staticmethod
    def _text(row: Row, column: int) -> str:
        mark = DIFFERS if row.differs else ""
        return (row.group, row.label, mark, *row.texts)[column]

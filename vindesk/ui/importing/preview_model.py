"""The first rows of the input, with what becomes of each column."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from typing_extensions import override

from vindesk.domain.input_counts import Problem, Trouble, find_problem
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.importing.column_roles import ColumnRoles, Role
from vindesk.ui.importing.handed_in import Cells
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.theme import fixed_font, ink

_Role = Qt.ItemDataRole
_LONGEST_CELL: Final = 300
_LONGEST_TITLE: Final = 60
_WASH: Final = {Role.VIN: 48, Role.YEAR: 28}
"""How much of the highlight colour lies behind the cells."""


class PreviewModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Cells] = ()
        self._roles = ColumnRoles(())
        self._is_text = False
        self._problems: Sequence[Problem | None] = ()
        self._palette = QPalette()
        self._code_font = QFont()

    def show_rows(
        self, rows: Sequence[Cells], roles: ColumnRoles, *, is_text: bool = False
    ) -> None:
        """With ``is_text`` a VIN may stand anywhere in a cell, so that no cell is wrong."""
        self.beginResetModel()
        self._rows, self._roles, self._is_text = rows, roles, is_text
        self._look_for_problems()
        self.endResetModel()

    def show_roles(self, roles: ColumnRoles) -> None:
        """As before, but columns have become something else."""
        self._roles = roles
        self._look_for_problems()
        self._redraw()

    def dress(self, palette: QPalette, font: QFont) -> None:
        self._palette = palette
        self._code_font = fixed_font(font)
        self._redraw()

    def _redraw(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)
        if self.columnCount():
            horizontal = Qt.Orientation.Horizontal
            self.headerDataChanged.emit(horizontal, 0, self.columnCount() - 1)

    def _look_for_problems(self) -> None:
        vin = None if self._is_text else self._roles.vin
        self._problems = [
            None if vin is None or not (text := _cell(cells, vin)) else find_problem(row, text)
            for row, cells in enumerate(self._rows, 1)
        ]

    # -- Qt ------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._roles.names)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        becomes = self._roles.role(section)
        if role == _Role.DisplayRole:
            title = shown_line(self._roles.names[section], _LONGEST_TITLE)
            return f"{title} ({say(becomes.value)})" if becomes is not Role.KEPT else title
        if role == _Role.ToolTipRole:
            return tip(
                say(
                    "{name}\n{becomes}. Click to change.",
                    name=self._roles.names[section],
                    becomes=say(becomes.value),
                )
            )
        if role == _Role.FontRole:
            font = QFont()
            font.setBold(becomes in _WASH)
            font.setStrikeOut(becomes is Role.LEFT_OUT)
            return font
        return None

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column = index.column()
        text = _cell(self._rows[index.row()], column)
        problem = self._problems[index.row()] if column == self._roles.vin else None
        if role == _Role.DisplayRole:
            return shown_line(text, _LONGEST_CELL)
        if role == _Role.ToolTipRole:
            return tip(f"{text}\n{problem.reason}" if problem else text)
        if role == _Role.AccessibleDescriptionRole:
            return problem.reason if problem else ""
        if role == _Role.FontRole:
            return self._code_font if column == self._roles.vin else None
        return self._colour(column, problem, role)

    def _colour(self, column: int, problem: Problem | None, role: int) -> QColor | None:
        becomes = self._roles.role(column)
        if role == _Role.ForegroundRole:
            inks = ink(self._palette)
            if problem:
                mild = problem.trouble is Trouble.CHECK_DIGIT
                return inks.warning if mild else inks.fault
            return inks.quiet if becomes is Role.LEFT_OUT else None
        if role == _Role.BackgroundRole and becomes in _WASH:
            return wash(self._palette, becomes)
        return None


def _cell(cells: Cells, column: int) -> str:
    return (cells[column] if column < len(cells) else None) or ""


def wash(palette: QPalette, role: Role) -> QColor:
    """Behind a column that is the VIN or the year; texts can be read on it."""
    colour = QColor(palette.highlight().color())
    colour.setAlpha(_WASH[role])
    return colour

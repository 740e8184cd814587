"""The rows to look at, with the corrections that are offered for them."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QFont
from typing_extensions import override

from vindesk.domain.input_counts import Problem, Trouble
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vin import clean
from vindesk.domain.words import phrase, say
from vindesk.ui.importing.planning import Taken
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip

_Role = Qt.ItemDataRole
TITLES: Final = (phrase("Row"), phrase("As Written"), phrase("Why"), phrase("Repair"))
ROW, WRITTEN, WHY, REPAIR = range(4)
_LONGEST: Final = 200
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ProblemModel(QAbstractTableModel):
    """Rows of one trouble at a time; a repair is taken by its check box, and never by itself."""

    repairs_changed = Signal()
    code_columns: AbstractSet[int] = frozenset({WRITTEN, REPAIR})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Problem] = ()
        self._shown: Sequence[Problem] = ()
        self._trouble = Trouble.MISTYPED
        self._taken: dict[str, str] = {}
        self._code_font = QFont()

    @property
    def repairs(self) -> Mapping[str, str]:
        """From what is written to the VIN that is taken instead."""
        return dict(self._taken)

    @property
    def taken(self) -> Taken:
        """What the repairs change, as far as the rows are listed."""
        gone, left = set[str](), set[str]()
        for problem in self._all:
            if problem.trouble is Trouble.CHECK_DIGIT:
                (gone if problem.written in self._taken else left).add(clean(problem.written))
        return Taken(len(set(self._taken.values())), len(gone - left))

    @property
    def sure(self) -> Sequence[Problem]:
        """Of the rows that are shown, those with exactly one good repair."""
        return [problem for problem in self._shown if problem.sole_repair]

    def problem(self, row: int) -> Problem:
        return self._shown[row]

    def dress(self, code_font: QFont) -> None:
        self._code_font = code_font
        self._redraw()

    def show_problems(self, problems: Sequence[Problem], *, again: bool = False) -> None:
        """More of the same input, or of another column; what was taken and is still there stays.

        With ``again`` the same column is read once more: rows that are missing are to come.
        """
        written = {problem.written for problem in problems}
        if not again:
            self._taken = {text: vin for text, vin in self._taken.items() if text in written}
        self._all = problems
        self._choose()

    def show_trouble(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self._choose()

    def forget_repairs(self) -> None:
        self._taken = {}
        self._redraw()
        self.repairs_changed.emit()

    def take_all_sure(self) -> None:
        """Take every repair that is the only good one for its row."""
        for problem in self.sure:
            if problem.sole_repair:
                self._taken[problem.written] = problem.sole_repair.vin.text
        self._redraw()
        self.repairs_changed.emit()

    def take(self, row: int, vin: str | None) -> None:
        """Take ``vin`` for a row; None: leave it as it is written."""
        written = self._shown[row].written
        if vin is None:
            self._taken.pop(written, None)
        else:
            self._taken[written] = vin
        self._redraw()
        self.repairs_changed.emit()

    def _choose(self) -> None:
        shown = [problem for problem in self._all if problem.trouble is self._trouble]
        if shown[: len(self._shown)] == self._shown and self._shown:
            first, last = len(self._shown), len(shown) - 1
            if last >= first:
                self.beginInsertRows(ROOT, first, last)
                self._shown = shown
                self.endInsertRows()
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def _redraw(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, REPAIR)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- Qt ------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(TITLES):
            return None
        if role == _Role.TextAlignmentRole and section == ROW:
            return _RIGHT
        return say(TITLES[section]) if role == _Role.DisplayRole else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == REPAIR and self._shown[index.row()].repairs:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        problem, column = self._shown[index.row()], index.column()
        if role == _Role.DisplayRole:
            return self._text(problem, column)
        if role == _Role.ToolTipRole:
            return tip(self._tip(problem, column))
        if role == _Role.AccessibleTextRole:
            text = self._text(problem, column) or say("none")
            return f"{say(TITLES[column])}: {text}"
        return self._look(problem, column, role)

    def _look(self, problem: Problem, column: int, role: int) -> Any:
        if role == _Role.FontRole and column in self.code_columns:
            return self._code_font
        if role == _Role.TextAlignmentRole and column == ROW:
            return _RIGHT
        if role == _Role.CheckStateRole and column == REPAIR and problem.repairs:
            taken = problem.written in self._taken
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or not index.isValid():
            return False
        repairs = self._shown[index.row()].repairs
        if index.column() != REPAIR or not repairs:
            return False
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        self.take(index.row(), repairs[0].vin.text if wanted else None)
        return True

    def _text(self, problem: Problem, column: int) -> str:
        if column == REPAIR:
            if problem.written in self._taken:
                return self._taken[problem.written]
            if not problem.repairs:
                return ""
            more = len(problem.repairs) - 1
            first = problem.repairs[0].vin.text
            return say("{vin}  or {n} more", vin=first, n=more) if more else first
        if column == ROW:
            return str(problem.row)
        return shown_line(problem.written if column == WRITTEN else problem.reason, _LONGEST)

    def _tip(self, problem: Problem, column: int) -> str:
        if column == REPAIR:
            return "\n".join(f"{one.vin}: {one.sentence}" for one in problem.repairs)
        return problem.written if column == WRITTEN else problem.reason

"""The rows to look at: mistyped, with a wrong check digit, no VINs; repairs are offered."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.input_counts import Counts, Findings, Trouble
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.ui.code_cells import CodeCells
from vindesk.ui.importing.planning import Taken
from vindesk.ui.importing.problem_model import REPAIR, ROW, WHY, WRITTEN, ProblemModel
from vindesk.ui.menu import Menu
from vindesk.ui.model_index import Index
from vindesk.ui.quiet_wheel import quiet_wheel
from vindesk.ui.seen_boxes import SeenBoxes
from vindesk.ui.speaking import name_box
from vindesk.ui.theme import fixed_font
from vindesk.ui.whole_rows import LongTable, set_up_rows

_LETTERS: Final = {ROW: 9, WRITTEN: 20, REPAIR: 33}
"""How wide the columns are."""

_OFFERING: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})

_TITLES: Final[Mapping[Trouble, tuple[str, str]]] = {
    Trouble.MISTYPED: (
        phrase("Mistyped"),
        phrase("These are left out and listed, unless a repair is taken."),
    ),
    Trouble.CHECK_DIGIT: (
        phrase("Wrong check digit"),
        phrase(
            "These are decoded as they stand: vehicles built outside North America often have one."
        ),
    ),
    Trouble.NO_VIN: (
        phrase("No VINs"),
        phrase("These rows are left out and listed with the import."),
    ),
}


class _Codes(CodeCells, SeenBoxes):
    """A VIN as it is written, and a repair with its box."""


class ProblemTable(LongTable):
    """Return, a double click or the menu key offers all repairs of a row; Space takes the first."""

    def __init__(self, problems: ProblemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems = problems
        self.setModel(problems)
        self.setObjectName("import_problems")
        self.setAccessibleName(say("Rows to look at"))
        set_up_rows(self, QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(SeenBoxes(self))
        codes = _Codes(self)
        for column in problems.code_columns:
            self.setItemDelegateForColumn(column, codes)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer_at)
        self.doubleClicked.connect(self._offer_for)
        self.horizontalHeader().setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)
        self._dress()

    def repair_menu(self, row: int) -> QMenu | None:
        """What a row may be read as, built but not shown; None if nothing is offered."""
        problem = self._problems.problem(row)
        if not problem.repairs:
            return None
        menu = Menu(self)
        menu.setObjectName("repair_menu")
        menu.addAction(say("&Leave It as It Is")).triggered.connect(self._taking(row, None))
        menu.addSeparator()
        for repair in problem.repairs:
            action = menu.addAction(f"{repair.vin}   {repair.sentence}")
            action.triggered.connect(self._taking(row, repair.vin.text))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _taking(self, row: int, vin: str | None) -> Callable[[], None]:
        return lambda: self._problems.take(row, vin)

    def _offer_at(self, place: QPoint) -> None:
        index = self.indexAt(place)
        self._offer(index.row() if index.isValid() else self.currentIndex().row())

    def _offer_for(self, index: Index) -> None:
        self._offer(index.row())

    def _offer(self, row: int) -> None:
        menu = self.repair_menu(row) if row >= 0 else None
        if menu is not None:
            place = self.visualRect(self._problems.index(row, REPAIR)).bottomLeft()
            menu.popup(self.viewport().mapToGlobal(place))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in _OFFERING and row >= 0:
            self._offer(row)
        elif event.key() == Qt.Key.Key_Space and row >= 0:
            self._toggle(row)
        else:
            super().keyPressEvent(event)

    def _toggle(self, row: int) -> None:
        cell = self._problems.index(row, REPAIR)
        taken = cell.data(Qt.ItemDataRole.CheckStateRole)
        if taken is not None:
            other = (
                Qt.CheckState.Unchecked if taken is Qt.CheckState.Checked else Qt.CheckState.Checked
            )
            self._problems.setData(cell, other, Qt.ItemDataRole.CheckStateRole)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._dress()

    def _dress(self) -> None:
        code = fixed_font(self.font())
        self._problems.dress(code)
        letter = QFontMetrics(code).horizontalAdvance("0")
        for column, letters in _LETTERS.items():
            self.setColumnWidth(column, letters * letter)


class ProblemList(QWidget):
    repairs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ProblemModel(self)
        self.table = ProblemTable(self.model)
        self._counts = Counts()
        self.choice = QComboBox()
        self._words = QLabel()
        self.take_all = QPushButton()
        self.forget = QPushButton(say("&Undo Repairs"))
        quiet_wheel(self.choice)
        self._set_up()
        self.model.repairs_changed.connect(self.repairs_changed)
        self.model.repairs_changed.connect(self._enable)
        self.choice.currentIndexChanged.connect(self._show_choice)
        self.take_all.clicked.connect(self.model.take_all_sure)
        self.forget.clicked.connect(self.model.forget_repairs)
        self._show_choice()

    @property
    def repairs(self) -> Mapping[str, str]:
        return self.model.repairs

    @property
    def taken(self) -> Taken:
        return self.model.taken

    @property
    def trouble(self) -> Trouble:
        return Trouble(self.choice.currentData())

    def show_findings(self, findings: Findings, *, again: bool = False) -> None:
        """With ``again`` rows that were there before are still to come."""
        self.model.show_problems(findings.problems, again=again)
        for trouble, number in _numbers(findings.counts).items():
            text = f"{say(_TITLES[trouble][0])} ({grouped(number)})"
            self.choice.setItemText(self.choice.findData(trouble.value), text)
        self._tell(findings.counts)
        self._enable()

    def _set_up(self) -> None:
        self.choice.setObjectName("problem_choice")
        name_box(self.choice, say("Which rows to look at"), self)
        for trouble, (title, _) in _TITLES.items():
            self.choice.addItem(say(title), trouble.value)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setObjectName("problem_words")
        self.take_all.setObjectName("take_sure_repairs")
        self.take_all.setToolTip(
            say("Where exactly one likely correction makes the check digit right")
        )
        self.forget.setObjectName("forget_repairs")
        line, foot = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self.choice)
        line.addWidget(self._words, 1)
        foot.addWidget(self.take_all)
        foot.addWidget(self.forget)
        foot.addStretch(1)
        for button in (self.take_all, self.forget):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _show_choice(self) -> None:
        self.model.show_trouble(self.trouble)
        self._tell(None)
        self._enable()

    def _tell(self, counts: Counts | None) -> None:
        self._counts = counts or self._counts
        listed, number = self.model.rowCount(), _numbers(self._counts)[self.trouble]
        said = say(_TITLES[self.trouble][1])
        if listed < number:
            said = " ".join((said, say("The first {n} are listed.", n=grouped(listed))))
        self._words.setText(said)

    def _enable(self) -> None:
        sure = len(self.model.sure)
        self.take_all.setText(
            say_many("&Take the {n} Sure Repair", "&Take All {n} Sure Repairs", sure)
            if sure
            else say("&Take All Sure Repairs")
        )
        self.take_all.setEnabled(sure > 0)
        self.forget.setEnabled(bool(self.model.repairs))


def _numbers(counts: Counts) -> Mapping[Trouble, int]:
    return {
        Trouble.MISTYPED: counts.mistyped,
        Trouble.CHECK_DIGIT: counts.check_digits,
        Trouble.NO_VIN: counts.no_vins,
    }

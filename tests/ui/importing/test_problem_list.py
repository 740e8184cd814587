"""The table of the rows to look at, as it is drawn."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from tests.ui.importing.samples import GOOD
from tests.ui.pictures import base_line_of, picture, settle
from vindesk.domain.input_counts import Problem, Trouble
from vindesk.domain.repair import Repair
from vindesk.domain.vin import Vin
from vindesk.ui.importing.problem_list import ProblemTable
from vindesk.ui.importing.problem_model import REPAIR, WHY, WRITTEN, ProblemModel
from vindesk.ui.seen_boxes import SeenBoxes

BOX = 24
"""Room for the check box of a repair, in pixels."""


def test_codes_stand_on_the_line_of_the_reason_and_boxes_where_they_were(qtbot: QtBot) -> None:
    model = ProblemModel()
    repair = Repair(Vin(GOOD), ())
    model.show_problems([Problem(1, "EHE", Trouble.MISTYPED, "EHE", (repair,))])
    table = ProblemTable(model)
    qtbot.addWidget(table)
    model.setParent(table)
    table.resize(700, 120)
    model.dress(QFont("monospace", 14))
    settle(table)
    drawn = picture(table.viewport(), 1.0)
    written, why, cell = (
        table.visualRect(model.index(0, column)) for column in (WRITTEN, WHY, REPAIR)
    )
    text, box = cell.adjusted(BOX, 0, 0, 0), QRect(cell.topLeft(), cell.bottomLeft())
    box.setWidth(BOX)
    assert base_line_of(drawn, written) == base_line_of(drawn, why) == base_line_of(drawn, text)
    table.setItemDelegateForColumn(REPAIR, SeenBoxes(table))
    plain = picture(table.viewport(), 1.0)
    assert base_line_of(plain, text) != base_line_of(drawn, text)
    assert plain.copy(box) == drawn.copy(box)


def test_one_row_is_chosen_at_a_time(qtbot: QtBot) -> None:
    model = ProblemModel()
    model.show_problems([Problem(row, "EHE", Trouble.MISTYPED, "EHE", ()) for row in (1, 2)])
    table = ProblemTable(model)
    qtbot.addWidget(table)
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]

"""Lists that may be long do not answer letters, for which Qt asks every row."""

import logging
from collections.abc import Callable

import pytest
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from vindesk.config.log_memory import LogLine
from vindesk.domain.input_counts import find_problem
from vindesk.ui.importing.problem_list import ProblemTable
from vindesk.ui.importing.problem_model import ProblemModel
from vindesk.ui.lines.line_model import LineModel
from vindesk.ui.lines.line_table import LineTable
from vindesk.ui.logs.log_model import LOG_COLUMNS, LogModel
from vindesk.ui.logs.log_view import LogTable


def lines() -> QTableView:
    return LineTable(LineModel(["Word"], [("ape",), ("bee",)], QFont()), "Words")


def log() -> QTableView:
    model = LogModel(LOG_COLUMNS)
    levels = (logging.DEBUG, logging.ERROR)
    model.append([LogLine(n, 0.0, level, "a", "b", "c") for n, level in enumerate(levels)])
    table = LogTable(model, "Log", ["0"])
    model.setParent(table)
    return table


def problems() -> QTableView:
    found = (
        find_problem(row, text)
        for row, text in enumerate(("1XPWD40X1ED21530O", "4XPWD40X1ED21530O"))
    )
    model = ProblemModel()
    model.show_problems([problem for problem in found if problem])
    table = ProblemTable(model)
    model.setParent(table)
    return table


@pytest.mark.parametrize(
    ("make", "column", "letter"), [(lines, 0, "b"), (log, 1, "e"), (problems, 1, "4")]
)
def test_a_letter_goes_to_no_row(
    qtbot: QtBot, make: Callable[[], QTableView], column: int, letter: str
) -> None:
    table = make()
    qtbot.addWidget(table)
    model = table.model()
    assert str(model.index(1, column).data()).lower().startswith(letter), "else nothing is on trial"
    table.setCurrentIndex(model.index(0, column))
    QTest.keyClicks(table, letter)
    assert table.currentIndex().row() == 0

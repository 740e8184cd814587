"""The preview as a table: however many columns there are, the first are fitted."""

from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.ui.pictures import base_line_of, picture, settle
from vindesk.domain.input_columns import Suggestion
from vindesk.ui.importing.column_roles import ColumnRoles
from vindesk.ui.importing.handed_in import Glance
from vindesk.ui.importing.preview_table import PreviewTable


class Watched(PreviewTable):
    measured = 0
    """Of how many columns the cells were looked at."""

    @override
    def sizeHintForColumn(self, column: int) -> int:
        self.measured += 1
        return super().sizeHintForColumn(column)


def shown(qtbot: QtBot, columns: int) -> Watched:
    table = Watched()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    names = [f"H{number}" for number in range(columns)]
    glance = Glance((), None, names, True, Suggestion(), [names] * 20)
    table.show_glance(glance, ColumnRoles(names, vin=0))
    return table


def test_of_twenty_thousand_columns_no_more_are_measured_than_of_sixty(qtbot: QtBot) -> None:
    assert shown(qtbot, 59).measured == 59
    assert shown(qtbot, 20_000).measured == 60


def test_the_last_column_fills_the_room(qtbot: QtBot) -> None:
    table = shown(qtbot, 3)
    assert table.horizontalHeader().length() == table.viewport().width()


def test_vins_stand_on_the_line_of_their_row(qtbot: QtBot) -> None:
    table = shown(qtbot, 2)
    table.setFont(QFont("sans-serif", 10))
    settle(table)
    drawn = picture(table.viewport(), 1.0)
    vin, other = (table.visualRect(table.model().index(1, column)) for column in (0, 1))
    assert base_line_of(drawn, vin) == base_line_of(drawn, other)

"""The preview as a table: however many columns there are, the first are fitted."""

from pytestqt.qtbot import QtBot

from tests.stopwatch import now_s
from vindesk.domain.input_columns import Suggestion
from vindesk.ui.importing.column_roles import ColumnRoles
from vindesk.ui.importing.handed_in import Glance
from vindesk.ui.importing.preview_table import PreviewTable


def fitted(qtbot: QtBot, columns: int) -> tuple[PreviewTable, float]:
    """A table that shows so many, and how long that took."""
    table = PreviewTable()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    names = [f"c{number}" for number in range(columns)]
    shown = Glance((), None, names, True, Suggestion(), [names] * 20)
    began = now_s()
    table.show_glance(shown, ColumnRoles(names))
    return table, now_s() - began


def test_twenty_thousand_columns_are_fitted_as_soon_as_sixty(qtbot: QtBot) -> None:
    few = min(fitted(qtbot, 60)[1] for _ in range(3))
    many = min(fitted(qtbot, 20_000)[1] for _ in range(3))
    assert many < 2.5 * few


def test_the_last_column_fills_the_room(qtbot: QtBot) -> None:
    table, _ = fitted(qtbot, 3)
    assert table.horizontalHeader().length() == table.viewport().width()

"""Rows are gone to whatever columns are hidden: a hidden cell can be neither seen nor left."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.parquet.conftest import Open
from tests.ui.parquet.reading import Reader
from vindesk.ui.parquet.column_layouts import ColumnLayouts, Layout
from vindesk.ui.state_file import StateFile

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LAST = 4_999
HIT = 2_500
TABLE = {"a": list(range(LAST + 1)), "b": [int(row == HIT) for row in range(LAST + 1)]}


def current(reader: Reader) -> tuple[int, int]:
    index = reader.view.currentIndex()
    return index.row(), index.column()


def press(reader: Reader, key: Qt.Key) -> None:
    QTest.keyClick(reader.view, key)
    reader.until_quiet()


def reach_rows(reader: Reader) -> None:
    """By number, by text and by key, in the one column that is shown."""
    reader.window.table.go_to(4_000)
    assert 4_000 in reader.view.rows_in_view()
    press(reader, Qt.Key.Key_Down)
    assert current(reader) == (4_001, 1)
    for key, row in ((Qt.Key.Key_Home, 0), (Qt.Key.Key_End, LAST)):
        press(reader, key)
        assert current(reader) == (row, 1)
        assert row in reader.view.rows_in_view()
    press(reader, Qt.Key.Key_Up)
    assert current(reader) == (LAST - 1, 1)
    reader.window.bar.text.setText("1")
    reader.trigger("find_next")
    assert HIT in reader.view.rows_in_view()
    assert current(reader) == (HIT, 1)


def test_rows_are_reached_when_the_current_column_is_hidden(open_table: Open) -> None:
    reader = open_table(TABLE)
    reader.until(lambda: current(reader) == (0, 0))
    reader.trigger("hide_column")
    assert current(reader) == (0, 1)
    reach_rows(reader)


def test_rows_are_reached_where_the_first_column_was_left_hidden(
    open_table: Open, tmp_path: Path
) -> None:
    layouts = ColumnLayouts(StateFile(tmp_path / "state.ini"))
    layouts.save(list(TABLE), Layout((1,)))
    reader = open_table(TABLE, layouts=layouts)
    reader.until(lambda: current(reader) == (0, 1))
    reach_rows(reader)
    reader.trigger("select_all_rows")
    assert current(reader) == (HIT, 1)
    assert reader.view.selected_ranges() == [range(LAST + 1)]


def test_columns_are_hidden_one_after_the_other_and_the_rows_stay_in_view(
    open_table: Open,
) -> None:
    reader = open_table({f"column {k}": list(range(5_000)) for k in range(30)})
    reader.view.setCurrentIndex(reader.view.model().index(0, 3))
    reader.view.verticalScrollBar().setValue(1_000)
    for column in (4, 5, 6):
        reader.trigger("hide_column")
        assert current(reader) == (0, column)
        assert reader.view.top_row() == 1_000
    reader.window.choices.show(range(6, 30), False)
    assert current(reader) == (0, 2)
    assert reader.view.heads.shown_sections() == [0, 1, 2]

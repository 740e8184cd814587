"""Columns that share a name are told apart in a filter."""

import pyarrow as pa
import pytest

from tests.ui.parquet.conftest import Open
from tests.ui.parquet.reading import Reader
from vindesk.domain.column_filter import ColumnKind
from vindesk.store.parquet_columns import ParquetColumn
from vindesk.ui.parquet.filter_names import filter_columns

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["id", "id", "id"], ["id", "id_2", "id_3"]),
        (["id", "id", "id_2", "id_2"], ["id", "id_3", "id_2", "id_2_2"]),
        (["id_2", "id", "Id", "id"], ["id_2", "id", "Id", "id_3"]),
        (["", "", "{}", "{}"], ["", "_2", "{}", "{}_2"]),
    ],
)
def test_only_what_occurs_again_has_another_name(names: list[str], called: list[str]) -> None:
    columns = [ParquetColumn(name, "BIGINT") for name in names]
    assert filter_columns(columns) == [(name, ColumnKind.NUMBER) for name in called]


def choose(reader: Reader, name: str) -> None:
    menu = reader.window.cell_menu()
    (action,) = [each for each in menu.actions() if each.objectName() == name]
    action.trigger()
    menu.deleteLater()
    reader.until_quiet()


@pytest.mark.parametrize("name", ["id", "", "a name"])
def test_a_cell_filters_its_own_column_whatever_the_others_are_called(
    open_table: Open, name: str
) -> None:
    reader = open_table(pa.Table.from_arrays([pa.array([1, 2]), pa.array([2, 1])], [name, name]))
    reader.view.setCurrentIndex(reader.view.model().index(0, 1))
    choose(reader, "filter_by_value")
    assert reader.texts(1) == ["2"]
    reader.trigger("clear_filter")
    reader.view.setCurrentIndex(reader.view.model().index(0, 0))
    choose(reader, "filter_without_value")
    assert reader.texts(0) == ["2"]

"""Columns stay as the user arranged them, for every file that has the same ones."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tests.conftest import enlarge
from tests.store.parquet_samples import write
from tests.ui.parquet.conftest import Open
from vindesk.ui.parquet.column_layouts import MOST, ColumnLayouts, Layout
from vindesk.ui.state_file import StateFile

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NAMES = ["a", "b", "c"]


@pytest.fixture
def layouts(tmp_path: Path) -> ColumnLayouts:
    return ColumnLayouts(StateFile(tmp_path / "state.ini"))


def test_a_layout_is_found_by_the_names_of_the_columns(layouts: ColumnLayouts) -> None:
    layout = Layout((2, 0), {2: 400})
    layouts.save(NAMES, layout)
    assert layouts.load(NAMES) == layout
    assert layouts.load(["a", "b"]) is None
    assert layouts.load(["ab", "c", ""]) is None
    layouts.save(NAMES, None)
    assert layouts.load(NAMES) is None


def test_the_oldest_layouts_are_forgotten(layouts: ColumnLayouts) -> None:
    for number in range(MOST + 1):
        layouts.save([str(number)], Layout((0,)))
    assert layouts.load(["0"]) is None
    assert layouts.load(["1"]) is not None


@pytest.mark.parametrize(
    "stored",
    ["nonsense", "[]", '[["x", {"order": "y"}]]', None],
)
def test_what_cannot_be_read_is_no_layout(
    layouts: ColumnLayouts, tmp_path: Path, stored: str | None
) -> None:
    settings = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    settings.setValue("parquet/layouts", stored)
    settings.sync()
    assert layouts.load(NAMES) is None


@pytest.mark.parametrize("order", [(), (0, 0), (0, 3), (-1,)])
def test_a_layout_for_other_columns_is_not_used(
    layouts: ColumnLayouts, order: tuple[int, ...]
) -> None:
    layouts.save(NAMES, Layout(order))
    assert layouts.load(NAMES) is None


def test_columns_come_back_as_they_were(
    open_table: Open, layouts: ColumnLayouts, tmp_path: Path
) -> None:
    reader = open_table({"a": [1], "b": ["x"], "c": [2]}, layouts=layouts)
    heads = reader.view.heads
    heads.moveSection(2, 0)
    reader.window.choices.show([0], False)
    reader.view.setColumnWidth(2, 333)
    heads.arranged.emit()
    reader.close()
    other = write(tmp_path / "other.parquet", {"a": [5], "b": ["y"], "c": [6]})
    again = open_table(other, layouts=layouts)
    assert again.view.heads.shown_sections() == [2, 1]
    assert again.view.columnWidth(2) == 333
    assert again.texts(2) == ["6"]
    assert again.texts(1) == ["y"]
    chosen = again.view.widths()["2"]
    again.trigger("reset_columns")
    assert again.view.heads.shown_sections() == [0, 1, 2]
    assert again.view.widths()["2"] < chosen
    assert layouts.load(NAMES) is None


def test_another_size_of_letters_is_followed_and_no_width_is_taken_for_the_users(
    open_table: Open, layouts: ColumnLayouts, qapp: QApplication, restored_font: None
) -> None:
    reader = open_table({"a": ["some words"], "b": ["x"], "c": [2]}, layouts=layouts)
    view, cell = reader.view, reader.window.cell.text
    before = (view.rowHeight(0), view.columnWidth(0), cell.font().pointSizeF())
    enlarge(qapp)
    reader.until_quiet()
    now = (view.rowHeight(0), view.columnWidth(0), cell.font().pointSizeF())
    assert all(larger > 1.5 * size for larger, size in zip(now[1:], before[1:], strict=True))
    assert now[0] > before[0]
    view.heads.arranged.emit()
    assert layouts.load(NAMES) is None


def test_a_width_of_the_users_grows_with_the_letters(
    open_table: Open, layouts: ColumnLayouts, qapp: QApplication, restored_font: None
) -> None:
    layouts.save(NAMES, Layout((0, 1, 2), {1: 300}))
    reader = open_table({"a": ["some words"], "b": ["x"], "c": [2]}, layouts=layouts)
    enlarge(qapp)
    reader.until_quiet()
    assert round(reader.view.widths()["1"]) == 300
    reader.view.heads.arranged.emit()
    assert layouts.load(NAMES) == Layout((0, 1, 2), {1: 300})


def test_what_nobody_touched_is_not_remembered(open_table: Open, layouts: ColumnLayouts) -> None:
    reader = open_table({"a": [1], "b": ["x"], "c": [2]}, layouts=layouts)
    reader.view.heads.arranged.emit()
    reader.window.choices.show([1], False)
    reader.window.choices.show([1], True)
    assert layouts.load(NAMES) is None


def test_columns_in_view_are_read_first_where_they_were_moved(
    open_table: Open, layouts: ColumnLayouts
) -> None:
    table = {f"column {k}": [k] for k in range(100)}
    layouts.save(list(table), Layout((99, 98, 0)))
    reader = open_table(table, layouts=layouts)
    read = reader.window._model.snapshot
    assert read is not None
    assert set(read.read) == {99, 98, 0}
    assert reader.texts(99) == ["99"]


def test_other_columns_after_reloading_have_their_own_layout(
    open_table: Open, layouts: ColumnLayouts, tmp_path: Path
) -> None:
    layouts.save(NAMES, Layout((1,)))
    reader = open_table({"x": [1], "y": [2]}, layouts=layouts)
    reader.view.heads.moveSection(1, 0)
    write(tmp_path / "x.parquet", {"a": [1], "b": [2], "c": [3]})
    reader.trigger("reload_file")
    assert reader.view.heads.shown_sections() == [1]
    assert reader.texts(1) == ["2"]

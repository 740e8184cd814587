"""VINs are found wherever in the file they stand, and whatever is in view."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from PySide6.QtWidgets import QMessageBox

from tests.store.parquet_samples import write
from tests.ui.parquet.conftest import Open
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.vin import LENGTH
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.parquet.column_layouts import ColumnLayouts, Layout
from vindesk.ui.state_file import StateFile

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

VINS = ["1HGCM82633A004352", "ZA9CA05AXJLA12340"]


@pytest.mark.parametrize("hidden", [False, True])
def test_vins_are_found_in_columns_that_nobody_has_seen(
    open_table: Open, tmp_path: Path, hidden: bool
) -> None:
    table = {**{f"column {k}": ["text"] * 2 for k in range(20)}, "vin": VINS}
    layouts = ColumnLayouts(StateFile(tmp_path / "state.ini")) if hidden else None
    if layouts is not None:
        layouts.save(list(table), Layout(tuple(range(20))))
    reader = open_table(table, layouts=layouts)
    reader.until(reader.window.actions_by_name["import_vins"].isEnabled)


def test_vins_that_came_later_can_be_looked_up(open_table: Open, tmp_path: Path) -> None:
    vins = pa.array([], pa.string())
    reader = open_table(pa.table({"vin": vins}))
    assert not reader.window.actions_by_name["import_vins"].isEnabled()
    write(tmp_path / "x.parquet", {"vin": VINS})
    reader.trigger("reload_file")
    reader.until(reader.window.actions_by_name["import_vins"].isEnabled)
    write(tmp_path / "x.parquet", {"vin": ["no", "VINs"]})
    reader.trigger("reload_file")
    reader.until(lambda: not reader.window.actions_by_name["import_vins"].isEnabled())


def test_the_vins_of_a_folder_are_not_offered_and_it_says_why(
    open_table: Open, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    write(folder / "x.parquet", {"vin": VINS})
    reader = open_table(folder)
    action = reader.window.actions_by_name["import_vins"]
    reader.until(lambda: "not from a folder" in action.toolTip())
    assert not action.isEnabled()


def test_a_damaged_column_keeps_no_vins_of_others_from_being_looked_up(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ParquetFile.page

    def refuse(self: ParquetFile, *args: Any, columns: Any = None, **options: Any) -> Any:
        if options.get("longest") == LENGTH + 1 and 0 in columns:
            raise FileUnreadable("It is damaged.")
        return page(self, *args, columns=columns, **options)

    monkeypatch.setattr(ParquetFile, "page", refuse)
    reader = open_table({"damaged": ["x"] * 2, "other": ["x"] * 2, "vin": VINS})
    reader.until(reader.window.actions_by_name["import_vins"].isEnabled)
    assert reader.window.findChild(QMessageBox, "failure") is None


def test_a_file_that_is_gone_is_said(open_table: Open, tmp_path: Path) -> None:
    reader = open_table({"vin": VINS})
    (tmp_path / "x.parquet").unlink()
    vins = reader.window.vins
    vins.begin(reader.window.file)
    vins.begin(reader.window.file)
    reader.until(reader.window.changed.isVisible)

"""Choices become plans, and outlive the program."""

from array import array
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QSettings

from vindesk.domain.export_plan import (
    Compression,
    ExportFormat,
    ExportPlan,
    ParquetShape,
    Partition,
    Selection,
)
from vindesk.domain.filter import EVERYTHING, Condition, Filter, Is
from vindesk.store.vehicle_order import VehicleOrder
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.ui.exporting.choices import Choices, Columns, Subject, Which
from vindesk.ui.exporting.export_memory import ExportMemory, Remembered
from vindesk.ui.exporting.place_dialogs import with_ending
from vindesk.ui.state_file import StateFile
from vindesk.ui.vehicles.selected_vehicles import SelectedVehicles
from vindesk.ui.vehicles.vehicle_snapshot import VehicleSnapshot

HONDAS = Filter((Condition("make", (Is("HONDA"),)),))


KEYS = array("q", [3, 1])
NO_PAGES = cast("VehiclePages", None)  # who they are is known without the cache
CHOSEN = SelectedVehicles(VehicleSnapshot(NO_PAGES, VehicleOrder(KEYS), ()), [range(2)])
SUBJECT = Subject(HONDAS, "make:=honda", ("vin", "doors"), CHOSEN)
EVERY_CHOICE = Choices(
    Which.FILTERED,
    Columns.SHOWN,
    7,
    ExportFormat.CSV,
    Compression.SNAPPY,
    4_096,
    Partition.MAKE,
)


def test_the_usual_choices_are_everything_as_parquet() -> None:
    assert Choices().plan(Subject()) == ExportPlan()
    assert Choices().plan(SUBJECT) == ExportPlan()


def test_choices_become_a_plan() -> None:
    assert EVERY_CHOICE.plan(SUBJECT) == ExportPlan(
        HONDAS,
        ("vin", "doors"),
        7,
        ExportFormat.CSV,
        ParquetShape(Compression.SNAPPY, 4_096, Partition.MAKE),
        "make:=honda",
    )
    plan = Choices(Which.SELECTED, Columns.NONE).plan(SUBJECT)
    assert plan == ExportPlan(Selection(KEYS), ())


def test_only_what_there_is_can_be_chosen() -> None:
    assert Subject().offers == (Which.EVERYTHING,)
    assert SUBJECT.offers == (Which.EVERYTHING, Which.FILTERED, Which.SELECTED)
    gone = Subject(HONDAS)
    assert Choices(Which.SELECTED).plan(gone).scope == EVERYTHING


def test_a_folder_is_of_parquet_only() -> None:
    assert Choices(partition=Partition.MAKE).is_folder
    assert not EVERY_CHOICE.is_folder
    assert not Choices().is_folder


@pytest.mark.parametrize("choices", [Choices(), EVERY_CHOICE])
def test_choices_are_remembered(tmp_path: Path, choices: Choices) -> None:
    file = tmp_path / "state.ini"
    remembered = Remembered(choices, str(tmp_path))
    ExportMemory(StateFile(file)).save(remembered)
    assert ExportMemory(StateFile(file)).load() == remembered


@pytest.mark.parametrize(
    "stored",
    [
        *(None, "", "{", "[1]", "[" * 100_000, '{"vehicles": "x", "columns": 7, "import": "x"}'),
        '{"format": "ods", "row_group_size": 5, "partition": "model", "folder": 3}',
        '{"row_group_size": true, "compression": ["zstd"], "folder": ""}',
    ],
)
def test_what_makes_no_sense_is_forgotten(tmp_path: Path, stored: Any) -> None:
    file = tmp_path / "state.ini"
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("export/choices", stored)
    settings.sync()
    loaded = ExportMemory(StateFile(file)).load()
    assert loaded.choices == Choices()
    assert loaded.folder == "", "a dialog begins in that of the documents"


def test_an_ending_that_does_not_say_what_it_is_is_no_ending() -> None:
    names = {
        "a.csv": "a.csv.parquet",
        "a.xls": "a.xls.parquet",
        "a.PARQUET": "a.PARQUET",
        "a.pq": "a.pq",
        "a": "a.parquet",
        "a.b": "a.b.parquet",
    }
    found = {name: with_ending(Path(name), ExportFormat.PARQUET).name for name in names}
    assert found == names
    assert with_ending(Path("x/a.parquet"), ExportFormat.XLSX) == Path("x/a.parquet.xlsx")

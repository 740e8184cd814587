"""What is remembered of the view from one start to the next."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from vindesk.store.sorts import Sort
from vindesk.ui.state_file import StateFile
from vindesk.ui.vehicles.view_memory import RememberedView, ViewMemory

VIEW = RememberedView((Sort("make"), Sort("model_year", descending=True)), "make:ken", ("make",))


def test_a_view_is_there_again_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "state.ini"
    ViewMemory(StateFile(file)).save(VIEW)
    assert ViewMemory(StateFile(file)).load() == VIEW


def test_at_the_first_start_nothing_is_remembered(tmp_path: Path) -> None:
    assert ViewMemory(StateFile(tmp_path / "state.ini")).load() == RememberedView()


def test_the_same_view_is_not_written_twice(tmp_path: Path) -> None:
    file = tmp_path / "state.ini"
    memory = ViewMemory(StateFile(file))
    memory.save(VIEW)
    file.unlink()
    memory.save(VIEW)
    assert not file.exists()


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("no JSON", RememberedView()),
        ("[]", RememberedView()),
        ('{"sorts": 7, "filter": 8, "facets": 9}', RememberedView()),
        (
            '{"sorts": [["make", true], ["colour", true], ["model", 1]], "facets": [1, "make"]}',
            RememberedView((Sort("make", descending=True),), open_facets=("make",)),
        ),
    ],
)
def test_what_makes_no_sense_is_forgotten(
    tmp_path: Path, stored: str, expected: RememberedView
) -> None:
    file = tmp_path / "state.ini"
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("vehicle_table/view", stored)
    settings.sync()
    assert ViewMemory(StateFile(file)).load() == expected

import json
import random
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from tests.ui.columns.moving import moved
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.columns.column_memory import ColumnMemory
from vindesk.ui.state_file import StateFile
from vindesk.ui.vehicles.vehicle_columns import VIN, all_columns, columns_by_key, default_columns

USUAL = ColumnLayout()


def test_at_first_there_are_the_usual_columns_with_the_vin_pinned() -> None:
    assert USUAL.columns == default_columns()
    assert USUAL.vin_pinned
    assert USUAL.widths == {}


def test_a_column_that_is_shown_comes_last_and_one_that_is_hidden_goes() -> None:
    shown = USUAL.show("doors", "gvwr")
    assert shown.order == (*USUAL.order, "doors", "gvwr")
    assert shown.hide("doors", "gvwr") == USUAL
    assert shown.show("doors") == shown


def test_the_vin_cannot_be_hidden() -> None:
    assert USUAL.hide(VIN) == USUAL
    free = moved(USUAL.pin_vin(False), VIN, 3)
    assert free.hide(*USUAL.order).order == (VIN,)
    assert free.hide(VIN) == free


def test_a_move_puts_a_column_at_its_place() -> None:
    assert moved(USUAL, "model_year", 1).order[:3] == (VIN, "model_year", "make")
    assert moved(USUAL, "make", 99).order[-1] == "make"


def test_a_pinned_vin_stays_first_and_a_free_one_goes_where_it_is_put() -> None:
    assert moved(USUAL, VIN, 4) == USUAL
    assert moved(USUAL, "make", 0).order[0] == VIN
    free = moved(USUAL.pin_vin(False), VIN, 4)
    assert free.order[4] == VIN
    assert free.asked[0].key == VIN
    assert {column.key for column in free.asked} == set(free.order)
    assert free.pin_vin(True).order[0] == VIN


def test_a_width_outlives_hiding_and_goes_with_the_usual_one() -> None:
    wide = USUAL.resize({"make": 333})
    assert wide.hide("make").show("make").widths == {"make": 333}
    assert wide.resize({"make": columns_by_key()["make"].width}).widths == {}


def test_a_width_has_limits() -> None:
    assert USUAL.resize({"make": -5, "model": 10**9}).widths == {"make": 20, "model": 4_000}


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_done_the_layout_is_sound_and_comes_back_from_json(seed: int) -> None:
    rng = random.Random(seed)
    keys = [column.key for column in all_columns()]
    layout = USUAL
    for _step in range(60):
        key = rng.choice(keys)
        layout = rng.choice(
            [
                layout.show(key),
                layout.hide(key),
                moved(layout, key, rng.randrange(12)),
                layout.resize({key: rng.randrange(-50, 6_000)}),
                layout.pin_vin(rng.random() < 0.5),
                layout.reorder(rng.sample(layout.order, len(layout.order))),
            ]
        )
        assert len(set(layout.order)) == len(layout.order)
        assert VIN in layout.order
        assert not layout.vin_pinned or layout.order[0] == VIN
        assert ColumnLayout.from_plain(json.loads(json.dumps(layout.to_plain()))) == layout


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        3,
        "columns",
        [],
        {},
        {"columns": None},
        {"columns": "vin"},
        {"columns": []},
        {"columns": ["of a later version"]},
        {"columns": [None, 3, ["make"], {"make": 1}]},
        {"widths": [1, 2], "vin_pinned": "perhaps"},
        {"widths": {"make": "wide", "model": 2.5, "series": True, "of later": 100, "trim": None}},
    ],
)
def test_nonsense_gives_the_usual_columns(nonsense: object) -> None:
    assert ColumnLayout.from_plain(nonsense) == USUAL


def test_what_a_later_version_knows_is_left_out_and_the_rest_kept() -> None:
    plain = {
        "columns": ["doors", "flies", "make", "make", "vin"],
        "widths": {"flies": 100, "doors": 90},
        "vin_pinned": False,
        "grouped_by": "make",
    }
    layout = ColumnLayout.from_plain(plain)
    assert layout.order == ("doors", "make", "vin")
    assert layout.widths == {"doors": 90}
    assert not layout.vin_pinned


def test_the_columns_are_remembered_beside_what_else_is(tmp_path: Path) -> None:
    file = tmp_path / "state.ini"
    QSettings(str(file), QSettings.Format.IniFormat).setValue("main_window/geometry", "there")
    layout = USUAL.show("gvwr").resize({"gvwr": 222}).pin_vin(False)
    memory = ColumnMemory(StateFile(file))
    assert memory.load() == USUAL
    memory.save(layout)
    assert ColumnMemory(StateFile(file)).load() == layout
    again = QSettings(str(file), QSettings.Format.IniFormat)
    assert again.value("main_window/geometry") == "there"


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\x00", '{"columns": 7}', 12, ["a", "b"]])
def test_a_damaged_memory_gives_the_usual_columns(tmp_path: Path, text: object) -> None:
    file = tmp_path / "state.ini"
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("vehicle_table/columns", text)
    settings.sync()
    assert ColumnMemory(StateFile(file)).load() == USUAL

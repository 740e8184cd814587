from datetime import UTC, datetime
from itertools import pairwise

from vindesk.domain.fields import VALUE_FIELDS, FieldType
from vindesk.store.sorts import Sort
from vindesk.ui.paging.columns import Look
from vindesk.ui.vehicles.vehicle_columns import all_columns, cell, columns_by_key, default_columns

_OURS = {
    "vin",
    "quality",
    "source",
    "data_version",
    "fetched_at",
    "added_at",
    "requested_year",
}


def test_every_field_is_a_column_once_with_a_name_a_group_and_a_description() -> None:
    keys = [column.key for column in all_columns()]
    assert len(keys) == len(set(keys)) == 160
    assert set(keys) == _OURS | {field.column for field in VALUE_FIELDS}
    assert all(column.title and column.group and column.tip for column in all_columns())
    assert len({column.title for column in all_columns()}) == 160


def test_every_column_can_be_sorted_by() -> None:
    for column in all_columns():
        Sort(column.key)


def test_the_mission_s_five_come_first() -> None:
    first = [column.key for column in default_columns()[:5]]
    assert first == ["vin", "make", "model", "model_year", "body_class"]
    assert len(default_columns()) == 9


def test_numbers_look_like_numbers_and_codes_like_codes() -> None:
    for field in VALUE_FIELDS:
        if field.type is not FieldType.TEXT:
            assert columns_by_key()[field.column].look is Look.NUMBER
    codes = {column.key for column in all_columns() if column.look is Look.CODE}
    assert codes == {"vin", "suggested_vin", "vehicle_descriptor", "error_code"}


def test_the_columns_of_a_group_stand_together_and_the_vin_leads() -> None:
    groups = [column.group for column in all_columns()]
    changes = sum(one != other for one, other in pairwise(groups))
    assert changes == len(set(groups)) - 1
    assert all_columns()[0].key == "vin"


def test_cells_are_written_for_people_and_years_without_separators() -> None:
    moment = datetime(2026, 11, 12, 12, tzinfo=UTC)
    assert cell("model_year", 2014) == "2014"
    assert cell("requested_year", 1988) == "1988"
    assert cell("base_price", 12345.5) == "12345.5"
    assert cell("displacement_l", 14.899999999999999) == "14.9"
    assert cell("quality", "check digit") == "Check digit"
    assert cell("source", "embedded") == "Embedded"
    assert cell("data_version", "2026-10") == "October 2026"
    assert cell("added_at", moment) == cell("fetched_at", moment) == "12 Nov 2026"
    assert {cell(column.key, None) for column in all_columns()} == {"—"}

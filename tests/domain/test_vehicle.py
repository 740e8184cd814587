from collections import Counter
from datetime import UTC, datetime

import pytest
import ultravin
from hypothesis import given
from hypothesis import strategies as st

from vindesk.domain.fields import FIELDS, FieldType, Value
from vindesk.domain.vehicle import Quality, SourceName, Vehicle, quality_of
from vindesk.domain.vin import Vin

TRUCK: dict[str, Value] = {"make": "PETERBILT", "model": "388", "model_year": 2014}
NOW = datetime(2026, 10, 1, tzinfo=UTC)

FROM_BEST = tuple(Quality)
FIELD_OF = {
    element["variable"]: field
    for field in FIELDS
    for element in ultravin.ELEMENTS.values()
    if element["element_id"] == field.element_id
    and (field.type is not FieldType.TEXT or field.column in {*TRUCK, "error_code"})
}
"""By the embedded copy's name: the fields that quality looks at, and all numbers."""


def quality(codes: str, *missing: str) -> Quality:
    """The quality of a truck with these error codes and without these fields."""
    kept = {column: value for column, value in TRUCK.items() if column not in missing}
    return quality_of(kept | {"error_code": codes})


@pytest.mark.parametrize("codes", ["0", "0,9", "0,10", "9", "10", ""])
def test_decoded_needs_no_body_class_and_bears_no_fault(codes: str) -> None:
    assert quality(codes) is Quality.DECODED


def test_codes_that_nobody_knows_are_no_fault() -> None:
    assert quality("0,13,77") is Quality.DECODED


def test_a_vehicle_without_any_code_is_judged_by_its_fields() -> None:
    assert quality_of(TRUCK) is Quality.DECODED
    assert quality_of({}) is Quality.NO_DATA


@pytest.mark.parametrize("codes", ["1", "1,9", "0,1"])
def test_a_wrong_check_digit_and_nothing_worse(codes: str) -> None:
    assert quality(codes) is Quality.CHECK_DIGIT


@pytest.mark.parametrize("codes", ["2", "3", "8", "14", "0,14", "1,14", "1,3,14"])
def test_partial_by_code(codes: str) -> None:
    assert quality(codes) is Quality.PARTIAL


@pytest.mark.parametrize("missing", ["make", "model"])
@pytest.mark.parametrize("codes", ["0", "1", "14"])
def test_partial_by_field(codes: str, missing: str) -> None:
    assert quality(codes, missing) is Quality.PARTIAL


@pytest.mark.parametrize(
    "codes", ["4", "5", "6", "11", "12", "400", "0,12", "1,11,14,400", "4,6,14", "1,400"]
)
def test_doubtful_by_code(codes: str) -> None:
    assert quality(codes) is Quality.DOUBTFUL


@pytest.mark.parametrize("codes", ["0", "1", "8", "14"])
def test_doubtful_without_a_model_year(codes: str) -> None:
    assert quality(codes, "model_year") is Quality.DOUBTFUL


@pytest.mark.parametrize("codes", ["7", "1,7,400", "0,7", "1, 7,11,400"])
def test_no_data_by_code_whatever_the_fields_say(codes: str) -> None:
    assert quality(codes) is Quality.NO_DATA


@pytest.mark.parametrize("codes", ["0", "1", "8", "11", "14", "400"])
def test_no_data_when_make_model_and_year_are_empty(codes: str) -> None:
    assert quality(codes, *TRUCK) is Quality.NO_DATA


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("14", Quality.PARTIAL),  # neither 1 nor 4
        ("11", Quality.DOUBTFUL),  # not 1
        ("10", Quality.DECODED),  # neither 1 nor 0 alone
        ("77", Quality.DECODED),  # not 7
        ("140", Quality.DECODED),  # not 14
    ],
)
def test_codes_are_never_searched_as_text(codes: str, expected: Quality) -> None:
    assert quality(codes) is expected


@given(
    codes=st.sets(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 400])),
    more=st.sets(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 400])),
    missing=st.sets(st.sampled_from(sorted(TRUCK))),
)
def test_more_faults_and_fewer_fields_never_make_an_answer_better(
    codes: set[int], more: set[int], missing: set[str]
) -> None:
    before = quality(",".join(map(str, codes)))
    after = quality(",".join(map(str, codes | more)), *missing)
    assert FROM_BEST.index(before) <= FROM_BEST.index(after)


def test_the_countach_is_partial() -> None:
    countach: dict[str, Value] = {"make": "LAMBORGHINI", "model_year": 1988, "error_code": "8"}
    assert quality_of(countach) is Quality.PARTIAL


def test_of_20_000_vins_with_one_in_ten_damaged_90_in_100_are_decoded() -> None:
    vins = ultravin.generate(20_000, seed=17, invalid_rate=0.1, now=NOW)
    answers = ultravin.decode_batch(vins, now=NOW)
    qualities = Counter(quality_of(numbers_and_main_values(a["attributes"])) for a in answers)

    assert qualities.total() == 20_000
    assert 0.88 < qualities[Quality.DECODED] / 20_000 < 0.92


def numbers_and_main_values(attributes: dict[str, str]) -> dict[str, Value]:
    """What the embedded copy says, by column; every number fits its type."""
    said = {FIELD_OF[name]: attributes[name] for name in attributes.keys() & FIELD_OF.keys()}
    values = {field.column: field.read(text) for field, text in said.items() if text}
    assert None not in values.values()
    return {column: value for column, value in values.items() if value is not None}


def vehicle(values: dict[str, Value], extra: dict[str, str] | None = None) -> Vehicle:
    return Vehicle(Vin("1XPWD40X1ED215307"), values, SourceName.WEB, NOW, extra=extra or {})


def test_a_vehicle_knows_its_quality_and_codes() -> None:
    truck = vehicle(TRUCK | {"error_code": "1,14"})
    assert truck.quality is Quality.PARTIAL
    assert truck.error_codes == {1, 14}


def test_a_vehicle_without_codes_has_none() -> None:
    assert vehicle(TRUCK).error_codes == frozenset()


def test_text_looks_where_the_value_is() -> None:
    truck = vehicle(TRUCK, {"Seats": "4 or 5"})
    assert truck.text("model_year") == "2014"
    assert truck.text("seats") == "4 or 5"
    assert truck.text("trim") is None


def test_text_of_a_column_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(KeyError):
        vehicle(TRUCK).text("colour")


def test_what_is_not_given_is_not_known() -> None:
    truck = vehicle(TRUCK)
    assert truck.extra == {}
    assert (truck.requested_year, truck.data_version, truck.added_at) == (None, None, None)

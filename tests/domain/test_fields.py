import re

import pytest
import ultravin
from hypothesis import given
from hypothesis import strategies as st

from vindesk.domain.fields import (
    BY_COLUMN,
    BY_KEY,
    FIELDS,
    NO_DATA,
    VALUE_FIELDS,
    Field,
    FieldType,
    information,
    shown,
)

SEATS = BY_COLUMN["seats"]
LITRES = BY_COLUMN["displacement_l"]
MODEL = BY_COLUMN["model"]


def test_there_are_154_fields_with_keys_columns_and_labels_of_their_own() -> None:
    assert len(FIELDS) == 154
    assert len(BY_KEY) == 154
    assert len(BY_COLUMN) == 154
    assert len({field.label for field in FIELDS}) == 154


def test_the_vin_is_the_one_field_that_is_no_value() -> None:
    assert len(VALUE_FIELDS) == 153
    assert set(FIELDS) - set(VALUE_FIELDS) == {BY_KEY["VIN"]}


def test_the_order_is_that_of_vpic() -> None:
    """The keys of a reply are sorted by their characters, capitals first."""
    assert [field.key for field in FIELDS] == sorted(BY_KEY)


def test_columns_are_plain_identifiers() -> None:
    assert [c for c in BY_COLUMN if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", c)] == []


def test_the_main_columns_bear_the_names_that_all_else_uses() -> None:
    main = ("vin", "make", "model", "model_year", "body_class", "error_code", "suggested_vin")
    assert [BY_COLUMN[column].key for column in main] == [
        *("VIN", "Make", "Model", "ModelYear", "BodyClass", "ErrorCode", "SuggestedVIN")
    ]


def test_numbers_labels_and_types_are_those_of_the_embedded_copy() -> None:
    types = {"int": FieldType.INTEGER, "decimal": FieldType.DECIMAL}
    for element in ultravin.ELEMENTS.values():
        field = BY_KEY.get(element["code"])
        if field is None:  # a field that the web does not send
            continue
        assert field.element_id == element["element_id"]
        assert field.type is types.get(element["data_type"], FieldType.TEXT)


def test_every_field_says_what_it_is() -> None:
    assert all(field.label and field.group and field.description for field in FIELDS)


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("-3", -3), ("+7", 7), ("007", 7), ("2147483647", 2**31 - 1)],
)
def test_integers_are_read(text: str, value: int) -> None:
    read = SEATS.read(text)
    assert read == value
    assert isinstance(read, int)


@pytest.mark.parametrize(
    "text",
    [
        *("", "4 or 5", "1_000", "1,000", "nan", "inf", "4.0", "1e3", "0x10", "True", " 5", "5\n"),
        *(
            "\N{FULLWIDTH DIGIT FIVE}",
            "٣",
            "²",
            "2147483648",
            "-2147483649",
            "99999999999",
            "1" * 5000,
            "Not Applicable",
        ),
    ],
)
def test_what_does_not_fit_an_integer_is_not_bent(text: str) -> None:
    assert SEATS.read(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("2998.832712", 2998.832712), ("3", 3.0), ("-.5", -0.5), ("1.", 1.0), ("1.5e3", 1500.0)],
)
def test_decimals_are_read(text: str, value: float) -> None:
    read = LITRES.read(text)
    assert read == value
    assert isinstance(read, float)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            ".",
            "nan",
            "-inf",
            "Infinity",
            "1e999",
            "1_0.5",
            "1,5",
            "\N{FULLWIDTH DIGIT ONE}.5",
            "3 L",
            "1.2.3",
            "e5",
        ),
        *("2.0\n", "0x1p3"),
    ],
)
def test_what_does_not_fit_a_decimal_is_not_bent(text: str) -> None:
    assert LITRES.read(text) is None


@given(field=st.sampled_from(FIELDS), text=st.text())
def test_a_text_is_read_as_its_type_or_not_at_all(field: Field, text: str) -> None:
    python_type = {
        FieldType.TEXT: str,
        FieldType.INTEGER: int,
        FieldType.DECIMAL: float,
    }[field.type]
    value = field.read(text)
    assert value is None or type(value) is python_type


@given(st.integers(-(2**31), 2**31 - 1), st.floats(allow_nan=False, allow_infinity=False))
def test_what_a_number_is_written_as_is_read_again(whole: int, decimal: float) -> None:
    assert SEATS.read(str(whole)) == whole
    assert LITRES.read(str(decimal)) == decimal


def test_text_is_kept_as_it_is() -> None:
    assert MODEL.read("125") == "125"


@pytest.mark.parametrize("raw", [None, "", " ", "\t\r\n", "\u00a0"])
def test_nothing_and_blanks_are_no_data(raw: object) -> None:
    assert information(raw) is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [("TRUCK ", "TRUCK"), (" 0", "0"), (0, "0"), ("Not Applicable", "Not Applicable")],
)
def test_what_was_said_is_stripped(raw: object, said: str) -> None:
    assert information(raw) == said


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, NO_DATA),
        ("W9 Series", "W9 Series"),
        (2014, "2014"),
        (12.8, "12.8"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (2998.832712, "2998.832712"),
    ],
)
def test_values_as_a_person_reads_them(value: object, text: str) -> None:
    assert shown(value) == text

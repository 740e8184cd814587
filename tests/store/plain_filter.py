"""What a filter means, said once more in plain Python."""

import fnmatch
import re
from datetime import datetime

from vindesk.domain.fields import Value
from vindesk.domain.filter import (
    SEARCHED_COLUMNS,
    Between,
    Condition,
    Contains,
    During,
    Empty,
    Filter,
    HasCode,
    Is,
    Like,
    Test,
)
from vindesk.domain.vehicle import Vehicle


def is_wanted(vehicle: Vehicle, wanted: Filter) -> bool:
    return all(_meets(vehicle, condition) for condition in wanted.conditions)


def value_of(vehicle: Vehicle, column: str) -> Value | datetime | None:
    known = {
        "vin": vehicle.vin.text,
        "quality": vehicle.quality.value,
        "source": vehicle.source.value,
        "data_version": vehicle.data_version,
        "requested_year": vehicle.requested_year,
        "fetched_at": vehicle.fetched_at,
        "added_at": vehicle.added_at,
    }
    return known[column] if column in known else vehicle.values.get(column)


def _meets(vehicle: Vehicle, condition: Condition) -> bool:
    if condition.column is None:
        found = any(_anywhere(vehicle, test) for test in condition.tests)
    else:
        value = value_of(vehicle, condition.column)
        found = any(_holds(test, value) for test in condition.tests)
    return found != condition.negated


def _anywhere(vehicle: Vehicle, test: Test) -> bool:
    if any(_holds(test, value_of(vehicle, column)) for column in SEARCHED_COLUMNS):
        return True
    if isinstance(test, Contains):
        in_vin = len(test.text) >= 5 and _holds(test, vehicle.vin.text)
        is_year = re.fullmatch(r"(19|20)[0-9]{2}", test.text) is not None
        return in_vin or (is_year and vehicle.values.get("model_year") == int(test.text))
    return _holds(test, vehicle.vin.text)


def _holds(test: Test, value: Value | datetime | None) -> bool:  # noqa: PLR0911 - one line a test
    if isinstance(test, Empty):
        return value is None
    if value is None:
        return False
    if isinstance(test, Contains):
        return test.text.lower() in str(value).lower()
    if isinstance(test, Is):
        return str(test.value).lower() == str(value).lower()
    if isinstance(test, Like):
        pattern = fnmatch.translate(test.pattern.lower().replace("[", "[[]"))
        return re.fullmatch(pattern, str(value).lower(), re.DOTALL) is not None
    if isinstance(test, HasCode):
        return str(test.code) in str(value).split(",")
    if isinstance(test, Between):
        return isinstance(value, int | float) and _is_between(test, value)
    assert isinstance(test, During)
    assert isinstance(value, datetime)
    return (test.start is None or value >= test.start) and (test.end is None or value < test.end)


def _is_between(test: Between, value: float) -> bool:
    if test.low is not None and not (value > test.low or (test.low_included and value == test.low)):
        return False
    return test.high is None or value < test.high or (test.high_included and value == test.high)

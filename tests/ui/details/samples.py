"""Vehicles to look at."""

from collections.abc import Mapping
from datetime import UTC, datetime

from vindesk.domain.fields import Value
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.domain.vin import Vin

VIN = Vin("1XPWD40X1ED215307")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
GOOD: Mapping[str, Value] = {
    "make": "PETERBILT",
    "model": "388",
    "model_year": 2014,
    "body_class": "Truck-Tractor",
    "displacement_l": 14.900001,
    "axle_configuration": "Not Applicable",
    "error_code": "0",
}


def vehicle(
    extra: Mapping[str, str] | None = None, requested_year: int | None = None, **values: Value
) -> Vehicle:
    said = {**GOOD, **values}
    return Vehicle(VIN, said, SourceName.WEB, NOON, extra or {}, requested_year)

"""Vehicles, VINs and a clock for the tests of the store."""

from datetime import UTC, datetime, timedelta

from vindesk.domain.fields import Value
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.domain.vin import Vin

MORNING = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


def vin(number: int) -> Vin:
    return Vin(f"1HGCM82633A{number:06d}")


def vehicle(number: int, **values: Value) -> Vehicle:
    return Vehicle(vin(number), values, SourceName.WEB, fetched_at=MORNING)

"""The cache as a plain Python model: what the store must do, in the simplest words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.fields import Value
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin


class Row(Struct, frozen=True):
    vehicle: Vehicle
    seq: int
    batch: int | None = None


class PlainCache:
    """Rows in a dictionary; every rule of the store is a line or two here."""

    def __init__(self) -> None:
        self.rows: dict[Vin, Row] = {}
        self._seq = 0
        self._batch = 0

    @property
    def present(self) -> Mapping[Vin, Row]:
        return {vin: row for vin, row in self.rows.items() if row.batch is None}

    def save(self, vehicles: Iterable[Vehicle], now: datetime) -> None:
        for vin, vehicle in {vehicle.vin: vehicle for vehicle in vehicles}.items():
            old = self.present.get(vin)
            if old is not None:
                self.rows[vin] = Row(replace(vehicle, added_at=old.vehicle.added_at), old.seq)
            else:
                self._seq += 1
                self.rows[vin] = Row(replace(vehicle, added_at=now), self._seq)

    def remove(self, vins: Sequence[Vin]) -> tuple[int, int]:
        """The batch, and how many vehicles were there."""
        self._batch += 1
        gone = [vin for vin in dict.fromkeys(vins) if vin in self.present]
        for vin in gone:
            self.rows[vin] = replace(self.rows[vin], batch=self._batch)
        return self._batch, len(gone)

    def restore(self, batch: int) -> int:
        back = [vin for vin, row in self.rows.items() if row.batch == batch]
        for vin in back:
            self.rows[vin] = replace(self.rows[vin], batch=None)
        return len(back)

    def ordered(self, column: str | None, *, descending: bool) -> list[str]:
        """VINs newest first, or by a column with no data last; ties are newest first."""
        newest = sorted(self.present.values(), key=lambda row: -row.seq)
        if column is None:
            return [row.vehicle.vin.text for row in newest]
        full = [row for row in newest if row.vehicle.values.get(column) is not None]
        empty = [row for row in newest if row.vehicle.values.get(column) is None]
        full.sort(key=lambda row: _comparable(row.vehicle.values[column]), reverse=descending)
        return [row.vehicle.vin.text for row in (*full, *empty)]


def _comparable(value: Value) -> Value:
    """Text is compared without regard to case."""
    return value.lower() if isinstance(value, str) else value

"""Vehicles to and from rows of the cache; exact in both directions."""

from collections.abc import Mapping, Sequence
from typing import Any

from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.store.moments import from_cache, to_cache
from vindesk.store.schema import COLUMNS, VALUE_COLUMNS

_ARROW = {column.name: column.arrow for column in COLUMNS}
_VALUES = frozenset(column.name for column in VALUE_COLUMNS)

Columns = Mapping[str, tuple[str, Sequence[object]]]
"""Columns of the table ``vehicle`` by name: the type in which each arrives, and its values."""


def columns_of(vehicles: Sequence[Vehicle]) -> Columns:
    """The columns that hold anything, save ``added_at`` and ``seq``, which the cache gives.

    Raises:
        KeyError: a value is under a name that is no column.

    """
    columns: dict[str, list[object]] = {
        "vin": [vehicle.vin.text for vehicle in vehicles],
        "extra": [list(vehicle.extra.items()) or None for vehicle in vehicles],
        "requested_year": [vehicle.requested_year for vehicle in vehicles],
        "source": [vehicle.source.value for vehicle in vehicles],
        "data_version": [vehicle.data_version for vehicle in vehicles],
        "fetched_at": [to_cache(vehicle.fetched_at) for vehicle in vehicles],
        "quality": [vehicle.quality.value for vehicle in vehicles],
    }
    for row, vehicle in enumerate(vehicles):
        for name, value in vehicle.values.items():
            if name not in columns:
                columns[name] = [None] * len(vehicles)
            columns[name][row] = value
    return {name: (_ARROW[name], values) for name, values in columns.items()}


def vehicle_of(row: Mapping[str, Any]) -> Vehicle:
    """The vehicle of a whole row."""
    return Vehicle(
        vin=Vin(row["vin"]),
        values={name: row[name] for name in row if name in _VALUES and row[name] is not None},
        source=SourceName(row["source"]),
        fetched_at=from_cache(row["fetched_at"]),
        extra=row["extra"] or {},
        requested_year=row["requested_year"],
        data_version=row["data_version"],
        added_at=from_cache(row["added_at"]),
    )

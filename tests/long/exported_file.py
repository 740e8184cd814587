"""An exported Parquet file, read by somebody else than DuckDB."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.store.schema import VALUE_COLUMNS


def vehicles_in(file: Path) -> Sequence[Vehicle]:
    """Every row as the vehicle that it was, in the order of the file."""
    return [_vehicle(row) for row in pq.read_table(file).to_pylist()]


def _vehicle(row: dict[str, Any]) -> Vehicle:
    added_at: datetime = row["added_at"]
    vehicle = Vehicle(
        vin=Vin(row["vin"]),
        values={
            column.name: row[column.name]
            for column in VALUE_COLUMNS
            if row[column.name] is not None
        },
        source=SourceName(row["source"]),
        fetched_at=row["fetched_at"],
        extra=dict(row["extra"] or ()),
        requested_year=row["requested_year"],
        data_version=row["data_version"],
        added_at=added_at,
    )
    assert row["quality"] == vehicle.quality.value
    return vehicle

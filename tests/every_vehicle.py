"""The whole cache as a Parquet file."""

from collections.abc import Mapping
from pathlib import Path

from vindesk.domain.export_plan import EVERY_VEHICLE
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.services.export import Exporter, ExportReport
from vindesk.store.database import Database
from vindesk.store.export_place import Exported, Target
from vindesk.store.vehicle_export import VehicleExport


def export_all(exporter: Exporter, target: Path) -> ExportReport:
    """Write every vehicle, as a person has it done."""
    return exporter.export(EVERY_VEHICLE, Target(target), UNWATCHED)


def copy_all(
    database: Database,
    target: Path,
    *,
    monitor: Monitor = UNWATCHED,
    metadata: Mapping[str, str],
) -> Exported:
    """Write every vehicle, as the store does it."""
    return VehicleExport(database, EVERY_VEHICLE, metadata).copy(Target(target), monitor)

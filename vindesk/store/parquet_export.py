"""The whole cache as a Parquet file."""

from collections.abc import Mapping
from pathlib import Path

from vindesk.domain.export_plan import EVERY_VEHICLE, ExportPlan
from vindesk.domain.monitor import Monitor
from vindesk.store.database import Database
from vindesk.store.engine import UNWATCHED
from vindesk.store.export_place import Exported, Target
from vindesk.store.vehicle_export import VehicleExport


def export_parquet(
    database: Database,
    target: Path,
    *,
    monitor: Monitor = UNWATCHED,
    metadata: Mapping[str, str],
    plan: ExportPlan = EVERY_VEHICLE,
) -> Exported:
    """Write vehicles to ``target``, by default all; raises as ``VehicleExport.copy``."""
    return VehicleExport(database, plan, metadata).copy(Target(target), monitor)

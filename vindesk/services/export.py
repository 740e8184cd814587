"""Taking vehicles away as files: Parquet, CSV, workbooks."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from msgspec.structs import astuple

from vindesk import __version__
from vindesk.domain.export_plan import ExportFormat, ExportPlan, Selection
from vindesk.domain.filter_writing import written
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.services.workbooks import Workbooks
from vindesk.store.copy_gauge import Gauge
from vindesk.store.database import Database
from vindesk.store.export_place import Exported, Target
from vindesk.store.export_query import count_vehicles
from vindesk.store.vehicle_export import MONTHS_KEY, VehicleExport

log = logging.getLogger(__name__)

_SHEET: Final = phrase("Vehicles")


class ExportReport(Exported, frozen=True, kw_only=True):
    elapsed_s: float


class Exporter:
    """Writes files, whole or not at all; every member may be called from any thread."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        most_rows_of_a_sheet: int | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._workbooks = Workbooks(database, most_rows_of_a_sheet)

    def count(self, plan: ExportPlan, monitor: Monitor) -> int:
        """How many vehicles ``plan`` takes away, as things stand."""
        return count_vehicles(self._database, plan, monitor)

    def export(
        self, plan: ExportPlan, target: Target, monitor: Monitor, gauge: Gauge | None = None
    ) -> ExportReport:
        """Write the vehicles of ``plan`` as they are at one moment.

        ``gauge`` tells meanwhile how far a COPY is; it has ended when this returns.

        Raises:
            ExportFailed, DiskFull: nothing was written, an existing file is untouched.
            Cancelled: as before.
            CacheError: the cache could not be read.
            ValueError: there is no such column.

        """
        gauge = gauge or Gauge()
        started = time.perf_counter()
        try:
            files = VehicleExport(self._database, plan, self._metadata(plan))
            if plan.form is ExportFormat.XLSX:
                done = self._workbooks.put(
                    target, say(_SHEET), lambda: files.rows(target, monitor), monitor
                )
            else:
                done = files.copy(target, monitor, gauge)
        finally:
            gauge.end()
        elapsed = time.perf_counter() - started
        log.info("Exported %d vehicles as %s in %.2f s", done.rows, plan.form, elapsed)
        return ExportReport(*astuple(done), elapsed_s=elapsed)

    def _metadata(self, plan: ExportPlan) -> dict[str, str]:
        metadata = {
            "vindesk.program": "vindesk",
            "vindesk.version": __version__,
            "vindesk.exported_at": self._clock().isoformat(timespec="seconds"),
            MONTHS_KEY: "",
        }
        if isinstance(plan.scope, Selection):
            return metadata | {"vindesk.scope": "selection"}
        if not plan.scope:
            return metadata | {"vindesk.scope": "everything"}
        return metadata | {
            "vindesk.scope": "filter",
            "vindesk.filter": plan.said or written(plan.scope),
        }

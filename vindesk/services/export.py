"""Taking the cache away as a Parquet file."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vindesk import __version__
from vindesk.domain.monitor import Monitor
from vindesk.store.database import Database
from vindesk.store.drafts import sweep_leftovers
from vindesk.store.parquet_export import export_parquet

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExportReport:
    path: Path
    rows: int
    size_bytes: int
    elapsed_s: float


class Exporter:
    """Writes Parquet files through DuckDB's COPY."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def to_parquet(self, target: Path, monitor: Monitor) -> ExportReport:
        """Write every present vehicle to ``target``, whole or not at all.

        An existing file is replaced: whoever calls has asked.

        Raises:
            ExportFailed, DiskFull: nothing was written, an existing file is untouched.
            Cancelled: as before.

        """
        started = time.perf_counter()
        sweep_leftovers(target.resolve().parent)
        metadata = {
            "vindesk.version": __version__,
            "vindesk.exported_at": self._clock().isoformat(timespec="seconds"),
        }
        done = export_parquet(self._database, target, monitor=monitor, metadata=metadata)
        elapsed = time.perf_counter() - started
        log.info("Exported %d vehicles in %.2f s", done.rows, elapsed)
        return ExportReport(done.path, done.rows, done.bytes, elapsed)

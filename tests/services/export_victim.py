"""Exports, and is killed in the middle of it.

``python -m tests.services.export_victim FOLDER FORM``
"""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.store.samples import Clock
from vindesk.domain.export_plan import ExportFormat, ExportPlan, ParquetShape, Partition
from vindesk.domain.monitor import Unwatched
from vindesk.services.export import Exporter
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.export_place import Target

ROWS: Final = 40_000
PLANS: Final[Mapping[str, ExportPlan]] = {
    "parquet": ExportPlan(),
    "csv": ExportPlan(form=ExportFormat.CSV),
    "xlsx": ExportPlan(form=ExportFormat.XLSX),
    "folder": ExportPlan(parquet=ParquetShape(partition=Partition.MAKE)),
}


def opened(folder: Path) -> Database:
    limits = EngineLimits(256, 1, folder / "temporary")
    return Database.open(folder / "c.duckdb", limits, backups=folder / "backups", clock=Clock())


def fill(database: Database) -> None:
    """So many vehicles that writing them takes a while."""
    names = "vin, source, fetched_at, added_at, quality, seq, make, model"
    with database.transaction() as cursor:
        cursor.execute(
            f"INSERT INTO vehicle ({names}) SELECT lpad(range::VARCHAR, 17, '0'), 'embedded', "
            "now()::TIMESTAMP, now()::TIMESTAMP, 'decoded', range, 'MAKE ' || range % 3, "
            "md5(range::VARCHAR) FROM range(?)",
            [ROWS],
        )


def _die_when_something_is_written(folder: Path) -> None:
    step = threading.Event()
    while not any(
        path.is_file() and path.stat().st_size
        for draft in folder.glob(".*.vindesk-part")
        for path in (draft, *draft.rglob("*"))
    ):
        step.wait(0.001)
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, form: str) -> None:
    database = opened(folder)
    fill(database)
    target = folder / "exports" / "out"
    target.parent.mkdir()
    threading.Thread(
        target=_die_when_something_is_written, args=(target.parent,), daemon=True
    ).start()
    Exporter(database, Clock()).export(PLANS[form], Target(target), Unwatched())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

"""Vehicles as files: written by DuckDB's COPY, or handed on row by row."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.domain.export_plan import ExportFormat, ExportPlan, Partition
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.store.copy_gauge import Gauge
from vindesk.store.database import Database
from vindesk.store.divided_copy import DividedCopy
from vindesk.store.export_place import (
    Exported,
    Target,
    copying,
    put_folder_in_place,
    put_in_place,
)
from vindesk.store.export_query import Snapshot, snapshot
from vindesk.store.parquet_options import parquet_options
from vindesk.store.streamed import Streamed, streamed

MONTHS_KEY: Final = "vindesk.source_months"
_MOST_MEMORY_MB: Final = 384
"""A COPY of ten million rows is as fast as with more, and stays below 800 MB in all."""

_KEYS: Final = {
    Partition.MAKE: """CASE WHEN make IS NULL OR starts_with(make, '__') THEN 'none'
        WHEN length(url_encode(make)) > 200 THEN left(upper(make), 20)
        ELSE upper(make) END""",
    Partition.MODEL_YEAR: "coalesce(model_year, 0)",
}
"""What the folders are named after.

It is not the column itself, which stands in the files: a table of Hive, Trino or pandas
cannot have one column in both places, no system of files tells all makes apart or takes
names of any length, and not every reader takes a folder for *no data*.
"""


class VehicleExport(Struct, frozen=True):
    """Writes plans to files; ``metadata`` goes into those that are Parquet.

    If it has ``MONTHS_KEY``, the value becomes who answered, and of which months the data is.
    """

    database: Database
    plan: ExportPlan
    metadata: Mapping[str, str]

    def copy(
        self, target: Target, monitor: Monitor = UNWATCHED, gauge: Gauge | None = None
    ) -> Exported:
        """Write Parquet or CSV by COPY.

        Raises:
            ExportFailed: nothing was written; a file that was there before is untouched.
            Cancelled: as before.
            CacheError: the cache could not be read.
            ValueError: there is no such column.

        """
        put = put_in_place if self.plan.partition is None else put_folder_in_place

        def write(draft: Path) -> int:
            return self._copy(target, draft, monitor, gauge or Gauge())

        return put(self.database, target, monitor, write)

    @contextmanager
    def rows(self, target: Target, monitor: Monitor = UNWATCHED) -> Generator[Streamed, None, None]:
        """The rows of the plan, fetched while they are asked for; raises as ``copy``."""
        with (
            copying(self.database, target.path, monitor) as cursor,
            snapshot(cursor, self.plan) as taken,
        ):
            relation = cursor.sql(taken.query, params=taken.parameters)
            yield streamed(relation, taken.names, taken.total, monitor)

    def _copy(self, target: Target, draft: Path, monitor: Monitor, gauge: Gauge) -> int:
        with (
            self.database.modest(_MOST_MEMORY_MB),
            copying(self.database, target.path, monitor) as cursor,
            snapshot(cursor, self.plan) as taken,
        ):
            options = self._options(taken)
            partition = self.plan.partition
            if partition is not None and taken.total:
                key, expression = f"by_{partition.value}", _KEYS[partition]
                memory_mb = min(self.database.memory_mb, _MOST_MEMORY_MB)
                divided = DividedCopy(taken, key, expression, memory_mb)
                return divided.write(draft, options, gauge, monitor)
            query, place = self._told(taken, draft, options)
            with gauge.watching(cursor, taken.total):
                cursor.execute(query, [*taken.parameters, str(place), *options.values()])
                ((written,),) = cursor.fetchall()
        return int(written)

    def _options(self, taken: Snapshot) -> Mapping[str, object]:
        if self.plan.form is ExportFormat.CSV:
            return {"HEADER": True}
        months = {MONTHS_KEY: ", ".join(taken.months)} if MONTHS_KEY in self.metadata else {}
        return parquet_options(
            self.database.memory_mb, {**self.metadata, **months}, self.plan.parquet
        )

    def _told(
        self, taken: Snapshot, draft: Path, options: Mapping[str, object]
    ) -> tuple[str, Path]:
        """The COPY into one file, and where it writes."""
        named = "".join(f", {name} ?" for name in options)
        query = f"COPY ({taken.query}) TO ? (FORMAT {self.plan.form.value}{named})"
        if self.plan.partition is None:
            return query, draft
        return query, draft / "vehicles.parquet"  # no folder would say which columns there are

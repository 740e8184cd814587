"""A folder for each value of a key, so few of them at a time that the memory is enough.

DuckDB gathers whole vectors of every column for each folder before it writes anything: 3,000
vehicles of 2,563 makes took 4 GB of temporary files, and minutes until it was said that the
disk is full.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from vindesk.domain.monitor import Monitor
from vindesk.store.copy_gauge import Gauge
from vindesk.store.engine import rows
from vindesk.store.export_query import Snapshot

_COLUMN_KB: Final = 32
"""What a vector of texts takes."""

_FEW: Final = 2_048
"""Vehicles of one value; fewer are put together first, in the order of their values.

To look for few among all of them takes as long as to look for many.
"""


class Step(Struct, frozen=True):
    """Some of the folders: a query for what they hold, and how many rows that is."""

    query: str
    parameters: Sequence[object]
    rows: int


class DividedCopy(Struct, frozen=True):
    """Writes what ``taken`` holds into folders, by an ``expression`` that is called ``key``."""

    taken: Snapshot
    key: str
    expression: str
    memory_mb: int

    def write(
        self, place: Path, options: Mapping[str, object], gauge: Gauge, monitor: Monitor
    ) -> int:
        """Write Parquet files in folders of ``place``; how many rows."""
        cursor, done = self.taken.cursor, 0
        named = "".join(f", {name} ?" for name in options)
        for step in self._steps(monitor):
            monitor.raise_if_cancelled()
            copy = f"""COPY ({step.query}) TO ? (FORMAT parquet{named}, PARTITION_BY ({self.key}),
                FILENAME_PATTERN 'vehicles_{{uuid}}', APPEND)"""
            with gauge.watching(cursor, self.taken.total, before=done, rows=step.rows):
                cursor.execute(copy, [*step.parameters, str(place), *options.values()])
                ((written,),) = cursor.fetchall()
            done += int(written)
        return done

    def _steps(self, monitor: Monitor) -> Iterator[Step]:
        sizes = self._sizes()
        at_once = max(self.memory_mb * 1024 // (2 * _COLUMN_KB * len(self.taken.names)), 2)
        if len(sizes) <= at_once:
            yield Step(self._keyed, self.taken.parameters, self.taken.total)
            return
        large = [value for value, size in sizes.items() if size >= _FEW]
        small = [value for value, size in sizes.items() if size < _FEW]
        wanted = f"{self.key} IN (SELECT unnest(?))"
        for some in _groups(large, at_once):
            query = f"SELECT * FROM ({self._keyed}) WHERE {wanted}"  # noqa: S608 - names of ours
            size = sum(sizes[value] for value in some)
            yield Step(query, [*self.taken.parameters, some], size)
        if not small:
            return
        monitor.raise_if_cancelled()
        self.taken.cursor.execute(
            f"""CREATE OR REPLACE TEMP TABLE together AS
            SELECT * FROM ({self._keyed}) WHERE {wanted} ORDER BY {self.key}""",  # noqa: S608
            [*self.taken.parameters, small],
        )
        between = f"SELECT * FROM temp.together WHERE {self.key} BETWEEN ? AND ?"  # noqa: S608
        for some in _groups(small, at_once):
            yield Step(between, [some[0], some[-1]], sum(sizes[value] for value in some))

    @property
    def _keyed(self) -> str:
        return f"SELECT *, {self.expression} AS {self.key} FROM ({self.taken.query})"  # noqa: S608

    def _sizes(self) -> Mapping[Any, int]:
        """How many rows each value has, in the order of the values."""
        query = f"SELECT {self.key}, count(*) FROM ({self._keyed}) GROUP BY ALL ORDER BY ALL"  # noqa: S608
        return dict(rows(self.taken.cursor.execute(query, self.taken.parameters)))


def _groups(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))

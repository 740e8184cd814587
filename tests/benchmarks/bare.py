"""The same work by DuckDB alone, with the same settings: what it costs at least."""

import time
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.services.assembly import engine_limits

NEWEST_FIRST: Final = "SELECT seq FROM vehicle WHERE removed_batch IS NULL ORDER BY seq DESC"
_REMOVE: Final = """
    UPDATE vehicle SET removed_batch = 1
    WHERE removed_batch IS NULL AND seq IN (SELECT seq FROM wanted)"""
_UNDO: Final = "UPDATE vehicle SET removed_batch = NULL WHERE removed_batch = 1"


class Bare:
    """A cache that nobody else has open; every method gives the seconds it took."""

    def __init__(self, home: Path) -> None:
        paths = Paths.under(home)
        limits = engine_limits(Settings(), paths)
        self._connection = duckdb.connect(
            str(paths.cache),
            config={
                "memory_limit": f"{limits.memory_mb}MiB",
                "threads": limits.threads,
                "temp_directory": str(limits.temporary),
                "checkpoint_threshold": "1TiB",
                "preserve_insertion_order": False,
            },
        )
        self.keys: Any = None
        """What the last order gave."""

    def order(self, query: str) -> float:
        """Put vehicles in order, and have their numbers as Arrow."""
        started = time.perf_counter()
        table: Any = self._connection.sql(query).to_arrow_table()
        took = time.perf_counter() - started
        self.keys = table.column(0)
        return took

    def remove(self, count: int) -> float:
        """Set the newest ``count`` aside."""
        self.order(f"{NEWEST_FIRST} LIMIT {count}")
        self._connection.register("wanted", pa.table({"seq": self.keys}))
        took = self._transaction(_REMOVE, count)
        self._connection.unregister("wanted")
        return took

    def undo(self, count: int) -> float:
        """Bring them back."""
        return self._transaction(_UNDO, count)

    def _transaction(self, update: str, count: int) -> float:
        started = time.perf_counter()
        self._connection.execute("BEGIN")
        changed = self._connection.execute(update).fetchall()
        self._connection.execute("COMMIT")
        took = time.perf_counter() - started
        assert changed == [(count,)]
        return took

    def close(self) -> None:
        self._connection.close()

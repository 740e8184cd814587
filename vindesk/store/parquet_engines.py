"""The engines of the Parquet files that are open: one each, within one limit of memory."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vindesk.store.engine import Engine, EngineLimits

log = logging.getLogger(__name__)

LEAST_MB: Final = 64
"""Less is not enough to read pages with; so many windows that they have less are rare."""

_SETTINGS: Final = (
    "SET GLOBAL preserve_insertion_order = true",
    "SET GLOBAL parquet_metadata_cache = true",
    "SET GLOBAL enable_external_file_cache = false",
)


class ParquetEngines:
    """A foreign file may stop its engine, and must stop no other. Safe on any thread.

    The memory that ``limits`` allow is for all of them together: each has an equal share.
    One that holds more when another is opened gives it back when its query has ended.
    """

    def __init__(self, limits: EngineLimits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._used: list[Engine] = []
        self._spare: Engine | None = None
        self._closed = False

    @property
    def temporary(self) -> Path:
        """Where they put what does not fit into memory."""
        return self._limits.temporary

    @property
    def memory_mb(self) -> int:
        """For all of them together."""
        return self._limits.memory_mb

    @property
    def used(self) -> Sequence[Engine]:
        return tuple(self._used)

    @property
    def share_mb(self) -> int:
        """What each may use by now."""
        return max(self._limits.memory_mb // max(len(self._used), 1), LEAST_MB)

    def use(self, limits: EngineLimits) -> None:
        """Keep to other limits, in those that are in use too."""
        with self._lock:
            self._limits = limits
            self._share()
            for engine in filter(None, (*self._used, self._spare)):
                engine.use_threads(limits.threads)

    def prepare(self) -> None:
        """Start the next engine, so that whoever takes it need not wait."""
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = self._start()

    def take(self) -> Engine:
        """An engine for one table of files, until it is given back."""
        with self._lock:
            engine, self._spare = self._spare or self._start(), None
            self._used.append(engine)
            self._share()
            return engine

    def give_back(self, engine: Engine) -> None:
        """Stop it; what it had is the others' again. Twice is once."""
        with self._lock:
            if engine in self._used:
                self._used.remove(engine)
        engine.close()
        with self._lock:
            self._share()

    def close(self) -> None:
        """Stop the one that nobody has taken yet."""
        with self._lock:
            self._closed = True
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.close()

    def _start(self) -> Engine:
        engine = Engine.start(None, self._limits)
        with engine.cursor() as cursor:
            for setting in _SETTINGS:
                cursor.execute(setting)
        return engine

    def _share(self) -> None:
        for engine in self._used:
            if not engine.limit_memory(self.share_mb):
                log.info("A Parquet file holds more memory than its share of %d MB", self.share_mb)

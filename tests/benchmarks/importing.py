"""An import that writes without a pause: made-up VINs, decoded by the embedded copy."""

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import pyarrow as pa
import ultravin

from tests.benchmarks.program import Program
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import SourceChoice
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane

_SEED: Final = 900_000
_ROWS: Final = 20_000


class Import:
    """Goes on from ``start`` to ``stop``; the table hears of each batch that was saved."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._job = Job[None]("import", self._work)
        self._job.on_progress(self._take)
        self._job.on_failure(self._fail)
        self._error: Exception | None = None
        self.saved = 0

    def start(self) -> None:
        self._program.session.desk.runner.start(self._job, Lane.BULK)

    def stop(self) -> None:
        """Stop it.

        Raises:
            Exception: what had ended it before.

        """
        if self._error is not None:
            raise self._error
        self._job.cancel()

    def _take(self, _progress: Progress) -> None:
        self._program.table.take_arrivals()

    def _fail(self, error: Exception) -> None:
        self._error = error

    def _work(self, monitor: Monitor) -> None:
        """One list after the other, as File > Import does it, without its dialog."""
        importer = self._program.services.importer
        for seed in count(_SEED):
            plan = ImportPlan(f"list {seed}", Columns(0), SourceChoice.EMBEDDED)
            record = importer.begin(plan)
            importer.read(record, _Table(seed), monitor)
            self.saved += importer.run(record.id, monitor).vins


class _Table:
    def __init__(self, seed: int) -> None:
        self._seed = seed

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        del columns
        monitor.raise_if_cancelled()
        vins = ultravin.generate(_ROWS, seed=self._seed)
        yield pa.record_batch({"row": pa.array(range(1, len(vins) + 1)), "c0": vins})

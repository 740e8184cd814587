"""An import that writes without a pause: made-up VINs, decoded by the embedded copy."""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import ultravin
from typing_extensions import override

from tests.benchmarks.program import Program
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin_text import Reject
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane
from vindesk.services.importing import Readable
from vindesk.services.inputs import open_input
from vindesk.services.searched import rows_of

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

    @property
    def has_failed(self) -> bool:
        return self._error is not None

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
        for seed in count(_SEED):
            self._take_list(f"list {seed}", Columns(0), _Table(seed), monitor)

    def _take_list(self, name: str, columns: Columns, table: Readable, monitor: Monitor) -> None:
        importer = self._program.services.importer
        record = importer.begin(ImportPlan(name, columns, SourceChoice.EMBEDDED))
        importer.read(record, table, monitor)
        self.saved += importer.run(record.id, monitor).vins


class FileImport(Import):
    """One file, once."""

    def __init__(self, program: Program, file: Path) -> None:
        super().__init__(program)
        self._file = file
        self.is_over = False
        self._job.finished.connect(self._end)

    @override
    def _work(self, monitor: Monitor) -> None:
        source = open_input(self._file, self._program.limits)
        table = source.table()
        assert table.suggestion.vin is not None
        columns = Columns(table.suggestion.vin.column)
        self._take_list(self._file.name, columns, rows_of(table), monitor)
        source.close()

    def _end(self) -> None:
        self.is_over = True


class _Table:
    rejects: Sequence[Reject] = ()

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        del columns
        monitor.raise_if_cancelled()
        vins = ultravin.generate(_ROWS, seed=self._seed)
        yield pa.record_batch({"row": pa.array(range(1, len(vins) + 1)), "c0": vins})

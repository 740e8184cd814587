"""An import that writes without a pause: made-up VINs, decoded by the embedded copy."""

from collections.abc import Iterator
from itertools import count
from typing import Final

import ultravin

from tests.benchmarks.program import Program
from vindesk.domain.monitor import Monitor, Progress, Unwatched
from vindesk.domain.vehicle import Question
from vindesk.domain.vin import Vin
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.source import Answer

_BATCH: Final = 500
_SEED: Final = 900_000


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

    def _take(self, progress: Progress) -> None:
        self.saved = progress.done
        self._program.table.take_arrivals()

    def _fail(self, error: Exception) -> None:
        self._error = error

    def _work(self, monitor: Monitor) -> None:
        source, saved = Embedded(), 0
        for questions in _batches():
            monitor.raise_if_cancelled()
            outcomes = source.decode_many(questions, Unwatched())
            vehicles = [outcome.vehicle for outcome in outcomes if isinstance(outcome, Answer)]
            saved += len(self._program.services.vehicles.save(vehicles, bulk=True))
            monitor.report(Progress(saved, saved))


def _batches() -> Iterator[list[Question]]:
    for seed in count(_SEED):
        yield [Question(Vin(vin)) for vin in ultravin.generate(_BATCH, seed=seed)]

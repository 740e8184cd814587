"""Counting what an input holds, in the background."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from vindesk.domain.input_counts import Findings
from vindesk.domain.monitor import Monitor, Progress, Retold
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.importing import Readable
from vindesk.services.input_tally import Known, count_rows


class Counting(QObject):
    """One count at a time; what an earlier one brings late is dropped."""

    found = Signal(Findings)
    """So far."""

    counted = Signal(Findings)
    """All of it; nothing comes after this."""

    progressed = Signal(Progress)
    failed = Signal(Exception)

    _noted = Signal(int, Findings)

    def __init__(self, known: Known, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known = known
        self._runner = runner
        self._job: Job[Findings] | None = None
        self._number = 0
        self._noted.connect(self._relay)

    def start(
        self,
        opener: Callable[[Monitor], Readable],
        columns: tuple[int, Sequence[int]],
    ) -> None:
        """Count the VINs; ``columns`` are that of them, and the others that are read."""
        self.stop()
        number, noted, known = self._number, self._noted, self._known

        def work(monitor: Monitor) -> Findings:
            findings = Findings()
            table, (vin, others) = opener(monitor), columns

            def whole() -> Iterator[Any]:
                return table.batches([vin, *others], _of_no_known_length(monitor))

            found = count_rows(
                table.batches([vin], monitor),
                known,
                monitor,
                whole if others else None,
                lambda: table.rejects,
            )
            for findings in found:
                noted.emit(number, findings)
            return findings

        job = Job("count an input", work).on_success(self._finish).on_failure(self._fail)
        job.on_progress(self.progressed.emit)
        self._job = job
        self._runner.start(job, Lane.COUNTS)

    def stop(self) -> None:
        self._number += 1
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()

    @Slot(int, Findings)
    def _relay(self, number: int, findings: Findings) -> None:
        if number == self._number and self._job is not None:
            self.found.emit(findings)

    def _finish(self, findings: Findings) -> None:
        self._job = None
        self.counted.emit(findings)

    def _fail(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)


def _of_no_known_length(monitor: Monitor) -> Monitor:
    """For reading again what was read to its end: it goes on, and does not begin anew."""
    return Retold(monitor, lambda progress: monitor.report(Progress(progress.done, 0)))

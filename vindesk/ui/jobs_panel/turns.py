"""The work of an import on its lane, and the pace at which it goes."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.import_job import ImportReport, ImportState
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vin_text import Reject
from vindesk.services.importing import Importer, Opener, Readable
from vindesk.ui.jobs_panel.job_telling import Activity, Phase
from vindesk.ui.jobs_panel.pace import Pace

_NOTE_LASTS_S: Final = 2.5
"""Who waits says so every second."""

Clock = Callable[[], float]


class Turn(Struct, frozen=True):
    """What is to be done with an import when it is its turn."""

    number: int
    opener: Opener
    retry: bool = False

    def work(self, importer: Importer, monitor: Monitor) -> ImportReport:
        """Read what has not been read, then answer what has not been answered."""
        if self.retry:
            return importer.retry_failed(self.number, monitor)
        record = importer.imports.get(self.number)
        if record.state is ImportState.READING:
            importer.read(record, _Counting(self.opener(record.plan)), monitor)
            read = importer.imports.get(self.number)
            monitor.report(Progress(read.position, read.items))
        return importer.run(self.number, monitor)


class Course:
    """How a turn goes: what is told of it."""

    def __init__(self, turn: Turn, clock: Clock = time.monotonic) -> None:
        self.turn = turn
        self.clock = clock
        self.wanted: ImportState | None = None
        """What the import is to be when it has stopped; None: nobody stopped it."""

        self.activity = Activity(Phase.RETRYING if self.turn.retry else Phase.READING)
        self._pace = Pace(self.clock)
        self._noted_at = self.clock()

    def begin(self, position: int, total: int) -> None:
        """It has been read before, and goes on."""
        self._pace.begin(position)
        self.activity = Activity(Phase.RUNNING, position, total)

    def stop(self, wanted: ImportState) -> None:
        self.wanted = wanted
        pausing = wanted is ImportState.PAUSED
        self.activity = Activity(Phase.PAUSING if pausing else Phase.CANCELLING)

    def take(self, progress: Progress) -> bool:
        """Whether answers may have come."""
        if self.wanted is not None:
            return False
        done, total = progress.done, progress.total
        if progress.note:
            self._noted_at = self.clock()
            self.activity = replace(self._answering(done, total), note=progress.note)
            return False
        if not total:
            self.activity = Activity(Phase.READING, done)
            return False
        if self.activity.phase is Phase.READING:
            self._pace.begin(0)
        self._pace.reach(done)
        self.activity = self._answering(done, total)
        return True

    def look(self) -> None:
        """Time has passed."""
        if self.activity.note and self.clock() - self._noted_at < _NOTE_LASTS_S:
            return
        if self.activity.phase in {Phase.RUNNING, Phase.RETRYING}:
            self.activity = self._answering(self.activity.done, self.activity.total)

    def _answering(self, done: int, total: int) -> Activity:
        if self.turn.retry:
            return Activity(Phase.RETRYING, done, total)
        left_s = self._pace.left_s(total)
        return Activity(Phase.RUNNING, done, total, "", self._pace.per_second, left_s)


class _Counting:
    """A table that says how many rows of it were read."""

    def __init__(self, table: Readable) -> None:
        self._table = table

    @property
    def rejects(self) -> Sequence[Reject]:
        return self._table.rejects

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        rows = 0
        for batch in self._table.batches(columns, monitor):
            yield batch
            rows += batch.num_rows
            monitor.report(Progress(rows, 0))

"""Imports: read once, answered window by window, never begun again."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import zip_longest
from operator import add
from typing import Any, Final, Protocol

from vindesk.domain.errors import FileTooLarge
from vindesk.domain.import_job import ImportPlan, ImportRecord, ImportReport, ImportState
from vindesk.domain.monitor import Monitor, Onward, Progress, within
from vindesk.domain.vehicle import MOST_FOR_THE_WEB, SourceChoice
from vindesk.domain.vin_text import Reject
from vindesk.domain.words import say
from vindesk.services.bulk_source import BulkSource
from vindesk.store.import_items import ImportItems, Window
from vindesk.store.imports import Imports

MOST_OWN: Final = 3_000
"""Of the user's columns; for twice as many the engine's usual memory is not enough."""

log = logging.getLogger(__name__)


class Readable(Protocol):
    """A table of the input: see ``services.inputs``."""

    @property
    def rejects(self) -> Sequence[Reject]:
        """What the last reading had to leave out, as far as it has come."""
        ...

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]: ...


Opener = Callable[[ImportPlan], Readable]
"""The input of a plan, which is opened when its batches are asked for: that may take long."""


class Importer:
    """Runs imports; every member may be called from any thread, one at a time for each import."""

    def __init__(
        self,
        imports: Imports,
        items: ImportItems,
        sources: Callable[[SourceChoice], BulkSource],
        few: Callable[[], BulkSource],
    ) -> None:
        """``few`` answers what was left to the program, where that is little."""
        self.imports = imports
        self._items = items
        self._sources = sources
        self._few = few

    def believe_no_data_for(self, life: timedelta) -> None:
        """How old *no data* may be before it is asked about again, from the next rows on."""
        self._items.no_data_life = life

    def begin(self, plan: ImportPlan) -> ImportRecord:
        """The import of ``plan``, of which nothing is read yet.

        Raises:
            FileTooLarge: more columns are to be kept than can be.

        """
        own = len(plan.columns.own)
        if own > MOST_OWN:
            raise FileTooLarge(
                say(
                    "{n} columns besides the VIN are too many; the limit is {most}.",
                    n=own,
                    most=MOST_OWN,
                ),
                advice=say("Keep fewer columns."),
            )
        record = self.imports.add(plan)
        log.info("Import %d begins", record.id)
        return record

    def read(self, record: ImportRecord, table: Readable, monitor: Monitor) -> None:
        """Bring the whole input into the cache: from then on its file is not needed.

        Raises:
            UserError: the input could not be read to its end; it can be read again.
            Cancelled: as before.

        """
        self._items.clear(record.id)
        columns = record.plan.columns
        asked = [columns.vin, *([] if columns.year is None else [columns.year]), *columns.own]
        names = ["row", "written", *([] if columns.year is None else ["year"])]
        names += [f"own_{number}" for number in range(len(columns.own))]
        refused = 0
        for batch in table.batches(asked, monitor):
            monitor.raise_if_cancelled()
            refused += self._items.refuse(record.id, table.rejects[refused:])
            self._items.stage(record.id, batch.rename_columns(names), monitor)
        self._items.refuse(record.id, table.rejects[refused:])
        self._items.seal(record.id)

    def run(self, number: int, monitor: Monitor) -> ImportReport:
        """Answer what is left of an import; what has been answered stays, whatever happens.

        Of one that was cancelled it only gives the report.

        Raises:
            UserError: it could not go on; the next run begins where this one stopped.
            Cancelled: as before.
            ValueError: its input was not read to the end.

        """
        record = self.imports.get(number)
        if record.state is ImportState.READING:
            raise ValueError(f"import {number} was not read to its end")
        if record.state is ImportState.CANCELLED:
            return self.imports.report(number)
        self.imports.turn(number, ImportState.WAITING)
        with self._items.modest(record.items):
            self._answer(record, monitor)
        self.imports.turn(number, ImportState.DONE)
        report = self.imports.report(number)
        log.info("Import %d is done: %d VINs, %d failed", number, report.vins, report.failed)
        return report

    def _answer(self, record: ImportRecord, monitor: Monitor) -> None:
        """Look for what needs an answer, and have that answered step by step."""
        monitor = Onward(monitor)
        source = self._sources(record.plan.source)
        while seen := self._items.window(record.id, source.look, monitor):
            if not seen.size:
                self._items.finish(seen)
                monitor.report(Progress(seen.last, record.items))
            is_whole = (seen.first, seen.last) == (0, record.items)
            if is_whole and _is_little(record, seen.size):
                source = self._few()
            steps = _steps_of(seen, source.window, is_last=seen.last == record.items)
            for window, following in zip_longest(steps, steps[1:]):
                monitor.raise_if_cancelled()
                told = within(monitor, window.reached, record.items)
                source.deal_with(window, told, following)
                monitor.report(Progress(window.last, record.items))

    def retry_failed(self, number: int, monitor: Monitor) -> ImportReport:
        """Ask again about what got no answer; what has been answered stays, whatever happens.

        Raises:
            UserError: it could not go on; the rest can be asked about again.
            Cancelled: as before.

        """
        record = self.imports.get(number)
        source = self._sources(record.plan.source)
        windows = self._items.failures(number, source.window)
        monitor = Onward(monitor)
        done, total = 0, sum(window.size for window in windows)
        if _is_little(record, total):
            source = self._few()
        for window in windows:
            source.deal_with(window, within(monitor, partial(add, done), total))
            done += window.size
            monitor.report(Progress(done, total))
        return self.imports.report(number)


def _is_little(record: ImportRecord, needed: int) -> bool:
    """Whether vPIC may be asked about ``needed`` VINs, by a choice that allows both."""
    return record.plan.source is SourceChoice.AUTO and needed <= MOST_FOR_THE_WEB


def _steps_of(seen: Window, size: int, *, is_last: bool) -> Sequence[Window]:
    """What was seen, in steps of ``size``; what is left over is for the next look to fill up.

    A step that is less costs twice as much a row: see ``ROW_GROUP``.
    """
    steps = list(seen.steps(size))
    return steps[:-1] if len(steps) > 1 and steps[-1].size < size and not is_last else steps

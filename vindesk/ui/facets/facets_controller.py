"""Keeps the numbers of the facets true for what the table shows."""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from vindesk.domain.filter import Filter
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.facets import Facet
from vindesk.ui.after_paint import AfterPaint
from vindesk.ui.facets.facets_panel import FacetsPanel

_MOST: Final = 500
"""Values of one facet that are listed; the search finds the others."""


class ValueCounts(Protocol):
    """What is needed of ``store.facets.Facets``."""

    def count(
        self,
        column: str,
        wanted: Filter = ...,
        *,
        containing: str = ...,
        most: int = ...,
        monitor: Monitor = ...,
    ) -> Facet: ...


class HasFacets(Protocol):
    """What is needed of ``Services``."""

    @property
    def facets(self) -> ValueCounts: ...


class FacetsController(QObject):
    """Counts what can be seen, and nothing else; only the latest wish is answered.

    Each facet is filled in a turn of its own.
    """

    failed = Signal(Exception)

    def __init__(
        self,
        panel: FacetsPanel,
        services: Callable[[], HasFacets],
        runner: JobRunner,
        after_paint: AfterPaint,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._services = services
        self._runner = runner
        self._after_paint = after_paint
        self._wanted: Filter | None = None
        self._fresh: set[str] = set()
        self._counting: dict[str, Job[Facet]] = {}
        self._answered: set[str] = set()
        """Those of them whose numbers have come, and are shown in a later turn."""

        panel.view_changed.connect(self._catch_up)
        panel.searched.connect(self._search)

    def refresh(self, wanted: Filter) -> None:
        """The filter, or the cache, is another: every number is old."""
        self._wanted = wanted
        self._fresh.clear()
        self._drop(*self._counting)
        self._catch_up()

    def _search(self, column: str) -> None:
        self._fresh.discard(column)
        self._drop(column)
        self._catch_up()

    def _catch_up(self) -> None:
        """Count what is seen and not yet counted; what is not seen any more can wait."""
        if self._wanted is None:
            return
        seen = self._panel.columns_in_view()
        self._drop(*(column for column in self._counting if column not in seen))
        for column in seen:
            if column not in self._fresh and column not in self._counting:
                self._count(column, self._wanted)

    def _count(self, column: str, wanted: Filter) -> None:
        text = self._panel.search_text(column)

        def work(monitor: Monitor) -> Facet:
            facets = self._services().facets
            return facets.count(column, wanted, containing=text, most=_MOST, monitor=monitor)

        def take(facet: Facet) -> None:
            self._answered.add(column)
            self._after_paint.do(partial(show, facet))

        def show(facet: Facet) -> None:
            if self._counting.get(column) is job:
                del self._counting[column]
                self._fresh.add(column)
                self._panel.show_facet(facet, text)

        job = Job(f"count {column}", work).on_success(take)
        job.on_failure(partial(self._fail, column))
        self._counting[column] = job
        self._answered.discard(column)
        self._panel.show_counting(column)
        self._runner.start(job, Lane.COUNTS)

    def _drop(self, *columns: str) -> None:
        """Stop these counts, the last begun first: none starts because one before it ended."""
        for column in reversed(columns):
            job = self._counting.pop(column, None)
            if job is not None:
                job.cancel()
                self._panel.stop_counting(column)

    def _fail(self, column: str, error: Exception) -> None:
        """What fails for one is told once, and not asked again until something changes."""
        failed = [column, *(each for each in self._counting if each not in self._answered)]
        for each in failed:
            self._fresh.add(each)
            self._panel.show_failure(each)
        self._drop(*failed)
        self.failed.emit(error)

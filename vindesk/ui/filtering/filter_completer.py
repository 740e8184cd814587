"""Completes what is being typed: a field's name at once, a value when the cache has answered."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vindesk.domain.errors import UserError
from vindesk.domain.filter import OWN, Filter
from vindesk.domain.filter_fields import FilterField, Kind
from vindesk.domain.filter_language import Unfinished, unfinished
from vindesk.domain.local_days import Calendar
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.filtering.completions import (
    Completion,
    date_completions,
    field_completions,
    is_searched_in_the_cache,
    value_completions,
)
from vindesk.ui.filtering.filter_entry import FilterEntry

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.services.assembly import Services
    from vindesk.store.facets import Facet

_MOST = 50
_MOST_SEARCHED_HERE = 1_000
_UNCOUNTED = frozenset({"vin", OWN})
"""Nearly every vehicle has a value of its own there: to count them takes long, and helps nobody."""


class FilterCompleter(QObject):
    """Only the latest question is answered; a new key stops the query of the one before."""

    failed = Signal(Exception)

    def __init__(
        self,
        entry: FilterEntry,
        services: Callable[[], "Services"],
        runner: JobRunner,
        wanted: Callable[[], Filter],
        calendar: Calendar,
    ) -> None:
        super().__init__(entry)
        self._entry = entry
        self._services = services
        self._runner = runner
        self._wanted = wanted
        self._calendar = calendar
        self._begun: Unfinished | None = None
        self._counting: Job[Facet] | None = None
        entry.textEdited.connect(self._complete)
        entry.taken.connect(self._take)

    def stop(self) -> None:
        """Nothing is to be offered for what stands there now."""
        self._ask_about(None)
        self._offer(())

    def _ask_about(self, begun: Unfinished | None) -> None:
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        self._begun = begun

    def _complete(self, text: str) -> None:
        """While the cache counts, the values for one letter less stay on offer."""
        before = self._begun
        begun = unfinished(text, self._entry.cursor_place)
        self._ask_about(begun)
        if begun is None or begun.field is None:
            self._offer(field_completions(begun.prefix) if begun and begun.prefix else ())
        elif begun.field.kind is Kind.MOMENT:
            self._offer(date_completions(begun.prefix, self._calendar))
        else:
            if before is None or (before.field, before.start) != (begun.field, begun.start):
                self._offer(())
            if begun.field.column not in _UNCOUNTED:
                self._count(begun.field, begun.prefix)

    def _count(self, field: FilterField, prefix: str) -> None:
        """Ask for the values under what the filter wants of other columns."""
        wanted = self._wanted().without(field.column)
        searched = is_searched_in_the_cache(field)
        containing = prefix if searched else ""
        most = _MOST if searched else _MOST_SEARCHED_HERE

        def work(monitor: Monitor) -> "Facet":
            facets = self._services().facets
            return facets.count(
                field.column, wanted, containing=containing, most=most, monitor=monitor
            )

        def show(facet: "Facet") -> None:
            self._offer(value_completions(field, facet.values, prefix)[:_MOST])

        job = Job(f"values of {field.column}", work).on_success(show).on_failure(self._fail)
        self._counting = job
        self._runner.start(job, Lane.COUNTS)

    def _fail(self, error: Exception) -> None:
        """A cache that cannot be read is reported by the table, not while one types."""
        self._offer(())
        if not isinstance(error, UserError):
            self.failed.emit(error)

    def _offer(self, offers: Sequence[Completion]) -> None:
        """What is there already, and is the only one, is no help."""
        begun = self._begun
        typed = self._entry.text()[begun.start : begun.end] if begun else ""
        helpful = [offer.inserted for offer in offers] != [typed]
        self._entry.offer(offers if helpful else ())

    def _take(self, completion: Completion) -> None:
        """Put the completion in; after a value a blank, so that the next term can be typed."""
        begun = self._begun
        if begun is None:
            return
        at_the_end = begun.end >= len(self._entry.text())
        blank = " " if at_the_end and begun.field is not None else ""
        self._entry.replace_part(begun.start, begun.end, completion.inserted + blank)

"""Asking anew about vehicles that are in the cache, so that it can be taken back."""

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import add
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from vindesk.domain.comparison import Difference, completed, differences
from vindesk.domain.errors import UserError, VpicError
from vindesk.domain.monitor import Cancelled, Monitor, Progress, within
from vindesk.domain.vehicle import MOST_PER_REQUEST, Question, SourceChoice, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.source import Answer, Failure, Source

log = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 10_000
"""More is bulk work: NHTSA asks those who have it to use its data."""

_BATCHES_THAT_SAY_ENOUGH: Final = 2
"""So many in a row in which vPIC answered nothing: it will not answer the next either."""


class ChangedField(Struct, frozen=True):
    """What one field of one vehicle was and is."""

    vin: Vin
    difference: Difference


class NotRefreshed(Struct, frozen=True):
    """A vehicle that got no new answer, and why; it is as it was."""

    vin: Vin
    reason: UserError


class Refreshed(Struct, frozen=True):
    """What came of one refresh."""

    asked: int
    """How many vehicles it was commanded for."""

    replaced: Sequence[tuple[Vehicle, Vehicle]]
    """The earlier answer of each vehicle that got a new one, and the new one."""

    changes: Sequence[ChangedField]
    failures: Sequence[NotRefreshed]
    gone: int
    """Removed, or answered anew by somebody else, before the answer came."""

    remarks: Sequence[str]
    """Why it is not vPIC on the web that answered, if anything."""

    trouble: UserError | None
    """Why the cache took no more."""

    @property
    def changed(self) -> int:
        """How many vehicles are no longer as they were."""
        return len({change.vin for change in self.changes})

    @property
    def unchanged(self) -> int:
        return len(self.replaced) - self.changed

    @property
    def left(self) -> int:
        """How many were not reached: somebody stopped it, or the cache took no more."""
        return self.asked - len(self.replaced) - len(self.failures) - self.gone


class _Course(Struct):
    """What has come so far."""

    replaced: list[tuple[Vehicle, Vehicle]] = field(default_factory=list[tuple[Vehicle, Vehicle]])
    changes: list[ChangedField] = field(default_factory=list[ChangedField])
    failures: list[NotRefreshed] = field(default_factory=list[NotRefreshed])
    gone: int = 0
    remarks: dict[str, None] = field(default_factory=dict[str, None])
    silent: int = 0
    """Batches in a row in which vPIC answered nothing."""

    trouble: UserError | None = None

    def outcome(self, asked: int) -> Refreshed:
        return Refreshed(
            asked,
            tuple(self.replaced),
            tuple(self.changes),
            tuple(self.failures),
            self.gone,
            tuple(self.remarks),
            self.trouble,
        )


def completed_by(answer: Vehicle, standing: Vehicle | None) -> Vehicle:
    """``answer``, made whole by what the web had said in the answer that it replaces."""
    if standing is None or answer.source is not SourceName.EMBEDDED:
        return answer
    from vindesk.vpic.embedded import UNKNOWABLE  # noqa: PLC0415 - heavy; who answered has it

    return completed(answer, standing, UNKNOWABLE)


class Refresher:
    """Asks a source anew, whatever the cache knows."""

    def __init__(
        self, vehicles: Vehicles, sources: Callable[[], Mapping[SourceChoice, Source]]
    ) -> None:
        self._vehicles = vehicles
        self._sources = sources

    def refresh(self, vins: Sequence[Vin], choice: SourceChoice, monitor: Monitor) -> Refreshed:
        """Ask anew about the vehicles of ``vins``, each with the year it was asked with.

        What a batch brings is saved before the next is asked for. A vehicle that fails does
        not stop the others; one that was removed meanwhile stays removed. Cancelling ends
        it, and what has come is kept: it is no ``Cancelled`` but a shorter result.
        """
        wanted = tuple(dict.fromkeys(vins))
        course = _Course()
        try:
            self._run(wanted, choice, course, monitor)
        except Cancelled:
            log.info("The refresh was stopped")
        except UserError as error:
            course.trouble = error
        done = course.outcome(len(wanted))
        log.info(
            "Refreshed %d of %d vehicles by %s: %d changed, %d failed",
            *(len(done.replaced), done.asked, choice, done.changed, len(done.failures)),
        )
        return done

    def revert(self, refreshed: Refreshed) -> int:
        """Put the earlier answers back, exactly; of how many vehicles.

        One that was asked about again since stays as it is: the newer answer wins.
        """
        back = self._vehicles.exchange((new, old) for old, new in refreshed.replaced)
        log.info("Put the earlier answers of %d vehicles back", len(back))
        return len(back)

    def apply_again(self, refreshed: Refreshed) -> int:
        """Put the answers of the refresh back, without asking; of how many vehicles."""
        again = self._vehicles.exchange(refreshed.replaced)
        log.info("Put the refreshed answers of %d vehicles back", len(again))
        return len(again)

    def _run(
        self, wanted: Sequence[Vin], choice: SourceChoice, course: _Course, monitor: Monitor
    ) -> None:
        total = len(wanted)
        for start in range(0, total, MOST_PER_REQUEST):
            if course.silent >= _BATCHES_THAT_SAY_ENOUGH:
                reason = course.failures[-1].reason
                course.failures += [NotRefreshed(vin, reason) for vin in wanted[start:]]
                return
            chunk = wanted[start : start + MOST_PER_REQUEST]
            self._refresh(chunk, choice, course, within(monitor, partial(add, start), total))
            monitor.report(Progress(start + len(chunk), total))

    def _refresh(
        self, chunk: Sequence[Vin], choice: SourceChoice, course: _Course, monitor: Monitor
    ) -> None:
        """Ask about one batch, and save what comes."""
        standing = self._vehicles.get_many(chunk, monitor)
        course.gone += len(chunk) - len(standing)
        questions = [
            Question(vin, standing[vin].requested_year) for vin in chunk if vin in standing
        ]
        monitor.raise_if_cancelled()
        outcomes = self._sources()[choice].decode_many(questions, monitor) if questions else ()
        answers = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
        failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
        course.failures += [NotRefreshed(each.question.vin, each.reason) for each in failures]
        course.silent = course.silent + 1 if _says_nothing(answers, failures) else 0
        course.remarks.update(dict.fromkeys(each.remark for each in answers if each.remark))
        self._save(standing, answers, course)

    def _save(
        self, standing: Mapping[Vin, Vehicle], answers: Sequence[Answer], course: _Course
    ) -> None:
        pairs = [_pair(standing[answer.vehicle.vin], answer.vehicle) for answer in answers]
        kept = self._vehicles.exchange(pairs, bulk=True)
        course.gone += len(pairs) - len(kept)
        for old, new in pairs:
            if old.vin in kept:
                course.replaced.append((old, new))
                course.changes += [ChangedField(old.vin, each) for each in differences(old, new)]


def _pair(standing: Vehicle, answer: Vehicle) -> tuple[Vehicle, Vehicle]:
    """The earlier and the new answer, slim: they are kept for as long as undo is offered."""
    old = _slim(standing)
    new = replace(completed_by(answer, old), added_at=old.added_at)
    if new.values == old.values and new.extra == old.extra:
        return old, replace(new, values=old.values, extra=old.extra)
    return old, _slim(new)


def _slim(vehicle: Vehicle) -> Vehicle:
    """``vehicle``, whose texts are shared with all others that have the same."""
    values = {
        column: sys.intern(value) if isinstance(value, str) else value
        for column, value in vehicle.values.items()
    }
    return replace(vehicle, values=values)


def _says_nothing(answers: Sequence[Answer], failures: Sequence[Failure]) -> bool:
    """Whether vPIC gave no answer at all in a batch that was not empty."""
    return (
        not answers
        and bool(failures)
        and all(isinstance(failure.reason, VpicError) for failure in failures)
    )

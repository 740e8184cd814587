"""Cache first, then the source, then save."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Quality, Question, SourceChoice, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.services.flights import Flights
from vindesk.services.found import Found, NotFound
from vindesk.services.refresh import completed_by
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.source import Answer, Failure, Source

log = logging.getLogger(__name__)


class Lookup:
    """Answers questions about VINs, and keeps the answers."""

    def __init__(
        self,
        vehicles: Vehicles,
        sources: Callable[[], Mapping[SourceChoice, Source]],
        *,
        no_data_life: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._vehicles = vehicles
        self._sources = sources
        self.no_data_life = no_data_life
        self._clock = clock
        self._flights = Flights[tuple[Question, SourceChoice], Found]()

    def cached(self, question: Question) -> Found | None:
        """What the cache answers, if it may.

        A question without a year is answered by the row that is there, whatever year that
        was asked with. *No data* answers have a short life, since vPIC learns.
        """
        started = time.perf_counter()
        vehicle = self._vehicles.get(question.vin)
        if vehicle is None or not self._answers(vehicle, question):
            return None
        log.info("…%s is in the cache", question.vin.tail)
        return Found(vehicle, from_cache=True, elapsed_s=time.perf_counter() - started)

    def fetch(
        self,
        question: Question,
        choice: SourceChoice,
        monitor: Monitor,
        tell: Callable[[Vehicle], object] = lambda _answer: None,
    ) -> Found:
        """What the source answers; the cache is looked at once more before it is asked.

        ``tell`` hears an answer before it is saved, which takes longer than to decode a VIN:
        its ``added_at`` is None. It is called on this thread, and not at all where the answer
        was in the cache, or another asker asks the source.

        Raises:
            UserError: there was no answer, or it could not be saved.
            Cancelled: the monitor was cancelled; nothing was saved for this asker.

        """

        def fly(everybody: Monitor) -> Found:
            return self.cached(question) or self._ask(question, choice, everybody, tell)

        return self._flights.share((question, choice), fly, monitor)

    def find(self, question: Question, choice: SourceChoice, monitor: Monitor) -> Found:
        """The cache's answer, or else the source's; raises as ``fetch``."""
        return self.cached(question) or self.fetch(question, choice, monitor)

    def find_many(
        self,
        questions: Sequence[Question],
        choice: SourceChoice,
        monitor: Monitor,
        tell: Callable[[Sequence[Vehicle]], object] = lambda _answers: None,
    ) -> Sequence[Found | NotFound]:
        """One outcome for each question, in their order; a failure does not stop the rest.

        ``tell`` hears the answers before they are saved, which may have to wait for its turn:
        from then on cancelling has no effect. Where they cannot be saved, nothing is found but
        what was in the cache.

        Raises:
            UserError: the cache could not be read, or nobody be asked.
            Cancelled: the monitor was cancelled; nothing was saved for this asker.

        """
        outcomes = dict[Question, Found | NotFound](self._cached_of(questions, monitor))
        missing = [question for question in dict.fromkeys(questions) if question not in outcomes]
        started = time.perf_counter()
        answers = self._sources()[choice].decode_many(missing, monitor) if missing else ()
        monitor.raise_if_cancelled()
        lacking = [a.vehicle.vin for a in answers if isinstance(a, Answer) and _may_lack(a)]
        standing = self._vehicles.get_many(lacking)
        answers = [_completed(answer, standing) for answer in answers]
        good = [answer.vehicle for answer in answers if isinstance(answer, Answer)]
        if good:
            tell(good)
        saved = self._saved(good)
        elapsed = time.perf_counter() - started
        for question, answer in zip(missing, answers, strict=True):
            outcomes[question] = _outcome(question, answer, saved, elapsed)
        log.info("%d VINs: %d new answers in %.0f ms", len(outcomes), len(good), elapsed * 1e3)
        return [outcomes[question] for question in questions]

    def _saved(self, answers: Sequence[Vehicle]) -> Mapping[Vin, Vehicle] | UserError:
        """As they are in the cache now, or why they could not be saved."""
        try:
            return {vehicle.vin: vehicle for vehicle in self._vehicles.save(answers)}
        except UserError as error:
            log.info("%d answers: %s", len(answers), error.sentence, exc_info=error.__cause__)
            return error

    def _cached_of(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Mapping[Question, Found]:
        """What the cache answers of ``questions``; for many, far faster than one by one."""
        monitor.raise_if_cancelled()
        started = time.perf_counter()
        there = self._vehicles.get_many({question.vin for question in questions}, monitor)
        elapsed = time.perf_counter() - started
        return {
            question: Found(vehicle, from_cache=True, elapsed_s=elapsed)
            for question in questions
            if (vehicle := there.get(question.vin)) and self._answers(vehicle, question)
        }

    def _answers(self, vehicle: Vehicle, question: Question) -> bool:
        if vehicle.quality is Quality.NO_DATA and self._is_stale(vehicle):
            return False
        if question.year is None or question.year == vehicle.requested_year:
            return True
        return vehicle.requested_year is None and question.year == vehicle.values.get("model_year")

    def _is_stale(self, vehicle: Vehicle) -> bool:
        return self._clock() - vehicle.fetched_at >= self.no_data_life

    def _ask(
        self,
        question: Question,
        choice: SourceChoice,
        monitor: Monitor,
        tell: Callable[[Vehicle], object],
    ) -> Found:
        started = time.perf_counter()
        answer = self._sources()[choice].decode(question, monitor)
        monitor.raise_if_cancelled()
        standing = self._vehicles.get(question.vin) if _may_lack(answer) else None
        answered = completed_by(answer.vehicle, standing)
        tell(answered)
        (vehicle,) = self._vehicles.save([answered])
        elapsed = time.perf_counter() - started
        log.info("…%s answered by %s in %.0f ms", question.vin.tail, vehicle.source, elapsed * 1e3)
        return Found(vehicle, from_cache=False, elapsed_s=elapsed, remark=answer.remark)


def _may_lack(answer: Answer) -> bool:
    """Whether the web may have said more."""
    return answer.vehicle.source is SourceName.EMBEDDED


def _completed(answer: Answer | Failure, standing: Mapping[Vin, Vehicle]) -> Answer | Failure:
    if isinstance(answer, Failure):
        return answer
    vehicle = answer.vehicle
    return replace(answer, vehicle=completed_by(vehicle, standing.get(vehicle.vin)))


def _outcome(
    question: Question,
    answer: Answer | Failure,
    saved: Mapping[Vin, Vehicle] | UserError,
    elapsed_s: float,
) -> Found | NotFound:
    """The answer to ``question`` itself: of two years for one VIN, the cache kept one only."""
    if isinstance(answer, Failure):
        return NotFound(question, answer.reason)
    if isinstance(saved, UserError):
        return NotFound(question, saved, answer.vehicle)
    vehicle = replace(answer.vehicle, added_at=saved[question.vin].added_at)
    return Found(vehicle, from_cache=False, elapsed_s=elapsed_s, remark=answer.remark)

"""Hears whether the web answers, for whoever shows it."""

from collections.abc import Callable, Sequence

from vindesk.domain.errors import VpicBusy, VpicError, VpicUnreachable
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Question
from vindesk.vpic.faults import QueuedTooLong, VinRefused
from vindesk.vpic.source import Answer, Failure, Source


class Listening:
    """The source ``web``; ``heard`` is told of each outcome, on whatever thread it came.

    It is told why vPIC did not answer, or None: it did. Who refuses one VIN answers.
    """

    def __init__(self, web: Source, heard: Callable[[VpicError | None], object]) -> None:
        self._web = web
        self._heard = heard

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        try:
            answer = self._web.decode(question, monitor)
        except QueuedTooLong:  # nobody was asked
            raise
        except VpicError as error:
            self._heard(_trouble(error))
            raise
        self._heard(None)
        return answer

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        outcomes = self._web.decode_many(questions, monitor)
        if outcomes:
            self._heard(_trouble_at_the_end(outcomes))
        return outcomes


def _trouble_at_the_end(outcomes: Sequence[Answer | Failure]) -> VpicError | None:
    """Why vPIC did not answer, if it was so after the last question.

    Where others were answered, what became of the last may be its own fault, unless nothing
    could be asked any more.
    """
    last = outcomes[-1]
    trouble = _trouble(last.reason) if isinstance(last, Failure) else None
    if isinstance(trouble, VpicUnreachable | VpicBusy):
        return trouble
    return None if any(map(_came_through, outcomes)) else trouble


def _came_through(outcome: Answer | Failure) -> bool:
    return isinstance(outcome, Answer) or _trouble(outcome.reason) is None


def _trouble(reason: Exception) -> VpicError | None:
    if isinstance(reason, VpicError) and not isinstance(reason, VinRefused | QueuedTooLong):
        return reason
    return None

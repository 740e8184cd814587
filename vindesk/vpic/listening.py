"""Hears whether the web answers, for whoever shows it."""

from collections.abc import Callable, Sequence

from vindesk.domain.errors import VpicError, VpicRefused
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Question
from vindesk.vpic.source import Answer, Failure, Source


class Listening:
    """The source ``web``; ``heard`` is told of each outcome, on whatever thread it came.

    A refusal comes from a service that answers, so it counts as an answer.
    """

    def __init__(self, web: Source, heard: Callable[[bool], object]) -> None:
        self._web = web
        self._heard = heard

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        try:
            answer = self._web.decode(question, monitor)
        except VpicError as error:
            self._heard(isinstance(error, VpicRefused))
            raise
        self._heard(True)
        return answer

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        outcomes = self._web.decode_many(questions, monitor)
        if outcomes:
            self._heard(any(_came_through(outcome) for outcome in outcomes))
        return outcomes


def _came_through(outcome: Answer | Failure) -> bool:
    return isinstance(outcome, Answer) or isinstance(outcome.reason, VpicRefused)

"""Hears whether the web answers, for whoever shows it."""

from collections.abc import Callable, Sequence

from vindesk.domain.errors import VpicError
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Question
from vindesk.vpic.faults import QueuedTooLong
from vindesk.vpic.source import Answer, Failure, Web
from vindesk.vpic.verdict import is_trouble, trouble_after, was_asked


class Listening:
    """The source ``web``; ``heard`` is told of each outcome, on whatever thread it came.

    It is told why vPIC did not answer, or None: it did. Who refuses one VIN answers. That
    vPIC asks to wait is told as soon as it does.
    """

    def __init__(self, web: Web, heard: Callable[[VpicError | None], object]) -> None:
        self._web = web
        self._heard = heard
        web.on_pause(heard)

    @property
    def good_answers(self) -> int:
        return self._web.good_answers

    def on_pause(self, listener: Callable[[VpicError], object]) -> None:
        self._web.on_pause(listener)

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        try:
            answer = self._web.decode(question, monitor)
        except QueuedTooLong:  # nobody was asked
            raise
        except VpicError as error:
            self._heard(error if is_trouble(error) else None)
            raise
        self._heard(None)
        return answer

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        outcomes = self._web.decode_many(questions, monitor)
        if any(map(was_asked, outcomes)):
            self._heard(trouble_after(outcomes))
        return outcomes

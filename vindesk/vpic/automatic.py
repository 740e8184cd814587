"""vPIC on the web while it answers in time, the embedded copy when it does not."""

import threading
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from vindesk.domain.errors import EmbeddedError, UserError, VpicBusy, VpicError
from vindesk.domain.monitor import UNWATCHED, Monitor, Progress
from vindesk.domain.vehicle import MOST_FOR_THE_WEB, Question
from vindesk.domain.words import say
from vindesk.vpic.clock import Clock, SystemClock
from vindesk.vpic.source import Answer, Failure, Source, Web
from vindesk.vpic.verdict import is_trouble, trouble_after


class Automatic:
    """The default source; a ``Source``.

    Give it a ``web`` of little patience. After a failure that is left alone for a while, or
    until it answers anybody who asks it over the same throttle.
    """

    def __init__(
        self,
        web: Web,
        embedded: Source,
        *,
        clock: Clock | None = None,
        down_for_s: float = 30.0,
    ) -> None:
        self._web = web
        self._embedded = embedded
        self._clock = clock or SystemClock()
        self._down_for_s = down_for_s
        self._lock = threading.Lock()
        self._failure: VpicError | None = None
        self._down_until = 0.0
        self._answers_before = web.good_answers

    # -- Source ----------------------------------------------------------

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        failure = self._why_down()
        if failure is not None:
            return self._stand_in(question, failure, _unasked(failure), monitor)
        try:
            return self._web.decode(question, monitor)
        except VpicError as error:
            if is_trouble(error):
                self._note_failure(error)
            return self._stand_in(question, error, _failed(error), monitor)

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        """Ask the web for up to 50, and the embedded copy for what it does not answer.

        More than 50 go to the embedded copy at once.
        """
        if len(questions) > MOST_FOR_THE_WEB:
            return self._embedded.decode_many(questions, monitor)
        failure = self._why_down()
        if failure is None:
            outcomes = self._web.decode_many(questions, monitor)
            self._learn_from(outcomes)
        else:
            outcomes = [Failure(question, failure) for question in questions]
        complete = self._stand_in_for_failures(outcomes, _failed if failure is None else _unasked)
        monitor.report(Progress(len(complete), len(complete)))
        return complete

    # -- the embedded copy stands in -------------------------------------

    def _stand_in(
        self, question: Question, failure: VpicError, remark: str, monitor: Monitor
    ) -> Answer:
        try:
            answer = self._embedded.decode(question, monitor)
        except EmbeddedError as error:
            too = say("The embedded copy failed too.")
            both = f"{failure.headline}: {failure.detail} {too}"
            raise EmbeddedError(both, advice=failure.advice) from error
        return replace(answer, remark=remark)

    def _stand_in_for_failures(
        self, outcomes: Sequence[Answer | Failure], remark: Callable[[UserError], str]
    ) -> Sequence[Answer | Failure]:
        lacking = [outcome.question for outcome in outcomes if isinstance(outcome, Failure)]
        found = iter(self._embedded.decode_many(lacking, UNWATCHED))
        return [
            _remarked(next(found), remark(outcome.reason))
            if isinstance(outcome, Failure)
            else outcome
            for outcome in outcomes
        ]

    # -- is the web there? -----------------------------------------------

    def _why_down(self) -> VpicError | None:
        """Why the web counts as down at this moment; None: it may be asked."""
        with self._lock:
            return self._failure if self._rest_s() > 0 else None

    def _rest_s(self) -> float:
        """How long the web is left alone from now on."""
        has_answered = self._web.good_answers > self._answers_before
        return 0.0 if has_answered else self._down_until - self._clock.now()

    def _learn_from(self, outcomes: Sequence[Answer | Failure]) -> None:
        """Whoever answered some and was gone at the end is down now."""
        trouble = trouble_after(outcomes)
        if trouble is None and any(isinstance(outcome, Answer) for outcome in outcomes):
            return
        reasons = (outcome.reason for outcome in outcomes if isinstance(outcome, Failure))
        failure = trouble or next(filter(is_trouble, reasons), None)
        if failure is not None:
            self._note_failure(failure)

    def _note_failure(self, failure: VpicError) -> None:
        """Leave the web alone for a while."""
        asked_s = failure.retry_after_s if isinstance(failure, VpicBusy) else None
        with self._lock:
            self._failure = failure
            self._down_until = self._clock.now() + max(self._down_for_s, asked_s or 0.0)
            self._answers_before = self._web.good_answers


def _remarked(found: Answer | Failure, remark: str) -> Answer | Failure:
    return found if isinstance(found, Failure) else replace(found, remark=remark)


def _failed(reason: UserError) -> str:
    return f"{reason.headline}."


def _unasked(reason: UserError) -> str:
    """The web is left alone, since others met with ``reason``."""
    return say("vPIC was not asked because it just failed: {why}.", why=reason.headline)

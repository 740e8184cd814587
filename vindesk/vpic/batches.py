"""Many questions, asked in batches: joined, halved where vPIC chokes, none of them lost."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from vindesk.domain.errors import (
    VpicBadReply,
    VpicBusy,
    VpicError,
    VpicRefused,
    VpicUnreachable,
)
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import MOST_PER_REQUEST, Question, SourceName
from vindesk.vpic.asking import Asker, Effort
from vindesk.vpic.faults import VinRefused, all_refused
from vindesk.vpic.reply import Row, row_for, rows_by_question, vehicle_from_row
from vindesk.vpic.request import batch_request, single_request
from vindesk.vpic.source import Answer, Failure

_ABOUT_THE_SERVICE = (VpicUnreachable, VpicBusy, VpicRefused)
"""Where asking for fewer VINs would not help."""
_ATTEMPTS_FOR_ONE = 3
"""For a VIN that is asked about alone, since its batch failed or lacked its row."""
_FAILURES_THAT_SAY_ENOUGH = 2
"""So many single VINs in a row have failed: it is not they, it is vPIC."""
_REFUSALS_THAT_SAY_ENOUGH = 10
"""So many have been refused in a row: the address is not vPIC's."""


class BatchRun:
    """One call of ``decode_many``: what has been found so far, and whether to go on."""

    def __init__(
        self,
        asker: Asker,
        utc_now: Callable[[], datetime],
        effort: Effort,
        single_timeout_s: float,
        monitor: Monitor,
    ) -> None:
        self._asker = asker
        self._utc_now = utc_now
        self._effort = effort
        self._effort_for_one = replace(
            effort, attempts=min(_ATTEMPTS_FOR_ONE, effort.attempts), timeout_s=single_timeout_s
        )
        self._monitor = monitor
        self._wanted = Counter[Question]()
        self._done = 0
        self._outcomes: dict[Question, Answer | Failure] = {}
        self._failures_in_a_row = 0
        self._refused: list[Question] = []
        """One after the other, and none was answered since."""

        self._down: VpicError | None = None

    def run(self, questions: Sequence[Question]) -> list[Answer | Failure]:
        """One outcome for each question, in their order."""
        self._wanted = Counter(questions)
        for chunk in chunks(self._wanted):
            self._settle(chunk, self._effort)
        return [self._outcomes[question] for question in questions]

    # -- asking ----------------------------------------------------------

    def _settle(self, chunk: Sequence[Question], effort: Effort) -> None:
        if len(chunk) == 1:
            self._ask_for_one(chunk[0], is_gap=False)
        elif self._down is not None:
            self._fail(chunk, self._down)
        else:
            self._ask_for_all(chunk, effort)

    def _ask_for_all(self, chunk: Sequence[Question], effort: Effort) -> None:
        request = batch_request(chunk, self._utc_now())
        try:
            rows = self._asker.ask(request, partial(rows_by_question, chunk), effort, self._monitor)
        except VpicError as error:
            if self._is_about_the_service(error):
                self._down = error
            middle = len(chunk) // 2
            for half in (chunk[:middle], chunk[middle:]):
                self._settle(half, replace(effort, attempts=1))
            return
        self._answer(rows)
        for question in chunk:
            if question not in rows:
                self._ask_for_one(question, is_gap=True)

    def _ask_for_one(self, question: Question, *, is_gap: bool) -> None:
        """Ask about one VIN alone; ``is_gap``: vPIC has just answered about its neighbours."""
        if self._down is not None:
            self._fail([question], self._down)
            return
        request = single_request(question, self._utc_now())
        read = partial(row_for, question)
        try:
            row = self._asker.ask(request, read, self._effort_for_one, self._monitor)
        except VpicError as error:
            self._fail([question], error)
            self._learn_from(question, error, is_gap=is_gap)
            return
        self._answer({question: row})

    # -- is it the VINs, or is it vPIC? ----------------------------------

    def _learn_from(self, question: Question, error: VpicError, *, is_gap: bool) -> None:
        if isinstance(error, VinRefused):
            self._learn_from_refusal(question, error)
        elif not (is_gap and isinstance(error, VpicBadReply)):
            self._failures_in_a_row += 1
        if (
            self._is_about_the_service(error)
            or self._failures_in_a_row >= _FAILURES_THAT_SAY_ENOUGH
        ):
            self._down = self._down or error

    def _learn_from_refusal(self, question: Question, refusal: VinRefused) -> None:
        """Where everything is refused, that says nothing of those VINs either."""
        self._refused.append(question)
        if len(self._refused) >= _REFUSALS_THAT_SAY_ENOUGH:
            self._down = down = all_refused(refusal)
            self._outcomes.update({each: Failure(each, down) for each in self._refused})

    def _is_about_the_service(self, error: VpicError) -> bool:
        if self._asker.left_s(self._effort) <= 0:
            return True  # whatever it is, there is no time for more
        return isinstance(error, _ABOUT_THE_SERVICE) and not isinstance(error, VinRefused)

    # -- outcomes --------------------------------------------------------

    def _answer(self, rows: Mapping[Question, Row]) -> None:
        self._failures_in_a_row = 0
        self._refused.clear()
        now = self._utc_now()
        for question, row in rows.items():
            vehicle = vehicle_from_row(row, question, SourceName.WEB, now)
            self._outcomes[question] = Answer(vehicle)
        self._report(rows)

    def _fail(self, questions: Sequence[Question], reason: VpicError) -> None:
        self._outcomes.update({question: Failure(question, reason) for question in questions})
        self._report(questions)

    def _report(self, settled: Iterable[Question]) -> None:
        self._done += sum(self._wanted[question] for question in settled)
        self._monitor.report(Progress(self._done, self._wanted.total()))


def chunks(questions: Iterable[Question]) -> Iterator[Sequence[Question]]:
    """``questions`` in batches of at most 50, in order, none of which names a VIN twice.

    A row does not say which model year it was asked with; so two questions that differ
    in nothing else are asked in two batches.
    """
    waiting = deque(questions)
    while waiting:
        chunk: dict[str, Question] = {}
        repeats: list[Question] = []
        while waiting and len(chunk) < MOST_PER_REQUEST:
            question = waiting.popleft()
            if question.vin.text in chunk:
                repeats.append(question)
            else:
                chunk[question.vin.text] = question
        waiting.extendleft(reversed(repeats))
        yield tuple(chunk.values())

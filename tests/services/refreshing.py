"""A cache with vehicles in it, and sources that are asked about them anew."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from vindesk.domain.errors import UserError, VpicUnreachable
from vindesk.domain.fields import Value
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import Question, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.vpic.source import Answer, Failure

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
GONE = VpicUnreachable("Nobody is there. Nothing was stored.", advice="Try again later.")


def vin(number: int) -> Vin:
    return Vin(f"1XPWD40X1ED{number:06d}")


def vehicle(number: int, **values: Value) -> Vehicle:
    """A Peterbilt that was answered in the morning."""
    said = {"make": "PETERBILT", "model": "388", "model_year": 2014, "error_code": "0", **values}
    return Vehicle(vin(number), said, SourceName.WEB, fetched_at=MORNING)


class Oracle:
    """A source that says ``values`` of every VIN, an hour later each time it is asked."""

    def __init__(self) -> None:
        self.values = vehicle(0).values
        self.source = SourceName.WEB
        self.remark = ""
        self.note = ""
        self.asked: list[Sequence[Question]] = []
        self.failing: dict[Vin, UserError] = {}
        self.before_it_answers: Callable[[], object] = lambda: None

    @property
    def now(self) -> datetime:
        return MORNING + timedelta(hours=len(self.asked))

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        raise NotImplementedError

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        self.asked.append(questions)
        self.before_it_answers()
        monitor.raise_if_cancelled()
        if self.note:
            monitor.report(Progress(0, 0, self.note))
        monitor.report(Progress(1, len(questions)))
        return [self._outcome(question) for question in questions]

    def _outcome(self, question: Question) -> Answer | Failure:
        if question.vin in self.failing:
            return Failure(question, self.failing[question.vin])
        return Answer(
            Vehicle(
                question.vin,
                self.values,
                self.source,
                self.now,
                requested_year=question.year,
                data_version="2026-10" if self.source is SourceName.EMBEDDED else None,
            ),
            self.remark,
        )

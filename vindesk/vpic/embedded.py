"""vPIC without a network: ultravin, NHTSA's own procedure and monthly data in a wheel.

Whoever can do without it imports this module late: it brings the data with it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import ultravin

from vindesk.domain.comparison import REPEAT_MARK
from vindesk.domain.errors import EmbeddedError
from vindesk.domain.fields import FIELDS, information
from vindesk.domain.local_days import utc_now
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import Question, SourceName
from vindesk.domain.words import say
from vindesk.vpic.model_year import year_to_send
from vindesk.vpic.reply import Row, vehicle_from_row
from vindesk.vpic.source import Answer, Failure

T = TypeVar("T")

_SLICE = 200
"""VINs between two looks whether anybody still waits; about 10 ms."""

_KEY_OF_ELEMENT = {field.element_id: field.key for field in FIELDS if field.element_id}
_KEY_OF_ID = {26: "MakeID", 27: "ManufacturerId", 28: "ModelID"}
"""Elements whose attribute id the web sends under a key of its own."""


def _unknowable() -> frozenset[str]:
    elements: list[dict[str, Any]] = list(ultravin.ELEMENTS.values())
    decodable = {element["element_id"] for element in elements}
    told_otherwise = {"VIN", *_KEY_OF_ID.values()}
    return frozenset(
        field.key
        for field in FIELDS
        if field.element_id not in decodable and field.key not in told_otherwise
    )


UNKNOWABLE = _unknowable()
"""vPIC's keys that the embedded copy can never fill: a refresh must not blank them."""


class Embedded:
    """The source that needs no network; a ``Source``."""

    def __init__(self, utc_now: Callable[[], datetime] = utc_now) -> None:
        self._utc_now = utc_now

    def data_month(self) -> str:
        """The month of NHTSA's data, ``YYYY-MM``."""
        return ultravin.provenance()["data_month"].replace("_", "-")

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        monitor.raise_if_cancelled()
        return self._answer(question, self._decode(question))

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        outcomes: list[Answer | Failure] = []
        for start in range(0, len(questions), _SLICE):
            monitor.raise_if_cancelled()
            outcomes += self._decode_slice(questions[start : start + _SLICE])
            monitor.report(Progress(len(outcomes), len(questions)))
        return outcomes

    def _decode_slice(self, questions: Sequence[Question]) -> list[Answer | Failure]:
        vins = [question.vin.text for question in questions]
        years = [self._year(question) for question in questions]
        try:
            decoded = guarded(lambda: ultravin.decode_batch(vins, years=years, full=True))
        except EmbeddedError:  # one of them; the others shall not pay for it
            return [self._outcome(question) for question in questions]
        return [self._answer(*pair) for pair in zip(questions, decoded, strict=True)]

    def _outcome(self, question: Question) -> Answer | Failure:
        try:
            return self._answer(question, self._decode(question))
        except EmbeddedError as error:
            return Failure(question, error)

    def _decode(self, question: Question) -> dict[str, Any]:
        vin, year = question.vin.text, self._year(question)
        return guarded(lambda: ultravin.decode(vin, year=year, full=True))

    def _year(self, question: Question) -> int | None:
        return year_to_send(question.year, self._utc_now())

    def _answer(self, question: Question, decoded: dict[str, Any]) -> Answer:
        return Answer(
            vehicle_from_row(
                _row(decoded),
                question,
                SourceName.EMBEDDED,
                self._utc_now(),
                self.data_month(),
            )
        )


def _row(decoded: dict[str, Any]) -> Row:
    """The flat row that the web would send; of notes that repeat, the first.

    The others are kept under names like ``Note#2``.
    """
    row: dict[str, object] = {}
    seen = Counter[str]()
    for element in decoded["elements"]:
        number: int = element["element_id"]
        if number in _KEY_OF_ID:
            row[_KEY_OF_ID[number]] = element["attribute_id"]
        if information(element["value"]) is not None:
            key = _KEY_OF_ELEMENT.get(number) or element["code"]
            seen[key] += 1
            row[key if seen[key] == 1 else f"{key}{REPEAT_MARK}{seen[key]}"] = element["value"]
    return row


def guarded(decode: Callable[[], T]) -> T:
    """Run ``decode``; a panic of its Rust code becomes an error.

    A panic derives from ``BaseException`` and cannot be imported, hence by name.
    """
    try:
        return decode()
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EmbeddedError(
            say("Its decoder failed on this VIN. Nothing was stored."),
            advice=say("Ask vPIC on the web instead."),
        ) from error

"""Who answers the windows of an import: the embedded copy in Arrow, or vPIC in batches."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from vindesk.domain.errors import EmbeddedError, VpicBusy, VpicError
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import Question, SourceName
from vindesk.domain.vin import Vin
from vindesk.store import arrow
from vindesk.store.bulk_answers import BulkAnswers, Origin
from vindesk.store.import_items import ImportItems, Window
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.source import Answer, Failure, Source

log = logging.getLogger(__name__)

_BATCH: Final = 50
_WAITS_S: Final = (5.0, 10.0, 20.0, 30.0, 60.0)
"""While vPIC cannot be reached; then the last, for as long as it takes."""

Decode = Callable[[Any, datetime], Iterator[Any]]
"""An Arrow table of ``vin`` and ``year`` to record batches of answers."""


class BulkSource(Protocol):
    @property
    def window(self) -> int:
        """How many rows to take at a time."""
        ...

    def deal_with(self, window: Window, monitor: Monitor) -> None:
        """Answer a window, and note in the same breath that it is dealt with."""
        ...


@dataclass(frozen=True)
class Stock:
    """Where answers are kept."""

    items: ImportItems
    answers: BulkAnswers
    vehicles: Vehicles


class EmbeddedBulk:
    """No row becomes a Python object, unless the decoder fails on one."""

    window = 8_000

    def __init__(
        self,
        stock: Stock,
        decode: Decode,
        origin: Origin,
        one_by_one: Source,
        clock: Callable[[], datetime],
    ) -> None:
        self._stock = stock
        self._decode = decode
        self._origin = origin
        self._one_by_one = one_by_one
        self._clock = clock

    def deal_with(self, window: Window, monitor: Monitor) -> None:
        try:
            answers = arrow.joined(self._decode(window.needed, self._clock()))
        except EmbeddedError:
            log.warning("The embedded copy failed on one of %d VINs", window.needed.num_rows)
            outcomes = self._one_by_one.decode_many(questions_of(window), monitor)
            finish(self._stock, window, outcomes)
        else:
            monitor.raise_if_cancelled()
            self._stock.answers.save(window, answers, self._origin)


class WebBulk:
    """Batches of 50; while vPIC cannot be reached it waits, and loses nothing."""

    window = 500

    def __init__(
        self,
        stock: Stock,
        web: Source,
        waits_s: Sequence[float] = _WAITS_S,
    ) -> None:
        self._stock = stock
        self._web = web
        self._waits_s = waits_s

    def deal_with(self, window: Window, monitor: Monitor) -> None:
        """What one request brings is kept when it has come."""
        outcomes: list[Answer | Failure] = []
        questions = questions_of(window)
        for start in range(0, len(questions), _BATCH):
            outcomes += self._ask(questions[start : start + _BATCH], monitor)
        finish(self._stock, window, outcomes)

    def _ask(self, questions: Sequence[Question], monitor: Monitor) -> Sequence[Answer | Failure]:
        from vindesk.vpic.verdict import trouble_after  # noqa: PLC0415 - requests come with it

        settled: dict[Question, Answer | Failure] = {}
        silences = 0
        while missing := [question for question in questions if question not in settled]:
            outcomes = self._web.decode_many(missing, monitor)
            monitor.raise_if_cancelled()
            trouble = trouble_after(outcomes)
            good = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
            self._stock.vehicles.save([answer.vehicle for answer in good], bulk=True)
            settled.update(
                (question, outcome)
                for question, outcome in zip(missing, outcomes, strict=True)
                if trouble is None or isinstance(outcome, Answer)
            )
            if trouble is not None:
                silences = 0 if good else silences
                self._wait(trouble, silences, monitor)
                silences += 1
        return [settled[question] for question in questions]

    def _wait(self, trouble: VpicError, silences: int, monitor: Monitor) -> None:
        """Leave vPIC alone for a while, and say so; stopped by cancelling."""
        asked_s = trouble.retry_after_s if isinstance(trouble, VpicBusy) else None
        wait_s = max(self._waits_s[min(silences, len(self._waits_s) - 1)], asked_s or 0.0)
        log.info("An import waits %.0f s: %s", wait_s, trouble.headline)
        stopped = threading.Event()
        with monitor.stopping_with(stopped.set):
            left_s = wait_s
            while left_s > 0 and not stopped.is_set():
                monitor.report(
                    Progress(0, 0, f"{trouble.headline}. Trying again in {left_s:.0f} s")
                )
                stopped.wait(min(left_s, 1.0))
                left_s -= 1.0
        monitor.raise_if_cancelled()


def questions_of(window: Window) -> Sequence[Question]:
    rows = window.needed.to_pylist()
    return [Question(Vin(row["vin"]), row["year"]) for row in rows]


def finish(stock: Stock, window: Window, outcomes: Sequence[Answer | Failure]) -> None:
    """Keep what was answered, and list what was not."""
    good = [outcome.vehicle for outcome in outcomes if isinstance(outcome, Answer)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    if any(vehicle.source is SourceName.EMBEDDED for vehicle in good):
        stock.vehicles.save(good, bulk=True)
    stock.items.finish(
        window,
        answered=len(good),
        failed=[(failure.question.vin.text, failure.reason.sentence) for failure in failures],
    )

"""What every source of answers can do."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from vindesk.domain.errors import UserError, VpicError
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Question, Vehicle


class Failure(Struct, frozen=True):
    """A question that got no answer, and why; nothing may be stored for it."""

    question: Question
    reason: UserError


class Answer(Struct, frozen=True):
    """A vehicle, and what the user should know about how it was got.

    ``remark`` is empty, or a sentence: why it is not vPIC on the web that answered.
    """

    vehicle: Vehicle
    remark: str = ""


class Source(Protocol):
    """Answers questions about VINs. Safe to use from several threads at once."""

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        """Ask for one vehicle, as a person waits for it: it goes before all batches.

        Raises:
            UserError: no answer could be had; the reason is in it.
            Cancelled: the monitor was cancelled; the asker is free at once.

        """
        ...

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        """Ask for many vehicles: one outcome for each question, in their order.

        A question that fails does not fail the others.

        Raises:
            Cancelled: the monitor was cancelled.

        """
        ...


class Web(Source, Protocol):
    """A source that may be out of reach, and tells how it fares."""

    @property
    def good_answers(self) -> int:
        """How many vPIC has given so far, to all who ask it over the same throttle."""
        ...

    def on_pause(self, listener: Callable[[VpicError], object]) -> None:
        """Have ``listener`` told of each failure with which vPIC asks us to wait."""
        ...

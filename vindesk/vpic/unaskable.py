"""What stands in the place of vPIC where its address, or the proxy, cannot be used."""

import math
from collections.abc import Callable, Sequence

from vindesk.domain.errors import UserError, VpicError
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Question
from vindesk.vpic.faults import VpicMisconfigured
from vindesk.vpic.source import Answer, Failure


class Unaskable:
    """Asks nobody: no VIN goes to another address, or past a proxy, that was not chosen; a ``Web``.

    ``why`` is what is wrong. Who would wait for vPIC without end is told by an error instead.
    """

    def __init__(self, why: UserError, batch_patience_s: float = 0.0) -> None:
        self._why = why
        self._batch_patience_s = batch_patience_s

    @property
    def good_answers(self) -> int:
        return 0

    def on_pause(self, listener: Callable[[VpicError], object]) -> None:
        """Nobody ever asks to wait."""

    def with_patience(self, patience_s: float, batch_patience_s: float) -> "Unaskable":
        """As that of ``VpicWeb``."""
        del patience_s
        return Unaskable(self._why, batch_patience_s)

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        del question, monitor
        raise self._fault()

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        del monitor
        if math.isinf(self._batch_patience_s):
            raise self._fault()
        return [Failure(question, self._fault()) for question in questions]

    def close(self) -> None:
        """Nothing is open."""

    def _fault(self) -> VpicMisconfigured:
        return VpicMisconfigured(self._why.detail, advice=self._why.advice)

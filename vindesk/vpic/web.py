"""vPIC over the web: one VIN, or batches of at most 50, with ``requests``."""

import math
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from vindesk.domain.errors import VpicError
from vindesk.domain.local_days import utc_now
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Question, SourceName
from vindesk.vpic.asking import Asker, Effort
from vindesk.vpic.batches import BatchRun
from vindesk.vpic.options import WebOptions
from vindesk.vpic.reply import row_for, vehicle_from_row
from vindesk.vpic.request import single_request
from vindesk.vpic.source import Answer, Failure
from vindesk.vpic.throttle import Throttle
from vindesk.vpic.wire import Wire


class VpicWeb:
    """The source that asks NHTSA; a ``Web``.

    ``patience_s`` is how long ``decode`` tries, and ``batch_patience_s`` how long one call
    of ``decode_many`` does, waiting included. All that ask vPIC share one ``throttle``.

    Raises:
        UserError: the base URL is none, or would send VINs unprotected.

    """

    def __init__(  # noqa: PLR0913 - options, and what tests replace
        self,
        options: WebOptions,
        throttle: Throttle,
        *,
        patience_s: float = 30.0,
        batch_patience_s: float = math.inf,
        utc_now: Callable[[], datetime] = utc_now,
        rng: random.Random | None = None,
        wire: Wire | None = None,
    ) -> None:
        self._options = options
        self.throttle = throttle
        self._patience_s = patience_s
        self._batch_patience_s = batch_patience_s
        self._utc_now = utc_now
        self._rng = rng or random.Random()  # noqa: S311 - jitter is no secret
        self._wire = wire or Wire(options)
        self._asker = Asker(self._wire, throttle, utc_now, self._rng)

    @property
    def good_answers(self) -> int:
        return self.throttle.good_answers

    def on_pause(self, listener: Callable[[VpicError], object]) -> None:
        self._asker.on_pause(listener)

    def with_patience(self, patience_s: float, batch_patience_s: float) -> "VpicWeb":
        """The same source, session and throttle, for somebody who waits for another time."""
        return VpicWeb(
            self._options,
            self.throttle,
            patience_s=patience_s,
            batch_patience_s=batch_patience_s,
            utc_now=self._utc_now,
            rng=self._rng,
            wire=self._wire,
        )

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        effort = Effort(
            urgent=True,
            attempts=self._options.attempts,
            until=self.throttle.clock.now() + self._patience_s,
            timeout_s=self._options.single_timeout_s,
        )
        request = single_request(question, self._utc_now())
        row = self._asker.ask(request, partial(row_for, question), effort, monitor)
        return Answer(vehicle_from_row(row, question, SourceName.WEB, self._utc_now()))

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        """Ask for many vehicles, batch after batch.

        Once it is plain that vPIC itself is the trouble, the rest fails without being
        asked for.
        """
        effort = Effort(
            urgent=False,
            attempts=self._options.attempts,
            until=self.throttle.clock.now() + self._batch_patience_s,
            timeout_s=self._options.batch_timeout_s,
        )
        run = BatchRun(self._asker, self._utc_now, effort, self._options.single_timeout_s, monitor)
        return run.run(questions)

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._wire.close()

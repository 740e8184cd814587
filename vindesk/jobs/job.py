"""One piece of work off the GUI thread, told in signals."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Generic, Self, TypeVar

from msgspec import Struct
from PySide6.QtCore import QMetaMethod, QObject, Signal, Slot

from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Cancellation, Cancelled, Monitor, Progress

log = logging.getLogger(__name__)

T = TypeVar("T")


class _Value(Struct, frozen=True):
    value: object


class WorkBroken(Exception):
    """Work raised what ends a thread or a process: ``SystemExit``, a panic of native code."""


class Job(QObject, Generic[T]):
    """Runs ``work`` elsewhere and tells the story in signals.

    Public signals are emitted on the thread that created the job (the GUI thread), so a
    slot may touch widgets without asking where it runs. The order is always:
    ``progressed`` and ``news`` any number of times; then exactly one of ``succeeded``,
    ``failed`` and ``cancelled``; then ``finished``.

    Cancelling detaches: ``cancelled`` and ``finished`` come at once, whatever the worker
    is doing, and what it brings later is dropped.

    The job is the ``Monitor`` that its work receives.
    """

    progressed = Signal(Progress)
    news = Signal(object)
    """What the work tells before its end; what that is, is between the work and who asked."""

    succeeded = Signal(object)  # T
    failed = Signal(Exception)
    cancelled = Signal()
    finished = Signal()

    _reported = Signal(Progress)
    _told = Signal(object)
    _ended = Signal(object)  # _Value | Exception | Cancelled

    def __init__(self, name: str, work: Callable[[Monitor], T]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._work = work
        self._cancellation = Cancellation()
        self._announced = False
        self._reported.connect(self._relay_progress)
        self._told.connect(self._relay_news)
        self._ended.connect(self._announce)

    def on_success(self, slot: Callable[[T], object]) -> Self:
        """Connect ``succeeded`` with the payload's type checked."""
        self.succeeded.connect(slot)
        return self

    def on_failure(self, slot: Callable[[Exception], object]) -> Self:
        self.failed.connect(slot)
        return self

    def on_progress(self, slot: Callable[[Progress], object]) -> Self:
        self.progressed.connect(slot)
        return self

    # -- creating thread -------------------------------------------------

    def cancel(self) -> None:
        """Free the asker now; the work ends as soon as it can."""
        self.stop()
        self._announce(Cancelled())

    def stop(self) -> None:
        """Ask the work to end, without telling anybody."""
        self._cancellation.cancel()

    def leave(self) -> None:
        """Tell nobody anything any more; for the runner, before it deletes the job."""
        self._announced = True

    @Slot(Progress)
    def _relay_progress(self, progress: Progress) -> None:
        if not self._announced:
            self.progressed.emit(progress)

    @Slot(object)
    def _relay_news(self, news: object) -> None:
        if not self._announced:
            self.news.emit(news)

    @Slot(object)
    def _announce(self, outcome: object) -> None:
        if self._announced:
            return
        self._announced = True
        if isinstance(outcome, _Value):
            self.succeeded.emit(outcome.value)
        elif isinstance(outcome, Exception):
            self._log_unheard(outcome)
            self.failed.emit(outcome)
        else:
            self.cancelled.emit()
        self.finished.emit()

    def _log_unheard(self, error: Exception) -> None:
        """What failed and nobody waited for is no secret."""
        if self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            return
        if isinstance(error, UserError):
            log.info("%s: %s", self.objectName(), error.sentence)
        else:
            log.error("%s failed", self.objectName(), exc_info=error)

    # -- worker thread ---------------------------------------------------

    def run(self) -> None:
        """Do the work; called by the runner, on a lane."""
        try:
            self.raise_if_cancelled()
            outcome: object = _Value(self._work(self))
        except Cancelled as stop:
            outcome = stop
        except Exception as error:  # noqa: BLE001 - the one place that must catch all
            outcome = error
        except BaseException as error:
            log.critical(
                "%s was ended by what work must not raise", self.objectName(), exc_info=error
            )
            outcome = _as_failure(error)
        self._ended.emit(outcome)

    def report(self, progress: Progress) -> None:
        self._reported.emit(progress)

    def tell(self, news: object) -> None:
        """Let who asked know what is known already."""
        self._told.emit(news)

    def raise_if_cancelled(self) -> None:
        self._cancellation.raise_if_cancelled()

    def stopping_with(self, stop: Callable[[], object]) -> AbstractContextManager[None]:
        return self._cancellation.stopping_with(stop)


def _as_failure(error: BaseException) -> WorkBroken:
    """With the traceback of ``error``, so that a report of it says where."""
    failure = WorkBroken(f"{type(error).__name__}: {error}").with_traceback(error.__traceback__)
    failure.__cause__ = error
    return failure

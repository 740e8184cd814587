"""Undo and redo of changes that are made on another thread."""

from collections import deque
from collections.abc import Callable, MutableSequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane

MOST_KEPT: Final = 100
"""Changes that can be taken back; one may hold all the vehicles that it replaced."""


class Change(Struct, frozen=True):
    """Something a person did that can be taken back.

    ``apply`` and ``revert`` run on the STORE lane; ``told`` and ``taken_back`` hear, on
    the GUI thread, how many vehicles it was.
    """

    text: str
    apply: Callable[[], int]
    revert: Callable[[], int]
    told: Callable[[int], object]
    taken_back: Callable[[int], object]


class UndoHistory(QObject):
    """The changes that were made, and those that were taken back.

    A change is on the stack when it is committed, not before; while one runs, undo and
    redo wait. What fails leaves the stack as it is, to be tried again, and ``failed`` says why.
    """

    changed = Signal()
    begun = Signal(str)
    """Says what is being taken back, or done again: it may take a while."""

    failed = Signal(Exception)

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._done = deque[Change](maxlen=MOST_KEPT)
        self._undone: list[Change] = []
        self._running = 0
        self._generation = 0
        """How many times the vehicles have become others."""

    @property
    def undo_text(self) -> str | None:
        """What undo would take back; None if there is nothing, or a change is running."""
        return self._done[-1].text if self._done and not self._running else None

    @property
    def redo_text(self) -> str | None:
        return self._undone[-1].text if self._undone and not self._running else None

    def do(self, change: Change) -> None:
        """Make a change; what had been undone can no longer be redone.

        One that found nothing to change cannot be undone either.
        """

        def keep(count: int) -> None:
            if count:
                self._undone.clear()
                self._done.append(change)

        self._run(change.text, change.apply, keep, change.told)

    def made(self, change: Change) -> None:
        """Take up a change that has been made already; nothing is run, nobody is told."""
        self._undone.clear()
        self._done.append(change)
        self.changed.emit()

    def clear(self) -> None:
        """The vehicles are others: nothing that was done to the earlier ones can be undone.

        Nor what is being done to them at the moment.
        """
        self._generation += 1
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    def undo(self) -> None:
        if self.undo_text is None:
            return
        change = self._done[-1]

        def keep(_count: int) -> None:
            _take_off(change, self._done)
            self._undone.append(change)

        self.begun.emit(say("Undoing: {text}…", text=change.text))
        self._run(f"undo {change.text}", change.revert, keep, change.taken_back)

    def redo(self) -> None:
        if self.redo_text is None:
            return
        change = self._undone[-1]

        def keep(_count: int) -> None:
            _take_off(change, self._undone)
            self._done.append(change)

        self.begun.emit(say("Redoing: {text}…", text=change.text))
        self._run(f"redo {change.text}", change.apply, keep, change.told)

    def _run(
        self,
        name: str,
        step: Callable[[], int],
        keep: Callable[[int], None],
        told: Callable[[int], object],
    ) -> None:
        generation = self._generation

        def work(_monitor: Monitor) -> int:
            return step()

        def committed(count: int) -> None:
            if generation == self._generation:
                keep(count)
            told(count)

        self._running += 1
        self.changed.emit()
        job = Job(name, work).on_success(committed).on_failure(self.failed.emit)
        job.finished.connect(self._ended)
        self._runner.start(job, Lane.STORE)

    def _ended(self) -> None:
        self._running -= 1
        self.changed.emit()


def _take_off(change: Change, stack: MutableSequence[Change]) -> None:
    """Unless it is not kept any more, for something else was done meanwhile."""
    if change in stack:
        stack.remove(change)

"""The lanes on which the window's jobs run."""

import os
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from vindesk.jobs.job import Job

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future


class Lane(Enum):
    """Where a job runs; within a lane of one thread, in the order it was asked for."""

    LOOKUP = "lookup"
    """One thread. Cache reads for what a person just asked, behind nothing."""

    OWN = "own"
    """One thread. The user's own columns beside a vehicle, a scan of all lists: it comes when an
    answer is painted, nobody waits for it, and no answer, count or file waits behind it."""

    STORE = "store"
    """One thread. Short writes that a person commands, in order, finished on closing."""

    PAGES = "pages"
    """One thread. Pages of the table on screen."""

    ORDER = "order"
    """One thread. Puts the table in order; the newest wish replaces the one that runs."""

    COUNTS = "counts"
    """One thread. Counts and statistics, which may take longer than a page."""

    FILE_PAGES = "file_pages"
    """One thread. Pages of the Parquet files on screen; the table of vehicles never waits for
    them."""

    FILES = "files"
    """A few threads. Opening, sorting, searching Parquet files, where each window cancels its own;
    looking whether a file is there."""

    NETWORK = "network"
    """More threads than VINs that a person types while vPIC hangs; nearly all of them only wait.

    Exports and copies are made here too: on ``BULK`` an export would stand behind an import, which
    may take hours, on ``COUNTS`` a copy behind a file that takes long to open.
    """

    BULK = "bulk"
    """One thread. Imports: cancelled on closing."""

    CARE = "care"
    """One thread. Backups, restoring, cleaning, beside imports: cancelled on closing."""

    BESIDE = "beside"
    """More threads than an import needs beside its own: it decodes ahead, or has several
    batches under way at vPIC. No jobs run here."""


def threaded_lanes() -> "Mapping[Lane, Executor]":
    """Threads of their own for each lane, once it has something to do."""
    return _ThreadedLanes()


_SIZES = {Lane.NETWORK: 16, Lane.BESIDE: 16, Lane.FILES: 3}

_PATIENT = frozenset({Lane.BULK, Lane.BESIDE, Lane.CARE})
"""Lanes for whose work nobody sits and waits."""

_PROMPT = frozenset({Lane.LOOKUP, Lane.PAGES, Lane.FILE_PAGES})
"""Lanes on which, as a rule, a person waits for an answer."""

_STILL_THERE_S: Final = 1.0
"""So long after somebody asked for something more is to be expected."""

_NICENESS: Final = 5
"""With more, and where others are nice too, work starves while other programs are busy: pages
came nine times as seldom to who scrolled when their lane was nicer by 3 than the window."""


class _ThreadedLanes(dict[Lane, "Executor"]):
    """May be asked on any thread: that of the services asks for one too."""

    def __init__(self) -> None:
        super().__init__()
        self._making = threading.Lock()

    def __missing__(self, lane: Lane) -> "Executor":
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - not before the paint

        with self._making:
            if lane not in self:
                beginning = _step_back if lane in _PATIENT else None
                self[lane] = ThreadPoolExecutor(_SIZES.get(lane, 1), lane.value, beginning)
            return self[lane]


def _step_back() -> None:
    """Let the window's threads go first where cores are few; Linux counts it by thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


class JobRunner(QObject):
    """Starts jobs on lanes and ends them in order."""

    idle = Signal()
    """The last job has left."""

    _left = Signal(object)  # Job, sent after the job's own last signal

    def __init__(self, lanes: "Mapping[Lane, Executor]") -> None:
        super().__init__()
        self._lanes = lanes
        self._running: dict[Job[Any], Lane] = {}
        self._stoppable: set[Future[None]] = set()
        self._closing = False
        self._asked_at: float | None = None
        self._left.connect(self._forget)

    def start(self, job: Job[Any], lane: Lane, *, unasked: bool = False) -> None:
        """Run ``job``. Connect its signals first: an inline lane is done before this returns.

        ``unasked``: nobody waits for it, though its lane is one of those for people.
        While the program closes nothing new is begun: the job is cancelled.
        """
        if self._closing:
            job.cancel()
            return
        if lane in _PROMPT and not unasked:
            self._asked_at = time.monotonic()
        self.start_last(job, lane)

    def start_last(self, job: Job[Any], lane: Lane) -> None:
        """Run ``job`` although the program closes: it is what closes it."""
        self._running[job] = lane
        try:
            future = self._lanes[lane].submit(self._run, job)
        except RuntimeError:  # SystemExit in a slot: the interpreter ends, and no thread begins
            self._run(job)
            return
        if lane is not Lane.STORE:
            self._stoppable.add(future)
            future.add_done_callback(self._stoppable.discard)

    def executor(self, lane: Lane) -> "Executor":
        """The threads of a lane, for a job on another that needs several at once."""
        return self._lanes[lane]

    def was_just_asked(self) -> bool:
        """Whether a person is at work, and waits for answers; may be asked on any thread."""
        asked_at = self._asked_at
        return asked_at is not None and time.monotonic() - asked_at < _STILL_THERE_S

    @property
    def busy(self) -> bool:
        return bool(self._running)

    @property
    def under_way(self) -> list[str]:
        """The names of the jobs that have not left yet."""
        return [job.objectName() for job in self._running]

    def begin_closing(self) -> None:
        """Let what the user commanded end, stop everything else; then ``idle`` comes.

        Work on the STORE lane is finished, not cancelled: the user has already seen it
        happen. No job delivers anything any more.
        """
        self._closing = True
        for job, lane in tuple(self._running.items()):
            job.blockSignals(True)
            if lane is not Lane.STORE:
                job.stop()
        if not self._running:
            self.idle.emit()

    def shut_down(self, patience_s: float | None = None) -> bool:
        """Stop, and wait until none of our threads is left; whether that is so.

        What the user commanded is waited for in any case, work that was told to stop for
        ``patience_s`` at most.

        What the jobs have posted is delivered, to nobody: at the end of the process it
        would keep alive whatever it holds, a file's engine for example.
        """
        from concurrent.futures import wait  # noqa: PLC0415 - not before the first paint

        self.begin_closing()
        self._lanes[Lane.STORE].shutdown(wait=True)
        left = wait(tuple(self._stoppable), patience_s).not_done
        for lane in Lane:  # those that nothing ran on too: they take nothing any more
            self._lanes[lane].shutdown(wait=not left)
        for receiver in (*self._running, self):
            QCoreApplication.sendPostedEvents(receiver)
        return not left

    def _run(self, job: Job[Any]) -> None:
        try:
            job.run()
        finally:
            self._left.emit(job)

    @Slot(object)
    def _forget(self, job: Job[Any]) -> None:
        del self._running[job]
        job.leave()
        job.deleteLater()
        if not self._running:
            self.idle.emit()

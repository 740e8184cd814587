"""Makes what nobody has asked for yet, once the first rows are there."""

import importlib
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from vindesk.app.desk import OPENED, Desk
from vindesk.app.lean_qt import load_the_rest
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane

_FOR_BUGS: Final = "vindesk.ui.crash_box"
"""Nobody asks for it before there is a bug, which may keep modules from being read."""


class Rest(QObject):
    """Its modules are imported on a lane, its parts made one by one while the window is idle.

    It waits for the first rows, which need the same processor, or for the word that there are
    none. What is wanted sooner is made at once, by whoever asks ``Desk`` for it.
    """

    made = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._begun = False
        self._steps = self._each()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take_step)

    def begin(self) -> None:
        self._desk.table.counted.connect(self._import)
        self._desk.table.failed.connect(self._import)

    def stop(self) -> None:
        """Make no more; may be called more than once."""
        self._begun = True
        self._timer.stop()

    def _import(self) -> None:
        if self._begun:
            return
        self._begun = True

        def work(monitor: Monitor) -> None:
            for module in (*OPENED.values(), _FOR_BUGS):
                monitor.raise_if_cancelled()
                importlib.import_module(module)
            load_the_rest()

        job = Job("import what is opened", work).on_failure(self._desk.failures.show)
        job.finished.connect(self._timer.start)
        self._desk.runner.start(job, Lane.FILES)

    def _take_step(self) -> None:
        """One that fails is told of like any other failure, and is the last."""
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self.made.emit()

    def _each(self) -> Iterator[object]:
        desk = self._desk
        yield from desk.actions.draw_icons(desk.window.palette())
        for part in OPENED:
            yield desk.make(part)
        yield desk.jobs.load()
        yield desk.care.begin()

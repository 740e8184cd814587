"""A busy minute at the window while an import writes, and how late the GUI thread is in it.

``python -m tests.benchmarks.minute HOME SECONDS``
"""

import sys
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from tests.benchmarks.child import answer
from tests.benchmarks.importing import Import
from tests.benchmarks.program import Program
from tests.benchmarks.stalls import Stalls
from vindesk.domain.filter import EVERYTHING, Condition, Filter, Is

_FRAME_MS: Final = 16
_LEAST_TICKS: Final = 10_000
_KENWORTH: Final = Filter((Condition("make", (Is("KENWORTH"),)),))
_TRUCKS: Final = Filter((Condition("vehicle_type", (Is("TRUCK"),)),))

Doing = Generator[Callable[[], bool] | None, None, None]
"""Yields once a frame, or what must have come true before it goes on."""


class Hands(QObject):
    """Does something in every frame, and waits as a person does: by looking.

    They give up when ``writing`` has failed, and when a box says that something else has.
    """

    finished = Signal()

    def __init__(self, program: Program, writing: Import, stalls: Stalls, seconds: float) -> None:
        super().__init__()
        self._writing = writing
        self._program = program
        self._stalls = stalls
        self._seconds = seconds
        self._until: Callable[[], bool] | None = None
        self._doing = self._do()
        self.rounds = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)

    def start(self) -> None:
        self._timer.start(_FRAME_MS)

    @Slot()
    def _go_on(self) -> None:
        if self._writing.has_failed or QApplication.activeModalWidget() is not None:
            self._end()
        elif self._until is None or self._until():
            try:
                self._until = next(self._doing)
            except StopIteration:
                self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.finished.emit()

    @property
    def _is_over(self) -> bool:
        enough = self._stalls.ticks >= _LEAST_TICKS and self._stalls.seconds >= self._seconds
        return self.rounds > 0 and enough

    def _do(self) -> Doing:
        while True:
            for doing in (
                self._scroll,
                self._drag,
                self._turn_pages,
                partial(self._sort, "make"),
                partial(self._sort, "model_year"),
                partial(self._filter, _KENWORTH),
                partial(self._filter, _TRUCKS),
                self._remove_all_shown,
                partial(self._filter, EVERYTHING),
                self._sort_back,
                self._remove_all_shown,
            ):
                yield from doing()
                if self._is_over:
                    return
            self.rounds += 1

    def _scroll(self, step: str = "scrolling", frames: int = 120) -> Doing:
        self._stalls.step = step
        bar = self._program.table.view.verticalScrollBar()
        for _ in range(frames):
            bar.setValue(bar.value() + 3)
            yield None

    def _drag(self) -> Doing:
        self._stalls.step = "dragging"
        for _ in range(60):
            self._program.jump(self._program.some_row())
            yield None

    def _turn_pages(self) -> Doing:
        self._stalls.step = "turning pages"
        for _ in range(60):
            self._program.page_down()
            yield None

    def _sort(self, column: str) -> Doing:
        for _ in range(2):
            self._stalls.step = f"sorting by {column}"
            self._program.click_head(column)
            yield self._sees_it
            yield from self._scroll("scrolling, sorted", 40)

    def _sort_back(self) -> Doing:
        self._stalls.step = "sorting no more"
        self._program.click_head("model_year")
        yield self._sees_it

    def _filter(self, wanted: Filter) -> Doing:
        self._stalls.step = "filtering"
        self._program.filter_by(wanted)
        yield self._sees_it
        yield from self._scroll("scrolling, filtered", 40)

    def _remove_all_shown(self) -> Doing:
        program, stalls = self._program, self._stalls
        stalls.step = "selecting all"
        program.select_all()
        yield lambda: program.table.selected_count() > 0
        yield from self._scroll("scrolling, all selected", 40)
        stalls.step = "removing all"
        program.remove()
        yield lambda: program.is_removed and program.has_caught_up
        stalls.step = "undoing the removal"
        program.undo()
        yield lambda: program.is_undone and program.has_caught_up
        program.click_row(0)
        yield None

    def _sees_it(self) -> bool:
        return self._program.screen.is_complete


def main(home: Path, seconds: float) -> None:
    program = Program(home)
    program.until_begun()
    stalls = Stalls(program.session)
    writing = Import(program)
    hands = Hands(program, writing, stalls, seconds)
    hands.finished.connect(stalls.stop)
    hands.finished.connect(partial(QApplication.exit, 0))  # to quit would close the window
    writing.start()
    stalls.start()
    hands.start()
    QApplication.exec()
    done = {"rounds": hands.rounds, "paints": program.screen.paints, "saved": writing.saved}
    try:
        writing.stop()
    finally:
        program.close()
    answer({**stalls.found(), **done})


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))

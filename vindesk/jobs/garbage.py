"""Python's garbage collection, kept on the GUI thread."""

import gc
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_PAUSE_MS: Final = 1_000
_QUIET_S: Final = 0.005
_PATIENCE_TURNS: Final = 50
_ALL: Final = 2
"""The oldest generation, and with it the others."""


class Garbage(QObject):
    """Collects what Python would collect on whatever thread happens to allocate.

    A window that was closed may be held by nothing but a cycle of references. A worker that
    collects it destroys its C++ half, off the GUI thread, and the process dies.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._has_spared = False
        self._windows_changed = False
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._look)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._collect_in_a_quiet_turn)
        self._turns = 0
        self._turned_at = 0.0

    def start(self) -> None:
        """Take over, before any worker runs; called on the GUI thread."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer.start()

    def spare_what_is_here(self) -> None:
        """Look no more at what was made so far: modules, classes and windows stay until the end.

        Looking through them each time takes longer than a frame.
        """
        if self._timer.isActive():
            gc.freeze()
            self._has_spared = True

    def stop(self) -> None:
        """Give back, when no worker runs any more; may be called more than once.

        What was spared is looked at last from now on, so that the newest Python knows of a
        window would be taken before the window: windows must not be left to it.
        """
        if self._timer.isActive():
            self._timer.stop()
            self._turn.stop()
            if self._has_spared:
                gc.unfreeze()
            if self._was_enabled:
                gc.enable()

    @Slot()
    def take_a_window(self) -> None:
        """One came, or went: what went has grown old, and is heavy."""
        self._windows_changed = True

    @Slot()
    def _look(self) -> None:
        if self._due() is not None and not self._turn.isActive():
            self._turns, self._turned_at = 0, perf_counter()
            self._turn.start()

    @Slot()
    def _collect_in_a_quiet_turn(self) -> None:
        """What else is done in this turn, painting for instance, has been done by now.

        A long turn is not made longer; where every turn is long, one of them has to be.
        """
        now = perf_counter()
        self._turns += 1
        if now - self._turned_at < _QUIET_S or self._turns >= _PATIENCE_TURNS:
            self._turn.stop()
            self.collect_what_is_due()
        self._turned_at = now

    def collect_what_is_due(self) -> None:
        """By Python's own counts, but all of it where Python would look at the middle-aged only.

        To look through everything takes a few milliseconds, since what was here at the start is
        spared. Each window that somebody closed takes two more to let go of: it is done within
        a second, for all that were closed in a minute take longer than anybody may notice.
        """
        generation = self._due()
        if generation is not None:
            gc.collect(generation)
            self._windows_changed = False

    def _due(self) -> int | None:
        """The oldest generation that has to be looked through; None: there is no need."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        late = [count > limit > 0 for count, limit in due]
        if self._windows_changed or any(late[1:]):
            return _ALL
        return 0 if any(late) else None

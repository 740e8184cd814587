"""Python's garbage collection, kept on the GUI thread."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_PAUSE_MS: Final = 1_000
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
        self._windows_changed = False
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.collect_what_is_due)

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

    def stop(self) -> None:
        """Give back, when no worker runs any more; may be called more than once.

        What was spared is looked at last from now on, so that the newest Python knows of a
        window would be taken before the window: windows must not be left to it.
        """
        if self._timer.isActive():
            self._timer.stop()
            gc.unfreeze()
            if self._was_enabled:
                gc.enable()

    @Slot()
    def take_a_window(self) -> None:
        """One came, or went: what went has grown old, and is heavy."""
        self._windows_changed = True

    @Slot()
    def collect_what_is_due(self) -> None:
        """By Python's own counts, but all of it where Python would look at the middle-aged only.

        To look through everything takes a few milliseconds, since what was here at the start is
        spared. Each window that somebody closed takes two more to let go of: it is done within
        a second, for all that were closed in a minute take longer than anybody may notice.
        """
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        late = [count > limit > 0 for count, limit in due]
        if self._windows_changed or any(late):
            gc.collect(_ALL if self._windows_changed or any(late[1:]) else 0)
            self._windows_changed = False

"""The picture of the window that ``--screenshot`` asks for."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from vindesk.app.desk import Desk
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say

_COULD_NOT = 3


class Picture(QObject):
    """Taken once nothing is left to do; then the program ends, with 3 if it cannot be written."""

    def __init__(self, desk: Desk, target: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._target = target
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._take)
        desk.runner.idle.connect(self.take_when_done)

    def take_when_done(self) -> None:
        self._soon.start()

    def _take(self) -> None:
        if self._desk.runner.busy:
            return
        if self._desk.after_paint.busy:
            self._soon.start()
            return
        self._desk.runner.idle.disconnect(self.take_when_done)
        window = self._desk.window
        window.repaint()
        if window.grab().save(str(self._target), "PNG"):
            window.close()
            return
        problem = say("The picture could not be written to {target}.", target=self._target)
        sys.stderr.write(f"{shown_line(problem)}\n")
        QApplication.exit(_COULD_NOT)

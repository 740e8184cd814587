"""Tells a screen reader how an import goes, at a pace that can be borne for hours."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QWidget

from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.job_telling import Phase
from vindesk.ui.jobs_panel.turns import Clock
from vindesk.ui.speaking import announce, is_heard

_UNDER_WAY: Final = frozenset({Phase.READING, Phase.RUNNING, Phase.RETRYING})
_PARTS: Final = 4
_PAUSE_S: Final = 10.0


class ImportSpeech(QObject):
    """Says that it begins, and each quarter that is done, with a pause between them.

    How it ends is told like everything else that happens.
    """

    def __init__(self, model: JobModel, place: QWidget, clock: Clock) -> None:
        super().__init__(place)
        self._model = model
        self._place = place
        self._clock = clock
        self._number: int | None = None
        self._parts = 0
        self._said_at = 0.0
        model.dataChanged.connect(self._look)

    def _look(self, first: QModelIndex) -> None:
        if not is_heard():
            return
        number = self._model.record_at(first.row()).id
        if self._model.activity(number).phase in _UNDER_WAY:
            self._follow(number, first.row())
        elif number == self._number:
            self._number = None

    def _follow(self, number: int, row: int) -> None:
        share = self._model.job_row(row).share or 0.0
        parts, begins = int(share * _PARTS), number != self._number
        late = self._clock() - self._said_at >= _PAUSE_S
        if begins or (parts > self._parts and late):
            self._number, self._parts, self._said_at = number, parts, self._clock()
            announce(self._place.window(), self._model.job_row(row).spoken)

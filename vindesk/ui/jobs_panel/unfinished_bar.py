"""A quiet line: what was not finished when the program ended, and whether to go on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vindesk.domain.import_job import ImportRecord
from vindesk.domain.words import say, say_many
from vindesk.ui.jobs_panel.job_telling import name_of, of_all
from vindesk.ui.labels import plain_label
from vindesk.ui.plain_text import sentence


class UnfinishedBar(QWidget):
    """Hidden while there is nothing to offer."""

    go_on_requested = Signal()
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unfinished_imports")
        self._words = plain_label(wrap=True)
        self._words.setObjectName("unfinished_words")
        self._go_on = QPushButton(say("Go On"))
        self._go_on.setObjectName("go_on")
        self._go_on.clicked.connect(self.go_on_requested)
        self._leave = QPushButton()
        self._leave.setObjectName("leave_unfinished")
        self._leave.clicked.connect(self.leave_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._go_on)
        layout.addWidget(self._leave)
        self.hide()

    def offer(self, records: Sequence[ImportRecord]) -> None:
        """Offer to go on with ``records``; none: nothing is offered any more."""
        if records:
            text = _one(records[0]) if len(records) == 1 else _many(records)
            self._words.setText(sentence(text))
            self._leave.setText(say("Leave It") if len(records) == 1 else say("Leave Them"))
            self._go_on.setAccessibleDescription(text)
            self._leave.setAccessibleDescription(text)
        self.setVisible(bool(records))


def _one(record: ImportRecord) -> str:
    name = name_of(record)
    if not record.reached:
        return say("The import “{name}” was not finished.", name=name)
    return say(
        "The import “{name}” was not finished: at least {done}.", name=name, done=of_all(record)
    )


def _many(records: Sequence[ImportRecord]) -> str:
    return say_many("{n} import was not finished.", "{n} imports were not finished.", len(records))

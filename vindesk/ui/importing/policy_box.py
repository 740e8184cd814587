"""Who answers, and what becomes of vehicles that are in the cache: two choices in a row."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QWidget

from vindesk.domain.import_job import Cached
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.words import phrase, say, say_many
from vindesk.ui.importing.planning import Policy
from vindesk.ui.labels import plain_label
from vindesk.ui.quiet_wheel import quiet_wheel
from vindesk.ui.wording import CHOICES, embedded_of

_CACHED: Final = {
    Cached.KEEP: phrase("Keep them"),
    Cached.REFRESH_OLDER: phrase("Refresh those older than"),
    Cached.REFRESH_ALL: phrase("Refresh all"),
}
_MOST_DAYS: Final = 9_999
_GAP: Final = 8


class PolicyBox(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = QComboBox()
        self.source.setObjectName("import_source")
        self.source.setAccessibleName(say("Where answers come from"))
        for choice, text in CHOICES.items():
            self.source.addItem(say(text), choice.value)
        self.cached = QComboBox()
        self.cached.setObjectName("import_cached")
        self.cached.setAccessibleName(say("Vehicles that are in the cache already"))
        for cached, text in _CACHED.items():
            self.cached.addItem(say(text), cached.value)
        self.days = QSpinBox()
        self.days.setObjectName("import_days")
        self.days.setAccessibleName(say("Older than so many days"))
        self.days.setRange(1, _MOST_DAYS)
        self.days.valueChanged.connect(self._name_days)
        self._name_days()
        quiet_wheel(self.source, self.cached, self.days)
        self._lay_out()
        self.show_policy(Policy())
        self.source.currentIndexChanged.connect(self._tell)
        self.cached.currentIndexChanged.connect(self._tell)
        self.days.valueChanged.connect(self._tell)

    @property
    def policy(self) -> Policy:
        source = SourceChoice(self.source.currentData())
        return Policy(source, Cached(self.cached.currentData()), self.days.value())

    def show_policy(self, policy: Policy) -> None:
        self.source.setCurrentIndex(self.source.findData(policy.source.value))
        self.cached.setCurrentIndex(self.cached.findData(policy.cached.value))
        self.days.setValue(policy.days)
        self._enable()

    def name_embedded_month(self, month: str) -> None:
        """Say of which month the embedded data is."""
        number = self.source.findData(SourceChoice.EMBEDDED.value)
        self.source.setItemText(number, embedded_of(month))

    def _lay_out(self) -> None:
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setHorizontalSpacing(_GAP)
        cached = QHBoxLayout()
        cached.setSpacing(_GAP)
        cached.addWidget(self.cached)
        cached.addWidget(self.days)
        cached.addStretch(1)
        for row, (text, buddy) in enumerate(
            ((say("&Answers from"), self.source), (say("&Cached already"), self.cached))
        ):
            label = plain_label(text)
            label.setBuddy(buddy)
            whole.addWidget(label, 0, 2 * row)
        whole.addWidget(self.source, 0, 1)
        whole.addLayout(cached, 0, 3)
        whole.setColumnStretch(3, 1)

    def _tell(self) -> None:
        self._enable()
        self.changed.emit()

    def _name_days(self) -> None:
        self.days.setSuffix(say_many(" day", " days", self.days.value()))

    def _enable(self) -> None:
        self.days.setVisible(self.policy.cached is Cached.REFRESH_OLDER)

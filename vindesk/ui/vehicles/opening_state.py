"""What stands in place of the table while the cache takes long to open."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from vindesk.domain.words import say
from vindesk.ui.labels import headline, plain_label

_WIDTH: Final = 420
_BAR: Final = 6


class OpeningState(QWidget):
    """Says what lasts, and that nobody need wait for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("opening_state")
        told = plain_label(
            say(
                "This is taking longer than usual: the cache is large and was not closed "
                "properly, or its drive is slow. Parquet files can be opened meanwhile. You may "
                "quit at any time; nothing saved is lost."
            ),
            wrap=True,
        )
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedHeight(_BAR)
        bar.setAccessibleName(say("Opening the cache"))
        lines = QVBoxLayout()
        lines.setSpacing(16)
        lines.addStretch()
        for each in (headline(say("Opening the cache…")), bar, told):
            each.setMaximumWidth(_WIDTH)  # where there is less room, the window need not grow
            lines.addWidget(each)
        lines.addStretch()
        layout = QHBoxLayout(self)
        layout.addStretch()
        layout.addLayout(lines, 1)
        layout.addStretch()

"""What stands in place of the table while the cache takes long to open."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from vindesk.ui.labels import headline, plain_label

_WIDTH: Final = 420
_BAR: Final = 6


class OpeningState(QWidget):
    """Says what lasts, and that nobody need wait for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("opening_state")
        self._headline = headline("Opening the cache…")
        told = plain_label(
            "It takes longer than usual: the cache is large and was not closed in order, or its "
            "drive is slow. Parquet files can be opened meanwhile. You may quit at any time; "
            "nothing that was saved is lost.",
            wrap=True,
        )
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedHeight(_BAR)
        bar.setAccessibleName("Opening the cache")
        inside = QWidget()
        inside.setFixedWidth(_WIDTH)
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(16)
        for each in (self._headline, bar, told):
            lines.addWidget(each)
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(inside, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

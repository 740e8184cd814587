"""Says that a file is not the same any more, and offers to read it anew."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from vindesk.domain.words import say
from vindesk.ui.labels import plain_label
from vindesk.ui.speaking import announce


class ChangedBar(QFrame):
    """Hidden until there is something to say."""

    reload_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parquet_changed")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._label = plain_label("", wrap=True)
        self._label.setObjectName("parquet_changed_words")
        reload = QPushButton(say("&Reload"))
        reload.setObjectName("parquet_reload")
        reload.clicked.connect(self.reload_requested)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 4)
        line.addWidget(self._label, 1)
        line.addWidget(reload)
        self.hide()

    def tell(self, text: str) -> bool:
        """Say ``text``; whether it was not there to be read already."""
        if text == self._label.text() and not self.isHidden():
            return False
        self._label.setText(text)
        self.show()
        announce(self, text)
        return True

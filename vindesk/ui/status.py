"""The status bar: what just happened, how many rows, whether vPIC can be reached."""

from enum import Enum

from PySide6.QtCore import QEvent, QLocale, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget
from typing_extensions import override

from vindesk.ui.icons import picture
from vindesk.ui.theme import ink
from vindesk.ui.wording import vehicles

_ICON = QSize(16, 16)


class Line(Enum):
    """Whether vPIC can be reached, as far as is known."""

    UNKNOWN = "Not asked yet"
    UP = "vPIC answers"
    DOWN = "vPIC cannot be reached"
    OFF = "Offline by choice"


_ICONS = {Line.UNKNOWN: "waiting", Line.UP: "online", Line.DOWN: "offline", Line.OFF: "embedded"}


class StatusBar(QStatusBar):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = QLabel()
        self._message.setObjectName("status_message")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._selected = QLabel()
        self._rows = QLabel()
        self._rows.setObjectName("row_count")
        self._line = Line.UNKNOWN
        self._line_icon = QLabel()
        self._line_text = QLabel()
        self._line_text.setObjectName("connection_state")
        self.addWidget(self._message, 1)
        for part in (self._selected, self._rows, self._line_part()):
            self.addPermanentWidget(part)
        self.show_line(Line.UNKNOWN)

    def tell(self, message: str) -> None:
        """Say what just happened; it stays until something else does."""
        self._message.setText(" ".join(message.split()))
        self._message.setToolTip(message)

    def show_rows(self, count: int) -> None:
        self._rows.setText(vehicles(count))

    def show_selection(self, count: int) -> None:
        self._selected.setText(f"{QLocale().toString(count)} selected" if count else "")

    def show_line(self, line: Line) -> None:
        self._line = line
        self._line_text.setText(line.value)
        inks = ink(self.palette())
        colour = {Line.UP: inks.good, Line.DOWN: inks.warning}.get(line, inks.quiet)
        pixmap = picture(_ICONS[line], colour, _ICON, self.devicePixelRatioF())
        self._line_icon.setPixmap(pixmap)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_line(self._line)

    def _line_part(self) -> QWidget:
        part = QWidget()
        layout = QHBoxLayout(part)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self._line_icon)
        layout.addWidget(self._line_text)
        return part

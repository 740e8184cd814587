"""The status bar: what just happened, how many rows, whether vPIC can be reached."""

import math
import time
from enum import Enum

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget
from typing_extensions import override

from vindesk.domain.errors import VpicBusy, VpicError, VpicUnreachable
from vindesk.domain.shown_text import LONGEST, shown_line
from vindesk.domain.words import grouped, phrase, say
from vindesk.ui.icons import beside_text, picture
from vindesk.ui.labels import LineLabel, plain_label
from vindesk.ui.speaking import announce, explain
from vindesk.ui.theme import ink
from vindesk.ui.wording import vehicles

_COUNTDOWN_STEP_MS = 200
_GLANCE_MS = 150


class Line(Enum):
    """Whether vPIC answers, as far as is known."""

    UNKNOWN = phrase("Not asked yet")
    UP = phrase("vPIC answers")
    BUSY = phrase("vPIC asks to wait")
    FAULTY = phrase("No proper answer from vPIC")
    DOWN = phrase("vPIC cannot be reached")
    OFF = phrase("Offline by choice")


_ICONS = {
    Line.UNKNOWN: "waiting",
    Line.UP: "online",
    Line.BUSY: "waiting",
    Line.FAULTY: "warning",
    Line.DOWN: "offline",
    Line.OFF: "embedded",
}


def line_after(trouble: VpicError | None) -> Line:
    """What is known of vPIC after it failed with ``trouble``, or answered."""
    if trouble is None:
        return Line.UP
    if isinstance(trouble, VpicUnreachable):
        return Line.DOWN
    return Line.BUSY if isinstance(trouble, VpicBusy) else Line.FAULTY


class StatusBar(QStatusBar):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self._is_under_way = False
        self._message = LineLabel()
        self._message.setObjectName("status_message")
        self._selected = plain_label()
        self._rows = plain_label()
        self._rows.setObjectName("row_count")
        self._line = Line.UNKNOWN
        self._line_icon = QLabel()
        self._line_text = plain_label()
        self._line_text.setObjectName("connection_state")
        self._counting_text = plain_label()
        self._counting_text.setObjectName("counting")
        self._counting_text.setText(say("Counting…"))
        self._counting_text.hide()
        self._counting = QTimer(self, singleShot=True, interval=_GLANCE_MS)
        self._counting.timeout.connect(self._counting_text.show)
        self._wait_until = 0.0
        self._countdown = QTimer(self, interval=_COUNTDOWN_STEP_MS)
        self._countdown.timeout.connect(self._say_line)
        self.addWidget(self._message, 1)
        for part in (self._selected, self._counting_text, self._rows, self._line_part()):
            self.addPermanentWidget(part)
        self.show_line(Line.UNKNOWN)

    def tell(self, message: str, spoken: str = "", *, under_way: bool = False) -> None:
        """Say what just happened; it stays until something else does.

        ``spoken``: what a screen reader says of it, if that is something else; ``under_way``: it
        is work that has not ended.
        """
        self._said, self._is_under_way = message, under_way
        self._message.setText(shown_line(" ".join(message[:LONGEST].split())))
        explain(self._message, message)
        announce(self, spoken or message)

    @property
    def is_under_way(self) -> bool:
        """Whether what was said last is of work that has not ended."""
        return self._is_under_way

    def tell_under_way(self, message: str) -> None:
        """Say what is being done."""
        self.tell(message, under_way=True)

    def tell_after(self, before: str, message: str, *, under_way: bool = False) -> None:
        """Say ``message``, unless something else was said since ``before``."""
        if self._said == before:
            self.tell(message, under_way=under_way)

    def show_rows(self, shown: int, total: int) -> None:
        """How many vehicles are in the table, of how many."""
        if shown == total:
            self._rows.setText(vehicles(total))
        else:
            self._rows.setText(
                say("{shown} of {vehicles}", shown=grouped(shown), vehicles=vehicles(total))
            )

    def say_rows(self) -> str:
        """To a screen reader: what ``show_rows`` has shown, and is given back."""
        announce(self, self._rows.text())
        return self._rows.text()

    def show_counting(self, counting: bool) -> None:
        """The number is that of before; say so where it takes longer than a glance."""
        if counting:
            self._counting.start()
        else:
            self._counting.stop()
            self._counting_text.hide()

    def show_selection(self, count: int) -> None:
        self._selected.setText(say("{n} selected", n=grouped(count)) if count else "")

    def show_line(self, line: Line) -> None:
        self._line = line
        self._say_line()
        inks = ink(self.palette())
        quiet = dict.fromkeys((Line.UNKNOWN, Line.OFF), inks.quiet)
        colour = {Line.UP: inks.good, **quiet}.get(line, inks.warning)
        size = beside_text(self.fontMetrics())
        pixmap = picture(_ICONS[line], colour, size, self.devicePixelRatioF())
        self._line_icon.setPixmap(pixmap)

    def count_down(self, seconds: float) -> None:
        """Say with ``Line.BUSY`` how long vPIC is to be left alone from now on."""
        self._wait_until = time.monotonic() + seconds
        self._countdown.start()

    def _say_line(self) -> None:
        left_s = math.ceil(self._wait_until - time.monotonic())
        text = say(self._line.value)
        if self._line is Line.BUSY:
            text = f"{text}: {left_s} s" if left_s > 0 else say("vPIC asked to wait")
        if text != self._line_text.text():
            self._line_text.setText(text)
        if left_s <= 0:
            self._countdown.stop()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.show_line(self._line)

    def _line_part(self) -> QWidget:
        part = QWidget()
        layout = QHBoxLayout(part)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self._line_icon)
        layout.addWidget(self._line_text)
        return part

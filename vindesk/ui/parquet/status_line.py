"""The line at the bottom of a Parquet window: what is shown, and what happened last."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStatusBar

from vindesk.domain.shown_text import LONGEST, shown_line
from vindesk.domain.words import phrase, say
from vindesk.ui.labels import LineLabel, plain_label
from vindesk.ui.parquet.row_words import what_was_found
from vindesk.ui.speaking import announce, explain

_READING = phrase("Reading… Escape cancels.")


class StatusLine(QObject):
    """What is under way is told until it ends, unless something else was told meanwhile."""

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._said = ""
        self.rows = plain_label(say("Reading…"))
        self.rows.setObjectName("parquet_status")
        self._message = LineLabel()
        self._message.setObjectName("parquet_message")
        self._message.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar.addWidget(self.rows)
        bar.addWidget(self._message, 1)  # the tips of menus take the place of both

    def tell(self, text: str, *, aloud: bool = True) -> None:
        """``aloud``: to a screen reader as well."""
        self._said = text
        self._message.setText(shown_line(" ".join(text[:LONGEST].split())))
        explain(self._message, text)
        if aloud:
            announce(self._message, text)

    def tell_reason(self, text: str, *, aloud: bool) -> None:
        """Why something was not done; what stands there already is not said again."""
        if text != self._said:
            self.tell(text, aloud=aloud)

    def tell_rows(self, text: str) -> None:
        """How many rows are shown; a screen reader is told when they are others."""
        if text != self.rows.text():
            self.rows.setText(text)
            announce(self.rows, text)

    def tell_busy(self, busy: bool) -> None:
        if busy:
            self.tell(say(_READING))
        elif self._said == say(_READING):
            self.tell("")

    def tell_found(self, position: object, matches: int) -> None:
        """``position``: an int, or None."""
        self.tell(what_was_found(position if isinstance(position, int) else None, matches))

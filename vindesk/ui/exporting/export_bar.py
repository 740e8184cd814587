"""A quiet line: how far an export is, and what can be done with the file afterwards."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.monitor import Progress
from vindesk.domain.words import say
from vindesk.ui.icons import line_icon
from vindesk.ui.labels import LineLabel
from vindesk.ui.plain_text import sentence
from vindesk.ui.speaking import explain

_STEPS: Final = 1_000
_BAR_WIDTH: Final = 180
_ICON: Final = 16
_ENOUGH: Final = 50
"""Letters beside the buttons; with less room the words have a line of their own."""


class ExportBar(QWidget):
    """Hidden while there is nothing to say."""

    cancel_requested = Signal()
    open_requested = Signal(Path)
    """In the viewer."""

    folder_requested = Signal(Path)
    copy_requested = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_bar")
        self._path = Path()
        self._words = LineLabel()
        self._words.setObjectName("export_words")
        self._progress = QProgressBar()
        self._progress.setObjectName("export_progress")
        self._progress.setAccessibleName(say("How far the export is"))
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_BAR_WIDTH)
        self._progress.setMaximumHeight(8)
        self._cancel = _button("cancel_export", say("Cancel"))
        self._open = _button("open_export", say("Open in Viewer"))
        self._folder = _button("show_export", say("Show in Folder"))
        self._copy = _button("copy_export_path", say("Copy Path"))
        self._close = QToolButton()
        self._close.setObjectName("close_export_bar")
        self._close.setAccessibleName(say("Close this line"))
        self._close.setToolTip(say("Close this line"))
        self._close.setAutoRaise(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        for part in self._parts:
            self._buttons.addWidget(part)
        self._buttons.addStretch(1)
        # Of one height, whatever is shown: else the table would be drawn anew.
        self._buttons.addStrut(max(part.sizeHint().height() for part in self._parts))
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(12, 0, 12, 4)
        self._lines.setSpacing(8)
        self._lines.addWidget(self._words, 1)
        self._lines.addLayout(self._buttons)
        self._cancel.clicked.connect(self.cancel_requested)
        self._open.clicked.connect(lambda: self.open_requested.emit(self._path))
        self._folder.clicked.connect(lambda: self.folder_requested.emit(self._path))
        self._copy.clicked.connect(lambda: self.copy_requested.emit(self._path))
        self._close.clicked.connect(self.hide)
        self._dress()
        self.hide()

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        return self._progress, self._cancel, *self._afterwards

    @property
    def _afterwards(self) -> tuple[QWidget, ...]:
        return self._open, self._folder, self._copy, self._close

    def begin(self) -> None:
        """An export begins, which can be cancelled."""
        self._cancel.setEnabled(True)

    def show_progress(self, text: str, progress: Progress) -> None:
        """While it is not known how far it is, it only says that it goes on."""
        if not self._cancel.isEnabled():
            return
        busy = not progress.total or bool(progress.note)
        self._progress.setRange(0, 0 if busy else _STEPS)
        if not busy:
            self._progress.setValue(_STEPS * progress.done // progress.total)
        self._say(text)
        self._show_parts(running=True, viewable=False)

    def show_cancelling(self) -> None:
        self._cancel.setEnabled(False)
        self._say(say("Cancelling the export…"))

    def show_done(self, text: str, path: Path, *, viewable: bool) -> None:
        """``viewable``: the viewer can show it."""
        self._path = path
        self._say(text)
        self._show_parts(running=False, viewable=viewable)

    def _say(self, text: str) -> None:
        self._words.setText(sentence(text))
        explain(self._words, text)
        for button in (self._cancel, self._open, self._folder, self._copy):
            button.setAccessibleDescription(sentence(text))

    def _show_parts(self, *, running: bool, viewable: bool) -> None:
        wanted = {self._progress, self._cancel} if running else {*self._afterwards}
        if not viewable:
            wanted.discard(self._open)
        # What goes, goes first: where there is no room for all, the window would grow.
        for part in sorted(self._parts, key=wanted.__contains__):
            part.setVisible(part in wanted)
        self._arrange()
        self.show()

    def _arrange(self) -> None:
        """The words beside the buttons, or above them."""
        margins = self._lines.contentsMargins()
        beside = self.width() - margins.left() - margins.right() - self._buttons.sizeHint().width()
        enough = beside >= _ENOUGH * self.fontMetrics().averageCharWidth()
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.LeftToRight if enough else directions.TopToBottom)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def minimumSizeHint(self) -> QSize:
        """As narrow as the buttons alone."""
        margins = self._lines.contentsMargins()
        width = self._buttons.minimumSize().width() + margins.left() + margins.right()
        return QSize(width, super().minimumSizeHint().height())

    def _dress(self) -> None:
        self._close.setIcon(line_icon("close", self.palette(), _ICON))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        elif event.type() == QEvent.Type.FontChange:
            self._arrange()


def _button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button

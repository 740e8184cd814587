"""Labels that show what they are given, never guessing HTML."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from vindesk.ui.plain_text import sentence
from vindesk.ui.theme import headline_font, ink

_LARGER: Final = 1.2
_FEW: Final = 8
_AS_ANY_LABEL: Final = Qt.TextInteractionFlag.LinksAccessibleByMouse


def plain_label(text: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """``selectable``: with the mouse, to be copied."""
    label = SelectableLabel(sentence(text)) if selectable else QLabel(sentence(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    return label


def without_key(text: str) -> str:
    """``text`` for a label with a buddy, which makes a key of the letter after a ``&``."""
    return text.replace("&", "&&")


class SelectableLabel(QLabel):
    """Its text can be selected once the mouse is on it.

    From then on Qt keeps a whole document for it, which is laid out anew with each text: for
    the details of a vehicle that took as long as drawing all of its fields.
    """

    _claims: "_CopyKey | None" = None

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if self._claims is None:
            self._claims = _CopyKey(self)
            self.installEventFilter(self._claims)
        super().enterEvent(event)

    @override
    def setText(self, text: str) -> None:
        if not self.underMouse():
            self.setTextInteractionFlags(_AS_ANY_LABEL)
        super().setText(text)


class _CopyKey(QObject):
    """Has the key for copying mean the text that is selected, not the rows of the window."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label)
        self._label = label

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
            and self._label.hasSelectedText()
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)


class LineLabel(SelectableLabel):
    """A text on one line in whatever room there is, with dots where it has to be cut.

    A common label wants room for all of its text: a long one widens the window, or pushes what
    stands beside it out. The whole text is still what is read aloud, and what is copied.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(sentence(text))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def minimumSizeHint(self) -> QSize:
        """A few letters wide; as high as any text on one line."""
        metrics = self.fontMetrics()
        return QSize(_FEW * metrics.averageCharWidth(), metrics.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        line = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        if line == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            room,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.palette(),
            self.isEnabled(),
            line,
            self.foregroundRole(),
        )
        painter.end()


def headline(text: str) -> QLabel:
    """What a dialog is about, a little larger than the rest."""
    label = plain_label(text, wrap=True, selectable=True)
    label.setFont(headline_font(label.font(), _LARGER))
    return label


def colour(label: QLabel, wanted: QColor) -> None:
    """Write in ``wanted``; a palette that is set anew would come back as a change of palette."""
    palette = label.palette()
    if palette.windowText().color() != wanted:
        palette.setColor(palette.ColorRole.WindowText, wanted)
        label.setPalette(palette)


class QuietLabel(SelectableLabel):
    """A sentence in the middle of a place where there is nothing yet."""

    def __init__(self, text: str, *, wrap: bool = False) -> None:
        super().__init__(sentence(text))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        colour(self, ink(self.palette()).quiet)


class RemarkLabel(QLabel):
    """What is wrong with what stands in ``entry``, which says it to a screen reader too."""

    def __init__(self, entry: QWidget, name: str) -> None:
        super().__init__()
        self._entry = entry
        self._grave = False
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def say(self, text: str, *, grave: bool = False) -> None:
        """Say it, quietly unless it is ``grave``; with no text there is nothing to see."""
        self._grave = grave
        self.setText(sentence(text))
        self.setVisible(bool(text))
        self._entry.setAccessibleDescription(text)
        self._dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        inks = ink(self.palette())
        colour(self, inks.fault if self._grave else inks.quiet)

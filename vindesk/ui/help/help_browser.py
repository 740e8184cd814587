"""Shows one topic; nothing is ever loaded from elsewhere."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextFrameFormat, QTextTable
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget
from typing_extensions import override

from vindesk.domain.words import say

_SCHEME = "topic"
_PADDING = 4


class HelpBrowser(QTextBrowser):
    """A page of Markdown; its links lead to other topics and to nothing else."""

    topic_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help_text")
        self.setAccessibleName(say("Help"))
        flags = self.textInteractionFlags()
        self.setTextInteractionFlags(flags | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(12)
        self.anchorClicked.connect(self._follow)

    def show_text(self, text: str, words: Sequence[str]) -> None:
        """Show ``text`` with ``words`` marked, from the first of them on."""
        self.setMarkdown(text)
        self._draw_tables()
        found = [place for word in words for place in self._places(word)]
        self.setExtraSelections([self._marked(place) for place in found])
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if found:
            first = QTextCursor(self.document())
            first.setPosition(min(place.selectionStart() for place in found))
            self.setTextCursor(first)
            self.ensureCursorVisible()

    @override
    def loadResource(self, type: int, name: QUrl | str) -> object:
        """There is nothing to load: no picture, no page, no style."""
        return None

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_tables()
            marks = self.extraSelections()
            self.setExtraSelections([self._marked(mark.cursor) for mark in marks])

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == _SCHEME:
            self.topic_chosen.emit(link.path())

    def _places(self, word: str) -> Iterator[QTextCursor]:
        place = self.document().find(word)
        while not place.isNull():
            yield place
            place = self.document().find(word, place)

    def _marked(self, place: QTextCursor) -> QTextEdit.ExtraSelection:
        mark = QTextCharFormat()
        mark.setBackground(self.palette().highlight())
        mark.setForeground(self.palette().highlightedText())
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = place, mark
        return selection

    def _draw_tables(self) -> None:
        """Lines between the rows, in a colour of the palette."""
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                look = frame.format()
                look.setCellPadding(_PADDING)
                look.setCellSpacing(0)
                look.setBorderCollapse(True)
                look.setBorder(1)
                look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                look.setBorderBrush(self.palette().mid())
                frame.setFormat(look)

"""The line in which a filter is typed, and the list that completes it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTreeView, QWidget
from typing_extensions import override

from vindesk.domain.words import say
from vindesk.ui.dropped import TextEntry
from vindesk.ui.filtering.text_places import cursor_place, go_to_place, select_part
from vindesk.ui.icons import line_icon

if TYPE_CHECKING:  # the list is made when there is something to offer
    from vindesk.ui.filtering.completion_list import CompletionList
    from vindesk.ui.filtering.completions import Completion

_LONGEST = 200_000
_RETURN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_COMING = frozenset({QEvent.Type.FocusIn, QEvent.Type.Enter, QEvent.Type.QueryWhatsThis})


class FilterEntry(TextEntry):
    """Its places in the text are those of ``text_places``."""

    submitted = Signal()
    left = Signal()
    """The user goes on to the table."""

    taken = Signal(object)
    """A ``Completion`` was chosen from the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter_entry")
        self.setAccessibleName(say("Filter"))
        self.setPlaceholderText(say("Filter: peterbilt 2014, make:kenworth year:2005-2010 …"))
        self.setToolTip(say("Words, or fields such as make:kenworth year:2005-2010 -model:empty"))
        self.setClearButtonEnabled(True)
        self.setMaxLength(_LONGEST)
        self._icon = QAction(self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._list: CompletionList | None = None
        self._dress()

    # -- text ----------------------------------------------------------------

    @property
    def cursor_place(self) -> int:
        return cursor_place(self)

    def select_part(self, start: int, end: int) -> None:
        select_part(self, start, end)

    def replace_part(self, start: int, end: int, new: str) -> None:
        """Put ``new`` between ``start`` and ``end``, and the cursor behind it; undoable."""
        self.select_part(start, end)
        if start == end:
            go_to_place(self, start)
        self.insert(new)

    # -- completion ----------------------------------------------------------

    @property
    def popup(self) -> QTreeView:
        """The list, open or not."""
        return self._completions.view

    @property
    def _completions(self) -> "CompletionList":
        if self._list is None:
            from vindesk.ui.filtering.completion_list import CompletionList  # noqa: PLC0415

            self._list = CompletionList(self)
            self._list.taken.connect(self.taken)
        return self._list

    def offer(self, offers: "Sequence[Completion]") -> None:
        """Show ``offers`` under the entry, where the user still is in it."""
        if offers or self._list is not None:
            self._completions.offer(offers)

    @property
    def _offers(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and self._list.view.isVisible()

    # -- keys ----------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        """Tab takes a completion; with no list it goes on to the next widget as always.

        What the entry understands is told from when somebody is at it: it is long.
        """
        if event.type() in _COMING and not self.whatsThis():
            from vindesk.ui.filtering.filter_help import reference  # noqa: PLC0415

            self.setWhatsThis(reference())
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self._offers
        ):
            event.accept()
            self._completions.take()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While the list is open, Return and Escape are for it; it gets what is ignored here."""
        key = Qt.Key(event.key())
        if self._offers:
            chosen = self.popup.selectionModel().hasSelection()  # focus alone makes one current
            if key == Qt.Key.Key_Escape or (key in _RETURN and chosen):
                event.ignore()
                return
        if key in _RETURN:
            self.offer(())
            self.submitted.emit()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif key == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # -- look ----------------------------------------------------------------

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        self._icon.setIcon(line_icon("find", self.palette(), 16))
        if self._list is not None:
            self._list.dress()

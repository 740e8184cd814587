"""The line in which a filter is typed, and the list that completes it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QBrush, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.words import say
from vindesk.ui.airy_rows import AiryRows
from vindesk.ui.filtering.completions import Completion, CompletionModel
from vindesk.ui.filtering.filter_help import REFERENCE, TIP
from vindesk.ui.icons import line_icon
from vindesk.ui.theme import ink

_LONGEST = 200_000
_MOST_VISIBLE = 12
_RETURN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_UTF16 = "utf-16-le"


class FilterEntry(QLineEdit):
    """Places in the text are counted in characters, as Python does; Qt counts UTF-16 units."""

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
        self.setToolTip(say(TIP))
        self.setWhatsThis(REFERENCE)
        self.setClearButtonEnabled(True)
        self.setMaxLength(_LONGEST)
        self._icon = QAction(self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._model = CompletionModel(self)
        self._completer = QCompleter(self)
        self.popup = _popup()
        self._set_up_completer()
        self._dress()

    def _set_up_completer(self) -> None:
        completer = self._completer
        completer.setModel(self._model)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setPopup(self.popup)
        self.popup.setItemDelegate(AiryRows(self.popup))  # the completer set its own
        completer.setMaxVisibleItems(_MOST_VISIBLE)
        completer.setWidget(self)
        completer.activated.connect(self._take)
        header = self.popup.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    # -- text ----------------------------------------------------------------

    @property
    def cursor_place(self) -> int:
        units = self.text().encode(_UTF16, "surrogatepass")[: 2 * self.cursorPosition()]
        return len(units.decode(_UTF16, "surrogatepass"))

    def select_part(self, start: int, end: int) -> None:
        text = self.text()
        first = _units(text[:start])
        self.setSelection(first, _units(text[:end]) - first)

    def replace_part(self, start: int, end: int, new: str) -> None:
        """Put ``new`` between ``start`` and ``end``, and the cursor behind it; undoable."""
        self.select_part(start, end)
        if start == end:
            self.setCursorPosition(_units(self.text()[:start]))
        self.insert(new)

    # -- completion ----------------------------------------------------------

    def offer(self, offers: Sequence[Completion]) -> None:
        """Show ``offers`` under the entry, where the user still is in it."""
        self._model.show(offers)
        if offers and self.hasFocus():
            self._completer.complete()
            self.popup.selectionModel().clear()
        else:
            self.popup.hide()

    def _take(self) -> None:
        """Take the completion that is current, or else the first."""
        row = max(self.popup.currentIndex().row(), 0)
        self.popup.hide()
        self.taken.emit(self._model.offer(row))

    # -- keys ----------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        """Tab takes a completion; with no list it goes on to the next widget as always."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self.popup.isVisible()
        ):
            event.accept()
            self._take()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While the list is open, Return and Escape are for it; it gets what is ignored here."""
        key = Qt.Key(event.key())
        if self.popup.isVisible():
            chosen = self.popup.selectionModel().hasSelection()  # focus alone makes one current
            if key == Qt.Key.Key_Escape or (key in _RETURN and chosen):
                event.ignore()
                return
        if key in _RETURN:
            self.popup.hide()
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
        self._model.dress(QBrush(ink(self.palette()).quiet))


def _popup() -> QTreeView:
    view = QTreeView()
    view.setObjectName("filter_completions")
    view.setAccessibleName(say("Completions"))
    view.setHeaderHidden(True)
    view.setRootIsDecorated(False)
    view.setItemsExpandable(False)
    view.setUniformRowHeights(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    return view


def _units(text: str) -> int:
    return len(text.encode(_UTF16, "surrogatepass")) // 2

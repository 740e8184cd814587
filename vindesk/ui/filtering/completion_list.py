"""The list under the filter entry that completes what is typed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QHeaderView, QLineEdit, QTreeView

from vindesk.domain.words import say
from vindesk.ui.airy_rows import AiryRows
from vindesk.ui.filtering.completions import Completion, CompletionModel
from vindesk.ui.theme import ink

_MOST_VISIBLE: Final = 12


class CompletionList(QCompleter):
    taken = Signal(object)
    """A ``Completion`` was chosen."""

    def __init__(self, entry: QLineEdit) -> None:
        super().__init__(entry)
        self._model = CompletionModel(self)
        self.view = _view()
        self.setModel(self._model)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setPopup(self.view)
        self.view.setItemDelegate(AiryRows(self.view))  # the completer set its own
        self.setMaxVisibleItems(_MOST_VISIBLE)
        self.setWidget(entry)
        self.activated.connect(self.take)
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.dress()

    def offer(self, offers: Sequence[Completion]) -> None:
        """Show ``offers`` under the entry, where the user still is in it."""
        self._model.show(offers)
        if offers and self.widget().hasFocus():
            self.complete()
            self.view.selectionModel().clear()
        else:
            self.view.hide()

    def take(self) -> None:
        """Take the completion that is current, or else the first."""
        row = max(self.view.currentIndex().row(), 0)
        self.view.hide()
        self.taken.emit(self._model.offer(row))

    def dress(self) -> None:
        self._model.dress(QBrush(ink(self.widget().palette()).quiet))


def _view() -> QTreeView:
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

"""The list of imports: Space pauses and goes on, Return shows the report, Delete forgets."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget
from typing_extensions import override

from vindesk.domain.words import say
from vindesk.ui.jobs_panel.job_delegate import JobDelegate
from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.job_telling import Verb
from vindesk.ui.model_index import Index

_VERBS = {
    Qt.Key.Key_Return: (Verb.REPORT,),
    Qt.Key.Key_Enter: (Verb.REPORT,),
    Qt.Key.Key_Space: (Verb.PAUSE, Verb.RESUME),
    Qt.Key.Key_Delete: (Verb.FORGET,),
}


class JobList(QListView):
    """One row is current; what is done, is done with it."""

    current_changed = Signal()
    wished = Signal(Verb)
    menu_requested = Signal(object)  # QPoint on the screen

    def __init__(self, model: JobModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("job_list")
        self.setAccessibleName(say("Imports"))
        self.setModel(model)
        self.setItemDelegate(JobDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def current(self) -> int | None:
        """The number of the current import."""
        index = self.currentIndex()
        return self._model.record_at(index.row()).id if index.isValid() else None

    def choose(self, number: int) -> None:
        row = self._model.row_of(number)
        if row is not None:
            self.setCurrentIndex(self._model.index(row))

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        verbs = _VERBS.get(Qt.Key(event.key()))
        if verbs is None:
            super().keyPressEvent(event)
            return
        for verb in verbs:
            if self._may(verb):
                self.wished.emit(verb)
                return

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid() and self._may(Verb.REPORT):
            self.wished.emit(Verb.REPORT)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_requested.emit(self.viewport().mapToGlobal(place))

    def _may(self, verb: Verb) -> bool:
        index = self.currentIndex()
        return index.isValid() and verb in self._model.job_row(index.row()).can

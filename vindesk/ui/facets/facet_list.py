"""The list of one facet's values: clicks and keys."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget
from typing_extensions import override

from vindesk.domain.fields import Value
from vindesk.ui.facets.facet_delegate import FacetDelegate, row_height
from vindesk.ui.facets.facet_model import FacetModel
from vindesk.ui.theme import ink

_MOST_ROWS: Final = 14
"""Shown of a long list; the others are scrolled to."""

_TEXT_INDENT: Final = 12
_NOT_TYPED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_TOGGLES = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FacetList(QListView):
    """A click, Space or Return marks a value; with Ctrl, or twice, it asks for only this one."""

    only_requested = Signal(object)  # Value | None
    menu_requested = Signal(object, object)  # QModelIndex, QPoint on the screen
    typed = Signal(str)
    left_upwards = Signal()
    left_downwards = Signal()
    folded = Signal()
    """Left was pressed: the user wants the section closed."""

    def __init__(self, model: FacetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._note = ""
        self._pressed: QPersistentModelIndex | None = None
        self._clicked: Value | None = None
        self._current: Value | None = None
        self._had_current = False
        self._delegate = FacetDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.fit()

    # -- look ----------------------------------------------------------------

    def fit(self) -> None:
        """As high as its rows, within reason; one row for what is said in their place."""
        height = row_height(self.fontMetrics())
        self.verticalScrollBar().setSingleStep(height)
        self.setFixedHeight(height * min(max(self._model.rowCount(), 1), _MOST_ROWS))

    def show_note(self, note: str) -> None:
        """What to say where there are no rows."""
        self._note = note
        self.viewport().update()

    def set_pale(self, pale: bool) -> None:
        self._delegate.pale = pale
        self.viewport().update()

    @property
    def is_pale(self) -> bool:
        return self._delegate.pale

    @property
    def reason(self) -> str:
        """Why there are no rows, or why those that are there are pale."""
        return self._note

    @property
    def note(self) -> str:
        """What is said, if it is."""
        return "" if self._model.rowCount() else self._note

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.note:
            painter = QPainter(self.viewport())
            painter.setPen(ink(self.palette()).quiet)
            area = self.viewport().rect().adjusted(_TEXT_INDENT, 0, 0, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, int(flags), self.note)
            painter.end()

    # -- the current value stays ---------------------------------------------

    def _remember(self) -> None:
        current = self.currentIndex()
        self._had_current = current.isValid()
        self._current = self._model.value(current.row()) if self._had_current else None

    def _restore(self) -> None:
        self.fit()
        row = self._model.row_of(self._current) if self._had_current else None
        if row is None and self._had_current and self.hasFocus():
            row = 0
        if row is not None and row < self._model.rowCount():
            self.setCurrentIndex(self._model.index(row))

    # -- mouse ---------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or not pressed.isValid():
            return
        index = self._model.index(pressed.row())
        if self.indexAt(event.position().toPoint()) != index:
            return
        self._clicked = self._model.value(index.row())
        self._take(index, only=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click may have moved the rows: only what it met can be meant."""
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and index.isValid() and self._model.value(index.row()) == self._clicked:
            self._take(index, only=True)

    def _take(self, index: QModelIndex, *, only: bool) -> None:
        if only:
            self.only_requested.emit(self._model.value(index.row()))
        else:
            self._model.setData(index, None, Qt.ItemDataRole.CheckStateRole)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """At the mouse, or by the Menu key at the current row."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_requested.emit(index, self.viewport().mapToGlobal(place))

    # -- keys ----------------------------------------------------------------

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self._model.index(0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _TOGGLES:
            if index.isValid():
                self._take(index, only=ctrl)
        elif event.key() == Qt.Key.Key_Up and index.row() <= 0:
            self.left_upwards.emit()
        elif event.key() == Qt.Key.Key_Down and index.row() == self._model.rowCount() - 1:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Left:
            self.folded.emit()
        elif event.text().isprintable() and event.text() and not event.modifiers() & _NOT_TYPED:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

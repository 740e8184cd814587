"""What a screen reader is told of the lists, trees and tables of all windows.

Of its own accord Qt tells it which item the arrow keys come to. On which one the keyboard is when
it comes to the list, that its box was checked, and that its row has arrived, it does not.
"""

from PySide6.QtCore import QMetaObject, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QWidget
from shiboken6 import isValid

from vindesk.domain.words import say
from vindesk.ui.speaking import is_heard, say_checked, say_item, say_name_again

_Role = Qt.ItemDataRole


class HeardItems(QObject):
    """Follows the one view that has the keyboard, while somebody listens."""

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._view: QAbstractItemView | None = None
        self._hearing: tuple[QMetaObject.Connection, ...] = ()
        self._item = QPersistentModelIndex()
        self._checked: object = None
        self._loading = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._name)
        application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The item is named in a later turn: Qt names the view itself in this one."""
        for connection in self._hearing:
            QObject.disconnect(connection)
        self._view, self._hearing = None, ()
        self._soon.stop()
        if not is_heard() or not isinstance(now, QAbstractItemView) or not now.model():
            return
        if not isinstance(now, QHeaderView):
            self._view = now
            self._hearing = (
                now.selectionModel().currentChanged.connect(self._remember),
                now.model().dataChanged.connect(self._look),
            )
            self._remember()
            self._soon.start()

    def _name(self) -> None:
        if self._view is not None and isValid(self._view):
            say_item(self._view)

    def _remember(self) -> None:
        """The item as it is, to tell later what has become of it."""
        if self._view is None:
            return
        index = self._view.currentIndex()
        self._item = QPersistentModelIndex(index)
        self._checked = index.data(_Role.CheckStateRole)
        self._loading = index.data(_Role.AccessibleTextRole) == say("Loading")

    def _look(self, first: QModelIndex, last: QModelIndex) -> None:
        view, item = self._view, self._item
        if view is None or not item.isValid() or first.parent() != item.parent():
            return
        if not first.row() <= item.row() <= last.row():
            return
        checked, loading = self._checked, self._loading
        self._remember()
        if checked != self._checked:
            say_checked(view)
            say_name_again(view)
        elif loading and not self._loading:
            say_name_again(view)

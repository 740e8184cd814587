"""The window of the help: a list of topics with a search, and the text."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.words import say
from vindesk.ui.airy_rows import AiryRows
from vindesk.ui.help.help_browser import HelpBrowser
from vindesk.ui.help.topics import START, Topic
from vindesk.ui.icons import application_icon
from vindesk.ui.labels import plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.window_sizes import first_size

_SIZE: Final = QSize(940, 680)
_LIST_WIDTH: Final = 240
_AIR: Final = 28
_ROLE = QDialogButtonBox.ButtonRole
_NAME = Qt.ItemDataRole.UserRole


class HelpWindow(QMainWindow):
    """Topics that have all words of the search; the text with these words marked."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help_window")
        self.setWindowTitle(say("Help — vindesk"))
        self.setWindowIcon(application_icon())
        self._topics: Sequence[Topic] = ()
        self._shown = START
        self.search = QLineEdit()
        self.list = QListWidget()
        self.browser = HelpBrowser()
        self._nothing = plain_label(say("No topic has all of these words."), wrap=True)
        self._lay_out()
        self.search.textChanged.connect(self._list_topics)
        self.search.installEventFilter(self)
        self.list.currentItemChanged.connect(self._take_current)
        self.browser.topic_chosen.connect(self.show_topic)
        for key, act in (
            (QKeySequence.StandardKey.Find, self._find),
            (QKeySequence.StandardKey.Close, self.close),
            (Qt.Key.Key_Escape, self.close),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        first_size(self, _SIZE)
        self.search.setFocus()

    # -- what is shown -------------------------------------------------------

    @property
    def shown(self) -> str:
        """The name of the topic that is shown."""
        return self._shown

    @property
    def filled(self) -> bool:
        return bool(self._topics)

    def fill(self, topics: Sequence[Topic]) -> None:
        self._topics = topics
        self._list_topics()
        self._fit_list()

    def _fit_list(self) -> None:
        """As wide as the longest title."""
        self.list.setMinimumWidth(self.list.sizeHintForColumn(0) + _AIR)

    def show_topic(self, name: str) -> None:
        """Show this topic; once there are topics, if there are none yet."""
        self._shown = name
        self.search.clear()
        self._list_topics()

    def _words(self) -> Sequence[str]:
        return self.search.text().casefold().split()

    def _list_topics(self) -> None:
        """All topics, the one that is shown current; or those that are found, the nearest first."""
        words = self._words()
        ranked = [(topic.rank(words), topic) for topic in self._topics]
        found = [(rank, topic) for rank, topic in ranked if rank is not None]
        self.list.blockSignals(True)
        self.list.clear()
        for _rank, topic in sorted(found, key=itemgetter(0)) if words else found:
            item = QListWidgetItem(topic.title)
            item.setData(_NAME, topic.name)
            self.list.addItem(item)
        rows = {self.list.item(row).data(_NAME): row for row in range(self.list.count())}
        self.list.setCurrentRow(rows.get(self._shown, 0) if not words else 0)
        self.list.blockSignals(False)
        self._nothing.setVisible(bool(self._topics) and not found)
        self._take_current()

    def _take_current(self) -> None:
        row = self.list.currentRow()
        if row < 0:
            return
        self._shown = str(self.list.item(row).data(_NAME))
        topic = next(topic for topic in self._topics if topic.name == self._shown)
        self.browser.setAccessibleName(topic.title)
        self.browser.show_text(topic.text, self._words())

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def copy(self) -> None:
        """Copy the whole topic as text."""
        QGuiApplication.clipboard().setText(self.browser.toPlainText())

    # -- keys ----------------------------------------------------------------

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The arrow keys in the search walk through the topics."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}
        ):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
            self.list.setCurrentRow(row)
            return True
        return False

    # -- look ----------------------------------------------------------------

    def _lay_out(self) -> None:
        self.search.setObjectName("help_search")
        self.search.setPlaceholderText(say("Search the help"))
        self.search.setAccessibleName(say("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.list.setObjectName("help_topics")
        self.list.setAccessibleName(say("Topics"))
        self.list.setItemDelegate(AiryRows(self.list))
        self._nothing.hide()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.browser)
        halves.setStretchFactor(1, 1)
        halves.setSizes([_LIST_WIDTH, _SIZE.width() - _LIST_WIDTH])
        box = QDialogButtonBox()
        box.rejected.connect(self.close)
        copy = box.addButton(say("&Copy Topic"), _ROLE.ActionRole)
        copy.setObjectName("copy_topic")
        copy.setToolTip(say("Copy the whole topic as text, to print or to send it"))
        copy.clicked.connect(self.copy)
        box.addButton(QDialogButtonBox.StandardButton.Close)
        without_icons(box)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(halves, 1)
        layout.addWidget(box)
        self.setCentralWidget(centre)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._take_current()

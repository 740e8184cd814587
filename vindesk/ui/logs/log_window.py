"""Help > Log and Activity: two lists, what is recorded, and where it goes from here."""

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.config.log_memory import LogMemory
from vindesk.config.settings import LogLevel
from vindesk.domain.words import phrase, say
from vindesk.ui.choice_names import named
from vindesk.ui.icons import application_icon
from vindesk.ui.labels import plain_label
from vindesk.ui.logs.log_model import ACTIVITY_COLUMNS, LOG_COLUMNS, LogModel
from vindesk.ui.logs.log_view import LogView
from vindesk.ui.quiet_wheel import quiet_wheel
from vindesk.ui.window_sizes import first_size
from vindesk.ui.window_state import bring_forward

_SIZE: Final = QSize(1000, 640)
_GAP: Final = 8
_REFRESH_MS: Final = 200
_SOON_MS: Final = 20
_MOST_AT_ONCE: Final = 2_000
"""Lines; a storm of them shall not make the window wait."""


class LogWindow(QMainWindow):
    """Looks for new lines five times a second while it can be seen; nobody has to call it."""

    save_wanted = Signal()
    report_wanted = Signal()
    level_chosen = Signal(LogLevel)

    def __init__(self, log: LogMemory, activity: LogMemory, parent: QWidget) -> None:
        super().__init__(parent)
        self._sources = (log, activity)
        self.log_view = LogView(
            LogModel(LOG_COLUMNS),
            phrase("Log"),
            ("2026-11-28 00:00:00.000", "Critical", "MainThread", "store.vehicle_pages"),
            levels=True,
        )
        self.activity_view = LogView(
            LogModel(ACTIVITY_COLUMNS),
            phrase("Activity"),
            ("2026-11-28 00:00:00", say("Remove and undo")),
            levels=False,
        )
        self.tabs = QTabWidget()
        self.level = QComboBox()
        quiet_wheel(self.level)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self.setObjectName("log_window")
        self.setWindowTitle(say("Log and Activity"))
        self.setWindowIcon(application_icon())
        self.tabs.addTab(self.log_view, say("&Log"))
        self.tabs.addTab(self.activity_view, say("&Activity"))
        self._lay_out()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self).activated.connect(self.close)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)
        first_size(self, _SIZE)

    @property
    def current(self) -> LogView:
        return self.log_view if self.tabs.currentIndex() == 0 else self.activity_view

    def show_level(self, level: LogLevel) -> None:
        self.level.blockSignals(True)
        self.level.setCurrentIndex(self.level.findData(level.value))
        self.level.blockSignals(False)

    def refresh(self) -> None:
        """Take what has come since the last time; where it is much, in several turns."""
        is_more = False
        for source, view in zip(self._sources, (self.log_view, self.activity_view), strict=True):
            lines = source.since(view.model.last_number, _MOST_AT_ONCE)
            view.take(lines)
            is_more = is_more or len(lines) == _MOST_AT_ONCE
        self._timer.setInterval(_SOON_MS if is_more else _REFRESH_MS)

    def open(self) -> None:
        """Come to the front, with what has come meanwhile."""
        self.refresh()
        self._timer.start()
        bring_forward(self)
        self.current.search.setFocus()

    def _lay_out(self) -> None:
        self.level.setObjectName("record_level")
        self.level.setToolTip(
            say("Until vindesk is closed; the Preferences have it for every start")
        )
        for level in LogLevel:
            self.level.addItem(named(level), level.value)
        self.level.currentIndexChanged.connect(self._tell_level)
        label = plain_label(say("&Record from"))
        label.setBuddy(self.level)
        foot = QHBoxLayout()
        foot.setSpacing(_GAP)
        foot.addWidget(label)
        foot.addWidget(self.level)
        foot.addStretch(1)
        for text, name, tip, signal in (
            (say("&Copy"), "copy_log", say("Copy the selected lines, or all that are shown"), None),
            (say("&Save As…"), "save_log", say("Save all lines that are shown"), self.save_wanted),
            (
                say("Copy Report for a &Bug"),
                "copy_bug_report",
                say("Versions, settings without secrets and the last records, for a bug report"),
                self.report_wanted,
            ),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setToolTip(tip)
            button.clicked.connect(self._copy if signal is None else signal)
            foot.addWidget(button)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        layout.setSpacing(_GAP)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(foot)
        self.setCentralWidget(centre)

    def _copy(self) -> None:
        self.current.copy()

    def _find(self) -> None:
        self.current.search.setFocus()
        self.current.search.selectAll()

    def _tell_level(self) -> None:
        self.level_chosen.emit(LogLevel(self.level.currentData()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)

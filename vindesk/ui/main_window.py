"""The main window: it puts the pieces in place, and does nothing itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.endings import is_parquet
from vindesk.domain.words import say
from vindesk.ui.after_paint import FirstPaint
from vindesk.ui.dock import Dock, LentRoom
from vindesk.ui.dropped import dropped_files
from vindesk.ui.icons import application_icon
from vindesk.ui.nothing_yet import NARROWEST, nothing_yet
from vindesk.ui.status import StatusBar
from vindesk.ui.window_sizes import first_size, side_width

_SIZE: Final = QSize(1280, 800)


class MainWindow(QMainWindow):
    """Entries above, table below; facets, details and imports around them.

    What the docks show is put there later: until then its place has its name.
    """

    closing_requested = Signal()
    """The user wants to close; the window closes when ``let_go`` has been called."""

    first_painted = Signal()
    """The window is on the screen: what is heavy may begin."""

    palette_changed = Signal()
    file_dropped = Signal(Path)
    list_dropped = Signal(Path)
    """A file of VINs, or what may be one."""

    text_dropped = Signal(str)

    def __init__(self, centre: Sequence[QWidget]) -> None:
        super().__init__()
        self._may_close = False
        self.setObjectName("main_window")
        self.setWindowTitle("vindesk")
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self._lines = _stacked(*centre)
        whole = QWidget()
        whole.setLayout(self._lines)
        self.setCentralWidget(whole)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.details_dock = Dock(say("Details"), "details_panel", _details_place())
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.details_dock)
        self.facets_dock = Dock(say("Facets"), "facets_dock", _place("facets_panel"))
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.facets_dock)
        self.facets_dock.hide()
        self.jobs_dock = Dock(say("Imports"), "jobs_dock", _place("jobs_panel"))
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.jobs_dock)
        self.jobs_dock.hide()
        first_size(self, _SIZE)
        docks, details = [self.facets_dock, self.details_dock], side_width(self, 350, 0.36)
        self.resizeDocks(docks, [240, details], Qt.Orientation.Horizontal)
        LentRoom(self, self.details_dock, self.facets_dock)
        FirstPaint(self).painted.connect(self.first_painted)

    def add_line(self, line: QWidget) -> None:
        """Put ``line`` below the table, where its coming moves no row."""
        self._lines.addWidget(line)

    def put(self, part: QWidget, dock: QDockWidget) -> None:
        """Show ``part`` in ``dock``, which so far held a place for it."""
        place = dock.widget()
        dock.setWidget(part)
        place.deleteLater()

    def let_go(self) -> None:
        """Everything is in order: the next close is the last."""
        self._may_close = True

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.closing_requested.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.palette_changed.emit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()) or _is_text(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        for file in files:
            (self.file_dropped if is_parquet(file) else self.list_dropped).emit(file)
        if not files and _is_text(event.mimeData()):
            self.text_dropped.emit(event.mimeData().text())
        event.acceptProposedAction()


def _details_place() -> QLabel:
    place = nothing_yet()
    place.setMinimumWidth(NARROWEST)
    return place


def _place(name: str) -> QWidget:
    place = QWidget()
    place.setObjectName(name)
    return place


def _stacked(*parts: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for part in parts[:-1]:
        layout.addWidget(part)
    layout.addWidget(parts[-1], 1)
    return layout


def _is_text(data: QMimeData) -> bool:
    """Not the address of something that is not on this machine."""
    return data.hasText() and not data.hasUrls()

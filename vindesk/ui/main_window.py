"""The main window: it puts the pieces in place, and does nothing itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.words import say
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.dock import Dock
from vindesk.ui.facets.facets_panel import FacetsPanel
from vindesk.ui.icons import application_icon
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel
from vindesk.ui.status import StatusBar
from vindesk.ui.window_sizes import first_size

_SIZE: Final = QSize(1280, 800)
_SMALLEST: Final = QSize(480, 320)
"""As much as a small screen has at twice the scale."""

_PARQUET = frozenset({".parquet", ".pq"})


class MainWindow(QMainWindow):
    """Entries above, table below; facets, details and imports around them."""

    closing_requested = Signal()
    """The user wants to close; the window closes when ``let_go`` has been called."""

    first_painted = Signal()
    """The window is on the screen: what is heavy may begin."""

    palette_changed = Signal()
    file_dropped = Signal(Path)
    list_dropped = Signal(Path)
    """A file of VINs, or what may be one."""

    text_dropped = Signal(str)

    def __init__(
        self,
        centre: Sequence[QWidget],
        details: DetailsPanel,
        facets: FacetsPanel,
        jobs: JobsPanel,
    ) -> None:
        super().__init__()
        self._may_close = False
        self._painted = False
        self.setObjectName("main_window")
        self.setWindowTitle("vindesk")
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.setCentralWidget(_stacked(*centre))
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.details_dock = Dock(say("Details"), "details_panel", details)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.details_dock)
        self.facets_dock = Dock(say("Facets"), "facets_dock", facets)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.facets_dock)
        self.facets_dock.hide()
        self.jobs_dock = Dock(say("Imports"), "jobs_dock", jobs)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.jobs_dock)
        self.jobs_dock.hide()
        first_size(self, _SIZE)
        docks, widths = [self.facets_dock, self.details_dock], [240, 350]
        self.resizeDocks(docks, widths, Qt.Orientation.Horizontal)
        self.setMinimumSize(_SMALLEST)

    def let_go(self) -> None:
        """Everything is in order: the next close is the last."""
        self._may_close = True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)  # the children are painted first

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
        if _files(event.mimeData()) or event.mimeData().hasText():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = _files(event.mimeData())
        for file in files:
            is_parquet = file.suffix.lower() in _PARQUET
            (self.file_dropped if is_parquet else self.list_dropped).emit(file)
        if not files and event.mimeData().hasText() and not event.mimeData().hasUrls():
            self.text_dropped.emit(event.mimeData().text())
        event.acceptProposedAction()


def _stacked(*parts: QWidget) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for part in parts[:-1]:
        layout.addWidget(part)
    layout.addWidget(parts[-1], 1)
    return whole


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]

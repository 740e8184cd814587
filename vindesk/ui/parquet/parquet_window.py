"""A window that shows one Parquet file: its rows and its schema."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush, QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QTreeWidget,
    QTreeWidgetItem,
)
from typing_extensions import override

from vindesk.domain.monitor import Monitor
from vindesk.domain.shown_text import shown_line
from vindesk.domain.tab_separated import tab_lines
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.failures import Failures, ToldBugs
from vindesk.ui.labels import plain_label
from vindesk.ui.paging.drawn_rows import Looks
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.paging.row_cache import pieces
from vindesk.ui.parquet.parquet_snapshot import ParquetSnapshot, columns_of
from vindesk.ui.plain_text import tip, window_title
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.wording import counted, size

_INDENT = 14
_NAME_WIDTH = 190
_DOCK_WIDTH = 340


class ParquetWindow(QMainWindow):
    """Shows ``file`` on the same paged model as the main table; closes it with itself."""

    closed = Signal(object)
    """This window, which is about to go."""

    def __init__(self, file: ParquetFile, runner: JobRunner, bugs: ToldBugs) -> None:
        super().__init__()
        self._file = file
        self._runner = runner
        self._failures = Failures(self, bugs)
        self._copying: Job[str] | None = None
        self.setObjectName("parquet_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = shown_line(file.path.name)
        self.setWindowTitle(window_title(f"{name} - vindesk"))
        self.setWindowFilePath(str(file.path))
        self._model = PagedTableModel(runner, self)
        self._model.load_failed.connect(self._failures.show)
        self.view = PagedTableView(self._model)
        self.view.setObjectName("parquet_table")
        self.view.setAccessibleName(f"Rows of {name}")
        self.view.show_when_empty("This file has no rows. Its columns are listed at the right.")
        self.view.verticalHeader().show()
        self.setCentralWidget(self.view)
        dock = self._schema_dock()
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self._add_status()
        self._add_shortcuts()
        self._dress()
        self._model.show(ParquetSnapshot(file), columns_of(file))
        self.view.fit_columns()
        self._model.dataChanged.connect(self._fit_once)
        self.resize(1200, 760)
        self.resizeDocks([dock], [_DOCK_WIDTH], Qt.Orientation.Horizontal)
        self.view.setFocus()

    def _fit_once(self) -> None:
        """Fit the columns to the first rows that come, and leave them to the user then."""
        self._model.dataChanged.disconnect(self._fit_once)
        self.view.fit_to_contents()

    def _add_status(self) -> None:
        file = self._file
        columns = counted(len(file.columns), "column", "columns")
        groups = counted(file.row_groups, "row group", "row groups")
        rows = counted(file.row_count, "row", "rows")
        label = plain_label(f"{rows} · {columns} · {groups} · {size(file.size_bytes)}")
        label.setObjectName("parquet_status")
        self.statusBar().addWidget(label)

    def _add_shortcuts(self) -> None:
        for key, action in (
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Copy, self._copy),
            (QKeySequence.StandardKey.SelectAll, self.view.selectAll),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(action)

    def _schema_dock(self) -> QDockWidget:
        tree = QTreeWidget()
        tree.setObjectName("schema_tree")
        tree.setAccessibleName("Schema and metadata")
        tree.setHeaderLabels(["Name", "Type or value"])
        tree.setAlternatingRowColors(True)
        tree.setUniformRowHeights(True)
        schema = _branch(tree, "Columns")
        for column in self._file.columns:
            _leaf(schema, column.name, column.type)
        about = _branch(tree, "File")
        for name, value in self._facts().items():
            _leaf(about, name, value)
        tree.expandAll()
        tree.setIndentation(_INDENT)
        tree.setColumnWidth(0, _NAME_WIDTH)
        dock = QDockWidget("Schema")
        dock.setObjectName("schema_dock")
        dock.setWidget(tree)
        return dock

    def _facts(self) -> dict[str, str]:
        file = self._file
        facts = {"Path": str(file.path), "Written by": file.created_by or "unknown"}
        return facts | dict(file.metadata)

    def _copy(self) -> None:
        """Copy the selected rows as tab-separated text."""
        ranges = self.view.selected_ranges()
        snapshot = ParquetSnapshot(self._file)

        def work(monitor: Monitor) -> str:
            found = (snapshot.whole_rows(part.start, len(part), monitor) for part in pieces(ranges))
            return tab_lines(row for rows in found for row in rows)

        job = Job("copy rows", work).on_success(_put_on_clipboard)
        self._copying = job.on_failure(self._failures.show)
        self._runner.start(job, Lane.PAGES)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        quiet = QBrush(ink(self.palette()).quiet)
        self._model.dress(Looks(quiet, fixed_font(self.font()), {}))
        self.view.viewport().update()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        file = self._file
        self._model.forget()
        if self._copying is not None:
            self._copying.cancel()
        self._runner.start(Job("close file", lambda _monitor: file.close()), Lane.STORE)
        self.closed.emit(self)
        super().closeEvent(event)


def _put_on_clipboard(text: str) -> None:
    """Connected directly, the clipboard may have lost its wrapper when the signal comes."""
    QGuiApplication.clipboard().setText(text)


def _branch(tree: QTreeWidget, name: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem(tree, [name])
    font = item.font(0)
    font.setBold(True)
    item.setFont(0, font)
    return item


def _leaf(branch: QTreeWidgetItem, name: str, value: str) -> None:
    item = QTreeWidgetItem(branch, [shown_line(name), shown_line(value)])
    item.setToolTip(0, tip(name))
    item.setToolTip(1, tip(value))

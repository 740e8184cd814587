"""A window that shows one Parquet file or folder: its rows, columns, schema and cells."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.errors import FileChanged
from vindesk.domain.fields import NO_DATA
from vindesk.domain.monitor import Monitor
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vin import LENGTH, find_fault
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_copy import Shown
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.dock import Dock
from vindesk.ui.failures import Failures, ToldBugs
from vindesk.ui.labels import plain_label
from vindesk.ui.paging.drawn_rows import Looks
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.parquet.cell_pane import CellPane
from vindesk.ui.parquet.changed_bar import ChangedBar
from vindesk.ui.parquet.column_choices import ColumnChoices
from vindesk.ui.parquet.column_list import ColumnList
from vindesk.ui.parquet.columns_panel import ColumnsPanel
from vindesk.ui.parquet.file_panel import FilePanel
from vindesk.ui.parquet.parquet_actions import add_actions
from vindesk.ui.parquet.parquet_model import ParquetModel
from vindesk.ui.parquet.parquet_snapshot import LONGEST_READ
from vindesk.ui.parquet.parquet_table import Asked, ParquetTable
from vindesk.ui.parquet.row_export import RowExport, Taken
from vindesk.ui.parquet.search_bar import SearchBar
from vindesk.ui.parquet.selected_rows import SelectedRows
from vindesk.ui.plain_text import window_title
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.vehicles.copying import CopyController
from vindesk.ui.window_sizes import first_size
from vindesk.ui.wording import rows_in_words, size

_DOCK_WIDTH = 380
_CELL_HEIGHT = 150
_ROWS_LOOKED_AT = 50
_QUICKLY_DECODED = 10_000_000
_READING = phrase("Reading… Esc cancels.")
_NOTHING_FOUND = phrase("Nothing matches.")


class RowCopying(CopyController):
    """As that of the vehicles, on the lane of the files."""

    lane: ClassVar[Lane] = Lane.FILES

    @override
    def _words(self, count: int) -> str:
        return rows_in_words(count)

    @override
    def _put(self, encoded: QByteArray) -> None:
        """What Qt itself keeps survives us: data of ours may end the process with a crash."""
        if encoded.size() > _QUICKLY_DECODED:
            super()._put(encoded)
        else:
            QGuiApplication.clipboard().setText(encoded.toStdString())


class ParquetWindow(QMainWindow):
    """Shows ``file`` on the same paged model as the main table; closes it with itself."""

    closed = Signal(object)
    """This window, which is about to go."""

    import_requested = Signal(Path)
    open_requested = Signal()
    dropped = Signal(Path)
    """A file or a folder, to be shown in a window of its own."""

    def __init__(
        self, file: ParquetFile, runner: JobRunner, bugs: ToldBugs, taken: Taken = frozenset
    ) -> None:
        super().__init__()
        self._runner = runner
        self._failures = Failures(self, bugs)
        self._arranged = False
        self._reloading: Job[ParquetFile] | None = None
        self.setObjectName("parquet_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._model = ParquetModel(runner, self)
        self.view = PagedTableView(self._model)
        self.table = ParquetTable(self.view, self._model, file, runner)
        self.bar = SearchBar(_kinds(file))
        self.changed = ChangedBar()
        self.cell = CellPane(runner)
        self.columns_panel = ColumnsPanel(ColumnList(file.columns))
        self.file_panel = FilePanel()
        self.choices = ColumnChoices(
            self.table, self.view, (self.columns_panel, self.file_panel), runner
        )
        self.copying = RowCopying(self, runner, self)
        self.exporting = RowExport(runner, self, self._shown, taken)
        self._lay_out()
        self.actions_by_name = add_actions(self, self._handlers())
        self.actions_by_name["import_vins"].setEnabled(False)
        self._connect()
        self._dress()
        self._name()
        first_size(self, QSize(1280, 800))
        self.resizeDocks([self.side], [_DOCK_WIDTH], Qt.Orientation.Horizontal)
        self.resizeDocks([self.value], [_CELL_HEIGHT], Qt.Orientation.Vertical)
        self.table.ask(Asked())
        self.view.setFocus()

    @property
    def file(self) -> ParquetFile:
        return self.table.file

    # -- building --------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.view.setObjectName("parquet_table")
        self.view.verticalHeader().show()
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.changed, self.bar):
            layout.addWidget(widget)
        layout.addWidget(self.view, 1)
        self.setCentralWidget(centre)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(self.columns_panel, say("Columns"))
        tabs.addTab(self.file_panel, say("File"))
        self.side = Dock(say("Columns and Schema"), "schema_dock", tabs)
        self.value = Dock(say("Whole Value"), "cell_dock", self.cell)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.side)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.value)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self._status = plain_label(say("Reading…"))
        self._status.setObjectName("parquet_status")
        self._message = plain_label("")
        self._message.setObjectName("parquet_message")
        self.statusBar().addWidget(self._status)
        self.statusBar().addPermanentWidget(self._message)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        view, bar, choices = self.view, self.bar, self.choices
        return {
            "open_other": self.open_requested.emit,
            "reload_file": self.reload,
            "export_rows": self.exporting.ask,
            "import_vins": lambda: self.import_requested.emit(self.file.path),
            "close_file": self.close,
            "copy_rows": self._copy,
            "copy_rows_with_headers": self.copying.copy_with_headers,
            "copy_cell": self.cell.copy,
            "select_all_rows": view.selectAll,
            "find_text": bar.text.setFocus,
            "find_next": bar.find_next,
            "find_previous": bar.find_previous,
            "go_to_row": bar.row.setFocus,
            "filter_rows": bar.filter.setFocus,
            "clear_filter": bar.clear_filter,
            "file_order": lambda: self.table.sort_by(()),
            "hide_column": choices.hide_current,
            "show_all_columns": choices.show_all,
            "fit_columns": view.fit_to_contents,
            "show_columns_panel": lambda: self.side.setVisible(not self.side.isVisible()),
            "show_cell": lambda: self.value.setVisible(not self.value.isVisible()),
        }

    def _connect(self) -> None:
        table, bar = self.table, self.bar
        bar.filter_changed.connect(table.filter_by)
        bar.find_requested.connect(self._find)
        bar.row_requested.connect(table.go_to)
        bar.left.connect(self.view.setFocus)
        table.counted.connect(self._count)
        table.found.connect(self._tell_found)
        table.busy_changed.connect(self._tell_busy)
        self.changed.reload_requested.connect(self.reload)
        for teller in (self.copying, self.exporting, self.choices):
            teller.told.connect(self._tell)
        for failing in (table, self.copying, self.exporting, self.choices):
            failing.failed.connect(self._fail)
        self._model.dataChanged.connect(self._greet_first_rows)
        self.view.selectionModel().currentChanged.connect(self._show_cell)
        self.view.customContextMenuRequested.connect(self._offer)
        self.value.visibilityChanged.connect(self._show_cell)
        QShortcut(QKeySequence("Escape"), self).activated.connect(self.escape)

    def _name(self) -> None:
        file, name = self.file, shown_line(self.file.path.name)
        self.setWindowTitle(window_title(f"{name} - vindesk"))
        self.setWindowFilePath(str(file.path))
        self.view.setAccessibleName(say("Rows of {name}", name=name))

    # -- rows ------------------------------------------------------------------------

    def _greet_first_rows(self) -> None:
        """Fit the columns to the first rows that come, and leave them to the user then."""
        self._model.dataChanged.disconnect(self._greet_first_rows)
        self.view.fit_to_contents()
        self.choices.learn()
        self.actions_by_name["import_vins"].setEnabled(self._holds_vins())
        if self.view.current_row() is None and self._model.rowCount():
            self.view.setCurrentIndex(self._model.index(0, 0))

    def _holds_vins(self) -> bool:
        """Whether most of what stands in one of the columns has the shape of a VIN."""
        rows = [self._model.row(n) for n in range(min(self._model.rowCount(), _ROWS_LOOKED_AT))]
        texts = [[row[place] for row in rows if row] for place, _ in self._texts()]
        return any(_are_vins([text for text in column if text != NO_DATA]) for column in texts)

    def _texts(self) -> Sequence[tuple[int, str]]:
        columns = enumerate(self.file.columns)
        return [(place, c.name) for place, c in columns if c.kind is ColumnKind.TEXT]

    def selected(self) -> SelectedRows | None:
        """What is selected, as the screen shows it; None: nothing."""
        snapshot, ranges = self._model.snapshot, self.view.selected_ranges()
        if snapshot is None or not ranges:
            return None
        sections = self.view.heads.shown_sections()
        return SelectedRows(snapshot, ranges, [self._model.columns[place] for place in sections])

    def _find(self, text: str, backwards: bool) -> None:
        self.table.find(text, backwards=backwards)

    def _copy(self) -> None:
        self.copying.copy()

    def _shown(self) -> tuple[ParquetFile, Shown]:
        asked = self.table.asked
        sections = tuple(self.view.heads.shown_sections())
        return self.file, Shown(sections, asked.wanted, asked.sorts)

    def _show_cell(self) -> None:
        index, snapshot = self.view.currentIndex(), self._model.snapshot
        if index.isValid() and snapshot is not None and self.value.isVisible():
            self.cell.show_cell(snapshot, index.row(), index.column())

    def _offer(self, place: QPoint) -> None:
        menu = self.cell_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def cell_menu(self) -> QMenu:
        """What a right click on the rows offers."""
        menu = QMenu(self.view)
        for name in ("copy_rows", "copy_rows_with_headers", "copy_cell"):
            menu.addAction(self.actions_by_name[name])
        menu.addSeparator()
        index = self.view.currentIndex()
        text = self._model.whole_text(index) if index.isValid() else NO_DATA
        kind = self.file.columns[index.column()].kind if index.isValid() else ColumnKind.OTHER
        simple = {ColumnKind.TEXT, ColumnKind.TRUTH, ColumnKind.NUMBER}
        for name, title, negated in (
            ("filter_by_value", say("Filter by This &Value"), False),
            ("filter_without_value", say("E&xclude This Value"), True),
        ):
            action = menu.addAction(title)
            action.setObjectName(name)
            whole = kind in simple and len(text) < LONGEST_READ
            action.setEnabled(index.isValid() and (whole or text == NO_DATA))
            action.triggered.connect(
                lambda _checked=False, negated=negated: self._filter_by(text, negated=negated)
            )
        return menu

    def _filter_by(self, text: str, *, negated: bool) -> None:
        column = self.file.columns[self.view.currentIndex().column()]
        self.bar.add_term(column.name, None if text == NO_DATA else text, negated=negated)

    # -- the file -------------------------------------------------------------------

    def reload(self) -> None:
        """Read what stands now where the file stood."""
        if self._reloading is not None:
            return
        file = self.file
        job = Job(f"reload {file.path.name}", file.open_again)
        job.on_success(self._take).on_failure(self._fail)
        job.finished.connect(self._end_reloading)
        self._reloading = job
        self._tell(say("Reading the file anew…"))
        self._runner.start(job, Lane.FILES)

    def _end_reloading(self) -> None:
        self._reloading = None

    def _take(self, file: ParquetFile) -> None:
        old = self.file
        self.changed.hide()
        self.cell.forget()
        self.choices.cancel()
        self.copying.cancel()
        self.bar.show_columns(_kinds(file))
        self.columns_panel.list.show_columns(file.columns)
        self.table.take(file)
        self.choices.learn()
        self._name()
        self._tell(say("This is the file as it is now."))
        self._runner.start(Job("close file", lambda _monitor: old.close()), Lane.STORE)

    def check(self) -> None:
        """Find out, off the GUI thread, whether the file is still the same."""
        files = self.file.files

        def work(_monitor: Monitor) -> None:
            files.refuse_if_changed()

        self._runner.start(Job("check the file", work).on_failure(self._fail), Lane.FILES)

    def escape(self) -> None:
        """Give up whatever is under way; if nothing is, go back to the rows."""
        given_up = [self.table.cancel(), self.choices.cancel(), self.exporting.cancel()]
        self.copying.cancel()
        if any(given_up):
            self._tell(say("Cancelled."))
        else:
            self.bar.leave()

    # -- words ------------------------------------------------------------------------

    def _count(self, shown: int, total: int) -> None:
        file = self.file
        rows = rows_in_words(total)
        if shown != total or self.table.asked.wanted:
            rows = say("{shown} of {rows}", shown=grouped(shown), rows=rows)
        most = self._model.rowCount()
        if most < shown:
            rows = say(
                "{rows} ({most} at a time: Go to Row reaches the others)",
                rows=rows,
                most=grouped(most),
            )
        columns = say_many("{n} column", "{n} columns", len(file.columns))
        groups = say_many("{n} row group", "{n} row groups", file.row_groups)
        self._status.setText(f"{rows} · {columns} · {groups} · {size(file.size_bytes)}")
        filtered = bool(self.table.asked.wanted)
        self.view.show_when_empty(
            say("No row matches the filter.\nEscape in the filter shows all again.")
            if filtered
            else say("This file has no rows. Its columns are listed at the right.")
        )
        self.choices.tell_list()
        if not self._arranged:
            self._arranged = True
            self.view.fit_columns()
            if not self._model.rowCount():
                self.choices.learn()
        if self._model.rowCount():
            self._model.drawn(0)

    def _tell_found(self, position: object, matches: int) -> None:
        rows = rows_in_words(matches)
        if isinstance(position, int):
            self._tell(
                say("Row {position}; {rows} match.", position=grouped(position + 1), rows=rows)
            )
        else:
            self._tell(say(_NOTHING_FOUND))

    def _tell_busy(self, busy: bool) -> None:
        if busy:
            self._tell(say(_READING))
        elif self._message.text() == say(_READING):
            self._tell("")

    def _tell(self, text: str) -> None:
        self._message.setText(text)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, FileChanged):
            self.changed.tell(
                say("{detail} The rows that are shown are those of before.", detail=error.detail)
            )
            self._tell("")
        else:
            self._failures.show(error)

    # -- Qt ------------------------------------------------------------------------------

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.check()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        for path in _local_files(event.mimeData()):
            self.dropped.emit(path)
        event.acceptProposedAction()

    def _dress(self) -> None:
        quiet = QBrush(ink(self.palette()).quiet)
        self._model.dress(Looks(quiet, fixed_font(self.font()), {}))
        self.view.viewport().update()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        file = self.file
        self.table.close()
        self.cell.forget()
        self.choices.cancel()
        self.copying.cancel()
        if self._reloading is not None:
            self._reloading.cancel()
        self._runner.start(Job("close file", lambda _monitor: file.close()), Lane.STORE)
        self.closed.emit(self)
        super().closeEvent(event)


def _kinds(file: ParquetFile) -> Sequence[tuple[str, ColumnKind]]:
    return [(column.name, column.kind) for column in file.columns]


def _are_vins(texts: Sequence[str]) -> bool:
    shaped = sum(len(text) == LENGTH and find_fault(text.upper()) is None for text in texts)
    return bool(texts) and shaped * 2 > len(texts)


def _local_files(data: QMimeData) -> Sequence[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]

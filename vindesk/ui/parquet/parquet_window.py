"""A window that shows one Parquet file or folder: its rows, columns, schema and cells."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.errors import FileChanged
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.jobs.runner import JobRunner
from vindesk.store.export_place import Files
from vindesk.store.parquet_copy import Shown
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.after_paint import FirstPaint
from vindesk.ui.dock import Dock
from vindesk.ui.dropped import dropped_files
from vindesk.ui.failures import Failures, ToldBugs
from vindesk.ui.paging.drawn_rows import Looks
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.parquet.cell_menu import CellMenu
from vindesk.ui.parquet.cell_pane import CellPane
from vindesk.ui.parquet.changed_bar import ChangedBar
from vindesk.ui.parquet.column_choices import ColumnChoices
from vindesk.ui.parquet.column_layouts import ColumnLayouts
from vindesk.ui.parquet.column_list import ColumnList
from vindesk.ui.parquet.columns_panel import ColumnsPanel
from vindesk.ui.parquet.current_cell import CurrentCell
from vindesk.ui.parquet.file_panel import FilePanel
from vindesk.ui.parquet.filter_names import filter_columns
from vindesk.ui.parquet.layout_keeper import LayoutKeeper
from vindesk.ui.parquet.parquet_actions import add_actions
from vindesk.ui.parquet.parquet_model import ParquetModel
from vindesk.ui.parquet.parquet_table import Asked, ParquetTable
from vindesk.ui.parquet.reloading import Reloading
from vindesk.ui.parquet.row_copying import RowCopying
from vindesk.ui.parquet.row_export import RowExport
from vindesk.ui.parquet.row_heads import RowHeads
from vindesk.ui.parquet.row_words import NO_ROW_MATCHES, NO_ROWS, NOTHING_READ, what_is_shown
from vindesk.ui.parquet.search_bar import SearchBar
from vindesk.ui.parquet.selected_rows import SelectedRows
from vindesk.ui.parquet.status_line import StatusLine
from vindesk.ui.parquet.vin_finding import VinFinding
from vindesk.ui.plain_text import window_title
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.window_sizes import first_size, side_width

_DOCK_WIDTH, _DOCK_PART = 380, 0.33
_CELL_HEIGHT = 150
_QUEUED = Qt.ConnectionType.QueuedConnection


class ParquetWindow(QMainWindow):
    """Shows ``file`` on the same paged model as the main table; closes it with itself."""

    filled = Signal()
    """The first rows are here, or it is known that they will not come: it can be shown."""

    painted = Signal()
    """Once: the first rows are on the screen."""

    closed = Signal(object)
    """This window, which is about to go."""

    import_requested = Signal(Path)
    open_requested = Signal()
    dropped = Signal(Path)
    """A file or a folder, to be shown in a window of its own."""

    def __init__(
        self,
        file: ParquetFile,
        runner: JobRunner,
        bugs: ToldBugs,
        in_use: Files = tuple,
        layouts: ColumnLayouts | None = None,
    ) -> None:
        super().__init__()
        self._failures = Failures(self, bugs)
        self._is_filled = self._arranged = False
        self.setObjectName("parquet_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._model = ParquetModel(runner, self)
        self.view = PagedTableView(self._model)
        RowHeads(self.view)
        self.table = ParquetTable(self.view, self._model, file, runner)
        self.keeper = LayoutKeeper(self.view, layouts)
        self._ask_for_rows()  # they are read while everything else is built
        self.reloading = Reloading(runner, lambda: self.file, self)
        self.bar = SearchBar(filter_columns(file.columns))
        self.changed = ChangedBar()
        self.cell = CellPane(runner)
        self.current = CurrentCell(self.view, self._model, self.cell)
        self.columns_panel = ColumnsPanel(ColumnList(file.columns))
        self.file_panel = FilePanel()
        self.choices = ColumnChoices(
            self.table, self.view, self.keeper, (self.columns_panel, self.file_panel), runner
        )
        self.copying = RowCopying(self, runner, self)
        self.exporting = RowExport(runner, self, self._shown, in_use)
        self.vins = VinFinding(runner, self)
        self._lay_out()
        self.actions_by_name = add_actions(self, self._handlers())
        self.actions_by_name["import_vins"].setEnabled(False)
        self._connect()
        self._dress()
        self._name()
        first_size(self, QSize(1280, 800))
        width = side_width(self, _DOCK_WIDTH, _DOCK_PART)
        self.resizeDocks([self.side], [width], Qt.Orientation.Horizontal)
        self.resizeDocks([self.value], [_CELL_HEIGHT], Qt.Orientation.Vertical)
        self.view.setFocus()

    def _ask_for_rows(self) -> None:
        self.keeper.begin(self.file.names)
        self.table.first_columns = self.keeper.order_for
        self.table.counted.connect(self._count, _QUEUED)
        self.table.failed.connect(self._fail, _QUEUED)
        self.table.ask(Asked())

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
        self.status = StatusLine(self.statusBar())

    def _handlers(self) -> dict[str, Callable[[], object]]:
        view, bar, choices = self.view, self.bar, self.choices
        return {
            "open_other": self.open_requested.emit,
            "reload_file": self.reloading.reload,
            "export_rows": self.exporting.ask,
            "import_vins": lambda: self.import_requested.emit(self.file.path),
            "close_file": self.close,
            "copy_rows": self._copy,
            "copy_rows_with_headers": self.copying.copy_with_headers,
            "copy_cell": self.current.copy,
            "select_all_rows": view.selectAll,
            "find_text": bar.ask_for_text,
            "find_next": bar.find_next,
            "find_previous": bar.find_previous,
            "go_to_row": bar.ask_for_row,
            "filter_rows": bar.filter.setFocus,
            "clear_filter": bar.clear_filter,
            "file_order": lambda: self.table.sort_by(()),
            "hide_column": choices.hide_current,
            "show_all_columns": choices.show_all,
            "reset_columns": choices.reset,
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
        table.found.connect(self.status.tell_found)
        table.busy_changed.connect(self.status.tell_busy)
        self.changed.reload_requested.connect(self.reloading.reload)
        self.reloading.reloaded.connect(table.take)
        table.replaced.connect(self._turn_from)
        table.kept.connect(self.reloading.tell_kept)
        self.vins.known.connect(self._offer_import)
        for reader in (self.cell, self.vins):
            reader.failed.connect(self._fail)
        for told in (self.cell.told, self.copying.under_way):
            told.connect(self.status.tell)
        for teller in (self.copying, self.exporting, self.choices, self.reloading):
            teller.told.connect(self.status.tell)
            teller.failed.connect(self._fail)
        self.view.selectionModel().currentChanged.connect(self.current.show)
        self.view.customContextMenuRequested.connect(self._offer)
        self.value.visibilityChanged.connect(self.current.show)
        self.current.term_chosen.connect(self._filter_by)
        QShortcut(QKeySequence("Escape"), self).activated.connect(self.escape)

    def _offer_import(self, has_vins: bool) -> None:
        action = self.actions_by_name["import_vins"]
        action.setEnabled(has_vins and not self.file.files.is_folder)
        if has_vins and self.file.files.is_folder:
            action.setToolTip(say("VINs are imported from a file, not from a folder of files."))

    def _name(self) -> None:
        file, name = self.file, shown_line(self.file.path.name)
        self.setWindowTitle(window_title(f"{name} — vindesk"))
        self.setWindowFilePath(str(file.path))
        self.view.setAccessibleName(say("Rows of {name}", name=name))

    # -- rows ------------------------------------------------------------------------

    def _fill(self) -> None:
        """What waits until somebody sees the first rows begins after that."""
        if self._is_filled:
            return
        self._is_filled = True
        FirstPaint(self.view.viewport()).painted.connect(self._greet)
        self.filled.emit()

    def _greet(self) -> None:
        if self.isHidden():  # it was closed at once
            return
        self._learn()
        if self.view.current_row() is None and self._model.rowCount():
            self.view.setCurrentIndex(self._model.index(0, self.view.shown_column()))
        self.painted.emit()

    def _arrange(self) -> None:
        """Fit the columns to the first rows, and leave them to the user then."""
        if self._arranged:
            return
        self._arranged = True
        self.keeper.arrange()

    def _learn(self) -> None:
        """Read what nobody waits for: what the footers say, and whether there are VINs."""
        self.choices.learn()
        self.vins.begin(self.file)

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
        shown = self.table.shown
        sections = tuple(self.view.heads.shown_sections())
        return self.file, Shown(sections, shown.wanted, shown.sorts)

    def _offer(self, place: QPoint) -> None:
        self.cell_menu().offer(self.view.viewport().mapToGlobal(place))

    def cell_menu(self) -> CellMenu:
        """What a right click on the rows offers."""
        names = ("copy_rows", "copy_rows_with_headers", "copy_cell")
        return self.current.menu([self.actions_by_name[name] for name in names])

    def _filter_by(self, name: str, value: str | None, negated: bool) -> None:
        self.bar.add_term(name, value, negated=negated)

    # -- the file -------------------------------------------------------------------

    def _turn_from(self, old: ParquetFile) -> None:
        """The first rows of another file have come; ``old`` is about to be closed."""
        file, columns = self.file, filter_columns(self.file.columns)
        given_up = self._stop_reading()
        self.bar.show_columns(columns)
        self.columns_panel.list.show_columns(file.columns)
        if file.names != old.names:
            self._arranged = False
            self.keeper.begin(file.names)
        if columns != filter_columns(old.columns):
            self.bar.apply()  # what was typed may mean something else, or nothing
        self._learn()
        self._name()
        self.status.tell(
            say("This is the file as it is now. The export was stopped.")
            if given_up
            else say("This is the file as it is now.")
        )

    def _stop_reading(self) -> bool:
        """The file is about to be closed; whether an export of it was given up."""
        self.cell.close_file()
        self.choices.stop()
        self.vins.cancel()
        self.copying.cancel()
        self.reloading.stop_checking()
        return self.exporting.cancel()

    def escape(self) -> None:
        """Give up whatever is under way; if nothing is, go back to the rows."""
        given_up = [self.table.cancel(), self.choices.cancel(), self.exporting.cancel()]
        copied = self.copying.cancel()
        if any(given_up):
            self.status.tell(say("Cancelled."))
            self._tell_unread()
        elif not copied:
            self.bar.leave()

    # -- words ------------------------------------------------------------------------

    def _count(self, shown: int, _total: int) -> None:
        self.changed.hide()  # these rows are of the file as it is
        filtered, reached = bool(self.table.shown.wanted), self._model.rowCount()
        self.status.tell_rows(what_is_shown(self.file, shown, reached, filtered=filtered))
        self.view.show_when_empty(say(NO_ROW_MATCHES if filtered else NO_ROWS))
        self._arrange()
        self.current.show()
        self.choices.tell_list()
        self._fill()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, FileChanged):
            said = f"{error.detail} {error.advice}"
            if self._model.snapshot is not None:
                said = say("{detail} The rows shown are the earlier ones.", detail=error.detail)
            self.status.tell_reason(error.detail, aloud=not self.changed.tell(said))
        else:
            self._failures.show(error)
        self._tell_unread()

    def _tell_unread(self) -> None:
        """Say so if no rows were ever shown and none are on their way; all the rest can begin."""
        if self._model.snapshot is None and not self.table.busy:
            self.status.tell_rows(say(NOTHING_READ))
            self.view.show_when_empty(say(NOTHING_READ))
            self._fill()

    # -- Qt ------------------------------------------------------------------------------

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()
            if event.type() == QEvent.Type.FontChange and self._arranged:
                self.keeper.arrange()
        elif event.type() == QEvent.Type.ActivationChange:
            self._check()

    def _check(self) -> None:
        """Who comes back is told that the file is another by now, unless it was said already."""
        if self.isActiveWindow() and self.changed.isHidden():
            self.reloading.check()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        for path in dropped_files(event.mimeData()):
            self.dropped.emit(path)
        event.acceptProposedAction()

    def _dress(self) -> None:
        quiet = QBrush(ink(self.palette()).quiet)
        self._model.dress(Looks(quiet, fixed_font(self.font()), {}))
        self.view.viewport().update()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop_reading()
        self.reloading.cancel()
        self.table.close()
        self.closed.emit(self)
        super().closeEvent(event)

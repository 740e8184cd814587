"""Builds the graph of the window; what belongs to the table is in ``table_wiring``."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMenu

from vindesk.app.care_wiring import care_for, connect_care, rescue_for
from vindesk.app.desk import Desk
from vindesk.app.escape_key import EscapeKey
from vindesk.app.export_wiring import Exports, connect_exports
from vindesk.app.import_wiring import (
    connect_imports,
    is_list,
    known_in,
    opening_with,
    reopening_with,
)
from vindesk.app.insight import Insight
from vindesk.app.insight_wiring import connect_insight
from vindesk.app.logs_wiring import copy_report, open_logs
from vindesk.app.parquet_wiring import add_recent_files, connect_parquet, take_folder_or_text
from vindesk.app.preferences_wiring import open_preferences
from vindesk.app.table_wiring import (
    begin_table,
    connect_filters,
    connect_table,
    filter_by_cell,
    filter_by_no_data,
)
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import VpicBusy, VpicError
from vindesk.domain.licence import Licence
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import Vin
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import engine_limits, open_services
from vindesk.services.lookup import Found
from vindesk.services.once import Once
from vindesk.ui.actions import ROW_MENU, ActionId, Actions
from vindesk.ui.columns.column_memory import ColumnMemory
from vindesk.ui.columns.columns_controller import ColumnsController
from vindesk.ui.details.details_controller import DetailsController
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.facets.facets_controller import FacetsController
from vindesk.ui.facets.facets_panel import FacetsPanel
from vindesk.ui.failures import Failures, ToldBugs
from vindesk.ui.filtering.filter_controller import FilterController
from vindesk.ui.filtering.filter_panel import FilterPanel
from vindesk.ui.help.about_controller import AboutController
from vindesk.ui.importing.import_controller import ImportController
from vindesk.ui.jobs_panel.jobs_controller import JobsController
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel
from vindesk.ui.lookup.lookup_controller import LookupController
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.ui.main_window import MainWindow
from vindesk.ui.menus import build_menus, fill
from vindesk.ui.parquet.parquet_controller import ParquetController
from vindesk.ui.parquet.viewer_memory import ViewerMemory
from vindesk.ui.refreshing.refresh_controller import RefreshController
from vindesk.ui.status import Line, line_after
from vindesk.ui.undo import UndoHistory
from vindesk.ui.vehicles.copying import CopyController
from vindesk.ui.vehicles.removal_controller import RemovalController
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.vehicles.view_memory import ViewMemory
from vindesk.ui.wording import month


class _Ear(QObject):
    """Carries what worker threads hear over to the GUI thread."""

    heard = Signal(object)  # VpicError | None


def build(settings: Settings, paths: Paths, runner: JobRunner) -> Desk:
    """Everything, connected, not yet shown; nothing is read or asked before it is."""
    ear = _Ear()
    beside = runner.executor(Lane.BESIDE)
    services = Once(lambda: open_services(settings, paths, heard=ear.heard.emit, beside=beside))
    limits = engine_limits(settings, paths)
    panel, filter_panel = LookupPanel(), FilterPanel()
    details, facets, jobs = DetailsPanel(), FacetsPanel(), JobsPanel()
    table = VehicleTable(services, runner)

    def open_in_viewer() -> Collection[Path]:
        return desk.parquet.open_paths()

    exports = Exports(services, runner, paths, open_in_viewer)
    window = MainWindow((panel, filter_panel, exports.bar, table), details, facets, jobs)
    ear.setParent(window)
    bugs = ToldBugs()
    history = UndoHistory(runner, window)
    imports_panel = JobsController(jobs, services, runner, reopening_with(limits))
    desk = Desk(
        window=window,
        table=table,
        lookup=LookupController(panel, services, runner, window),
        panel=panel,
        details=DetailsController(details, services, runner),
        filters=FilterController(filter_panel, services, runner),
        facets=facets,
        columns=ColumnsController(table.view, ColumnMemory(paths.state)),
        memory=ViewMemory(paths.state),
        copying=CopyController(table, runner, window),
        removal=RemovalController(table, services, history, settings.confirm_removal_above),
        refreshing=RefreshController(table, lambda: services().refresher, runner, history, window),
        imports=ImportController(opening_with(limits), known_in(services), runner, window),
        jobs=imports_panel,
        care=care_for(services, runner, paths, imports_panel, window),
        parquet=ParquetController(limits, runner, window, bugs, ViewerMemory.in_file(paths.state)),
        insight=Insight(table, services, runner, window),
        exports=exports.controller(window),
        history=history,
        failures=Failures(window, bugs),
        services=services,
        runner=runner,
    )
    desk.actions = Actions(window, _handlers(desk))
    _connect_lookup(desk)
    connect_table(desk)
    connect_filters(desk, FacetsController(facets, services, runner))
    connect_imports(desk)
    connect_insight(desk)
    connect_exports(desk, exports.bar)
    connect_care(desk, rescue_for(services, runner, settings, paths, window))
    connect_parquet(desk)
    _connect_words(desk)
    _connect_line(desk, ear)
    _dress(desk)
    panel.choose(settings.source)
    return desk


def _handlers(desk: Desk) -> dict[ActionId, Callable[[], object]]:
    window, copying = desk.window, desk.copying
    about = AboutController(_licences, desk.runner, window)
    about.failed.connect(desk.failures.show)
    return {
        ActionId.LOOKUP: desk.lookup.focus,
        ActionId.IMPORT: desk.imports.ask,
        ActionId.PASTE_VINS: lambda: desk.imports.import_text(QGuiApplication.clipboard().text()),
        ActionId.OPEN_PARQUET: desk.parquet.ask,
        ActionId.OPEN_PARQUET_FOLDER: desk.parquet.ask_folder,
        ActionId.EXPORT: desk.exports.ask,
        ActionId.BACKUP: desk.care.back_up,
        ActionId.RESTORE: desk.care.show_backups,
        ActionId.CLEAN: desk.care.ask_to_clean,
        ActionId.QUIT: window.close,
        ActionId.UNDO: desk.history.undo,
        ActionId.REDO: desk.history.redo,
        ActionId.COPY: copying.copy,
        ActionId.COPY_WITH_HEADERS: copying.copy_with_headers,
        ActionId.COPY_VINS: copying.copy_vins,
        ActionId.SELECT_ALL: desk.table.view.selectAll,
        ActionId.REFRESH: lambda: desk.refreshing.refresh_selected(desk.panel.choice),
        ActionId.COMPARE: desk.insight.compare.compare_selected,
        ActionId.REMOVE: desk.removal.remove_selected,
        ActionId.FIND: desk.filters.focus,
        ActionId.FILTER_BY_VALUE: lambda: filter_by_cell(desk),
        ActionId.FILTER_WITHOUT_VALUE: lambda: filter_by_cell(desk, negated=True),
        ActionId.FILTER_EMPTY: lambda: filter_by_no_data(desk),
        ActionId.CLEAR_FILTER: desk.filters.clear,
        ActionId.SHOW_FACETS: lambda: _toggle(window.facets_dock),
        ActionId.SHOW_DETAILS: lambda: _toggle(window.details_dock),
        ActionId.SHOW_JOBS: lambda: _toggle(window.jobs_dock),
        ActionId.COLUMNS: desk.columns.choose,
        ActionId.SUMMARY: desk.insight.summary.show,
        ActionId.LAST_REFRESH: desk.refreshing.show_changes,
        ActionId.HELP: desk.insight.help.help_here,
        ActionId.SHORTCUTS: desk.insight.help.show_shortcuts,
        ActionId.SHOW_LOG: lambda: open_logs(desk),
        ActionId.COPY_REPORT: lambda: copy_report(desk),
        ActionId.PREFERENCES: lambda: open_preferences(desk),
        ActionId.ABOUT: about.show,
    }


def _licences() -> Sequence[Licence]:
    from vindesk.services.licences import licences  # noqa: PLC0415 - slow, and seldom wanted

    return licences()


def _toggle(dock: QDockWidget) -> None:
    dock.setVisible(not dock.isVisible())


def _connect_lookup(desk: Desk) -> None:
    details, window = desk.details, desk.window

    def show(found: Found) -> None:
        details.show_vehicle(found.vehicle)
        if found.from_cache:
            desk.table.reveal(found.vehicle.vin.text)

    def look_up(text: str) -> None:
        desk.lookup.look_up(Vin(text))

    docks = (window.details_dock, window.facets_dock, window.jobs_dock)
    escape = EscapeKey(window, *docks, parent=window)
    for cancellable in (desk.lookup, desk.copying, desk.refreshing):
        escape.pressed.connect(cancellable.cancel)
    desk.lookup.found.connect(show)
    desk.lookup.stored.connect(desk.table.reload)
    desk.table.empty_state.example_chosen.connect(look_up)
    details.suggestion_chosen.connect(look_up)
    window.text_dropped.connect(desk.lookup.take_text)


def _connect_words(desk: Desk) -> None:
    tellers = (
        desk.lookup,
        desk.exports,
        desk.parquet,
        desk.removal,
        desk.copying,
        desk.refreshing,
        desk.details,
        desk.imports,
        desk.jobs,
    )
    for teller in tellers:
        teller.told.connect(desk.window.status.tell)
    for failing in (
        desk.lookup,
        desk.exports,
        desk.parquet,
        desk.table,
        desk.history,
        desk.details,
        desk.filters,
        desk.copying,
        desk.refreshing,
        desk.imports,
        desk.jobs,
    ):
        failing.failed.connect(desk.failures.show)


def _connect_line(desk: Desk, ear: _Ear) -> None:
    """Keep the connection state true: what was heard last, unless the web is not wanted."""
    status, panel = desk.window.status, desk.panel
    latest = [Line.UNKNOWN]

    def show() -> None:
        off = panel.choice is SourceChoice.EMBEDDED
        status.show_line(Line.OFF if off else latest[0])

    def hear(trouble: VpicError | None) -> None:
        latest[0] = line_after(trouble)
        if isinstance(trouble, VpicBusy):
            status.count_down(trouble.retry_after_s or 0.0)
        show()

    ear.heard.connect(hear)
    panel.source.currentIndexChanged.connect(show)


def _dress(desk: Desk) -> None:
    build_menus(desk.window.menuBar(), desk.actions)
    add_recent_files(desk)
    menu = QMenu(desk.window)
    fill(menu, ROW_MENU, desk.actions)
    desk.table.offer(menu)

    def recolour() -> None:
        desk.actions.recolour(desk.window.palette())

    desk.window.palette_changed.connect(recolour)
    desk.window.first_painted.connect(recolour)  # they are in menus, which nobody opens sooner


def begin(desk: Desk, inputs: Sequence[str]) -> None:
    """Read the cache, learn what the sources are, and do what the command line asks.

    Called after the first paint: what is heavy is imported here, on lanes.
    """
    begin_table(desk)
    desk.jobs.load()
    desk.care.begin()
    services = desk.services

    def learn(_monitor: Monitor) -> str:
        return services().sources().embedded_month

    job = Job("learn of the sources", learn)

    def name_month(text: str) -> None:
        desk.panel.name_embedded_month(month(text))
        desk.imports.name_embedded_month(month(text))

    job.on_success(name_month)
    job.on_failure(desk.failures.show)
    desk.runner.start(job, Lane.NETWORK)
    take_inputs(desk, inputs)


def take_inputs(desk: Desk, inputs: Sequence[str]) -> None:
    """Open files and look VINs up: what the command line holds, here or of a second start."""
    for text in inputs:
        path = Path(text)
        if path.suffix.lower() in {".parquet", ".pq"}:
            desk.parquet.open(path)
        elif is_list(path):
            desk.imports.import_file(path)
        else:
            take_folder_or_text(desk, text)

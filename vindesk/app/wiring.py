"""Builds the window as it is first seen; what is opened is built where ``Desk`` says."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMenu

from vindesk.app.desk import Desk, Given
from vindesk.app.first_touch import FirstTouch
from vindesk.app.hearing import hear_lookup
from vindesk.app.inputs import connect_drops
from vindesk.app.table_wiring import connect_table
from vindesk.domain.errors import VpicBusy, VpicError
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import SourceChoice, Vehicle
from vindesk.domain.vin import Vin
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.found import Found
from vindesk.services.once import Once
from vindesk.ui.actions import ROW_MENU, ActionId
from vindesk.ui.after_paint import AfterPaint
from vindesk.ui.built_actions import Actions
from vindesk.ui.columns.column_memory import ColumnMemory
from vindesk.ui.columns.columns_controller import ColumnsController
from vindesk.ui.failures import Failures, ToldBugs
from vindesk.ui.filtering.filter_panel import FilterPanel
from vindesk.ui.lookup.lookup_controller import LookupController
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.ui.main_window import MainWindow
from vindesk.ui.menu import Menu
from vindesk.ui.menus import build_menus, fill
from vindesk.ui.parquet.recent_files import RecentFiles
from vindesk.ui.parquet.recent_menu import RecentMenu
from vindesk.ui.state_file import StateFile
from vindesk.ui.status import Line, line_after
from vindesk.ui.undo import UndoHistory
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.window_sizes import WindowSizes
from vindesk.ui.wording import month

if TYPE_CHECKING:
    from vindesk.services.assembly import Services

_SOURCE: Final = "source_choice/chosen"


class _Ear(QObject):
    """Carries what worker threads hear over to the GUI thread."""

    heard = Signal(object)  # VpicError | None


def build(given: Given, runner: JobRunner) -> Desk:
    """The window and all that is seen in it, connected, not yet shown.

    Nothing is read of the cache, and nobody asked, before it is.
    """
    ear = _Ear()
    state = given.state

    def opened() -> "Services":
        return _open_services(desk, ear)

    services = Once(opened)
    panel, filter_panel = LookupPanel(), FilterPanel()
    table = VehicleTable(services, runner)
    window = MainWindow((panel, filter_panel, table))
    ear.setParent(window)
    bugs = ToldBugs()
    recent = RecentFiles(state)
    desk = Desk(
        given=given,
        runner=runner,
        services=services,
        after_paint=AfterPaint(window),
        window=window,
        table=table,
        panel=panel,
        filter_panel=filter_panel,
        lookup=LookupController(panel, services, runner, window),
        columns=ColumnsController(table.view, ColumnMemory(state)),
        history=UndoHistory(runner, window),
        bugs=bugs,
        failures=Failures(window, bugs),
        recent=recent,
        recent_menu=RecentMenu(recent, window),
        sizes=WindowSizes(state, window),
        settings=given.loaded.settings,
    )
    _connect_lookup(desk)
    connect_table(desk)
    FirstTouch(filter_panel.entry, lambda: desk.make("filters"))
    connect_drops(desk)
    _connect_failures(desk)
    _connect_docks(desk)
    _connect_line(desk, ear)
    _dress(desk)
    _choose_source(desk)
    return desk


def _choose_source(desk: Desk) -> None:
    """As it was left, unless this run is told otherwise; what the user chooses is remembered."""
    loaded, panel = desk.given.loaded, desk.panel
    source = loaded.settings.source
    if not loaded.origin("source").overrides:
        source = remembered_source(desk.given.state, source)
    panel.choose(source)

    def remember() -> None:
        remember_source(desk)

    panel.source.activated.connect(remember)


def remembered_source(state: StateFile, setting: SourceChoice) -> SourceChoice:
    """What was chosen beside the entry last; ``setting``, if it was another then."""
    match str(state.value(_SOURCE)).split():
        case [choice, before] if before == setting and choice in set(SourceChoice):
            return SourceChoice(choice)
        case _:
            return setting


def remember_source(desk: Desk) -> None:
    """Remember what is chosen beside the entry, and with what setting."""
    loaded = desk.given.loaded
    is_overridden = loaded.origin("source").overrides
    setting = loaded.in_file("source") if is_overridden else desk.settings.source
    desk.given.state.keep({_SOURCE: f"{desk.panel.choice} {setting}"})


def _open_services(desk: Desk, ear: _Ear) -> "Services":
    """On a worker, after the first paint: what is imported here takes as long as the paint."""
    from vindesk.services.assembly import open_services  # noqa: PLC0415

    return open_services(
        desk.settings,
        desk.paths,
        heard=ear.heard.emit,
        beside=desk.runner.executor(Lane.BESIDE),
        at_work=desk.runner.was_just_asked,
    )


def make_actions(desk: Desk) -> Actions:
    return Actions(desk.window, desk.table.view, _handlers(desk))


def _handlers(desk: Desk) -> dict[ActionId, Callable[[], object]]:
    """What is opened is named only when it is wanted."""
    window, table = desk.window, desk.table
    return {
        ActionId.LOOKUP: desk.lookup.focus,
        ActionId.IMPORT: lambda: desk.imports.ask(),
        ActionId.PASTE_VINS: lambda: desk.imports.import_text(QGuiApplication.clipboard().text()),
        ActionId.OPEN_PARQUET: lambda: desk.parquet.ask(),
        ActionId.OPEN_PARQUET_FOLDER: lambda: desk.parquet.ask_folder(),
        ActionId.EXPORT: lambda: desk.exports.ask(),
        ActionId.BACKUP: lambda: desk.care.back_up(),
        ActionId.RESTORE: lambda: desk.care.show_backups(),
        ActionId.CLEAN: lambda: desk.care.ask_to_clean(),
        ActionId.QUIT: window.close,
        ActionId.UNDO: desk.history.undo,
        ActionId.REDO: desk.history.redo,
        ActionId.COPY: lambda: desk.copying.copy(),
        ActionId.COPY_WITH_HEADERS: lambda: desk.copying.copy_with_headers(),
        ActionId.COPY_VINS: lambda: desk.copying.copy_vins(),
        ActionId.PASTE: lambda: desk.lookup.take_text(QGuiApplication.clipboard().text()),
        ActionId.SELECT_ALL: table.select_all,
        ActionId.REFRESH: lambda: desk.refreshing.refresh_selected(desk.panel.choice),
        ActionId.COMPARE: lambda: desk.insight.compare.compare_selected(),
        ActionId.REMOVE: lambda: desk.removal.remove_selected(),
        ActionId.REMOVED: lambda: desk.removed.show(),
        ActionId.FIND: lambda: desk.filters.focus(),
        ActionId.FILTER_BY_VALUE: lambda: desk.filters.include_cell(table.current_cell()),
        ActionId.FILTER_WITHOUT_VALUE: lambda: desk.filters.exclude_cell(table.current_cell()),
        ActionId.FILTER_EMPTY: lambda: desk.filters.include_no_data(table.current_cell()),
        ActionId.CLEAR_FILTER: lambda: desk.filters.clear(),
        ActionId.SHOW_FACETS: lambda: _toggle(window.facets_dock),
        ActionId.SHOW_DETAILS: lambda: _toggle(window.details_dock),
        ActionId.SHOW_JOBS: lambda: _toggle(window.jobs_dock),
        ActionId.COLUMNS: desk.columns.choose,
        ActionId.SUMMARY: lambda: desk.insight.summary.show(),
        ActionId.LAST_REFRESH: lambda: desk.refreshing.show_changes(),
        ActionId.HELP: lambda: desk.insight.help.help_here(),
        ActionId.SHORTCUTS: lambda: desk.insight.help.show_shortcuts(),
        ActionId.SHOW_LOG: lambda: desk.logs.open(),
        ActionId.COPY_REPORT: lambda: desk.logs.copy_report(),
        ActionId.PREFERENCES: lambda: desk.preferences.open(),
        ActionId.ABOUT: lambda: desk.insight.about.show(),
    }


def _toggle(dock: QDockWidget) -> None:
    dock.setVisible(not dock.isVisible())


def _connect_lookup(desk: Desk) -> None:
    lookup = desk.lookup

    def show_at_once(vehicle: Vehicle) -> None:
        desk.details.show_vehicle(vehicle)

    def show(found: Found) -> None:
        """The answer first; where it stands in the table is looked for when it was painted."""
        desk.details.show_vehicle(found.vehicle)
        if found.from_cache:
            desk.after_paint.do(partial(desk.table.reveal, found.vehicle.vin.text))

    def follow(vin: str) -> None:
        desk.after_paint.do(partial(desk.table.reload, vin))

    def look_up(text: str) -> None:
        lookup.look_up(Vin(text))

    def import_text(text: str) -> None:
        desk.imports.import_text(text)

    lookup.decoded.connect(show_at_once)
    lookup.found.connect(show)
    lookup.stored.connect(follow)
    lookup.many_given.connect(import_text)
    desk.table.example_chosen.connect(look_up)
    hear_lookup(desk)


def _connect_failures(desk: Desk) -> None:
    desk.failures.first_ask(lambda error: desk.rescue.takes(error))
    desk.failures.explain_with(lambda: desk.logs.report())


def _connect_docks(desk: Desk) -> None:
    """What was left open is there with the first paint, the rest when it is opened."""

    def fill_facets(seen: bool) -> None:
        if seen:
            desk.make("facets")

    def fill_jobs(seen: bool) -> None:
        if seen:
            desk.make("jobs")

    desk.window.facets_dock.visibilityChanged.connect(fill_facets)
    desk.window.jobs_dock.visibilityChanged.connect(fill_jobs)


def _connect_line(desk: Desk, ear: _Ear) -> None:
    """Keep the connection state true: what was heard last, unless the web is not wanted."""
    status, panel = desk.window.status, desk.panel
    latest = [Line.UNKNOWN]

    def show() -> None:
        off = panel.choice is SourceChoice.EMBEDDED
        status.show_line(Line.OFF if off else latest[0])
        desk.table.tell_source(panel.choice)

    def hear(trouble: VpicError | None) -> None:
        latest[0] = line_after(trouble)
        if isinstance(trouble, VpicBusy):
            status.count_down(trouble.retry_after_s or 0.0)
        show()

    ear.heard.connect(hear)
    panel.source.currentIndexChanged.connect(show)


def _dress(desk: Desk) -> None:
    build_menus(desk.window.menuBar(), desk.actions)
    _offer_recent_files(desk)
    menu = Menu(desk.window)
    fill(menu, ROW_MENU, desk.actions)
    desk.table.offer(menu)

    def recolour() -> None:
        desk.actions.recolour(desk.window.palette())

    desk.window.palette_changed.connect(recolour)


def _offer_recent_files(desk: Desk) -> None:
    """Before *Export*."""

    def open_file(path: Path) -> None:
        desk.parquet.open(path)

    export = desk.actions[ActionId.EXPORT]
    for above in export.associatedObjects():
        if isinstance(above, QMenu):
            above.insertMenu(export, desk.recent_menu)
    desk.recent_menu.chosen.connect(open_file)


def begin(desk: Desk) -> None:
    """Read the cache, and learn what the sources are.

    Called after the first paint: what is heavy is imported here, on lanes.
    """
    from vindesk.app.escape_key import connect_escape  # noqa: PLC0415 - after the first paint
    from vindesk.app.filters_wiring import begin_table  # noqa: PLC0415 - after the first paint

    connect_escape(desk)
    begin_table(desk)
    services = desk.services

    def learn(_monitor: Monitor) -> str:
        return services().sources().embedded_month

    job = Job("learn of the sources", learn)

    def name_month(text: str) -> None:
        desk.embedded_month = month(text)
        desk.panel.name_embedded_month(desk.embedded_month)
        if desk.is_made("imports"):
            desk.imports.name_embedded_month(desk.embedded_month)

    job.on_success(name_month)
    job.on_failure(desk.failures.show)
    desk.runner.start(job, Lane.NETWORK)

"""Builds the graph of the window: the only file that knows all the pieces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import VpicBusy, VpicError
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import Vin
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services, engine_limits, open_services
from vindesk.services.lookup import Found
from vindesk.services.once import Once
from vindesk.ui.actions import ROW_MENU, ActionId, Actions, Needs
from vindesk.ui.details.details_controller import DetailsController
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.exporting.export_controller import ExportController
from vindesk.ui.failures import Failures
from vindesk.ui.help.about import about_box
from vindesk.ui.lookup.lookup_controller import LookupController
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.ui.main_window import MainWindow
from vindesk.ui.menus import build_menus, fill
from vindesk.ui.parquet.parquet_controller import ParquetController
from vindesk.ui.status import Line, line_after
from vindesk.ui.undo import UndoHistory
from vindesk.ui.vehicles.copying import CopyController
from vindesk.ui.vehicles.removal_controller import RemovalController
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.wording import month


class _Ear(QObject):
    """Carries what worker threads hear over to the GUI thread."""

    heard = Signal(object)  # VpicError | None


@dataclass(slots=True)
class Desk:
    """The main window and the controllers that make it work."""

    window: MainWindow
    table: VehicleTable
    lookup: LookupController
    panel: LookupPanel
    parquet: ParquetController
    exports: ExportController
    history: UndoHistory
    actions: Actions
    failures: Failures
    services: Once[Services]
    runner: JobRunner


def build(settings: Settings, paths: Paths, runner: JobRunner) -> Desk:
    """Everything, connected, not yet shown; nothing is read or asked before it is."""
    ear = _Ear()
    services = Once(lambda: open_services(settings, paths, heard=ear.heard.emit))
    panel, details = LookupPanel(), DetailsPanel()
    table = VehicleTable(services, runner)
    window = MainWindow(panel, table, details)
    ear.setParent(window)
    failures = Failures(window)
    history = UndoHistory(runner, window)
    lookup = LookupController(panel, services, runner, window)
    detail_controller = DetailsController(details, services, runner)
    removal = RemovalController(table, services, history)
    copying = CopyController(table)
    exports = ExportController(services, runner, window)
    parquet = ParquetController(engine_limits(settings, paths), runner, window)
    handlers: dict[ActionId, Callable[[], object]] = {
        ActionId.LOOKUP: lookup.focus,
        ActionId.OPEN_PARQUET: parquet.ask,
        ActionId.EXPORT: exports.ask,
        ActionId.QUIT: window.close,
        ActionId.UNDO: history.undo,
        ActionId.REDO: history.redo,
        ActionId.COPY: copying.copy,
        ActionId.COPY_WITH_HEADERS: copying.copy_with_headers,
        ActionId.SELECT_ALL: table.view.selectAll,
        ActionId.REMOVE: removal.remove_selected,
        ActionId.SHOW_DETAILS: window.toggle_details,
        ActionId.ABOUT: lambda: about_box(window).open(),
    }
    actions = Actions(window, handlers)
    desk = Desk(
        window, table, lookup, panel, parquet, exports, history, actions, failures, services, runner
    )
    _connect_lookup(desk, detail_controller)
    _connect_table(desk, detail_controller)
    _connect_words(desk, detail_controller, removal, copying)
    _connect_line(desk, ear)
    _dress(desk)
    panel.choose(settings.source)
    return desk


def _connect_lookup(desk: Desk, details: DetailsController) -> None:
    def show(found: Found) -> None:
        details.show_vehicle(found.vehicle)
        if found.from_cache:
            desk.table.reveal(found.vehicle.vin.text)

    def look_up(text: str) -> None:
        desk.lookup.look_up(Vin(text))

    desk.lookup.found.connect(show)
    desk.lookup.stored.connect(desk.table.reload)
    desk.table.empty_state.example_chosen.connect(look_up)
    details.suggestion_chosen.connect(look_up)
    desk.window.text_dropped.connect(desk.lookup.take_text)
    desk.window.file_dropped.connect(desk.parquet.open)


def _connect_table(desk: Desk, details: DetailsController) -> None:
    table, history = desk.table, desk.history

    def enable() -> None:
        available = Needs.NOTHING
        for true, need in (
            (table.selected_count(), Needs.SELECTION),
            (table.row_count(), Needs.ROWS),
            (history.undo_text, Needs.UNDOABLE),
            (history.redo_text, Needs.REDOABLE),
        ):
            if true:
                available |= need
        desk.actions.enable_for(available)
        desk.actions[ActionId.UNDO].setText(f"&Undo {history.undo_text or ''}".rstrip())
        desk.actions[ActionId.REDO].setText(f"&Redo {history.redo_text or ''}".rstrip())

    table.current_changed.connect(details.show_vin)
    table.selection_changed.connect(desk.window.status.show_selection)
    table.row_count_changed.connect(desk.window.status.show_rows)
    for signal in (table.selection_changed, table.row_count_changed, history.changed):
        signal.connect(enable)
    enable()


def _connect_words(
    desk: Desk, details: DetailsController, removal: RemovalController, copying: CopyController
) -> None:
    for teller in (desk.lookup, desk.exports, desk.parquet, removal, copying):
        teller.told.connect(desk.window.status.tell)
    for failing in (
        desk.lookup,
        desk.exports,
        desk.parquet,
        desk.table,
        desk.history,
        details,
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
    menu = QMenu(desk.window)
    fill(menu, ROW_MENU, desk.actions)
    desk.table.offer(menu)

    def recolour() -> None:
        desk.actions.recolour(desk.window.palette())

    desk.window.palette_changed.connect(recolour)
    recolour()


def begin(desk: Desk, inputs: Sequence[str]) -> None:
    """Read the cache, learn what the sources are, and do what the command line asks.

    Called after the first paint: what is heavy is imported here, on lanes.
    """
    desk.table.reload()
    services = desk.services

    def learn(_monitor: Monitor) -> str:
        return services().sources().embedded_month

    job = Job("learn of the sources", learn)
    job.on_success(lambda text: desk.panel.name_embedded_month(month(text)))
    job.on_failure(desk.failures.show)
    desk.runner.start(job, Lane.NETWORK)
    take_inputs(desk, inputs)


def take_inputs(desk: Desk, inputs: Sequence[str]) -> None:
    """Open files and look VINs up: what the command line holds, here or of a second start."""
    for text in inputs:
        path = Path(text)
        if path.suffix.lower() in {".parquet", ".pq"}:
            desk.parquet.open(path)
        else:
            desk.lookup.take_text(text)

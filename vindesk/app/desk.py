"""The main window and what makes it work: what is seen, and what is opened.

What is seen is made before the window is shown. What is opened is imported and made when
somebody first asks for it, and at the latest, a part at a time, in the idle moments after the
first paint: its modules take three times as long as the first paint. That is why, here and
where else something is made late, its type is imported for the checker alone: named as any other
it would be imported before the window.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from vindesk.config.loading import Loaded
from vindesk.config.log_memory import LogMemory
from vindesk.config.paths import Paths
from vindesk.config.settings import LogLevel, Settings
from vindesk.jobs.runner import JobRunner
from vindesk.services.activity import Activity
from vindesk.services.once import Once
from vindesk.ui.after_paint import AfterPaint
from vindesk.ui.built_actions import Actions
from vindesk.ui.columns.columns_controller import ColumnsController
from vindesk.ui.failures import Failures, ToldBugs
from vindesk.ui.filtering.filter_panel import FilterPanel
from vindesk.ui.lookup.lookup_controller import LookupController
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.ui.main_window import MainWindow
from vindesk.ui.parquet.recent_files import RecentFiles
from vindesk.ui.parquet.recent_menu import RecentMenu
from vindesk.ui.state_file import StateFile
from vindesk.ui.theme import Theme
from vindesk.ui.undo import UndoHistory
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.window_sizes import WindowSizes

if TYPE_CHECKING:  # what is opened: see above
    from collections.abc import Collection
    from pathlib import Path

    from vindesk.app.insight import Insight
    from vindesk.services.assembly import Services
    from vindesk.store.engine import EngineLimits
    from vindesk.ui.care.care_controller import CareController
    from vindesk.ui.care.rescue_controller import RescueController
    from vindesk.ui.details.details_controller import DetailsController
    from vindesk.ui.exporting.export_controller import ExportController
    from vindesk.ui.facets.facets_panel import FacetsPanel
    from vindesk.ui.filtering.filter_controller import FilterController
    from vindesk.ui.importing.import_controller import ImportController
    from vindesk.ui.jobs_panel.jobs_controller import JobsController
    from vindesk.ui.logs.logs_controller import LogsController
    from vindesk.ui.parquet.parquet_controller import ParquetController
    from vindesk.ui.preferences.preferences_controller import PreferencesController
    from vindesk.ui.refreshing.refresh_controller import RefreshController
    from vindesk.ui.removed.removed_controller import RemovedController
    from vindesk.ui.vehicles.copying import CopyController
    from vindesk.ui.vehicles.removal_controller import RemovalController
    from vindesk.ui.vehicles.view_memory import ViewMemory

OPENED: Final[Mapping[str, str]] = {
    "details": "vindesk.app.details_wiring",
    "copying": "vindesk.app.rows_wiring",
    "removal": "vindesk.app.rows_wiring",
    "refreshing": "vindesk.app.rows_wiring",
    "removed": "vindesk.app.rows_wiring",
    "jobs": "vindesk.app.import_wiring",
    "imports": "vindesk.app.import_wiring",
    "facets": "vindesk.app.facets_wiring",
    "parquet": "vindesk.app.parquet_wiring",
    "exports": "vindesk.app.export_wiring",
    "preferences": "vindesk.app.preferences_wiring",
    "logs": "vindesk.app.logs_wiring",
    "care": "vindesk.app.care_wiring",
    "rescue": "vindesk.app.care_wiring",
    "insight": "vindesk.app.insight_wiring",
}
"""The parts that are made late and what makes them, in the order in which they are wanted."""


class Given(Struct, frozen=True):
    """What this run was given: settings, folders, colours, and where its records go."""

    loaded: Loaded
    paths: Paths
    state: StateFile
    theme: Theme
    memory: LogMemory
    activity: Activity
    change_level: Callable[[LogLevel], object]
    change_log: Callable[[Settings], object]


class Desk(Struct, eq=False, dict=True):
    """Every part by its name; a part that is opened is made when it is named."""

    given: Given
    runner: JobRunner
    services: "Once[Services]"
    after_paint: AfterPaint
    window: MainWindow
    table: VehicleTable
    panel: LookupPanel
    filter_panel: FilterPanel
    lookup: LookupController
    columns: ColumnsController
    history: UndoHistory
    bugs: ToldBugs
    failures: Failures
    recent: RecentFiles
    recent_menu: RecentMenu
    sizes: WindowSizes
    settings: Settings
    """Those that hold now."""

    embedded_month: str = ""
    """Of which month the embedded data is, once that is known."""

    @cached_property
    def actions(self) -> Actions:
        """They call all of the others."""
        from vindesk.app.wiring import make_actions

        return make_actions(self)

    @cached_property
    def details(self) -> "DetailsController":
        from vindesk.app.details_wiring import make_details

        return make_details(self)

    @cached_property
    def filters(self) -> "FilterController":
        from vindesk.app.filters_wiring import make_filters

        return make_filters(self)

    @cached_property
    def memory(self) -> "ViewMemory":
        from vindesk.ui.vehicles.view_memory import ViewMemory

        return ViewMemory(self.given.state)

    @cached_property
    def facets(self) -> "FacetsPanel":
        from vindesk.app.facets_wiring import make_facets

        return make_facets(self)

    @cached_property
    def jobs(self) -> "JobsController":
        from vindesk.app.import_wiring import make_jobs

        return make_jobs(self)

    @cached_property
    def imports(self) -> "ImportController":
        from vindesk.app.import_wiring import make_imports

        return make_imports(self)

    @cached_property
    def copying(self) -> "CopyController":
        from vindesk.app.rows_wiring import make_copying

        return make_copying(self)

    @cached_property
    def removal(self) -> "RemovalController":
        from vindesk.app.rows_wiring import make_removal

        return make_removal(self)

    @cached_property
    def removed(self) -> "RemovedController":
        from vindesk.app.rows_wiring import make_removed

        return make_removed(self)

    @cached_property
    def refreshing(self) -> "RefreshController":
        from vindesk.app.rows_wiring import make_refreshing

        return make_refreshing(self)

    @cached_property
    def parquet(self) -> "ParquetController":
        from vindesk.app.parquet_wiring import make_parquet

        return make_parquet(self)

    @cached_property
    def exports(self) -> "ExportController":
        from vindesk.app.export_wiring import make_exports

        return make_exports(self)

    @cached_property
    def preferences(self) -> "PreferencesController":
        from vindesk.app.preferences_wiring import make_preferences

        return make_preferences(self)

    @cached_property
    def logs(self) -> "LogsController":
        from vindesk.app.logs_wiring import make_logs

        return make_logs(self)

    @cached_property
    def care(self) -> "CareController":
        from vindesk.app.care_wiring import make_care

        return make_care(self)

    @cached_property
    def rescue(self) -> "RescueController":
        from vindesk.app.care_wiring import make_rescue

        return make_rescue(self)

    @cached_property
    def insight(self) -> "Insight":
        from vindesk.app.insight_wiring import make_insight

        return make_insight(self)

    @property
    def paths(self) -> Paths:
        """Where things are by now: another folder for the backups may have been chosen."""
        return self.given.paths.with_backups(self.settings.backup_folder)

    def limits(self) -> "EngineLimits":
        """What an engine may take of the machine by now."""
        from vindesk.services.assembly import engine_limits

        return engine_limits(self.settings, self.paths)

    def open_in_viewer(self) -> "Collection[Path]":
        """The files that windows show: no export may replace them."""
        return self.parquet.open_paths()

    # -- all of them -----------------------------------------------------------

    def is_made(self, part: str) -> bool:
        """Whether anybody has asked for ``part`` so far."""
        return part in vars(self)

    def make(self, part: str) -> None:
        """Make ``part``, unless somebody has asked for it before."""
        getattr(self, part)

    def close_windows(self) -> None:
        """Close the windows beside the main one."""
        if self.is_made("parquet"):
            self.parquet.close_all()
        if self.is_made("insight"):
            self.insight.close_all()

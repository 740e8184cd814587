"""The main window and the controllers that make it work."""

from dataclasses import dataclass, field

from vindesk.app.insight import Insight
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.services.once import Once
from vindesk.ui.built_actions import Actions
from vindesk.ui.care.care_controller import CareController
from vindesk.ui.columns.columns_controller import ColumnsController
from vindesk.ui.details.details_controller import DetailsController
from vindesk.ui.exporting.export_controller import ExportController
from vindesk.ui.facets.facets_panel import FacetsPanel
from vindesk.ui.failures import Failures
from vindesk.ui.filtering.filter_controller import FilterController
from vindesk.ui.importing.import_controller import ImportController
from vindesk.ui.jobs_panel.jobs_controller import JobsController
from vindesk.ui.logs.logs_controller import LogsController
from vindesk.ui.lookup.lookup_controller import LookupController
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.ui.main_window import MainWindow
from vindesk.ui.parquet.parquet_controller import ParquetController
from vindesk.ui.preferences.preferences_controller import PreferencesController
from vindesk.ui.refreshing.refresh_controller import RefreshController
from vindesk.ui.undo import UndoHistory
from vindesk.ui.vehicles.copying import CopyController
from vindesk.ui.vehicles.removal_controller import RemovalController
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.vehicles.view_memory import ViewMemory


@dataclass
class Desk:
    """The main window and the controllers that make it work."""

    window: MainWindow
    table: VehicleTable
    lookup: LookupController
    panel: LookupPanel
    details: DetailsController
    filters: FilterController
    facets: FacetsPanel
    columns: ColumnsController
    memory: ViewMemory
    copying: CopyController
    removal: RemovalController
    refreshing: RefreshController
    imports: ImportController
    jobs: JobsController
    parquet: ParquetController
    exports: ExportController
    insight: Insight
    care: CareController
    history: UndoHistory
    failures: Failures
    services: Once[Services]
    runner: JobRunner
    preferences: PreferencesController = field(init=False)
    logs: LogsController = field(init=False)
    actions: Actions = field(init=False)
    """They need all of the others."""

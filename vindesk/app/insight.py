"""What the menus open beside the table: summary, comparison, help, About."""

from collections.abc import Sequence
from pathlib import Path

from vindesk.domain.licence import Licence
from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.services.once import Once
from vindesk.services.pictures import save_picture
from vindesk.store.breakdowns import Breakdowns
from vindesk.store.export_place import Target
from vindesk.ui.comparing.compare_controller import CompareController
from vindesk.ui.help.about_controller import AboutController
from vindesk.ui.help.help_controller import HelpController
from vindesk.ui.main_window import MainWindow
from vindesk.ui.summary.summary_controller import SummaryController
from vindesk.ui.vehicles.vehicle_table import VehicleTable


class Insight:
    """Their controllers; a window is made when it is first wanted."""

    def __init__(
        self,
        table: VehicleTable,
        services: Once[Services],
        runner: JobRunner,
        window: MainWindow,
    ) -> None:
        def save(content: bytes, target: Target, monitor: Monitor) -> Path:
            return save_picture(services().database, content, target, monitor)

        self.summary = SummaryController(
            lambda: Breakdowns(services().database), save, runner, window
        )
        self.help = HelpController(runner, window)
        self.about = AboutController(_licences, runner, window)
        self.compare = CompareController(table, lambda: services().vehicles, runner, window)

    def close_all(self) -> None:
        """Close the windows of its own, for good."""
        self.summary.let_go()
        self.help.let_go()


def _licences() -> Sequence[Licence]:
    from vindesk.services.licences import licences  # noqa: PLC0415 - slow, and seldom wanted

    return licences()

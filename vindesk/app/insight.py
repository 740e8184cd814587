"""The windows that show more of the vehicles than the table does."""

from pathlib import Path

from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.services.once import Once
from vindesk.services.pictures import save_picture
from vindesk.store.breakdowns import Breakdowns
from vindesk.ui.main_window import MainWindow
from vindesk.ui.summary.summary_controller import SummaryController


class Insight:
    """What shows more of the vehicles than the table does."""

    def __init__(self, services: Once[Services], runner: JobRunner, window: MainWindow) -> None:
        def save(content: bytes, target: Path, monitor: Monitor) -> Path:
            return save_picture(services().database, content, target, monitor)

        self.summary = SummaryController(
            lambda: Breakdowns(services().database), save, runner, window
        )

    def close_all(self) -> None:
        """Close the windows of its own."""
        self.summary.close()

"""A window that is handed a workbook, and what it tells."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.importing.samples import GOOD, FakeInput
from vindesk.domain.import_job import ImportPlan
from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.ui.importing.import_controller import ImportController
from vindesk.ui.importing.import_dialog import ImportDialog

PATH: Final = Path("fleet.csv")


class Desk:
    """A window, a runner and a controller, with what it told."""

    def __init__(self, runner: JobRunner, given: FakeInput, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.given = given
        self.controller = ImportController(given.opening, self.known, runner, self.window)
        self.plans: list[ImportPlan] = []
        self.openers: list[Any] = []
        self.failures: list[Exception] = []
        self.controller.accepted.connect(self._take)
        self.controller.failed.connect(self.failures.append)

    @staticmethod
    def known(vins: Any, monitor: Monitor) -> int:
        return vins.to_pylist().count(GOOD)

    def _take(self, plan: ImportPlan, opener: Any) -> None:
        self.plans.append(plan)
        self.openers.append(opener)

    @property
    def dialogs(self) -> list[ImportDialog]:
        return [one for one in self.window.findChildren(ImportDialog) if one.isVisible()]

    @property
    def dialog(self) -> ImportDialog:
        (dialog,) = self.dialogs
        return dialog

    def line(self, name: str = "import_counts") -> str:
        label = self.dialog.findChild(QLabel, name)
        assert label is not None
        return label.text()

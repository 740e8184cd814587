"""A controller of backups and cleaning, and a hand for its buttons."""

from PySide6.QtWidgets import QPushButton, QWidget

from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.ui.care.backups_window import BackupsWindow
from vindesk.ui.care.care_controller import CareController


class Desk:
    """A controller and all that it says."""

    def __init__(self, services: Services, runner: JobRunner, window: QWidget) -> None:
        self.why_not = ""
        self.window = window
        self.told: list[str] = []
        self.failures: list[Exception] = []
        self.restored: list[bool] = []
        self.under_way: list[bool] = []
        folder = services.care.cleaner.paths.backups
        self.care = CareController(lambda: services, runner, folder, lambda: self.why_not, window)
        for signal in (self.care.told, self.care.under_way):
            signal.connect(self.told.append)
        self.care.failed.connect(self.failures.append)
        self.care.restored.connect(lambda: self.restored.append(True))
        self.care.restoring.connect(self.under_way.append)

    def dialog(self) -> BackupsWindow:
        self.care.show_backups()
        found = self.window.findChild(BackupsWindow)
        assert found is not None
        return found


def press(parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()

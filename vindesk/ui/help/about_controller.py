"""Help > About vindesk, and the licences behind its button."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from vindesk.domain.licence import Licence
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.help.about import about_box
from vindesk.ui.help.licences_dialog import LicencesDialog
from vindesk.ui.plain_buttons import without_icons


class AboutController(QObject):
    """Opens the box; the licences are read only when somebody wants to see them."""

    failed = Signal(Exception)

    def __init__(
        self, read: Callable[[], Sequence[Licence]], runner: JobRunner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._read = read
        self._runner = runner
        self._window = window

    def show(self) -> None:
        """Over the window in which it was asked for."""
        window = QApplication.activeWindow() or self._window
        box = about_box(window)
        button = box.addButton(say("&Licences…"), QMessageBox.ButtonRole.ActionRole)
        button.setObjectName("licences_button")
        button.clicked.connect(lambda _checked=False: self.show_licences(window))
        without_icons(box)
        box.open()

    def show_licences(self, window: QWidget) -> None:
        dialog = LicencesDialog(window)

        def work(_monitor: Monitor) -> Sequence[Licence]:
            return self._read()

        def fail(error: Exception) -> None:
            dialog.reject()
            self.failed.emit(error)

        job = Job("read the licences", work)
        job.on_success(dialog.show_licences).on_failure(fail)
        dialog.destroyed.connect(job.cancel)
        dialog.open()
        self._runner.start(job, Lane.COUNTS)

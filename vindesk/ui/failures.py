"""Failures, shown: ours as bugs, the world's in words for the user."""

import logging

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from vindesk.domain.errors import UserError
from vindesk.ui.crash_box import BugReport, bug_box

log = logging.getLogger(__name__)


def failure_box(error: UserError, parent: QWidget | None = None) -> QMessageBox:
    """A message box for ``error``, built but not shown, so a test can read it.

    Texts are plain: a server's page or a file's name is never read as HTML.
    """
    box = QMessageBox(parent)
    box.setObjectName("failure")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("vindesk")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(error.headline)
    box.setInformativeText(" ".join(filter(None, (error.detail, error.advice))))
    return box


class Failures:
    """Shows failures over one window, one box at a time; all of them are in the log.

    A failure that comes while a box is open is only logged; a storm of boxes helps nobody.
    A bug is shown once, however often it happens.
    """

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._open = False
        self._told: set[str] = set()

    def show(self, error: Exception) -> None:
        """Log ``error`` and show it."""
        if not isinstance(error, UserError):
            log.error("Unexpected failure", exc_info=error)
            self.tell(BugReport.of(error))
            return
        log.info("%s: %s", error.headline, error.detail, exc_info=error.__cause__)
        if not self._open:
            self._show(failure_box(error, self._parent))

    def tell(self, report: BugReport) -> None:
        """Show what has been logged already."""
        if self._open or report.fingerprint in self._told:
            return
        self._told.add(report.fingerprint)
        self._show(bug_box(report, self._parent))

    def _show(self, box: QDialog) -> None:
        box.finished.connect(self._forget)
        box.open()
        self._open = True

    def _forget(self) -> None:
        self._open = False

"""Failures, shown: ours as bugs, the world's in words for the user."""

import logging
import traceback

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from vindesk.domain.errors import UserError

log = logging.getLogger(__name__)


def failure_box(error: Exception, parent: QWidget | None = None) -> QMessageBox:
    """A message box for ``error``, built but not shown, so a test can read it.

    Texts are plain: a server's page or a file's name is never read as HTML.
    """
    box = QMessageBox(parent)
    box.setObjectName("failure")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("vindesk")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if isinstance(error, UserError):
        log.info("%s: %s", error.headline, error.detail, exc_info=error.__cause__)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(error.headline)
        box.setInformativeText(" ".join(filter(None, (error.detail, error.advice))))
    else:
        log.error("Unexpected failure", exc_info=error)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setText("vindesk hit a bug")
        box.setInformativeText("The details are below and in the log.")
        box.setDetailedText("".join(traceback.format_exception(error)))
    return box


class Failures:
    """Shows failures over one window, one box at a time.

    A failure that comes while a box is open is logged; a storm of boxes helps nobody.
    """

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._open = False

    def show(self, error: Exception) -> None:
        box = failure_box(error, self._parent)
        if self._open:
            box.deleteLater()
            return
        self._open = True
        box.finished.connect(self._forget)
        box.open()

    def _forget(self) -> None:
        self._open = False

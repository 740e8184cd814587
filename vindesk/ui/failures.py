"""Failures, shown: ours as bugs, the world's in words for the user."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from vindesk.domain.errors import UserError
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say_many

if TYPE_CHECKING:  # imported with what is opened, or with the first failure
    from PySide6.QtWidgets import QDialog

    from vindesk.ui.bug_text import BugReport
    from vindesk.ui.message_box import MessageBox

log = logging.getLogger(__name__)

_LONGEST = 1_500


def failure_box(error: UserError, parent: QWidget | None = None) -> "MessageBox":
    """A message box for ``error``, built but not shown, so a test can read it.

    Texts are plain: a server's page or a file's name is never read as HTML.
    """
    from vindesk.ui.message_box import MessageBox, Tone  # noqa: PLC0415

    told = " ".join(filter(None, (shown_line(error.detail, _LONGEST), error.advice)))
    box = MessageBox(Tone.WARNING, "vindesk", error.headline, told, parent)
    box.setObjectName("failure")
    box.addButton(MessageBox.StandardButton.Ok)
    return box


class ToldBugs:
    """The bugs that were shown in this session, by whatever window: each once, one at a time.

    A bug that comes while another is shown, or is just about to be, is only logged.
    """

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._box: QDialog | None = None
        self._opening = False
        self.more: Callable[[], str] | None = None
        """What is copied with the details of a bug."""

    def show(self, report: "BugReport", parent: QWidget) -> "QDialog | None":
        """The box, open over ``parent``; None if there is none to show."""
        from vindesk.ui.crash_box import bug_box  # noqa: PLC0415

        if self._opening or _is_open(self._box) or report.fingerprint in self._told:
            return None
        self._told.add(report.fingerprint)
        self._opening = True
        try:
            self._box = bug_box(report, parent, self.more)
            self._box.open()
        finally:
            self._opening = False
        return self._box


class Failures:
    """Shows failures over one window, one box at a time; all of them are in the log.

    A failure that comes while a box is open is logged and counted there; a storm of boxes
    helps nobody.
    """

    def __init__(self, parent: QWidget, bugs: ToldBugs) -> None:
        self._parent = parent
        self._bugs = bugs
        self._box: QDialog | None = None
        self._told: _Told | None = None
        self._takes: Callable[[Exception], bool] = lambda _error: False

    def first_ask(self, takes: Callable[[Exception], bool]) -> None:
        """What ``takes`` says yes to is shown by whoever that is."""
        self._takes = takes

    def explain_with(self, more: Callable[[], str]) -> None:
        """Have ``more`` copied with the details of each bug, whatever window shows it."""
        self._bugs.more = more

    def show(self, error: Exception) -> None:
        """Log ``error`` and show it."""
        if not isinstance(error, UserError):
            from vindesk.ui.bug_text import BugReport  # noqa: PLC0415

            log.error("Unexpected failure", exc_info=error)
            self.tell(BugReport.of(error))
            return
        log.info("%s: %s", error.headline, error.detail, exc_info=error.__cause__)
        if self._takes(error):
            return
        if _is_open(self._box):
            if self._told is not None and self._told.box is self._box:
                self._told.count_another()
            return
        self._told = _Told(failure_box(error, self._parent))
        self._box = self._told.box
        self._box.open()

    def tell(self, report: "BugReport") -> None:
        """Show what has been logged already."""
        if not _is_open(self._box):
            self._box = self._bugs.show(report, self._parent)


class _Told:
    """A box with a failure, and how many came while it was open."""

    def __init__(self, box: "MessageBox") -> None:
        self.box = box
        self._first = box.informativeText()
        self._others = 0

    def count_another(self) -> None:
        self._others += 1
        others = say_many(
            "{n} more failure is in the log.", "{n} more failures are in the log.", self._others
        )
        self.box.tell(f"{self._first}\n\n{others}")


def _is_open(box: "QDialog | None") -> bool:
    """A window takes its boxes along when it goes."""
    return box is not None and isValid(box) and box.isVisible()

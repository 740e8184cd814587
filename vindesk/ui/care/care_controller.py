"""Backups and cleaning: from the menu, and by themselves."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from vindesk.domain.backups import Backup
from vindesk.domain.cleaning import Cleaned, Item
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.services.care import DoneByItself
from vindesk.ui.care import telling
from vindesk.ui.care.backups_window import BackupsWindow
from vindesk.ui.care.clean_dialog import CleanDialog
from vindesk.ui.questions import add_answers, question

_FIRST_MS: Final = 60_000
"""Whoever has just started the program wants it for something else."""

_BACK_UP: Final = "back up"
_LOOK: Final = "look for what can be cleaned"

_AGAIN_MS: Final = 15 * 60_000
_MOST_PUT_OFF: Final = 4
"""So often what is due waits for an import: one over the web may take days."""

T = TypeVar("T")


class CareController(QObject):
    """One thing at a time, off the GUI thread; what is due by itself waits for a quiet moment."""

    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)
    restored = Signal()
    """The cache is another one: whatever was read from it is read again."""

    restoring = Signal(bool)
    """Whether the cache is being replaced: what is written meanwhile may be lost with it."""

    cleaned = Signal()
    """Rows may have gone."""

    def __init__(
        self,
        services: Callable[[], Services],
        runner: JobRunner,
        folder: Path,
        hindrance: Callable[[], str],
        window: QWidget,
    ) -> None:
        """``hindrance`` says why the cache cannot be replaced just now, or nothing."""
        super().__init__(window)
        self._services = services
        self._runner = runner
        self.folder = folder
        """Where the backups are."""

        self._hindrance = hindrance
        self._window = window
        self._dialog: BackupsWindow | None = None
        self._kept: Path | None = None
        """Where the last restore of this session left the cache as it was before."""

        self._running: list[str] = []
        self._put_off = 0
        self._told = ""
        """What fails by itself is told once, not every quarter of an hour."""

        self._due = QTimer(self, interval=_AGAIN_MS)
        self._due.timeout.connect(self.do_what_is_due)

    # -- backups -------------------------------------------------------------

    def show_backups(self) -> None:
        """The window with the list; one at a time."""
        dialog = self._backups
        if dialog is None:
            dialog = self._dialog = BackupsWindow(self.folder, self._window)
            dialog.make_requested.connect(self.back_up)
            dialog.restore_requested.connect(self.ask_to_restore)
            dialog.undo_requested.connect(self._undo)
            dialog.folder_requested.connect(self._show_folder)
        dialog.show_folder(self.folder)
        self._show_busy()
        if not self._running:
            dialog.tell("")
        dialog.open()
        self._list()

    @property
    def _backups(self) -> BackupsWindow | None:
        """The window with the list; None: it is not made yet, or has gone."""
        dialog = self._dialog
        return dialog if dialog is not None and isValid(dialog) else None

    def back_up(self) -> None:
        """Make one now, once however often it is asked meanwhile."""
        self._tell_under_way(say("Making a backup…"))
        if _BACK_UP in self._running:
            return

        def work(monitor: Monitor) -> Backup:
            return self._services().care.back_up(monitor)

        def tell(backup: Backup) -> None:
            self._tell(telling.made(backup))

        self._run(_BACK_UP, work, tell)

    def ask_to_restore(self, backup: Backup) -> None:
        """Restore it once that is confirmed."""
        if self._is_hindered():
            return
        text, told = telling.restore_words(backup)
        box = question(say("Restore a Backup"), text, told, self._backups or self._window)
        box.setObjectName("restore_question")
        yes = add_answers(box, say("&Restore"))
        yes.setObjectName("confirm_restore")
        yes.clicked.connect(lambda: self._restore(backup, telling.restored(backup)))
        box.open()

    def _undo(self, backup: Backup) -> None:
        """Nobody who restored nothing today remembers what an older one would bring back."""
        if backup.path == self._kept:
            self._restore(backup, telling.taken_back(backup))
        else:
            self.ask_to_restore(backup)

    def _restore(self, backup: Backup, words: str) -> None:
        """An import may have begun behind the question; from here on none does."""
        if self._is_hindered():
            return

        def work(monitor: Monitor) -> tuple[Path, bool]:
            care = self._services().care
            kept = care.restore(backup, monitor)
            return kept, any(each.path == kept for each in care.backups())

        def tell(done: tuple[Path, bool]) -> None:
            self._kept, can_be_undone = done
            self._tell(words if can_be_undone else telling.restored_for_good(backup, self._kept))
            self.restored.emit()

        self._kept = None  # one that fails leaves it open what Undo would bring back
        self._tell_under_way(say("Restoring…"))
        self.restoring.emit(True)
        self._run("restore a backup", work, tell, ended=lambda: self.restoring.emit(False))

    def _is_hindered(self) -> bool:
        """Whether the cache cannot be replaced just now; it is told why."""
        why_not = self._hindrance()
        if why_not:
            self._tell(why_not)
        return bool(why_not)

    def _list(self) -> None:
        def show(backups: Sequence[Backup]) -> None:
            if self._backups is not None:
                self._backups.show_backups(backups, self._kept)

        def work(_monitor: Monitor) -> Sequence[Backup]:
            return self._services().care.backups()

        job = Job("list the backups", work).on_success(show).on_failure(self.failed.emit)
        self._runner.start(job, Lane.CARE)

    def _show_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder))):
            self._tell(say("No program was found to show {folder}.", folder=self.folder))

    # -- cleaning ------------------------------------------------------------

    def ask_to_clean(self) -> None:
        """Show what would go, once however often it is asked; it goes when that is confirmed."""
        self.under_way.emit(say("Looking for what can be cleaned…"))
        if _LOOK in self._running:
            return

        def show(items: Sequence[Item]) -> None:
            self.told.emit("")
            dialog = CleanDialog(items, self._window)
            dialog.confirmed.connect(self._clean)
            dialog.open()

        def work(_monitor: Monitor) -> Sequence[Item]:
            return self._services().care.cleaner.preview()

        self._run(_LOOK, work, show)

    def _clean(self, items: list[Item]) -> None:
        def tell(done: Cleaned) -> None:
            self._tell(telling.cleaned(done))
            self.cleaned.emit()

        self._tell_under_way(say("Cleaning…"))
        self._run("clean", lambda monitor: self._services().care.clean(items, monitor), tell)

    # -- by itself -----------------------------------------------------------

    def begin(self) -> None:
        """Say what was found missing, and look from time to time whether something is due."""

        def work(_monitor: Monitor) -> tuple[str, str]:
            care = self._services().care
            return care.remark, care.notice

        def tell(said: tuple[str, str]) -> None:
            remark, notice = said
            if remark:
                self.failed.emit(_Lost(remark))
            if notice:
                self.told.emit(notice)

        job = Job("look after the cache", work).on_success(tell)
        self._runner.start(job, Lane.CARE)  # who cannot open it hears of it from the table
        self._due.start()
        QTimer.singleShot(_FIRST_MS, self, self.do_what_is_due)

    def do_what_is_due(self) -> None:
        """Once a day, when nothing else of this kind runs.

        Nobody asked for it, so a failure is told and gets in nobody's way.
        """
        if self._running:
            return
        if self._hindrance() and self._put_off < _MOST_PUT_OFF:
            self._put_off += 1
            return
        self._put_off = 0

        def work(monitor: Monitor) -> DoneByItself:
            return self._services().care.do_what_is_due(monitor)

        def tell(done: DoneByItself) -> None:
            self._told = ""
            if done.backup is not None:
                self._tell(telling.made(done.backup))
            if done.cleaned is not None and done.cleaned.items:
                self.cleaned.emit()

        def fail(error: Exception) -> None:
            if not isinstance(error, UserError):
                self.failed.emit(error)
                return
            why = f"{error.detail} {error.advice}".strip()
            words = say("The daily backup was not made. {why}", why=why)
            if words != self._told:
                self._told = words
                self.told.emit(words)

        self._run("do what is due", work, tell, fail)

    # -- running it ----------------------------------------------------------

    def _run(
        self,
        name: str,
        work: Callable[[Monitor], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        ended: Callable[[], object] | None = None,
    ) -> None:
        def end() -> None:
            self._running.remove(name)
            self._show_busy()
            if self._backups is not None and self._backups.isVisible():
                self._list()

        def fail(error: Exception) -> None:
            if isinstance(error, UserError):
                self._tell(error.headline + ".")
            self.failed.emit(error)

        self._running.append(name)
        self._show_busy()
        job = Job(name, work).on_success(done).on_failure(failed or fail)
        job.finished.connect(end)
        if ended is not None:
            job.finished.connect(ended)
        self._runner.start(job, Lane.CARE)

    def _show_busy(self) -> None:
        if self._backups is not None:
            self._backups.show_busy(bool(self._running))

    def _tell_under_way(self, words: str) -> None:
        self.under_way.emit(words)
        self._tell_in_window(words)

    def _tell(self, words: str) -> None:
        self.told.emit(words)
        self._tell_in_window(words)

    def _tell_in_window(self, words: str) -> None:
        if self._backups is not None:
            self._backups.tell(words)


class _Lost(UserError):
    title = phrase("The newest changes may be lost")

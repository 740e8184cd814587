"""A cache that cannot be opened: said once, with the ways out."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vindesk.domain.backups import Backup
from vindesk.domain.errors import CacheDamaged, CacheError, CacheMissing
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.rescue import Rescue, Rescued
from vindesk.ui.care import telling
from vindesk.ui.care.damage_box import DamageBox


class RescueController(QObject):
    """Offers the newest good backup in place of a damaged or missing cache."""

    told = Signal(str)
    failed = Signal(Exception)
    rescued = Signal()
    """There is a cache again."""

    def __init__(
        self,
        rescue: Callable[[], Rescue],
        is_open: Callable[[], bool],
        runner: JobRunner,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._rescue = rescue
        self._is_open = is_open
        self._runner = runner
        self._window = window
        self._offered = False
        """Whether the ways out are being shown, or one of them is taken."""

    def takes(self, error: Exception) -> bool:
        """Whether ``error`` is dealt with here: the cache cannot be opened.

        What is damaged in a cache that is open is said like any other failure; the Backups
        window is at hand then.
        """
        if not isinstance(error, CacheDamaged | CacheMissing) or self._is_open():
            return False
        if not self._offered:
            self._offered = True
            self._look(error)
        return True

    def _look(self, error: CacheError) -> None:
        def offer(newest: Backup | None) -> None:
            if self._is_open():  # who tried once more got it open meanwhile
                self._offered = False
                return
            box = DamageBox(error, newest, self._window)
            box.restore_button.clicked.connect(
                lambda: self._run("restore a backup", self._rescue().restore)
            )
            box.empty_button.clicked.connect(
                lambda: self._run("begin anew", lambda _monitor: self._rescue().start_empty())
            )
            box.quit_button.clicked.connect(self._window.close)
            box.finished.connect(lambda: self._end_offer(box))
            box.open()

        def fail(failure: Exception) -> None:
            self.failed.emit(failure)
            self._offered = False

        job = Job("look for backups", lambda _monitor: self._rescue().offers()).on_success(offer)
        self._runner.start(job.on_failure(fail), Lane.CARE)

    def _end_offer(self, box: DamageBox) -> None:
        """It may be offered again, unless one of the ways out is about to be taken."""
        if box.clickedButton() not in {box.restore_button, box.empty_button}:
            self._offered = False

    def _run(self, name: str, work: Callable[[Monitor], Rescued]) -> None:
        """What failed earlier, and is heard of before the end, offers nothing.

        A cache that was opened behind the box is a good one, and stays.
        """
        if self._is_open():
            self._offered = False
            return

        def tell(done: Rescued) -> None:
            self._offered = False
            self.told.emit(telling.rescued(done))
            self.rescued.emit()

        def fail(error: Exception) -> None:
            self._offered = False
            self.failed.emit(error)

        job = Job(name, work).on_success(tell).on_failure(fail)
        self._runner.start(job, Lane.CARE)

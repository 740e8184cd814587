"""Writing what a Parquet window shows to a file of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.export_place import Exported, Files, Target
from vindesk.store.parquet_copy import Shown, copy_rows
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.exporting.telling import rows_line
from vindesk.ui.saving import KINDS, PlaceAsker, SaveDialog


class RowExport(QObject):
    """One export at a time for each window."""

    told = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self,
        runner: JobRunner,
        window: QWidget,
        shown: Callable[[], tuple[ParquetFile, Shown]],
        in_use: Files,
    ) -> None:
        super().__init__(window)
        self._runner = runner
        self._window = window
        self._shown = shown
        self._in_use = in_use
        self._imported: Files = tuple
        self._job: Job[Exported] | None = None
        self._places = PlaceAsker(runner, self)
        self._places.failed.connect(self.failed)

    def keep(self, imported: Files) -> None:
        """Never replace one of these, whatever was answered; a worker asks which there are."""
        self._imported = imported

    def ask(self) -> None:
        path = self._shown()[0].path
        kinds = {ending: KINDS[ending] for ending in ("parquet", "csv")}
        place = (str(path.parent), say("{name} export", name=path.stem))
        dialog = SaveDialog(say("Export what is shown"), place, kinds, self._window)
        dialog.setObjectName("export_rows_dialog")
        self._places.ask(dialog, self._window, self.export)

    def export(self, target: Path, *, replace: bool = True) -> None:
        """Write what is shown to ``target``, where a file is lost if ``replace``."""
        if self._job is not None:
            self.told.emit(say("An export is under way. Escape cancels it."))
            return
        file, shown = self._shown()
        place, imported = Target(target, replace, self._in_use()), self._imported

        def work(monitor: Monitor) -> Exported:
            return copy_rows(file, shown, place, imported, monitor)

        job = Job("export rows", work).on_success(self._tell).on_failure(self._fail)
        job.finished.connect(self._end)
        self._job = job
        self.told.emit(say("Exporting to {name}… Escape cancels.", name=target.name))
        self._runner.start(job, Lane.NETWORK)

    def cancel(self) -> bool:
        """Give up; whether there was something. A file that was whole by then may be there."""
        job = self._job
        if job is None:
            return False
        job.cancel()
        return True

    def _end(self) -> None:
        self._job = None

    def _fail(self, error: Exception) -> None:
        self.told.emit(say("The export was not written."))
        self.failed.emit(error)

    def _tell(self, copied: Exported) -> None:
        self.told.emit(rows_line(copied))

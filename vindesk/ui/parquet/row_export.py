"""Writing what a Parquet window shows to a file of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.export_place import Exported, Files
from vindesk.store.parquet_copy import Kept, Shown, copy_rows
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.exporting.telling import rows_line
from vindesk.ui.first_folder import first_folder
from vindesk.ui.plain_buttons import without_icons

_ENDING = "parquet"


def export_rows_dialog(file: ParquetFile, parent: QWidget) -> QFileDialog:
    """Asks where to write; the dialog itself asks before a file is replaced."""
    folder = str(file.path.parent)
    kinds = say("Parquet files (*.parquet);;CSV files (*.csv)")
    dialog = QFileDialog(parent, say("Export what is shown"), first_folder(folder), kinds)
    dialog.setObjectName("export_rows_dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(_ENDING)

    def choose(kind: str) -> None:
        dialog.setDefaultSuffix("csv" if "csv" in kind else _ENDING)

    dialog.filterSelected.connect(choose)
    dialog.selectFile(say("{name} export", name=file.path.stem) + f".{_ENDING}")
    without_icons(dialog)
    return dialog


class RowExport(QObject):
    """One export at a time for each window."""

    told = Signal(str)
    exported = Signal(Path)
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

    def keep(self, imported: Files) -> None:
        """Never replace one of these, whatever was answered; a worker asks which there are."""
        self._imported = imported

    def ask(self) -> None:
        dialog = export_rows_dialog(self._shown()[0], self._window)
        dialog.fileSelected.connect(self._export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export_to(self, name: str) -> None:
        self.export(Path(name))

    def export(self, target: Path) -> None:
        if self._job is not None:
            self.told.emit(say("An export is under way. Esc cancels it."))
            return
        file, shown = self._shown()
        kept = Kept(self._in_use(), self._imported)

        def work(monitor: Monitor) -> Exported:
            return copy_rows(file, shown, target, kept, monitor)

        job = Job("export rows", work).on_success(self._tell).on_failure(self.failed.emit)
        job.finished.connect(self._end)
        self._job = job
        self.told.emit(say("Exporting to {name}… Esc cancels.", name=target.name))
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

    def _tell(self, copied: Exported) -> None:
        self.told.emit(rows_line(copied))
        self.exported.emit(copied.path)

"""File > Open Parquet: from a file or a folder to a window of its own."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from vindesk.domain.endings import PARQUET_ENDINGS, masks
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_engines import ParquetEngines
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.failures import ToldBugs
from vindesk.ui.first_folder import first_folder
from vindesk.ui.parquet.opening import Opening
from vindesk.ui.parquet.parquet_window import ParquetWindow
from vindesk.ui.parquet.viewer_memory import ViewerMemory
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.wording import ESCAPE


def open_dialog(folder: str, parent: QWidget) -> QFileDialog:
    kinds = say("Parquet files ({masks});;All (*)", masks=masks(PARQUET_ENDINGS))
    dialog = QFileDialog(parent, say("Open Parquet"), folder, kinds)
    dialog.setObjectName("open_dialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    without_icons(dialog)
    return dialog


def folder_dialog(folder: str, parent: QWidget) -> QFileDialog:
    dialog = QFileDialog(parent, say("Open a Folder of Parquet Files"), folder)
    dialog.setObjectName("open_folder_dialog")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    without_icons(dialog)
    return dialog


class ParquetController(QObject):
    """Opens Parquet files, reads them off the GUI thread, and keeps their windows."""

    made = Signal(ParquetWindow)
    """Not shown yet."""

    import_requested = Signal(Path)
    recent_changed = Signal()
    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self,
        limits: EngineLimits,
        runner: JobRunner,
        window: QWidget,
        bugs: ToldBugs,
        memory: ViewerMemory,
    ) -> None:
        super().__init__(window)
        self._bugs = bugs
        self._engines = ParquetEngines(limits)
        self._layouts = memory.layouts
        self._runner = runner
        self._window = window
        self.recent = memory.recent
        self._windows: list[ParquetWindow] = []
        self._openings: list[Opening] = []
        """What is not shown yet; begun last, it is the last."""

        self._folder = ""

    def use(self, limits: EngineLimits) -> None:
        """Keep to other limits from now on, in windows that are open too."""
        engines = self._engines
        self._runner.start(
            Job("limit the engines", lambda _monitor: engines.use(limits)), Lane.FILES
        )

    def ask(self) -> None:
        self._ask(open_dialog(first_folder(self._folder), self._window))

    def ask_folder(self) -> None:
        """Ask for a folder, whose files are shown as one table."""
        self._ask(folder_dialog(first_folder(self._folder), self._window))

    def _ask(self, dialog: QFileDialog) -> None:
        self._prepare()
        dialog.filesSelected.connect(self._open_all)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: Path) -> None:
        """Show the file, or the folder of files, at ``path``."""
        path = Path(os.path.abspath(path))  # noqa: PTH100 - "." has no name, and ".." a wrong one
        self._folder = str(path.parent)

        def end() -> None:
            self._openings.remove(opening)
            opening.deleteLater()

        def fail(error: Exception) -> None:
            self._forget(path)
            self.told.emit("")  # it is not being opened any more
            self.failed.emit(error)

        told = say("Opening {name}…", name=path.name)
        self.under_way.emit(f"{told} {say(ESCAPE)}")
        opening = Opening(path, self._build, self._runner, self)
        self._openings.append(opening)
        for outcome in (opening.ready, opening.failed):
            outcome.connect(end)
        opening.ready.connect(self._show)
        opening.failed.connect(fail)
        opening.start(self._engines)

    def cancel(self) -> bool:
        """Give up what was begun to be opened last and is not shown; whether there was anything."""
        if not self._openings:
            return False
        opening = self._openings.pop()
        opening.give_up()
        self.told.emit(say("{name} was not opened.", name=opening.path.name))
        return True

    def open_folder_or(
        self, path: Path, if_file: Callable[[], object], if_nothing: Callable[[], object]
    ) -> None:
        """Open ``path`` if it is a folder; only the disk can tell what it is."""

        def look(_monitor: Monitor) -> Callable[[], object]:
            try:
                if path.is_dir():
                    return partial(self.open, path)
                return if_file if path.exists() else if_nothing
            except PermissionError:
                return if_file  # there is something; who opens it says why it cannot be read
            except OSError:
                return if_nothing

        job = Job("look what it is", look)
        job.on_success(lambda go_on: go_on()).on_failure(self.failed.emit)
        self._runner.start(job, Lane.FILES)

    def open_paths(self) -> frozenset[Path]:
        """The files that windows show: whoever writes files must not replace them."""
        return frozenset(path for window in self._windows for path in window.file.files.paths)

    def close_all(self) -> None:
        """Close every window, and let go of what was ready for the next one."""
        for window in tuple(self._windows):
            window.close()
        engines = self._engines
        self._runner.start(Job("stop the engine", lambda _monitor: engines.close()), Lane.STORE)

    def _open_all(self, names: list[str]) -> None:
        for name in names:
            self.open(Path(name))

    def _forget(self, path: Path) -> None:
        if self.recent.drop(path.absolute()):
            self.recent_changed.emit()

    def _build(self, file: ParquetFile) -> ParquetWindow:
        window = ParquetWindow(file, self._runner, self._bugs, self.open_paths, self._layouts)
        window.closed.connect(self._windows.remove)
        window.import_requested.connect(self.import_requested)
        window.open_requested.connect(self.ask)
        window.dropped.connect(self.open)
        self._windows.append(window)
        self.made.emit(window)
        return window

    def _show(self, window: ParquetWindow) -> None:
        path = window.file.path
        window.painted.connect(self._prepare)
        window.show()
        self.recent.add(path.absolute())
        self.recent_changed.emit()
        self.told.emit(say("Opened {name}.", name=path.name))

    def _prepare(self) -> None:
        """Have an engine ready for the next file: somebody is likely to open one."""
        engines = self._engines
        self._runner.start(Job("start an engine", lambda _monitor: engines.prepare()), Lane.FILES)

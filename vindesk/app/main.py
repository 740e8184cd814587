"""The window: built, shown, run and ended in order."""

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtWidgets import QApplication

from vindesk import __version__
from vindesk.app.crash import CrashHandler
from vindesk.app.wiring import Desk, begin, build
from vindesk.config.command_line import CommandLine, parse
from vindesk.config.logs import start_logging, stop_logging
from vindesk.config.paths import Paths
from vindesk.config.settings import Loaded, load
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane, threaded_lanes
from vindesk.ui.main_window import MainWindow
from vindesk.ui.theme import Theme
from vindesk.ui.window_state import WindowState

log = logging.getLogger(__name__)

_LONGEST_CLOSING_MS = 2_500
"""Work that has not ended by then is left behind; the cache is closed all the same."""


class Session(QObject):
    """One run of the window, from the first paint to the last thread."""

    def __init__(self, options: CommandLine, loaded: Loaded, paths: Paths) -> None:
        super().__init__()
        self._options = options
        self._log = start_logging(paths.logs, loaded.settings.log_level)
        self._crash = CrashHandler(self)
        self._crash.install()
        self._runner = JobRunner(threaded_lanes())
        self.desk: Desk = build(loaded.settings, paths, self._runner)
        self._state = WindowState(paths.state)
        self._closed = False
        self._begun = False
        self._crash.crashed.connect(self.desk.failures.show)
        self.window.closing_requested.connect(self._begin_closing)
        self._state.restore(self.window)
        log.info("vindesk %s, data in %s", __version__, paths.data)
        for problem in loaded.problems:
            log.warning("%s", problem)
        if loaded.problems:
            self.window.status.tell(loaded.problems[0])

    @property
    def window(self) -> MainWindow:
        return self.desk.window

    def show(self) -> None:
        """Show the window; what is heavy begins after its first paint."""
        self.window.show()
        self.desk.panel.entry.setFocus()
        QTimer.singleShot(0, self, self._begin)

    @property
    def at_rest(self) -> bool:
        """Whether everything that was asked for so far has been done."""
        return self._begun and not self._runner.busy

    def _begin(self) -> None:
        self._begun = True
        begin(self.desk, self._options.inputs)
        if self._options.screenshot is not None:
            self._runner.idle.connect(self._take_picture_when_done)

    def _take_picture_when_done(self) -> None:
        QTimer.singleShot(0, self, self._take_picture)

    def _take_picture(self) -> None:
        """Save a picture of the window once nothing is left to do, and end."""
        target: Path | None = self._options.screenshot
        if target is None or self._runner.busy:
            return
        self._runner.idle.disconnect(self._take_picture_when_done)
        self.window.repaint()
        if not self.window.grab().save(str(target), "PNG"):
            sys.stderr.write(f"The picture could not be written to {target}.\n")
            QApplication.exit(3)
            return
        self.window.close()

    # -- the end -------------------------------------------------------------

    def _begin_closing(self) -> None:
        """Let what was commanded be finished, close the cache, then close the window."""
        if self._closed:
            return
        self._closed = True
        self.window.status.tell("Saving…")
        self._state.save(self.window)
        self.desk.parquet.close_all()
        self._runner.idle.connect(self._close_services)
        QTimer.singleShot(_LONGEST_CLOSING_MS, self, self._close_services)
        self._runner.begin_closing()

    def _close_services(self) -> None:
        self._runner.idle.disconnect(self._close_services)
        services = self.desk.services

        def work(_monitor: Monitor) -> None:
            opened = services.take()
            if opened is not None:
                opened.close()

        job = Job("close the cache", work)
        job.finished.connect(self._let_go)
        self._runner.start_last(job, Lane.STORE)

    def _let_go(self) -> None:
        self.window.let_go()
        self.window.close()
        QApplication.quit()

    def close(self) -> None:
        """End at once, waiting for what was commanded; for tests and tools, and after the loop.

        May be called more than once.
        """
        self.desk.parquet.close_all()
        self._runner.shut_down()
        services = self.desk.services.take()
        if services is not None:
            services.close()
        self.window.let_go()
        self.window.close()
        self._crash.uninstall()
        stop_logging(self._log)
        self._log = None


def create(argv: Sequence[str]) -> Session:
    """Build everything and show the window, without entering the event loop.

    There must be no ``QApplication`` yet, or it is used as it is.
    """
    options = parse(argv)
    paths = Paths.under(options.data_dir) if options.data_dir else Paths.of_user()
    loaded = load(paths.settings, os.environ, options.settings)
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)  # noqa: S101 - narrows the type
    application.setApplicationName("vindesk")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("vindesk")
    QLocale.setDefault(QLocale.system())
    if sys.platform.startswith("linux"):
        application.setStyle("Fusion")
    theme = Theme(application, loaded.settings.appearance)
    session = Session(options, loaded, paths)
    theme.setParent(session)
    session.show()
    return session


def main(argv: Sequence[str]) -> int:
    """Run the window until it is closed; returns the exit code."""
    session = create(argv)
    code = QApplication.exec()
    session.close()
    return code

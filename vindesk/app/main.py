"""The window: built, shown, run and ended in order."""

import atexit
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

import vindesk.app.lean_qt  # noqa: F401  # pyright: ignore[reportUnusedImport] - for those below

# isort: split
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from vindesk import __version__
from vindesk.app.crash import CrashHandler
from vindesk.app.desk import Desk, Given
from vindesk.app.inputs import take_inputs
from vindesk.app.language import follow_language
from vindesk.app.native_crash import NativeCrashes
from vindesk.app.rest import Rest
from vindesk.app.run_mark import RunMark
from vindesk.app.single_instance import Call, SingleInstance, Start
from vindesk.app.wiring import begin, build
from vindesk.config.beginning import Beginning
from vindesk.config.beginning import begin as begin_run
from vindesk.config.command_line import CommandLine, parse
from vindesk.config.loading import Loaded
from vindesk.config.log_memory import LogMemory
from vindesk.config.logs import change_level, change_limits, start_logging, stop_logging
from vindesk.config.paths import Paths
from vindesk.config.settings import LogLevel, Settings
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.jobs.garbage import Garbage
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane, threaded_lanes
from vindesk.jobs.slow_turns import SlowTurns
from vindesk.services.activity import Activity
from vindesk.ui.main_window import MainWindow
from vindesk.ui.scroll_bars import FlatScrollBars
from vindesk.ui.state_file import StateFile
from vindesk.ui.theme import Theme
from vindesk.ui.window_state import WindowState, bring_forward

log = logging.getLogger(__name__)

_LONGEST_CLOSING_MS = 1_000
"""Work that was told to stop and goes on is not waited for any longer; the cache is closed."""

_LAST_PATIENCE_S = 0.3
"""What such work is given once the window is gone."""


_CUT_OFF = phrase(
    "vindesk closed unexpectedly last time. Nothing saved was lost; Help > Copy Report for a "
    "Bug includes its last log lines."
)


class Session(QObject):
    """One run of the window, from the first paint to the last thread."""

    begun = Signal()
    """The window is there, and what the command line holds is being done."""

    def __init__(self, options: CommandLine, loaded: Loaded, paths: Paths, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        """What the windows are dressed in."""

        theme.setParent(self)
        self._options = options
        settings = loaded.settings
        self._log = start_logging(
            paths.logs,
            settings.log_level,
            file_mb=settings.log_file_mb,
            files=settings.log_files,
            behind=True,
        )
        self._memory = LogMemory()
        logging.getLogger("vindesk").addHandler(self._memory)
        self._activity = Activity(paths.logs)
        self._change_level(settings.log_level)
        self._crash = CrashHandler(self)
        self._crash.install()
        self._slow_turns = SlowTurns(parent=self)
        self._garbage = Garbage(self)
        self._garbage.start()
        self._runner = JobRunner(threaded_lanes())
        self._remembered = StateFile(paths.state, self._write_soon)
        given = Given(
            loaded,
            paths,
            self._remembered,
            theme,
            self._memory,
            self._activity,
            self._change_level,
            self._change_log,
        )
        self.desk: Desk = build(given, self._runner)
        self._rest = Rest(self.desk, self)
        self._state = WindowState(self._remembered)
        self.left_behind = False
        """Whether work that was told to stop went on when the session was closed."""

        self._closed = False
        self._closing_services = False
        self._complete = False
        self._crash.crashed.connect(self.desk.failures.tell)
        self._crash.interrupted.connect(self.window.close)
        self.window.closing_requested.connect(self._begin_closing)
        self._state.restore(self.window)
        log.info("vindesk %s, data in %s", __version__, paths.data)
        for problem in loaded.problems:
            log.warning("%s", problem)
        if loaded.problems:
            self.window.status.tell(loaded.problems[0])

    def _write_soon(self, write: Callable[[], None]) -> None:
        def work(_monitor: Monitor) -> None:
            write()

        self._runner.start(Job("remember", work), Lane.STORE)

    def _change_level(self, level: LogLevel) -> None:
        change_level(level, self._log, self._memory)

    def _change_log(self, settings: Settings) -> None:
        change_limits(self._log, file_mb=settings.log_file_mb, files=settings.log_files)

    @property
    def window(self) -> MainWindow:
        return self.desk.window

    def show(self) -> None:
        """Show the window; what is heavy begins after its first paint."""
        self.window.show()
        self.desk.panel.entry.setFocus()
        self.window.first_painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    @property
    def at_rest(self) -> bool:
        """Whether everything that was asked for so far has been done."""
        return self._complete and not (self._runner.busy or self.desk.after_paint.busy)

    def _begin(self) -> None:
        self._slow_turns.start()
        self._rest.made.connect(self._end_beginning)
        self._rest.begin()
        begin(self.desk)
        take_inputs(self.desk, self._options.inputs)
        self.begun.emit()

    def _end_beginning(self) -> None:
        """Everything is made; some of what was asked for may still be under way."""
        self._complete = True
        self._garbage.spare_what_is_here()
        if self._options.screenshot is not None:
            from vindesk.app.picture import Picture  # noqa: PLC0415 - seldom asked for

            Picture(self.desk, self._options.screenshot, self).take_when_done()

    def follow(self, state: Qt.ApplicationState) -> None:
        """Slow turns are watched for while somebody is there to suffer from them."""
        self._slow_turns.watch(state is Qt.ApplicationState.ApplicationActive)

    def notice_window(self) -> None:
        """Another window has the focus: one came, or one that was closed can be let go of."""
        self._garbage.take_a_window()

    def take(self, call: Call) -> None:
        """Come to the front and do what a second start was asked to do."""
        if call.activation_token:
            os.environ["XDG_ACTIVATION_TOKEN"] = call.activation_token  # Qt reads it there
        bring_forward(self.window)
        take_inputs(self.desk, call.inputs)

    # -- the end -------------------------------------------------------------

    def _begin_closing(self) -> None:
        """Let what was commanded be finished, close the cache, then close the window."""
        if self._closed:
            return
        self._closed = True
        self._rest.stop()
        self.window.status.tell_under_way(say("Saving…"))
        self._state.save(self.window)
        self.desk.close_windows()
        self._runner.idle.connect(self._close_services)
        QTimer.singleShot(_LONGEST_CLOSING_MS, self, self._wait_no_longer)
        self._runner.begin_closing()

    def _wait_no_longer(self) -> None:
        if self._closing_services:
            return
        log.warning("Closing does not wait for %s", ", ".join(self._runner.under_way))
        if self.desk.services.give_up():
            log.warning("The cache was still being opened")
        self._close_services()

    def _close_services(self) -> None:
        """Once: when nothing is left to do, or when it has lasted too long."""
        if self._closing_services:
            return
        self._closing_services = True
        services = self.desk.services

        def work(_monitor: Monitor) -> None:
            opened = services.take()
            if opened is not None:
                opened.close()

        job = Job("close the cache", work).on_failure(_note_failure)
        job.finished.connect(self._let_go)
        self._runner.start_last(job, Lane.STORE)

    def _let_go(self) -> None:
        self.window.let_go()
        self.window.close()
        QApplication.quit()

    def close(self, patience_s: float | None = None) -> None:
        """End at once, waiting for what was commanded; for tests and tools, and after the loop.

        Other work is waited for until it has stopped, or for ``patience_s``. May be called
        more than once.
        """
        from vindesk.ui.clipboard import hand_over  # noqa: PLC0415 - at the end only

        self._rest.stop()
        self.desk.close_windows()
        self.left_behind = not self._runner.shut_down(patience_s)
        if self.left_behind:
            log.warning("Work that does not stop was left behind")
        self.desk.services.give_up()
        services = self.desk.services.take()
        if services is not None:
            services.close()
        hand_over()
        self.window.let_go()
        self.window.close()
        # Windows that were closed are deleted now: no event loop will come to do it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._remembered.write()  # what was kept when no work was begun any more
        self._slow_turns.stop()
        if not self.left_behind:
            self._garbage.stop()
        self._crash.uninstall()
        self._activity.close()
        stop_logging(self._memory)
        stop_logging(self._log)
        self._log = None

    def end(self, patience_s: float | None = None) -> None:
        """``close``, and leave no window to Python's garbage: a part may be deleted twice there."""
        if isValid(self.window):
            self.close(patience_s)
            if not self.left_behind:
                self.window.deleteLater()
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _note_failure(error: Exception) -> None:
    """There is no window any more in which it could be told."""
    log.error("The cache could not be closed", exc_info=error)


def create(argv: Sequence[str]) -> Session:
    """``open_window`` with what ``argv`` asks for."""
    options = parse(argv)
    return open_window(options, begin_run(options, os.environ))


def open_window(options: CommandLine, run: Beginning) -> Session:
    """Build everything and show the window, without entering the event loop.

    There must be no ``QApplication`` yet, or it is used as it is.
    """
    application = _application()
    follow_language(application, run.loaded.settings.language)
    theme = Theme(application, run.loaded.settings.appearance)
    session = Session(options, run.loaded, run.paths, theme)
    application.applicationStateChanged.connect(session.follow)
    application.focusWindowChanged.connect(session.notice_window)
    session.begun.connect(lambda: _attend(application, session))
    session.show()
    return session


def _attend(application: QApplication, session: Session) -> None:
    """What follows the keyboard from window to window; there is a first one now."""
    from vindesk.ui.heard_items import HeardItems  # noqa: PLC0415 - after the first paint
    from vindesk.ui.program_keys import ProgramKeys  # noqa: PLC0415 - after the first paint

    HeardItems(application, session)
    ProgramKeys(application, session)


def main(options: CommandLine) -> int:
    """Run the window until it is closed; returns the exit code."""
    run = begin_run(options, os.environ)
    paths = run.paths
    instance = SingleInstance(paths.data)
    alone = options.screenshot is not None
    if not alone and (start := instance.enter(options.inputs)) is not Start.FIRST:
        from vindesk.app.refusal import tell_start  # noqa: PLC0415 - most starts are the first

        return tell_start(start, len(options.inputs), os.environ, _application)
    _application()  # a screen that cannot be reached ends the process here, and is no crash
    crashes = NativeCrashes(paths.logs)
    crashes.watch()
    session = open_window(options, run)
    mark = RunMark(paths.logs)
    if not alone:
        mark.begin()
        session.begun.connect(lambda: _meet(session, instance, crashes, mark))
        session.window.closing_requested.connect(instance.stop_listening)
    code = _run(session, crashes)
    if not alone:
        mark.end()
    instance.leave()
    if session.left_behind:
        end(code)
    return code


def _application() -> QApplication:
    """The one there is, or a new one."""
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)  # noqa: S101 - narrows the type
    application.setApplicationName("vindesk")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("vindesk")
    if sys.platform.startswith("linux"):
        application.setStyle(FlatScrollBars())
    return application


def _meet(
    session: Session, instance: SingleInstance, crashes: NativeCrashes, mark: RunMark
) -> None:
    """The window is there: say what ended the last run, and let second starts in."""
    last = crashes.last()
    if last is not None:
        session.desk.failures.tell(last)
    elif mark.found:
        session.window.status.tell(say(_CUT_OFF))
    QTimer.singleShot(0, session, lambda: instance.listen(session.take))  # a paint comes first


def _run(session: Session, crashes: NativeCrashes) -> int:
    """Until the window is closed, or somebody asks the process to end."""
    atexit.register(session.end)  # SystemExit in a slot ends the process from within exec
    session.begun.connect(lambda: _heed_signals(session.window))
    code = QApplication.exec()
    crashes.survived()
    session.end(_LAST_PATIENCE_S)
    atexit.unregister(session.end)
    return code


def _heed_signals(window: MainWindow) -> None:
    """Before the window is there, nothing has begun that must be ended in order."""
    from vindesk.app.stop_signals import heed  # noqa: PLC0415 - with it come sockets

    heed(window)


def end(code: int) -> NoReturn:
    """End the process, when all is closed and written.

    The interpreter would wait for the threads of work that does not stop, and destroy what
    is left of the widgets in an order of its own, which can crash.
    """
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()
    os._exit(code)

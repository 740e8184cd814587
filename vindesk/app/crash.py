"""What nobody caught: logged with its traceback, and told once; Qt's messages, logged."""

import logging
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)

from vindesk.app.repeats import Repeats

if TYPE_CHECKING:  # imported with what is opened, or with the first failure
    from vindesk.ui.bug_text import BugReport

log = logging.getLogger(__name__)

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_ADDRESS: Final = re.compile(r"0x[0-9a-f]+|\b\d{6,}\b")
_READ_ALOUD: Final = re.compile(r"qt\.accessibility|QAccessible")
"""What Qt says of a screen reader's questions, by the hundred; nobody can do anything about it."""

_NOISE: Final = re.compile("This plugin does not support ")
"""What a screen that is none cannot do; it says so of every window."""


class _Hooks(Struct, frozen=True):
    """What was called before us, and still is: it writes to the terminal, or to a test."""

    uncaught: Callable[[type[BaseException], BaseException, TracebackType | None], object]
    in_thread: Callable[[threading.ExceptHookArgs], object]
    unraisable: Callable[["sys.UnraisableHookArgs"], object]
    message: Callable[[QtMsgType, QMessageLogContext, str], object] | None


class CrashHandler(QObject):
    """Catches what slots, timers, models, events and threads let through.

    PySide hands all of these to ``sys.excepthook``, on the thread where they happen, except
    ``SystemExit``, which ends the process at once. What a finaliser lets through is logged
    only: nothing that the user asked for has failed.

    A failure while a failure is being told is logged and goes no further.
    """

    crashed = Signal(object)  # BugReport
    """On the GUI thread, whatever thread it came from."""

    interrupted = Signal()
    """A ``KeyboardInterrupt`` came out of a slot."""

    _happened = Signal(object)  # BugReport

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: _Hooks | None = None
        self._telling: set[int] = set()
        self._repeats = Repeats()
        self._happened.connect(self._announce)

    def install(self) -> None:
        self._before = _Hooks(
            sys.excepthook,
            threading.excepthook,
            sys.unraisablehook,
            qInstallMessageHandler(self._log_qt),
        )
        sys.excepthook = self._report
        threading.excepthook = self._report_thread
        sys.unraisablehook = self._report_unraisable

    def uninstall(self) -> None:
        """Put back what was there before; may be called more than once."""
        if self._before is not None:
            sys.excepthook = self._before.uncaught
            threading.excepthook = self._before.in_thread
            sys.unraisablehook = self._before.unraisable
            qInstallMessageHandler(self._before.message)
            self._before = None

    @Slot(object)
    def _announce(self, report: "BugReport") -> None:
        self.crashed.emit(report)

    def _report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        before = self._before
        if isinstance(error, KeyboardInterrupt):
            self.interrupted.emit()
        elif isinstance(error, Exception):
            self._tell(error, "Uncaught")
        if before is not None and not isinstance(error, KeyboardInterrupt):
            before.uncaught(kind, error, trace)

    def _report_thread(self, args: threading.ExceptHookArgs) -> None:
        before = self._before
        if isinstance(args.exc_value, Exception):
            name = args.thread.name if args.thread else "a thread"
            self._tell(args.exc_value, f"Uncaught in {name}")
        if before is not None:
            before.in_thread(args)

    def _report_unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        before = self._before
        with suppress(Exception):
            log.error("%s: %r", args.err_msg or "Ignored", args.object, exc_info=args.exc_value)
        if before is not None:
            before.unraisable(args)

    def _tell(self, error: Exception, what: str) -> None:
        thread = threading.get_ident()
        if thread in self._telling:
            with suppress(Exception):
                log.error("%s while another failure was told", what, exc_info=error)
            return
        self._telling.add(thread)
        try:
            from vindesk.ui.bug_text import BugReport  # noqa: PLC0415

            report = BugReport.of(error)
            count = self._repeats.count(report.fingerprint)
            if count == 1:
                log.error("%s", what, exc_info=error)
            elif count:
                log.error("%s, %d times so far: %r", what, count, error)
            self._happened.emit(report)
        except Exception:
            with suppress(Exception):
                log.exception("A failure could not be told")
                log.exception("%s", what, exc_info=error)
        finally:
            self._telling.discard(thread)

    def _log_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        before = self._before
        if _NOISE.match(message):
            return
        category = context.category or "default"
        count = self._repeats.count((category, _ADDRESS.sub("0x", message)))
        if count:
            often = f" ({count} times so far)" if count > 1 else ""
            aloud = _READ_ALOUD.match(category) or _READ_ALOUD.match(message)
            level = logging.DEBUG if aloud else _LEVELS[kind]
            log.log(level, "Qt, %s: %s%s", category, message, often)
        if kind is QtMsgType.QtFatalMsg and sys.__stderr__ is not None:
            sys.__stderr__.write(f"{message}\n")  # Qt ends the process when this returns
        if before is not None and before.message is not None:
            before.message(kind, context, message)

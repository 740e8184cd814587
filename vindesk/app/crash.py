"""What nobody caught: logged with its traceback, and shown once."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashHandler(QObject):
    """Catches what slots, timers and threads let through; Qt's messages go to the log."""

    crashed = Signal(Exception)
    """On the GUI thread, whatever thread it came from."""

    def install(self) -> None:
        sys.excepthook = self._report
        threading.excepthook = self._report_thread
        qInstallMessageHandler(_log_qt)

    def uninstall(self) -> None:
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            log.error("Uncaught", exc_info=error)
            self.crashed.emit(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def _report_thread(self, args: threading.ExceptHookArgs) -> None:
        if isinstance(args.exc_value, Exception):
            log.error("Uncaught in %s", args.thread, exc_info=args.exc_value)
            self.crashed.emit(args.exc_value)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    del context
    log.log(_LEVELS[kind], "Qt: %s", message)

"""Ctrl+C in the terminal, SIGTERM, and the end of the terminal: all ask for an orderly end."""

import signal
import socket
from types import FrameType
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Signal, Slot
from PySide6.QtWidgets import QWidget

_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class StopSignals(QObject):
    """Says ``asked`` when the system asks the program to end, also while it sits idle.

    Python runs its handlers between two steps of Python code, of which an idle event loop
    has none; a byte in a socket wakes it. Who asks twice does not want to wait: from then
    on, the system's own way of ending holds.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._before: dict[int, Any] = {}
        self._wakeup_before = -1
        self._times = 0

    def install(self) -> None:
        """Only on the main thread. A signal that is ignored (``nohup``) stays ignored."""
        self._wakeup_before = signal.set_wakeup_fd(
            self._writing.fileno(), warn_on_full_buffer=False
        )
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._count)

    def uninstall(self) -> None:
        """Put back what was there before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()

    @Slot()
    def _hear(self) -> None:
        heard = self._reading.recv(64)
        if any(number in self._before for number in heard):
            self.asked.emit()

    def _count(self, number: int, _frame: FrameType | None) -> None:
        self._times += 1
        if self._times > 1:
            signal.signal(number, signal.SIG_DFL)


def heed(window: QWidget) -> None:
    """Close ``window`` when the system asks the program to end."""
    stopping = StopSignals(window)
    stopping.asked.connect(window.close)
    stopping.install()
    application = QCoreApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(stopping.uninstall)

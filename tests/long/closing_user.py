"""Somebody who does everything at once, and closes the window in the middle of it."""

import random
import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from tests.long.closing_hands import Hands
from tests.long.closing_words import Closing, Did, Orders, say
from vindesk.app.main import Session
from vindesk.ui.actions import ActionId

_LONGEST_PAUSE_MS = 120

Act = Callable[[], object]


class User(QObject):
    """Acts with keys, clicks and menus, and closes the window when the time has come."""

    def __init__(self, session: Session, orders: Orders) -> None:
        super().__init__(session.window)
        self._rng = random.Random(orders.seed)
        self._closes_after_ms = orders.closes_after_ms
        self._window = session.window
        self._quit = session.desk.actions[ActionId.QUIT]
        self._hands = Hands(session.desk, orders, self._rng)
        self._leaving = False
        self._closed = False

    def begin(self) -> None:
        QTimer.singleShot(self._closes_after_ms, self, self._leave)
        QTimer.singleShot(0, self, self._act)

    def _act(self) -> None:
        if self._leaving:
            return
        if not self._hands.answered_what_was_asked():
            habits = self._hands.habits
            (act,) = self._rng.choices(list(habits), list(habits.values()))
            self._do(act)
        QTimer.singleShot(self._rng.randint(0, _LONGEST_PAUSE_MS), self, self._act)

    @staticmethod
    def _do(act: Act) -> None:
        say(Did(act.__name__))
        act()

    # -- the end -------------------------------------------------------------

    def _leave(self) -> None:
        """Close, more often than not in the very turn in which something was commanded.

        A file dialog may ask whether to replace a file, and return only when that is
        answered: hence a timer that closes all the same.
        """
        self._leaving = True
        QTimer.singleShot(self._rng.choice((0, 0, 5, 30)), self, self._close)
        if self._rng.random() < 0.7 and QApplication.activeModalWidget() is None:
            self._do(self._rng.choice(self._hands.last_acts))
            if self._rng.random() < 0.5:
                self._close()

    def _close(self) -> None:
        if self._closed:
            return
        self._closed = True
        ways: Mapping[str, Act] = {
            "close": self._window.close,
            "the frame of the window": self._window.windowHandle().close,
            "File > Quit": self._quit.trigger,
            "close all windows": QApplication.closeAllWindows,
            "quit": QApplication.quit,
        }
        how = self._rng.choice(list(ways))
        windows = (window for window in QApplication.topLevelWidgets() if window.isVisible())
        names = sorted(window.objectName() or type(window).__name__ for window in windows)
        say(Closing(time.monotonic(), how, tuple(names)))
        ways[how]()
        if self._rng.random() < 0.25:
            again = self._rng.choice(list(ways))
            QTimer.singleShot(self._rng.choice((0, 20, 150)), self, ways[again])

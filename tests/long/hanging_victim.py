"""A session whose cache hangs while it is opened, as on a drive that does not answer."""

import sys
import threading
import time

from PySide6.QtCore import QTimer

from tests.long.closing_words import Closing, say
from vindesk.app import main as app
from vindesk.config.beginning import Beginning
from vindesk.config.command_line import CommandLine, parse
from vindesk.services import assembly
from vindesk.ui.vehicles.opening_state import OpeningState

_LOOK_MS = 20
VIN = "1XPWD40X1ED215307"


def main(*argv: str) -> int:
    hanging = threading.Event()

    def hang(*_given: object) -> None:
        hanging.set()
        threading.Event().wait(600)

    assembly.open_cache = hang
    open_window = app.open_window

    def open_watched(options: CommandLine, run: Beginning) -> app.Session:
        session = open_window(options, run)

        def close_once_it_is_said() -> None:
            """Somebody reads that it lasts, asks for a VIN and changes a setting all the same."""
            if not hanging.is_set() or session.window.findChild(OpeningState) is None:
                return
            timer.stop()
            session.desk.lookup.take_text(VIN)
            session.desk.preferences.open()
            session.desk.preferences._choose("daily_backups", 9)
            say(Closing(time.monotonic(), "close", ()))
            session.window.close()

        timer = QTimer(session, interval=_LOOK_MS)
        timer.timeout.connect(close_once_it_is_said)
        timer.start()
        return session

    app.open_window = open_watched
    return app.main(parse(argv))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

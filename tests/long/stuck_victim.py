"""A session with work that goes on although it was told to stop, closed meanwhile."""

import sys
import threading
import time

from PySide6.QtCore import QTimer

from tests.long.closing_words import Closing, say
from vindesk.app import main as app
from vindesk.config.beginning import Beginning
from vindesk.config.command_line import CommandLine, parse
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane


def put_stuck_work_on(lane: Lane) -> None:
    open_window = app.open_window

    def open_stuck(options: CommandLine, run: Beginning) -> app.Session:
        session = open_window(options, run)
        under_way = threading.Event()

        def work(_monitor: Monitor) -> None:
            under_way.set()
            threading.Event().wait(600)

        def close() -> None:
            under_way.wait()
            say(Closing(time.monotonic(), "close", ()))
            session.window.close()

        session._runner.start(Job("stuck", work), lane)
        QTimer.singleShot(0, session, close)
        return session

    app.open_window = open_stuck


def main(lane: str, *argv: str) -> int:
    put_stuck_work_on(Lane(lane))
    return app.main(parse(argv))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A real session with a restless user, given orders and the program's own arguments.

The program is started by its own ``main``; the user begins when the window is shown, and
closes it in the end. Nothing else is different from an ordinary run.
"""

import sys
import threading
import time

from tests.long.closing_user import User
from tests.long.closing_words import Ended, Orders, read, say
from vindesk.app import main as app
from vindesk.config.beginning import Beginning
from vindesk.config.command_line import CommandLine, parse


def put_in_front(orders: Orders) -> None:
    """Have a user sit down at the window once it is shown."""
    open_window = app.open_window

    def open_with_user(options: CommandLine, run: Beginning) -> app.Session:
        session = open_window(options, run)
        User(session, orders).begin()
        return session

    app.open_window = open_with_user


def main(orders: str, *argv: str) -> int:
    put_in_front(read(orders))
    code = app.main(parse(argv))
    threads = tuple(thread.name for thread in threading.enumerate())
    say(Ended(time.monotonic(), threads))
    return code


if __name__ == "__main__":
    app.end(main(*sys.argv[1:]))  # as the program ends

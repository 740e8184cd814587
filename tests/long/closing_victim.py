"""A real session with a restless user, given orders and the program's own arguments.

The program is started by its own ``main``; the user begins when the window is shown, and
closes it in the end. Nothing else is different from an ordinary run.
"""

import sys
import threading
import time
from collections.abc import Sequence

from tests.long.closing_user import User
from tests.long.closing_words import Ended, Orders, read, say
from vindesk.app import main as app


def put_in_front(orders: Orders) -> None:
    """Have a user sit down at the window once it is shown."""
    create = app.create

    def create_with_user(argv: Sequence[str]) -> app.Session:
        session = create(argv)
        User(session, orders).begin()
        return session

    app.create = create_with_user


def main(orders: str, *argv: str) -> int:
    put_in_front(read(orders))
    code = app.main(argv)
    threads = tuple(thread.name for thread in threading.enumerate())
    say(Ended(time.monotonic(), threads))
    return code


if __name__ == "__main__":
    app.end(main(*sys.argv[1:]))  # as the program ends

"""The program in a process of its own, and one deed done in it once its window is there.

``python -m tests.app.child DEED [ARGUMENT ...]`` tells line by line what happens.
"""

import faulthandler
import sys
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit
from typing_extensions import override

from vindesk.app import main
from vindesk.app.main import Session
from vindesk.app.single_instance import Call
from vindesk.config.beginning import Beginning
from vindesk.config.command_line import CommandLine, parse


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def fault() -> None:
    faulthandler._sigsegv()  # pyright: ignore[reportAttributeAccessIssue] - for tests, so not in the stubs


def leave() -> None:
    raise SystemExit(5)


def interrupt() -> None:
    raise KeyboardInterrupt


def bug() -> None:
    raise ZeroDivisionError("a bug")


def stand_still() -> None:
    say("stands still")
    sys.stdin.read()


DEEDS: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "fault": fault,
    "leave": leave,
    "interrupt": interrupt,
    "bug": bug,
    "stand still": stand_still,
}


def tell_boxes(session: Session) -> None:
    for box in session.window.findChildren(QDialog, "bug_box"):
        headline = box.findChild(QLabel, "bug_headline")
        details = box.findChild(QPlainTextEdit)
        assert isinstance(headline, QLabel)
        assert isinstance(details, QPlainTextEdit)
        say(f"box: {headline.text()}: {details.toPlainText().splitlines()!r}")
    status = session.window.findChild(QLabel, "status_message")
    assert isinstance(status, QLabel)
    say(f"status: {status.text()}")


def once_at_rest(session: Session, deed: Callable[[], object]) -> None:
    """Do ``deed`` when nothing is under way, and tell what came of it."""
    if not session.at_rest:
        QTimer.singleShot(10, session, partial(once_at_rest, session, deed))
        return
    for each in (deed, partial(tell_boxes, session), partial(say, "ready")):
        QTimer.singleShot(0, session, each)


class Told(Session):
    """Says what it takes from a second start."""

    @override
    def take(self, call: Call) -> None:
        say(f"took {call.inputs!r}")
        super().take(call)


def run(deed: str, arguments: Sequence[str]) -> int:
    original = main.open_window

    def open_window(options: CommandLine, run: Beginning) -> Session:
        session = original(options, run)
        session.begun.connect(partial(once_at_rest, session, DEEDS[deed]))
        return session

    main.Session = Told
    main.open_window = open_window
    return main.main(parse(arguments))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2:]))

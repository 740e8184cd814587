"""A start that ends before it has a window says why where its user looks: in a box."""

import sys
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QMessageBox

from vindesk.app.single_instance import Start, sentence
from vindesk.domain.words import say
from vindesk.ui.icons import application_icon
from vindesk.ui.message_box import MessageBox, Tone

_INVISIBLE: Final = frozenset({"offscreen", "minimal", "minimalegl", "vnc"})


def tell_start(
    start: Start,
    count: int,
    environment: Mapping[str, str],
    application: Callable[[], QApplication],
) -> int:
    """Say what became of a start with ``count`` inputs; returns the exit code.

    In the terminal; one that failed in a box too, for who began it with an icon.
    """
    done, said = start is Start.HANDED_OVER, sentence(start, count)
    stream = sys.stdout if done else sys.stderr
    if stream is not None:  # as it is on Windows with no terminal
        stream.write(f"{said}\n")
        stream.flush()
    if has_screen(environment) and not done:
        tell(said, application())
    return 0 if done else 3


def has_screen(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether somebody can see a box; where nobody can, Qt would end the process."""
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen in _INVISIBLE:
        return False
    if platform in {"win32", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def refusal_box(sentence: str) -> QMessageBox:
    """A box that says ``sentence``; built, not shown."""
    box = MessageBox(Tone.WORD, "vindesk", say("vindesk was not opened"), sentence)
    box.setObjectName("refusal")
    box.setWindowIcon(application_icon())
    box.addButton(QMessageBox.StandardButton.Ok)
    return box


def tell(sentence: str, application: QApplication) -> None:
    """Show ``sentence`` until it has been read; nothing else of the program runs."""
    application.setQuitOnLastWindowClosed(False)  # the loop ends with the box
    loop = QEventLoop()
    box = refusal_box(sentence)
    box.finished.connect(loop.quit)
    box.open()
    loop.exec()

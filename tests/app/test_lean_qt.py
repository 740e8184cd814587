"""PySide's own parser of signatures comes late, and then says what it always says."""

import sys
from pathlib import Path
from subprocess import run

import pytest

_WRONG = """
import sys
{first}
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
for wrong in (lambda: label.setText(3), lambda: label.setIndent(), lambda: QLabel(1, 2, 3)):
    try:
        wrong()
    except TypeError as error:
        print(error)
print(QLabel.setText.__doc__)
"""

_LATE = """
import sys
import vindesk.app.lean_qt as lean
def loaded():
    return [name for name in lean._LATE if "__file__" in vars(sys.modules[name])]
print(loaded() == [])
lean.load_the_rest()
print(loaded() == list(lean._LATE))
from PySide6.support.signature.lib.pyi_generator import Formatter
print(Formatter.__module__)
"""

_TOGETHER = """
import threading
import vindesk.app.lean_qt
from PySide6.QtCore import QTimer
gate, told = threading.Barrier(8), []
def err():
    gate.wait()
    try:
        QTimer.setInterval(None, "soon")
    except TypeError as error:
        told.append(str(error))
threads = [threading.Thread(target=err) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(told), len(set(told)))
"""

_PAINTED = """
import enum
import sys
made = []
make = enum.EnumType.__new__
def noting(kind, name, *rest, **more):
    made.append(name)
    return make(kind, name, *rest, **more)
enum.EnumType.__new__ = noting
from vindesk.app.main import create
from PySide6.QtWidgets import QApplication
session = create(sys.argv[1:])
session.window.first_painted.connect(QApplication.quit)
QApplication.exec()
late = sys.modules["shibokensupport.signature.parser"]
print("WizardOption" in made, "Orientation" in made, "__file__" in vars(late))
session.close()
"""
"""Every enumeration of a class of Qt's is made with the class."""


def _said(code: str, *argv: str) -> str:
    command = [sys.executable, "-c", code, *argv]
    return run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_a_wrong_call_is_told_in_the_same_words() -> None:
    lean = _said(_WRONG.format(first="import vindesk.app.lean_qt"))
    assert lean == _said(_WRONG.format(first=""))
    assert lean.count("Supported signatures") >= 1


def test_what_was_put_off_can_be_loaded_at_once() -> None:
    assert _said(_LATE).split() == ["True", "True", "shibokensupport.signature.lib.pyi_generator"]


def test_threads_that_are_wrong_at_the_same_time_wait_for_one_another() -> None:
    assert _said(_TOGETHER).split() == ["8", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the first paint may want more")
def test_the_first_paint_needs_neither_the_parser_nor_every_kind_of_widget(tmp_path: Path) -> None:
    assert _said(_PAINTED, "--data-dir", str(tmp_path / "data")).split() == [
        *("False", "True", "False")
    ]

"""PySide's own parser of signatures comes late, and then says what it always says."""

import os
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

_COMPILED = """
import builtins
import sys
names = []
compile_it = builtins.compile
def noting(source, name, *rest, **more):
    names.append(str(name))
    return compile_it(source, name, *rest, **more)
builtins.compile = noting
{first}
import PySide6.QtCore
for part in ("feature", "signature.loader", "signature.mapping"):
    module = sys.modules["shibokensupport." + part]
    print(part, sorted(name for name in vars(module) if not name.startswith("__")))
print(any("mapping.py" in name for name in names))
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


def _said(code: str, *argv: str, **environment: str) -> str:
    command = [sys.executable, "-c", code, *argv]
    said = run(
        command,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env=os.environ | environment,
    )
    return said.stdout


def test_a_wrong_call_is_told_in_the_same_words() -> None:
    lean = _said(_WRONG.format(first="import vindesk.app.lean_qt"))
    assert lean == _said(_WRONG.format(first=""))
    assert lean.count("Supported signatures") >= 1


def test_what_was_put_off_can_be_loaded_at_once() -> None:
    assert _said(_LATE).split() == ["True", "True", "shibokensupport.signature.lib.pyi_generator"]


def test_what_pyside_compiles_at_each_start_is_compiled_once(tmp_path: Path) -> None:
    kept = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    bare = _said(_COMPILED.format(first=""), **kept).splitlines()
    first, second, third = (
        _said(_COMPILED.format(first="import vindesk.app.lean_qt"), **kept).splitlines()
        for _ in range(3)
    )
    assert first[:-1] == second[:-1] == bare[:-1]
    assert (first[-1], second[-1], third[-1]) == ("True", "False", "False")


def test_bytecode_of_another_source_is_not_taken(tmp_path: Path) -> None:
    kept = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    code = _COMPILED.format(first="import vindesk.app.lean_qt")
    assert _said(code, **kept).splitlines()[-1] == "True"
    (bytecode,) = tmp_path.rglob("*signature.mapping.*.pyc")
    checksum = slice(8, 12)  # PEP 552: where the date of a source stands
    told = bytearray(bytecode.read_bytes())
    told[checksum] = bytes(reversed(told[checksum]))
    bytecode.write_bytes(told)
    assert _said(code, **kept).splitlines()[-1] == "True"


def test_threads_that_are_wrong_at_the_same_time_wait_for_one_another() -> None:
    assert _said(_TOGETHER).split() == ["8", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the first paint may want more")
def test_the_first_paint_needs_neither_the_parser_nor_every_kind_of_widget(tmp_path: Path) -> None:
    assert _said(_PAINTED, "--data-dir", str(tmp_path / "data")).split() == [
        *("False", "True", "False")
    ]

"""Switches PySide's alternative names off; to be imported before what imports Qt.

PySide can call its methods by other names in modules that ask for it. To see which do, it reads
the source of every module that is imported. Here nobody asks, and the reading takes a sixth of
the time to the first paint. There is no documented way to do without; where the name below is
gone one day, nothing is lost but that time.
"""

import sys

import PySide6.QtCore  # noqa: F401  # pyright: ignore[reportUnusedImport] - it switches them on


def _asks(_module: object) -> bool:
    return False


_names = sys.modules.get("shibokensupport.feature")
if hasattr(_names, "_mod_uses_pyside"):
    setattr(_names, "_mod_uses_pyside", _asks)  # noqa: B010 - it is declared nowhere

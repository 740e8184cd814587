from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.store.parquet_samples import write
from tests.ui.parquet.reading import Reader
from vindesk.jobs.runner import JobRunner
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.failures import ToldBugs
from vindesk.ui.parquet.column_layouts import ColumnLayouts
from vindesk.ui.parquet.parquet_window import ParquetWindow

# The plugin for no screen says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Open = Callable[..., Reader]


@pytest.fixture
def open_table(qtbot: QtBot, threaded_runner: JobRunner, tmp_path: Path) -> Iterator[Open]:
    """Writes a table to a file, and shows it to somebody who reads it.

    ``wait=False``: the first rows may not be here yet.
    """
    readers: list[Reader] = []

    def show(
        table: Any, *, layouts: ColumnLayouts | None = None, wait: bool = True, **options: Any
    ) -> Reader:
        path = table if isinstance(table, Path) else write(tmp_path / "x.parquet", table, **options)
        limits = EngineLimits(memory_mb=512, threads=1, temporary=tmp_path / "temporary")
        file = ParquetFile.open(path, limits)
        window = ParquetWindow(file, threaded_runner, ToldBugs(), layouts=layouts)
        window.show()
        reader = Reader(window, threaded_runner, qtbot)
        readers.append(reader)
        if wait:
            reader.until_quiet()
        return reader

    yield show
    for reader in readers:
        reader.close()
    QGuiApplication.clipboard().clear()  # data that Python made must go before Python does

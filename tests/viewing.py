"""Windows of the Parquet viewer that tests wait for."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from vindesk.ui.parquet.parquet_controller import ParquetController
from vindesk.ui.parquet.parquet_window import ParquetWindow


@contextmanager
def one_opens(qtbot: QtBot, parquet: ParquetController) -> Generator[None, None, None]:
    """Ends when a window that is opened inside is on the screen."""

    def is_opened(text: str) -> bool:
        return text.startswith("Opened ")

    with qtbot.waitSignal(parquet.told, check_params_cb=is_opened):
        yield


def open_window(qtbot: QtBot, parquet: ParquetController, path: Path) -> ParquetWindow:
    """The window that shows ``path``."""
    with one_opens(qtbot, parquet):
        parquet.open(path)
    return parquet._windows[-1]

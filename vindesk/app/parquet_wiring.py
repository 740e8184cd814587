"""Builds the Parquet windows, and connects them with the imports."""

from pathlib import Path

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear
from vindesk.domain.words import say
from vindesk.ui.parquet.parquet_controller import ParquetController


def make_parquet(desk: Desk) -> ParquetController:
    parquet = ParquetController(desk.limits(), desk.runner, desk.window, desk.bugs, desk.viewer)

    def import_file(path: Path) -> None:
        desk.imports.import_file(path)

    parquet.import_requested.connect(import_file)
    parquet.made.connect(desk.sizes.remember)
    parquet.recent_changed.connect(desk.recent_menu.fill)
    hear(desk, parquet.told, parquet.failed, say("Parquet"))
    return parquet

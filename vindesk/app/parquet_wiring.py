"""Builds the Parquet windows, and connects them with the imports."""

from collections.abc import Collection
from pathlib import Path

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear, hear_under_way
from vindesk.domain.words import say
from vindesk.store.imports import imported_files
from vindesk.ui.menus import add_help_menu
from vindesk.ui.parquet.column_layouts import ColumnLayouts
from vindesk.ui.parquet.parquet_controller import ParquetController
from vindesk.ui.parquet.parquet_window import ParquetWindow
from vindesk.ui.parquet.viewer_memory import ViewerMemory


def make_parquet(desk: Desk) -> ParquetController:
    memory = ViewerMemory(desk.recent, ColumnLayouts(desk.given.state))
    parquet = ParquetController(desk.limits(), desk.runner, desk.window, desk.bugs, memory)

    def import_file(path: Path) -> None:
        desk.imports.import_file(path)

    def protect(window: ParquetWindow) -> None:
        window.exporting.keep(imported)

    def imported() -> Collection[Path]:
        """None are known while the cache is not open: its drive may not answer."""
        services = desk.services.there() if desk.services.is_made else None
        return () if services is None else imported_files(services.database)

    def adopt(window: ParquetWindow) -> None:
        """Have it look like one of ours; the icon is drawn already."""
        window.setWindowIcon(desk.window.windowIcon())
        add_help_menu(window.menuBar(), desk.actions)

    parquet.import_requested.connect(import_file)
    parquet.made.connect(adopt)
    parquet.made.connect(protect)
    parquet.made.connect(desk.sizes.remember)
    parquet.recent_changed.connect(desk.recent_menu.fill)
    hear(desk, parquet.told, parquet.failed, say("Parquet"))
    hear_under_way(desk, parquet.under_way)
    return parquet

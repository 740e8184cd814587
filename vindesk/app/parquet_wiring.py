"""Connects Parquet windows with the main window: what is dropped, recent files, their VINs."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu

from vindesk.app.desk import Desk
from vindesk.app.import_wiring import is_list
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vin import LENGTH, clean
from vindesk.domain.words import say
from vindesk.ui.actions import ActionId

_LONGEST = 80


def connect_parquet(desk: Desk) -> None:
    window, parquet = desk.window, desk.parquet
    parquet.import_requested.connect(desk.imports.import_file)
    window.file_dropped.connect(parquet.open)
    window.list_dropped.connect(partial(_take_dropped, desk))


def _take_dropped(desk: Desk, path: Path) -> None:
    """What is no list by its name may be a folder of Parquet files."""

    def import_it() -> None:
        desk.imports.import_file(path)

    if is_list(path):
        import_it()
    else:
        desk.parquet.open_folder_or(path, import_it)


def take_folder_or_text(desk: Desk, text: str) -> None:
    """What the command line holds beside files; what looks like a VIN is one."""

    def look_up() -> None:
        desk.lookup.take_text(text)

    if len(clean(text)) == LENGTH and "/" not in text:
        look_up()
    else:
        desk.parquet.open_folder_or(Path(text), look_up)


def add_recent_files(desk: Desk) -> None:
    """A menu before *Export*, filled anew whenever a file was opened or is gone."""
    menu = QMenu(say("Open &Recent"), desk.window)
    menu.setObjectName("recent_files")
    menu.setToolTipsVisible(True)
    recent, parquet = desk.parquet.recent, desk.parquet

    def clear() -> None:
        recent.clear()
        fill()

    def fill() -> None:
        menu.clear()
        for path in recent.paths:
            action = menu.addAction(shown_line(path.name, _LONGEST).replace("&", "&&"))
            action.setToolTip(shown_line(str(path)))
            action.triggered.connect(lambda _checked=False, path=path: parquet.open(path))
        menu.addSeparator()
        menu.addAction(say("&Clear")).triggered.connect(clear)
        menu.setEnabled(bool(recent.paths))

    parquet.recent_changed.connect(fill)
    fill()
    export = desk.actions[ActionId.EXPORT]
    for above in export.associatedObjects():
        if isinstance(above, QMenu) and above.objectName() != "recent_files":
            above.insertMenu(export, menu)

"""The commands of a Parquet window, and its menus."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from vindesk.domain.words import phrase, say
from vindesk.ui.menu import Menu

Key = QKeySequence.StandardKey


class Spec(Struct, frozen=True):
    name: str
    text: str
    tip: str
    shortcut: Key | str | None = None


MENUS: Final[Mapping[str, Sequence[Spec | None]]] = {
    phrase("&File"): (
        Spec("open_other", "&Open…", "Show another Parquet file", Key.Open),
        Spec("reload_file", "&Reload", "Reload the file", Key.Refresh),
        Spec("export_rows", "&Export…", "Write what is shown to Parquet or CSV", "Ctrl+E"),
        Spec("import_vins", "&Look These VINs Up…", "Import the VINs of this file", "Ctrl+I"),
        None,
        Spec("close_file", "&Close", "Close this window", Key.Close),
    ),
    phrase("&Edit"): (
        Spec("copy_rows", "&Copy", "Copy the selected rows", Key.Copy),
        Spec(
            "copy_rows_with_headers",
            "Copy with &Headers",
            "Copy the selected rows with column headers",
            "Ctrl+Shift+C",
        ),
        Spec("copy_cell", "Copy C&ell", "Copy the whole value of the current cell", "Ctrl+Alt+C"),
        Spec("select_all_rows", "Select &All", "Select all rows", Key.SelectAll),
        None,
        Spec("find_text", "&Find…", "Search the columns that are shown", Key.Find),
        Spec("find_next", "Find &Next", "Go to the next row that matches", "F3"),
        Spec("find_previous", "Find &Previous", "Go to the row before that matches", "Shift+F3"),
        Spec("go_to_row", "&Go to Row…", "Type the number of a row", "Ctrl+G"),
    ),
    phrase("&View"): (
        Spec("filter_rows", "&Filter…", "Go to the filter", "Ctrl+Shift+F"),
        Spec("clear_filter", "&Clear Filter", "Show all rows again", "Ctrl+Shift+L"),
        Spec("file_order", "File &Order", "Sort by nothing", None),
        None,
        Spec("hide_column", "&Hide Column", "Hide the current column", None),
        Spec("show_all_columns", "Show &All Columns", "Show every column, in its place", None),
        Spec("reset_columns", "&Reset Columns", "Forget how the columns were arranged", None),
        Spec("fit_columns", "F&it Columns", "Fit the columns to the rows in view", None),
        None,
        Spec("show_columns_panel", "Colum&ns", "Show or hide columns and schema", "F4"),
        Spec("show_cell", "Whole &Value", "Show or hide the value of the current cell", "F6"),
    ),
}


def add_actions(
    window: QMainWindow, handlers: Mapping[str, Callable[[], object]]
) -> Mapping[str, QAction]:
    """Put the menus into ``window``; its actions by name."""
    actions: dict[str, QAction] = {}
    for title, specs in MENUS.items():
        menu = Menu(say(title), window.menuBar())
        menu.setToolTipsVisible(True)
        window.menuBar().addMenu(menu)
        for spec in specs:
            if spec is None:
                menu.addSeparator()
            else:
                actions[spec.name] = _action(window, spec, handlers[spec.name])
                menu.addAction(actions[spec.name])
    return actions


def _action(window: QMainWindow, spec: Spec, handler: Callable[[], object]) -> QAction:
    action = QAction(say(spec.text), window)
    action.setObjectName(spec.name)
    action.setStatusTip(say(spec.tip))
    action.setToolTip(say(spec.tip))
    if spec.shortcut is not None:
        action.setShortcut(QKeySequence(spec.shortcut))
    action.triggered.connect(lambda _checked=False: handler())
    return action

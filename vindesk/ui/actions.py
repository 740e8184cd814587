"""Every action of the main window, in one table; ``built_actions`` makes them."""

from collections.abc import Mapping
from enum import Flag, StrEnum, auto

from msgspec import Struct
from PySide6.QtGui import QKeySequence

from vindesk.domain.words import phrase

Key = QKeySequence.StandardKey


class ActionId(StrEnum):
    LOOKUP = auto()
    IMPORT = auto()
    PASTE_VINS = auto()
    OPEN_PARQUET = auto()
    OPEN_PARQUET_FOLDER = auto()
    EXPORT = auto()
    BACKUP = auto()
    RESTORE = auto()
    CLEAN = auto()
    QUIT = auto()
    UNDO = auto()
    REDO = auto()
    COPY = auto()
    COPY_WITH_HEADERS = auto()
    COPY_VINS = auto()
    PASTE = auto()
    SELECT_ALL = auto()
    REFRESH = auto()
    COMPARE = auto()
    REMOVE = auto()
    REMOVED = auto()
    FIND = auto()
    FILTER_BY_VALUE = auto()
    FILTER_WITHOUT_VALUE = auto()
    FILTER_EMPTY = auto()
    CLEAR_FILTER = auto()
    SHOW_FACETS = auto()
    SHOW_DETAILS = auto()
    SHOW_JOBS = auto()
    COLUMNS = auto()
    SUMMARY = auto()
    LAST_REFRESH = auto()
    HELP = auto()
    SHORTCUTS = auto()
    PREFERENCES = auto()
    SHOW_LOG = auto()
    COPY_REPORT = auto()
    ABOUT = auto()


class Needs(Flag):
    """What must be true for an action to be enabled."""

    NOTHING = 0
    SELECTION = auto()
    ROWS = auto()
    UNDOABLE = auto()
    REDOABLE = auto()
    FILTER = auto()
    REFRESHED = auto()


class ActionSpec(Struct, frozen=True):
    id: ActionId
    text: str
    tip: str
    shortcut: Key | str | None = None
    needs: Needs = Needs.NOTHING
    icon: str | None = None
    of_rows: bool = False
    """Its key counts only where the rows have the keyboard; elsewhere it is another thing's."""

    once: bool = False
    """Held down, its key is one press."""


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(ActionId.LOOKUP, "&Look Up a VIN", "Go to the VIN entry", "Ctrl+L", icon="lookup"),
    ActionSpec(
        ActionId.IMPORT,
        "&Import VINs…",
        "Import a list of VINs: text, csv, a spreadsheet, Parquet",
        "Ctrl+I",
        icon="import",
    ),
    ActionSpec(
        ActionId.PASTE_VINS,
        "Import from the &Clipboard…",
        "Import the VINs in the text that was copied",
        "Ctrl+Shift+V",
        icon="paste",
        once=True,
    ),
    ActionSpec(
        ActionId.OPEN_PARQUET,
        "&Open Parquet…",
        "Show a Parquet file in a window of its own",
        Key.Open,
        icon="open-parquet",
    ),
    ActionSpec(
        ActionId.OPEN_PARQUET_FOLDER,
        "Open Parquet &Folder…",
        "Show a folder of Parquet files as one table",
        "Ctrl+Shift+O",
    ),
    ActionSpec(
        ActionId.EXPORT,
        "&Export…",
        "Save vehicles as a file: Parquet, CSV, a workbook",
        "Ctrl+E",
        icon="export",
    ),
    ActionSpec(
        ActionId.BACKUP,
        "&Back Up Now",
        "Copy the cache to the folder of backups, and read the copy",
        "Ctrl+B",
        icon="backup",
        once=True,
    ),
    ActionSpec(
        ActionId.RESTORE,
        "Back&ups…",
        "Show the backups, and restore one",
        "Ctrl+Shift+B",
        icon="restore",
    ),
    ActionSpec(
        ActionId.CLEAN,
        "Clea&n Up…",
        "Show what can be cleaned, and clean it",
    ),
    ActionSpec(ActionId.QUIT, "&Quit", "Close vindesk", "Ctrl+Q", icon="quit"),
    ActionSpec(
        ActionId.UNDO, "&Undo", "Take the last change back", Key.Undo, Needs.UNDOABLE, "undo"
    ),
    ActionSpec(ActionId.REDO, "&Redo", "Do it again", Key.Redo, Needs.REDOABLE, "redo"),
    ActionSpec(
        ActionId.COPY, "&Copy", "Copy the selected vehicles", Key.Copy, Needs.SELECTION, "copy"
    ),
    ActionSpec(
        ActionId.COPY_WITH_HEADERS,
        "Copy with &Headers",
        "Copy the selected vehicles with column headers",
        "Ctrl+Shift+C",
        Needs.SELECTION,
        icon="copy-with-headers",
    ),
    ActionSpec(
        ActionId.COPY_VINS,
        "Copy &VINs",
        "Copy the VINs of the selected vehicles, one a line",
        "Ctrl+Alt+C",
        Needs.SELECTION,
        icon="copy-vins",
    ),
    ActionSpec(
        ActionId.PASTE,
        "Pas&te and Look Up",
        "Look up the VINs in the text that was copied",
        Key.Paste,
        icon="paste",
    ),
    ActionSpec(
        ActionId.SELECT_ALL,
        "Select &All",
        "Select all vehicles",
        Key.SelectAll,
        Needs.ROWS,
        icon="select-all",
    ),
    ActionSpec(
        ActionId.REFRESH,
        "Re&fresh from vPIC",
        "Look up the selected vehicles again, and show what changed",
        Key.Refresh,
        Needs.SELECTION,
        "refresh",
    ),
    ActionSpec(
        ActionId.COMPARE,
        "Compar&e…",
        "Show two to four selected vehicles side by side",
        "Ctrl+D",
        Needs.SELECTION,
        "compare",
    ),
    ActionSpec(
        ActionId.REMOVE,
        "Re&move",
        "Remove the selected vehicles from the cache",
        Key.Delete,
        Needs.SELECTION,
        "remove",
        of_rows=True,
        once=True,
    ),
    ActionSpec(
        ActionId.REMOVED,
        "Remove&d Vehicles…",
        "Show what was removed in the last weeks, and bring it back",
    ),
    ActionSpec(ActionId.FIND, "&Filter…", "Go to the filter of the table", Key.Find, icon="find"),
    ActionSpec(
        ActionId.FILTER_BY_VALUE,
        "Filter by This &Value",
        "Show only vehicles with the current cell's value",
        "Ctrl+Shift+F",
        Needs.SELECTION,
        icon="filter",
    ),
    ActionSpec(
        ActionId.FILTER_WITHOUT_VALUE,
        "&Exclude This Value",
        "Show only vehicles without the current cell's value",
        "Ctrl+Shift+X",
        Needs.SELECTION,
        icon="filter-exclude",
    ),
    ActionSpec(
        ActionId.FILTER_EMPTY,
        "Filter by &No Data Here",
        "Show only vehicles that have no data in the current column",
        None,
        Needs.SELECTION,
        icon="filter-empty",
    ),
    ActionSpec(
        ActionId.CLEAR_FILTER,
        "&Clear Filter",
        "Show all vehicles again",
        "Ctrl+Shift+L",
        Needs.FILTER,
        icon="filter-clear",
    ),
    ActionSpec(
        ActionId.SHOW_FACETS,
        "F&acets",
        "Show or hide the values you can filter by",
        "F3",
        icon="facets",
    ),
    ActionSpec(
        ActionId.SHOW_DETAILS,
        "&Details",
        "Show or hide the details of the current vehicle",
        "F4",
        icon="details",
    ),
    ActionSpec(
        ActionId.SHOW_JOBS,
        "&Imports",
        "Show or hide the imports and their progress",
        "F6",
        icon="imports",
    ),
    ActionSpec(
        ActionId.COLUMNS,
        "C&olumns…",
        "Choose what the table shows",
        "Ctrl+Shift+K",
        icon="columns",
    ),
    ActionSpec(
        ActionId.SUMMARY,
        "&Summary",
        "Show how many vehicles there are by year, make, body class and quality",
        "F7",
        icon="summary",
    ),
    ActionSpec(
        ActionId.LAST_REFRESH,
        "Last &Refresh…",
        "Show what the last refresh changed",
        None,
        Needs.REFRESHED,
        icon="last-refresh",
    ),
    ActionSpec(
        ActionId.HELP,
        "&Help",
        "Explain this place, and what the words mean",
        Key.HelpContents,
        icon="help",
    ),
    ActionSpec(ActionId.SHORTCUTS, "&Keyboard Shortcuts", "Show every key", "Ctrl+F1"),
    ActionSpec(
        ActionId.PREFERENCES,
        "&Preferences…",
        "Choose how vindesk works",
        "Ctrl+,",
        icon="preferences",
    ),
    ActionSpec(
        ActionId.SHOW_LOG,
        "Log and A&ctivity…",
        "Show what vindesk wrote down, and what you did",
        "Ctrl+Alt+L",
        icon="log",
    ),
    ActionSpec(
        ActionId.COPY_REPORT,
        "Copy &Report for a Bug",
        "Copy versions, settings without secrets and the last records",
        icon="copy",
    ),
    ActionSpec(ActionId.ABOUT, "&About vindesk", "What this is, and its version", icon="about"),
)

SEPARATOR = None
HELP_MENU: tuple[ActionId | None, ...] = (
    ActionId.HELP,
    ActionId.SHORTCUTS,
    SEPARATOR,
    ActionId.SHOW_LOG,
    ActionId.COPY_REPORT,
    SEPARATOR,
    ActionId.ABOUT,
)
"""In other windows too."""

MENUS: Mapping[str, tuple[ActionId | None, ...]] = {
    phrase("&File"): (
        ActionId.LOOKUP,
        SEPARATOR,
        ActionId.IMPORT,
        ActionId.PASTE_VINS,
        SEPARATOR,
        ActionId.OPEN_PARQUET,
        ActionId.OPEN_PARQUET_FOLDER,
        ActionId.EXPORT,
        SEPARATOR,
        ActionId.BACKUP,
        ActionId.RESTORE,
        ActionId.CLEAN,
        SEPARATOR,
        ActionId.QUIT,
    ),
    phrase("&Edit"): (
        ActionId.UNDO,
        ActionId.REDO,
        SEPARATOR,
        ActionId.COPY,
        ActionId.COPY_WITH_HEADERS,
        ActionId.COPY_VINS,
        ActionId.PASTE,
        ActionId.SELECT_ALL,
        SEPARATOR,
        ActionId.COMPARE,
        ActionId.REFRESH,
        ActionId.REMOVE,
        ActionId.REMOVED,
        SEPARATOR,
        ActionId.PREFERENCES,
    ),
    phrase("&View"): (
        ActionId.FIND,
        ActionId.FILTER_BY_VALUE,
        ActionId.FILTER_WITHOUT_VALUE,
        ActionId.FILTER_EMPTY,
        ActionId.CLEAR_FILTER,
        SEPARATOR,
        ActionId.SHOW_FACETS,
        ActionId.SHOW_DETAILS,
        ActionId.SHOW_JOBS,
        ActionId.COLUMNS,
        SEPARATOR,
        ActionId.SUMMARY,
        ActionId.LAST_REFRESH,
    ),
    phrase("&Help"): HELP_MENU,
}
ROW_MENU: tuple[ActionId | None, ...] = (
    ActionId.COPY,
    ActionId.COPY_WITH_HEADERS,
    ActionId.COPY_VINS,
    SEPARATOR,
    ActionId.FILTER_BY_VALUE,
    ActionId.FILTER_WITHOUT_VALUE,
    ActionId.FILTER_EMPTY,
    SEPARATOR,
    ActionId.COMPARE,
    ActionId.REFRESH,
    ActionId.REMOVE,
)
"""What a right click on the table offers."""

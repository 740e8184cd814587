"""Every action of the main window, in one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Flag, StrEnum, auto

from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QWidget

from vindesk.ui.icons import line_icon

Key = QKeySequence.StandardKey


class ActionId(StrEnum):
    LOOKUP = auto()
    OPEN_PARQUET = auto()
    EXPORT = auto()
    QUIT = auto()
    UNDO = auto()
    REDO = auto()
    COPY = auto()
    COPY_WITH_HEADERS = auto()
    SELECT_ALL = auto()
    REMOVE = auto()
    SHOW_DETAILS = auto()
    ABOUT = auto()


class Needs(Flag):
    """What must be true for an action to be enabled."""

    NOTHING = 0
    SELECTION = auto()
    ROWS = auto()
    UNDOABLE = auto()
    REDOABLE = auto()


@dataclass(frozen=True, slots=True)
class ActionSpec:
    id: ActionId
    text: str
    tip: str
    shortcut: Key | str | None = None
    needs: Needs = Needs.NOTHING
    icon: str | None = None


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(ActionId.LOOKUP, "&Look Up a VIN", "Go to the VIN entry", "Ctrl+L", icon="lookup"),
    ActionSpec(
        ActionId.OPEN_PARQUET,
        "&Open Parquet…",
        "Show a Parquet file in a window of its own",
        Key.Open,
        icon="open-parquet",
    ),
    ActionSpec(
        ActionId.EXPORT,
        "&Export to Parquet…",
        "Save all vehicles in the cache as a Parquet file",
        "Ctrl+E",
        icon="export",
    ),
    ActionSpec(ActionId.QUIT, "&Quit", "Close vindesk", Key.Quit, icon="quit"),
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
        "Copy the selected vehicles under the names of the columns",
        "Ctrl+Shift+C",
        Needs.SELECTION,
    ),
    ActionSpec(
        ActionId.SELECT_ALL, "Select &All", "Select all vehicles", Key.SelectAll, Needs.ROWS
    ),
    ActionSpec(
        ActionId.REMOVE,
        "Re&move",
        "Remove the selected vehicles from the cache",
        Key.Delete,
        Needs.SELECTION,
        "remove",
    ),
    ActionSpec(
        ActionId.SHOW_DETAILS, "&Details", "Show or hide the details of the current vehicle", "F4"
    ),
    ActionSpec(ActionId.ABOUT, "&About vindesk", "What this is, and its version", icon="about"),
)

SEPARATOR = None
MENUS: Mapping[str, tuple[ActionId | None, ...]] = {
    "&File": (
        ActionId.LOOKUP,
        SEPARATOR,
        ActionId.OPEN_PARQUET,
        ActionId.EXPORT,
        SEPARATOR,
        ActionId.QUIT,
    ),
    "&Edit": (
        ActionId.UNDO,
        ActionId.REDO,
        SEPARATOR,
        ActionId.COPY,
        ActionId.COPY_WITH_HEADERS,
        ActionId.SELECT_ALL,
        SEPARATOR,
        ActionId.REMOVE,
    ),
    "&View": (ActionId.SHOW_DETAILS,),
    "&Help": (ActionId.ABOUT,),
}
ROW_MENU: tuple[ActionId | None, ...] = (
    ActionId.COPY,
    ActionId.COPY_WITH_HEADERS,
    SEPARATOR,
    ActionId.REMOVE,
)
"""What a right click on the table offers."""


class Actions:
    """The QActions built from ``SPECS``, looked up by id."""

    def __init__(self, owner: QWidget, handlers: Mapping[ActionId, Callable[[], object]]) -> None:
        self._specs = {spec.id: spec for spec in SPECS}
        self._actions = {spec.id: _build(spec, owner, handlers[spec.id]) for spec in SPECS}

    def __getitem__(self, action_id: ActionId) -> QAction:
        return self._actions[action_id]

    def enable_for(self, available: Needs) -> None:
        """Enable each action whose needs are all met by what is ``available``."""
        for action_id, action in self._actions.items():
            needs = self._specs[action_id].needs
            action.setEnabled(needs & available == needs)

    def recolour(self, palette: QPalette) -> None:
        """Draw the icons anew, in the colours of ``palette``."""
        for action_id, action in self._actions.items():
            icon = self._specs[action_id].icon
            if icon is not None:
                action.setIcon(line_icon(icon, palette))


def _build(spec: ActionSpec, owner: QWidget, handler: Callable[[], object]) -> QAction:
    action = QAction(spec.text, owner)
    action.setObjectName(spec.id)
    action.setStatusTip(spec.tip)
    if spec.shortcut is not None:
        action.setShortcut(QKeySequence(spec.shortcut))
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{spec.tip} ({keys})" if keys else spec.tip)
    action.triggered.connect(lambda _checked=False: handler())
    owner.addAction(action)
    return action

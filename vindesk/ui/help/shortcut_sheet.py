"""The sheet of all shortcuts, made from the table of actions."""

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

from vindesk.domain.words import say
from vindesk.ui.actions import MENUS, SPECS, ActionId
from vindesk.ui.help.tables import table

_NO_KEY = "—"


def keys() -> Mapping[ActionId, str]:
    """The shortcut of each action, as it is written on this platform; a dash where it has none."""
    native = QKeySequence.SequenceFormat.NativeText
    return {
        spec.id: QKeySequence(spec.shortcut).toString(native)
        if spec.shortcut is not None
        else _NO_KEY
        for spec in SPECS
    }


def sheet() -> str:
    """In Markdown: menu after menu, every action with its key and what it does."""
    specs, shortcuts = {spec.id: spec for spec in SPECS}, keys()
    parts: list[str] = []
    for menu, ids in MENUS.items():
        rows = (
            (shortcuts[each], _plain(specs[each].text), say(specs[each].tip))
            for each in ids
            if each is not None
        )
        head = (say("Key"), say("Action"), say("What it does"))
        parts.append(f"## {_plain(menu)}\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """A menu's text without the mark of its mnemonic."""
    return say(text).replace("&", "").rstrip("…")

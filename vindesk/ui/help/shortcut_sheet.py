"""The sheet of all shortcuts, made from the table of actions."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtGui import QKeySequence

from vindesk.domain.words import say
from vindesk.ui.actions import MENUS, SPECS, ActionId, ActionSpec
from vindesk.ui.help.tables import table
from vindesk.ui.parquet import parquet_actions

Shortcut = QKeySequence.StandardKey | str
_NO_KEY: Final = "—"


def native(shortcut: Shortcut) -> str:
    """As it is written on this platform, in the language of the program."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def keys() -> Mapping[ActionId, str]:
    """The shortcut of each action; a dash where it has none."""
    return {spec.id: _key(spec.shortcut) for spec in SPECS}


def sheet() -> str:
    """In Markdown: menu after menu, every action with its key and what it does.

    Then all those of a Parquet window.
    """
    specs = {spec.id: spec for spec in SPECS}
    parts = [
        _part(_plain(menu), [specs[each] for each in ids if each is not None])
        for menu, ids in MENUS.items()
    ]
    of_a_file = [spec for menu in parquet_actions.MENUS.values() for spec in menu if spec]
    return "\n\n".join((*parts, _part(say("In a Parquet Window"), of_a_file)))


def _part(title: str, specs: Sequence[ActionSpec | parquet_actions.Spec]) -> str:
    head = (say("Key"), say("Action"), say("What it does"))
    rows = ((_key(spec.shortcut), _plain(spec.text), say(spec.tip)) for spec in specs)
    return f"## {title}\n\n{table(head, rows)}"


def _key(shortcut: Shortcut | None) -> str:
    return _NO_KEY if shortcut is None else native(shortcut)


def _plain(text: str) -> str:
    """A menu's text without the mark of its mnemonic."""
    return say(text).replace("&", "").rstrip("…")

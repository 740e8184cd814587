"""How a column of a paged table looks."""

from enum import Enum, auto

from msgspec import Struct


class Look(Enum):
    """What a column holds, as far as the eye is concerned."""

    TEXT = auto()
    NUMBER = auto()
    """Right-aligned."""

    CODE = auto()
    """Monospaced: every place counts, as in a VIN."""

    QUALITY = auto()
    """A word with an icon of the same meaning."""


class Column(Struct, frozen=True):
    """One column: ``key`` names it in the store, ``title`` on the screen."""

    key: str
    title: str
    look: Look = Look.TEXT
    tip: str = ""
    width: int = 120
    """At first, in tenths of the font's average character; the user may change it."""

    group: str = ""
    """Where it stands among many."""

"""Under which licence a part of the program is."""

from msgspec import Struct


class Licence(Struct, frozen=True):
    """One part: its name and version, what its licence is called, and its full text."""

    name: str
    version: str
    title: str
    text: str = ""

"""Under which licence a part of the program is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """One part: its name and version, what its licence is called, and its full text."""

    name: str
    version: str
    title: str
    text: str = ""

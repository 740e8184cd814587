"""Remembers the choices of the last export, and its folder."""

from typing import Final, cast

from msgspec import Struct

from vindesk.ui.exporting.choices import Choices
from vindesk.ui.state_file import StateFile

_KEY: Final = "export/choices"


class Remembered(Struct, frozen=True):
    choices: Choices
    folder: str


class ExportMemory:
    def __init__(self, state: StateFile) -> None:
        self._state = state

    def load(self) -> Remembered:
        """What was saved last; the usual choices, if nothing sensible was."""
        plain = self._state.plain(_KEY)
        said = cast("dict[str, object]", plain) if isinstance(plain, dict) else {}
        folder = said.get("folder")
        return Remembered(Choices.from_plain(said), folder if isinstance(folder, str) else "")

    def save(self, remembered: Remembered) -> None:
        plain = {**remembered.choices.to_plain(), "folder": remembered.folder}
        self._state.keep_plain(_KEY, plain)

"""Places in the text of a line: counted in characters, as Python does; Qt counts UTF-16 units."""

from typing import Final

from PySide6.QtWidgets import QLineEdit

_UTF16: Final = "utf-16-le"


def cursor_place(line: QLineEdit) -> int:
    """Before which character the cursor stands."""
    before = line.text().encode(_UTF16, "surrogatepass")[: 2 * line.cursorPosition()]
    return len(before.decode(_UTF16, "surrogatepass"))


def go_to_place(line: QLineEdit, place: int) -> None:
    """Put the cursor before the character at ``place``."""
    line.setCursorPosition(_units(line.text()[:place]))


def select_part(line: QLineEdit, start: int, end: int) -> None:
    """Select the characters from ``start`` on and before ``end``."""
    text = line.text()
    first = _units(text[:start])
    line.setSelection(first, _units(text[:end]) - first)


def _units(text: str) -> int:
    return len(text.encode(_UTF16, "surrogatepass")) // 2

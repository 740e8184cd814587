"""Foreign text as it may be shown: what acts on the text around it is made visible."""

import unicodedata
from typing import Final

LONGEST: Final = 5_000
"""Characters; nobody reads more at a glance, and drawing them would cost frames."""

_CUT: Final = "…"
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_DOTTED_CIRCLE: Final = "\N{DOTTED CIRCLE}"
_MOST_MARKS: Final = 4
"""Marks on one letter: more than any language writes, and they climb over other lines."""

_BREAKS: Final = (0x85, 0x2028, 0x2029)
_C1: Final = range(0x80, 0xA0)
_TURNING: Final = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
"""They turn the direction of what follows; letters that run from right to left do not."""

_HALVES: Final = range(0xD800, 0xE000)
"""What is left of a file's name that is no text."""

_ANNOTATING: Final = range(0xFFF9, 0xFFFC)

_UNWRITTEN: Final = dict.fromkeys((*_C1, *_HALVES), _REPLACEMENT)
_PICTURES: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\N{SYMBOL FOR DELETE}",
}
_SHOWN: Final = {
    **_PICTURES,
    **_UNWRITTEN,
    **dict.fromkeys((*_TURNING, *_ANNOTATING), _REPLACEMENT),
    **dict.fromkeys(_BREAKS, "\N{SYMBOL FOR NEWLINE}"),
}
_COPIED: Final = {
    **_PICTURES,
    **_UNWRITTEN,
    **dict.fromkeys((*range(0x09, 0x0E), *range(0x1C, 0x1F), *_BREAKS), " "),
}
_ESCAPED: Final = frozenset(_SHOWN)


def shown_line(text: str, longest: int = LONGEST) -> str:
    """The beginning of ``text`` on one line, which stays in order and inside its line.

    Control characters become pictures of themselves, what turns the direction of writing
    becomes a replacement character, and a mark with no letter gets a circle to stand on.
    """
    line = text if len(text) <= longest else text[: longest - 1] + _CUT
    if line.isascii():
        return line if line.isprintable() else line.translate(_SHOWN)
    return _with_few_marks(line.translate(_SHOWN))


def shown_lines(text: str, longest: int = LONGEST) -> str:
    """As ``shown_line``, in the lines that ``text`` has; ``longest`` is for all of them."""
    whole = text if len(text) <= longest else text[: longest - 1] + _CUT
    lines = whole.replace("\r\n", "\n").split("\n")
    return "\n".join(map(shown_line, lines))


def copied_cell(text: str) -> str:
    """All of ``text`` as a cell of tab-separated text: nothing in it ends the cell or its row.

    What a terminal would obey becomes a picture of itself; the rest is copied as it is.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_COPIED)


def escaped_json(text: str) -> str:
    """JSON with every character escaped that a terminal would obey, and that reorders a line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{ord(mark):04x}" if ord(mark) in _ESCAPED else mark for mark in text)


def _with_few_marks(line: str) -> str:
    kept: list[str] = []
    marks = 0
    for mark in line:
        category = unicodedata.category(mark)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if not kept and category[0] == "M":
            kept.append(_DOTTED_CIRCLE)
        if marks <= _MOST_MARKS:
            kept.append(mark)
    return "".join(kept)

"""Foreign text for tooltips, which Qt guesses to be HTML, and for labels that wrap."""

import re
from typing import Final

from vindesk.domain.shown_text import shown_line, shown_lines

_LONGEST_TIP: Final = 1_000
_MOST_LINES: Final = 20
_LONGEST_SENTENCE: Final = 1_500
_LONG_WORD: Final = re.compile(r"\S{60}")
_MAY_BREAK: Final = "\N{ZERO WIDTH SPACE}"


def tip(text: str) -> str:
    """A tooltip that shows ``text`` as it is, wrapped: HTML in which nothing is a tag."""
    import html  # noqa: PLC0415 - it brings all names of HTML's characters, and no window waits

    lines = shown_lines(text, _LONGEST_TIP).split("\n")
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = ["…"]
    told = html.escape("\n".join(lines))
    return f'<p style="white-space: pre-wrap">{told}</p>' if told else ""


def sentence(text: str) -> str:
    """``text`` for a label that wraps; a word without end would make the window as wide."""
    line = shown_line(text, _LONGEST_SENTENCE)
    return _LONG_WORD.sub(rf"\g<0>{_MAY_BREAK}", line)


def window_title(text: str) -> str:
    """``text`` as a title; ``[*]`` alone would be Qt's own mark for what is not saved."""
    return text.replace("[*]", "[*][*]")

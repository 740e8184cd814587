"""A language that nobody speaks: what is not said shows, and what has no room does."""

import re
from gettext import NullTranslations

from typing_extensions import override

from vindesk.domain.words import Tongue

BEGIN, END = "⟦", "⟧"
LONGER = 0.4
_ACCENTED = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")
_KEPT = re.compile(r"(\{[^}]*\}|&\w)")
_SAID = re.compile(f"{BEGIN}[^{BEGIN}{END}]*{END}")


def spoken_so(text: str) -> str:
    """``text`` with accents and brackets, and 40 % longer; its fields stay."""
    pieces = _KEPT.split(text)
    accented = "".join(
        piece if number % 2 else piece.translate(_ACCENTED) for number, piece in enumerate(pieces)
    )
    return f"{BEGIN}{accented}{'·' * round(len(text) * LONGER)}{END}"


def not_said(text: str) -> str:
    """``text`` without what was said, in whatever stands around it."""
    before = None
    while text != before:
        before, text = text, _SAID.sub("", text)
    return text


class Pseudo(NullTranslations):
    @override
    def gettext(self, message: str) -> str:
        return spoken_so(message)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return spoken_so(msgid1 if n == 1 else msgid2)


PSEUDO = Tongue("pseudo", Pseudo())

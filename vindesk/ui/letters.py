"""The letters of a font, to place a text on one line without laying it out."""

from math import ceil
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

_NEARLY: Final = 3
"""Pixels by which a text may be wider than its letters are one by one."""

_MOST_CUTS: Final = 2_000

_SOFT_HYPHEN: Final = 0xAD
_LATIN: Final = (*range(0x20, 0x7F), *range(0xA0, _SOFT_HYPHEN), *range(_SOFT_HYPHEN + 1, 0x100))
_DASHES: Final = "\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}"
_PLAIN: Final = frozenset((*map(chr, _LATIN), *_DASHES))
"""Of a plain text: each stands to the right of the one before, on one line."""


class _Widths(dict[str, float]):
    """Of the letters of a font, in pixels.

    Those that a plain text cannot have are missing, as are those that another font would lend,
    for that font may have higher lines.
    """

    def __init__(self, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, letter: str) -> float:
        if letter not in _PLAIN or not self._metrics.inFontUcs4(ord(letter)):
            raise KeyError(letter)
        width = self[letter] = self._metrics.horizontalAdvance(letter)
        return width


class _Cuts(dict[tuple[str, int], str]):
    """Texts that are wider than their room, by both, with dots for what is too much.

    To cut a text takes longer than to draw it, and columns say the same again and again.
    """

    def __init__(self, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, wide: tuple[str, int]) -> str:
        if len(self) >= _MOST_CUTS:
            self.clear()
        cut = self[wide] = self._metrics.elidedText(wide[0], Qt.TextElideMode.ElideRight, wide[1])
        return cut


class Letters(Struct, frozen=True):
    """A font, and what is to be known of it."""

    font: QFont
    metrics: QFontMetricsF
    widths: _Widths
    cuts: _Cuts
    height: int
    """Of a line, in whole pixels, as Qt lays it out."""

    ascent: float

    def width(self, text: str) -> float:
        """Of a plain text, letter by letter.

        Raises:
            KeyError: the text is not plain: it takes Qt to lay it out.

        """
        return sum(map(self.widths.__getitem__, text))

    def fitted(self, text: str, needed: float, room: int) -> str:
        """A plain text that needs this width, with dots at its end if there is less room."""
        return self.cuts[text, room] if needed + _NEARLY > room else text

    def base_line(self, top: int, height: int) -> float:
        """Where a text stands that is centred in a row, as Qt centres it: by halves."""
        return top + height // 2 - self.height // 2 + self.ascent


def letters_of(font: QFont) -> Letters:
    metrics = QFontMetricsF(font)
    height = ceil(metrics.height())
    return Letters(font, metrics, _Widths(metrics), _Cuts(metrics), height, metrics.ascent())


def lift(font: QFont, to: QFont) -> float:
    """By how much a centred text in ``font`` stands lower than one in ``to`` beside it."""
    return letters_of(font).base_line(0, 0) - letters_of(to).base_line(0, 0)

"""Rows as they are drawn: made once a row, not once a cell and repaint."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFont, QIcon

from vindesk.domain.fields import NO_DATA, NOT_APPLICABLE
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import phrase, say
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.row_cache import Row

LOADING: Final = "…"
NOT_READ: Final = phrase("not read")
"""In place of ``LOADING`` where nothing will come."""

AIR: Final = "\N{NO-BREAK SPACE}" * 2
"""Behind a number: else it would touch the text of the next column. Qt keeps it."""

LONGEST_DRAWN: Final = 500
"""Characters of a cell that are drawn; a longer text would cost frames."""

LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_QUIET_TEXTS: Final = frozenset({LOADING, NO_DATA, NOT_APPLICABLE})
_MOST_KEPT: Final = 2_000


class Looks(Struct, frozen=True):
    """What the theme gives a table; made anew when the palette or the font changes."""

    quiet: QBrush
    code_font: QFont
    quality_icons: Mapping[str, QIcon]


class DrawnRow(Struct, frozen=True, gc=False):
    """What a view asks of each cell, by the column.

    Tuples, which garbage collection does not look into each time as it does into lists.
    """

    texts: tuple[str, ...]
    inks: tuple[QBrush | None, ...]
    icons: tuple[QIcon | None, ...]


class DrawnRows:
    """The rows that were drawn last."""

    def __init__(self) -> None:
        self._columns: Sequence[Column] = ()
        self._looks: Looks | None = None
        self._rows: dict[int, DrawnRow] = {}
        self.alignments: Sequence[Qt.AlignmentFlag] = ()
        self.fonts: Sequence[QFont | None] = ()
        self._loading = self.unread = DrawnRow((), (), ())
        self._missing = LOADING
        self._quiet_texts: AbstractSet[str] = _QUIET_TEXTS

    def dress(self, columns: Sequence[Column], looks: Looks | None) -> None:
        """Everything is drawn anew."""
        self._columns, self._looks = columns, looks
        self._quiet_texts = {*_QUIET_TEXTS, say(NOT_READ)}
        self._rows.clear()
        numbers = [column.look is Look.NUMBER for column in columns]
        self.alignments = [RIGHT if number else LEFT for number in numbers]
        code_font = looks and looks.code_font
        self.fonts = [code_font if column.look is Look.CODE else None for column in columns]
        self._loading = self._made([LOADING] * len(columns))
        self.unread = self._made([say(NOT_READ)] * len(columns))

    def begin(self) -> None:
        """Cells that are ``LOADING`` may yet come."""
        self._missing = LOADING

    def give_up(self) -> None:
        """Cells that are ``LOADING`` in rows that are here will not come."""
        self._missing = say(NOT_READ)
        self._rows.clear()

    def forget(self, numbers: range) -> None:
        """These rows have other texts, or may have."""
        for number in numbers:
            self._rows.pop(number, None)

    def get(self, number: int, row: Row | None) -> DrawnRow:
        """How ``row``, which has this number, is drawn; None: it is not here yet."""
        if row is None:
            return self._loading
        drawn = self._rows.get(number)
        if drawn is None:
            if len(self._rows) >= _MOST_KEPT:
                self._rows.clear()
            drawn = self._rows[number] = self._made(row)
        return drawn

    def _made(self, row: Row) -> DrawnRow:
        texts = [
            self._missing if text is LOADING else shown_line(text, LONGEST_DRAWN)
            for _, text in zip(self._columns, row, strict=False)
        ]
        quiet = self._looks and self._looks.quiet
        icons: Mapping[str, QIcon] = self._looks.quality_icons if self._looks else {}
        looks = [column.look for column in self._columns]
        cells = tuple(zip(looks, texts, strict=True))
        return DrawnRow(
            tuple([text + AIR if look is Look.NUMBER else text for look, text in cells]),
            tuple([quiet if text in self._quiet_texts else None for text in texts]),
            tuple([icons.get(text) if look is Look.QUALITY else None for look, text in cells]),
        )

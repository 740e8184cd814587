"""Lines of a log as a table: filtered in Python, fed in batches, bounded."""

import logging
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QBrush, QFont
from typing_extensions import override

from vindesk.config.log_memory import MOST_LINES, LogLine
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import phrase, say
from vindesk.ui.choice_names import named
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.speaking import speaks_for_row
from vindesk.ui.theme import Ink

_Role = Qt.ItemDataRole
_SLACK: Final = 1.1
"""Old rows are taken off a tenth at a time: each time moves all of the others."""

_LONGEST_CELL: Final = 500


class Column(Struct, frozen=True):
    title: str
    text: Callable[[LogLine], str]


def when(line: LogLine) -> str:
    """The local time of a line, to the millisecond."""
    try:
        moment = datetime.fromtimestamp(line.moment, UTC).astimezone()
    except (ValueError, OverflowError, OSError):  # a clock may say anything
        return "?"
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03}"


def level_name(line: LogLine) -> str:
    """In English, as in the file."""
    return logging.getLevelName(line.level).capitalize()


LOG_COLUMNS: Final = (
    Column(phrase("Time"), when),
    Column(phrase("Level"), lambda line: named(level_name(line).lower())),
    Column(phrase("Thread"), lambda line: line.thread),
    Column(phrase("Part"), lambda line: line.name.removeprefix("vindesk.")),
    Column(phrase("Message"), lambda line: line.headline),
)
ACTIVITY_COLUMNS: Final = (
    Column(phrase("When"), lambda line: when(line).partition(".")[0]),
    Column(phrase("What"), lambda line: line.name),
    Column(phrase("Result"), lambda line: line.headline),
)


class LogModel(QAbstractTableModel):
    """Shows the lines that pass the filter, oldest first."""

    def __init__(
        self,
        columns: Sequence[Column],
        most_lines: int = MOST_LINES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._code_font: QFont | None = None
        self._most_lines = most_lines
        self._lines: list[LogLine] = []
        self._folded: list[str] = []
        """What is searched of each line."""

        self._shown: list[LogLine] = []
        self._words: tuple[str, ...] = ()
        self._level = logging.NOTSET
        self._brushes: dict[int, QBrush] = {}

    # -- lines ---------------------------------------------------------------

    @property
    def last_number(self) -> int:
        return self._lines[-1].number if self._lines else 0

    @property
    def count(self) -> int:
        """How many lines there are, shown or not."""
        return len(self._lines)

    def append(self, lines: Sequence[LogLine]) -> None:
        """Take new lines, which come after all that are here; the oldest make room."""
        if not lines:
            return
        folded = list(map(_folded, lines))
        self._lines.extend(lines)
        self._folded.extend(folded)
        fresh = self._passing(lines, folded)
        if fresh:
            first = len(self._shown)
            self.beginInsertRows(ROOT, first, first + len(fresh) - 1)
            self._shown.extend(fresh)
            self.endInsertRows()
        if len(self._lines) > self._most_lines * _SLACK:
            self._trim(len(self._lines) - self._most_lines)

    def prepend(self, lines: Sequence[LogLine]) -> None:
        """Take earlier lines, where they still fit."""
        room = max(self._most_lines - len(self._lines), 0)
        taken = lines[max(len(lines) - room, 0) :]
        self._lines[:0] = taken
        self._folded[:0] = map(_folded, taken)
        self._show()

    def filter_by(self, text: str, level: int) -> None:
        """Show the lines from ``level`` on that have every word of ``text`` in them."""
        wanted = tuple(text.casefold().split())
        if (wanted, level) == (self._words, self._level):
            return
        self._words, self._level = wanted, level
        self._show()

    def line(self, row: int) -> LogLine | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def lines(self, rows: Iterable[int]) -> list[LogLine]:
        return [self._shown[row] for row in rows]

    def all_shown(self) -> Sequence[LogLine]:
        return tuple(self._shown)

    def _show(self) -> None:
        self.beginResetModel()
        self._shown = self._passing(self._lines, self._folded)
        self.endResetModel()

    def _passing(self, lines: Sequence[LogLine], folded: Sequence[str]) -> list[LogLine]:
        """Word after word: a comprehension of one test is several times as fast."""
        level = self._level
        found = [
            (line, text) for line, text in zip(lines, folded, strict=True) if line.level >= level
        ]
        for word in self._words:
            found = [each for each in found if word in each[1]]
        return [line for line, _text in found]

    def _trim(self, count: int) -> None:
        last_gone = self._lines[count - 1].number
        del self._lines[:count]
        del self._folded[:count]
        gone = bisect_right(self._shown, last_gone, key=lambda line: line.number)
        if gone:
            self.beginRemoveRows(ROOT, 0, gone - 1)
            del self._shown[:gone]
            self.endRemoveRows()

    # -- Qt ------------------------------------------------------------------

    def dress(self, inks: Ink, code_font: QFont) -> None:
        """Write warnings and faults in their inks, and the time in ``code_font``."""
        self._code_font = code_font
        self._brushes = {
            logging.DEBUG: QBrush(inks.quiet),
            logging.WARNING: QBrush(inks.warning),
            logging.ERROR: QBrush(inks.fault),
            logging.CRITICAL: QBrush(inks.fault),
        }

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return say(self._columns[section].title) if 0 <= section < len(self._columns) else None
        return None

    @override
    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        line = self._shown[index.row()]
        if role == _Role.DisplayRole:
            return shown_line(self._columns[index.column()].text(line), _LONGEST_CELL)
        if role == _Role.ForegroundRole:
            return self._brushes.get(line.level)
        if role == _Role.FontRole and index.column() == 0:
            return self._code_font
        if role == _Role.AccessibleTextRole and speaks_for_row(index.column()):
            return ", ".join(
                f"{say(column.title)}: {shown_line(column.text(line), _LONGEST_CELL)}"
                for column in self._columns
            )
        return None


def _folded(line: LogLine) -> str:
    return f"{line.name}\n{line.thread}\n{line.text}".casefold()

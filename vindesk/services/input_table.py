"""A table that was handed in: its columns, a preview, and its rows as Arrow."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from vindesk.domain.errors import FileUnreadable
from vindesk.domain.input_columns import (
    Candidate,
    Suggestion,
    find_header,
    is_meant,
    is_vin,
    suggest,
)
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.vin_text import Reject
from vindesk.domain.words import phrase, say

_SAMPLE_ROWS: Final = 1000
_SAMPLE_CELLS: Final = 100_000
_FEWEST_ROWS: Final = 20
_TEXT: Final = phrase("Text")
_SEARCHED: Final = phrase("Its lines are searched for VINs.")

Row = tuple[int, Sequence[str | None]]


class Grid(Protocol):
    """Numbered rows of texts, from a file of any kind."""

    @property
    def width(self) -> int: ...

    @property
    def rejects(self) -> Sequence[Reject]: ...

    def head(self, count: int, monitor: Monitor) -> Sequence[Row]: ...

    def batches(
        self, columns: Sequence[int], after_row: int, monitor: Monitor
    ) -> Iterator[Any]: ...


class InputTable:
    """What the dialog shows of a table, and what an import reads of it.

    ``suggestion`` are the columns to begin with. With ``is_text`` there is one column of
    lines in which VINs may stand anywhere; otherwise a cell is a VIN or is none.
    """

    def __init__(
        self,
        grid: Grid,
        *,
        names: Sequence[str] | None = None,
        header: bool | None = None,
        refuse_if_changed: Callable[[], None] = lambda: None,
        monitor: Monitor = UNWATCHED,
    ) -> None:
        self._grid = grid
        self._refuse_if_changed = refuse_if_changed
        rows = grid.head(_sample_rows(grid.width), monitor)
        cells = [cells for _, cells in rows]
        self.is_text = names is None and grid.width == 1 and not _is_list(cells)
        place = None if names is not None else _header_place(cells, header, is_text=self.is_text)
        self.has_header = place is not None
        self._after_row = 0 if place is None else rows[place][0]
        self._rows = [cells for number, cells in rows if number > self._after_row]
        given = names if place is None else cells[place]
        self.columns = _names(given or [None] * grid.width, is_text=self.is_text)
        this_year = datetime.now(UTC).year
        self.suggestion = (
            Suggestion(Candidate(0, 0.0, say(_SEARCHED)))
            if self.is_text
            else suggest(given or [None] * grid.width, self._rows, this_year)
        )

    @property
    def rejects(self) -> Sequence[Reject]:
        """The rows that the last reading had to leave out, each with its reason."""
        return self._grid.rejects

    def has_vins(self, column: int) -> bool:
        """Whether a VIN stands in the column, near its top."""
        return any(is_vin(cells[column]) for cells in self._rows)

    def place_of(self, name: str) -> int | None:
        """The first column that is called so, in whatever case."""
        names = [column.casefold() for column in self.columns]
        wanted = name.casefold()
        return names.index(wanted) if wanted in names else None

    def preview(self, rows: int = 50) -> Sequence[Sequence[str | None]]:
        """The first rows after the header."""
        return self._rows[:rows]

    def batches(self, columns: Sequence[int], monitor: Monitor = UNWATCHED) -> Iterator[Any]:
        """All rows after the header, in the order of the file, as Arrow record batches.

        Each has the column ``row``, the number a person would count (the line of a text, the
        row of a sheet), then ``c0``, ``c1`` ... for the ``columns`` in the order they are
        asked for, at least one. A cell without text is null.

        Raises:
            FileUnreadable: the file was changed, deleted or damaged; what came is not all.
            Cancelled: the monitor was cancelled.

        """
        self._refuse_if_changed()
        found = self._grid.batches(columns, self._after_row, monitor)
        while (batch := self._next(found)) is not None:
            monitor.raise_if_cancelled()
            yield batch
        self._refuse_if_changed()

    def _next(self, found: Iterator[Any]) -> Any:
        """A batch that is surely of the file that was opened; None at the end."""
        try:
            batch = next(found, None)
        except FileUnreadable:
            self._refuse_if_changed()
            raise
        self._refuse_if_changed()
        return batch


def _sample_rows(width: int) -> int:
    return max(_FEWEST_ROWS, min(_SAMPLE_ROWS, _SAMPLE_CELLS // max(width, 1)))


def _is_list(rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether most lines are a VIN, or were meant as one, and nothing else."""
    filled = [cells[0] for cells in rows if cells[0]]
    return 2 * sum(map(is_meant, filled)) > len(filled)


def _header_place(
    rows: Sequence[Sequence[str | None]], header: bool | None, *, is_text: bool
) -> int | None:
    if header is False or (header is None and is_text):
        return None
    found = find_header(rows)
    if found is None and header:
        return next((place for place, cells in enumerate(rows) if any(cells)), None)
    return found


def _names(given: Sequence[str | None], *, is_text: bool) -> tuple[str, ...]:
    if is_text and not any(given):
        return (say(_TEXT),)
    return tuple(
        " ".join((name or "").split()) or say("Column {number}", number=number)
        for number, name in enumerate(given, 1)
    )

"""What was handed in, as the dialog needs it: see ``services.inputs``."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from msgspec import Struct

from vindesk.domain.input_columns import Suggestion
from vindesk.domain.monitor import Monitor
from vindesk.domain.vin_text import Reject
from vindesk.domain.words import say
from vindesk.services.importing import Readable
from vindesk.services.searched import rows_of

PREVIEWED: Final = 50

Cells = Sequence[str | None]


class Table(Protocol):
    columns: tuple[str, ...]
    has_header: bool
    is_text: bool
    """Its one column holds lines in which VINs may stand anywhere."""

    suggestion: Suggestion

    @property
    def rejects(self) -> Sequence[Reject]: ...

    def preview(self, rows: int = PREVIEWED) -> Sequence[Cells]: ...

    def batches(self, columns: Sequence[int], monitor: Monitor) -> Iterator[Any]: ...


class Input(Protocol):
    sheets: tuple[str, ...]
    close: Callable[[], None]

    def main_sheet(self, monitor: Monitor) -> str: ...

    def table(self, sheet: str | None, header: bool | None, monitor: Monitor) -> Table: ...


class Opening(Struct, frozen=True):
    """How files and texts are opened; called off the GUI thread."""

    file: Callable[[Path, Monitor], Input]
    text: Callable[[str], Input]


class HandedIn(Struct, frozen=True):
    """A file or a text, not opened yet; ``open`` is called off the GUI thread."""

    name: str
    open: Callable[[Monitor], Input]
    path: str = ""
    """Empty for a text."""


class Glance(Struct, frozen=True):
    """What the dialog shows of one sheet; no more of it is in memory."""

    sheets: Sequence[str]
    sheet: str | None
    """None where there is no choice."""

    columns: Sequence[str]
    has_header: bool
    suggestion: Suggestion
    rows: Sequence[Cells]
    is_text: bool = False

    @property
    def may_have_header(self) -> bool:
        """Whether it is a question if the first row names the columns."""
        unnamed = all(
            name == say("Column {number}", number=number)
            for number, name in enumerate(self.columns, 1)
        )
        return not self.is_text and (self.has_header or unnamed)


class Reading:
    """What was handed in, open from the first look until ``close``; for one worker at a time.

    Every member raises ``UserError`` where it cannot be read.
    """

    def __init__(self, handed: HandedIn) -> None:
        self._handed = handed
        self._opened: Input | None = None

    def glance(self, sheet: str | None, header: bool | None, monitor: Monitor) -> Glance:
        opened = self._open(monitor)
        sheets = opened.sheets
        if sheet is None and len(sheets) > 1:
            sheet = opened.main_sheet(monitor)
        table = opened.table(sheet, header, monitor)
        return Glance(
            sheets,
            sheet,
            table.columns,
            table.has_header,
            table.suggestion,
            tuple(table.preview(PREVIEWED)),
            table.is_text,
        )

    def read(self, sheet: str | None, header: bool, monitor: Monitor) -> Readable:
        """The rows: VINs, whatever text they stood in."""
        return rows_of(self._open(monitor).table(sheet, header, monitor))

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _open(self, monitor: Monitor) -> Input:
        if self._opened is None:
            self._opened = self._handed.open(monitor)
        return self._opened

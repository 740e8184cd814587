"""What was handed in, open, with its sheets as tables."""

from collections.abc import Callable, Sequence
from pathlib import Path

from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.services.input_table import InputTable


class Input:
    """What was handed in, open; ``path`` is None for a text.

    Only a workbook has ``sheets`` with names of their own; what else there is has one.
    """

    def __init__(
        self,
        path: Path | None,
        sheets: Sequence[str],
        make_table: Callable[[str, bool | None, Monitor], InputTable],
        close: Callable[[], None],
    ) -> None:
        self.path = path
        self.sheets = tuple(sheets)
        self._make_table = make_table
        self.close = close
        """Let go of the file; tables of it can no longer be read."""

    def main_sheet(self, monitor: Monitor = UNWATCHED) -> str:
        """The first sheet with VINs, otherwise the first with a column named so, or with cells.

        Raises:
            FileUnreadable: a sheet is damaged, or none has cells.
            Cancelled: the monitor was cancelled.

        """
        return self.sheet_with(None, None, monitor)

    def sheet_with(
        self,
        vin: str | None,  # noqa: ARG002 - there is nothing to choose from
        year: str | None,  # noqa: ARG002
        monitor: Monitor = UNWATCHED,
    ) -> str:
        """The sheet whose columns of VINs and of years are called so; otherwise the main one.

        None is a column that is not named. Of several it is the first with VINs, in the column
        ``vin`` or else in the one to begin with; without VINs rather one with rows.

        Raises as ``main_sheet``.
        """
        monitor.raise_if_cancelled()
        return self.sheets[0]

    def table(
        self, sheet: str | None = None, header: bool | None = None, monitor: Monitor = UNWATCHED
    ) -> InputTable:
        """The table of ``sheet``, by default the main one; ``header`` None finds out about it.

        Raises:
            FileUnreadable: the sheet is damaged, or has no cells.
            Cancelled: the monitor was cancelled.

        """
        return self._make_table(sheet or self.main_sheet(monitor), header, monitor)

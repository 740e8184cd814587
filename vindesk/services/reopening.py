"""A file whose import was ended while it was read, to be read from the start."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from vindesk.domain.errors import FileUnreadable
from vindesk.domain.import_job import ImportPlan
from vindesk.domain.monitor import Monitor
from vindesk.domain.vin_text import Reject
from vindesk.domain.words import say
from vindesk.services.importing import Readable
from vindesk.services.input import Input
from vindesk.services.searched import rows_of


class Reopened:
    """Is opened when it is read, by who reads it, and closed when it has been."""

    def __init__(self, plan: ImportPlan, open_again: Callable[[Monitor], Input]) -> None:
        self._plan = plan
        self._open_again = open_again
        self._rows: Readable | None = None

    @property
    def rejects(self) -> Sequence[Reject]:
        return self._rows.rejects if self._rows is not None else ()

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        """As ``InputTable.batches``.

        Raises:
            FileUnreadable: as there, and if nobody knows which of several sheets it was.
            Cancelled: as there, and while it is opened.

        """
        opened = self._open_again(monitor)
        try:
            self._refuse_any_sheet(opened)
            table = opened.table(self._plan.sheet, self._plan.has_header, monitor)
            self._rows = rows_of(table)
            yield from self._rows.batches(columns, monitor)
        finally:
            opened.close()

    def _refuse_any_sheet(self, opened: Input) -> None:
        """The columns may be those of any of several."""
        if self._plan.sheet is None and len(opened.sheets) > 1:
            raise FileUnreadable(
                say("vindesk does not know which sheet of {path} to read.", path=self._plan.path),
                advice=say("Import it again."),
            )

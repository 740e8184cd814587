"""Rows of the cache as a workbook: whole or not at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from vindesk.domain.export_plan import ROWS_OF_A_SHEET
from vindesk.domain.monitor import Monitor
from vindesk.store.database import Database
from vindesk.store.drafts import folder_beside
from vindesk.store.export_place import Exported, Target, put_in_place
from vindesk.store.streamed import Streamed

Stream = Callable[[], AbstractContextManager[Streamed]]


class Workbooks:
    """Writes them; may be called from any thread."""

    def __init__(self, database: Database, most_rows_of_a_sheet: int | None = None) -> None:
        self._database = database
        self._most_rows = most_rows_of_a_sheet or ROWS_OF_A_SHEET

    def put(self, target: Target, title: str, stream: Stream, monitor: Monitor) -> Exported:
        """Write what ``stream`` opens, on sheets of this ``title``.

        Raises:
            ExportFailed, DiskFull: nothing was written, an existing file is untouched.
            Cancelled: as before.
            CacheError: the rows could not be read.

        """
        # Deferred: start-up needs no workbooks.
        from vindesk.files.writers import Sheet, Written, write_workbook  # noqa: PLC0415

        made = Written(0, 0, 0)

        def write(draft: Path) -> int:
            nonlocal made
            with folder_beside(draft) as temporary, stream() as streamed:
                every = chain.from_iterable(streamed.batches)
                sheet = Sheet(title, streamed.names, every, streamed.total)
                made = write_workbook(sheet, draft, temporary, monitor, most_rows=self._most_rows)
            return made.rows

        done = put_in_place(self._database, target, monitor, write)
        return replace(done, sheets=made.sheets, cut=made.cut)

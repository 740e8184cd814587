"""Lists of imports as files: Parquet, CSV, workbooks."""

from typing import Final

from vindesk import __version__
from vindesk.domain.export_plan import ExportFormat
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.services.workbooks import Workbooks
from vindesk.store.database import Database
from vindesk.store.export_place import Exported, Target
from vindesk.store.import_export import ImportFiles, Part, form_of

_SHEETS: Final = {Part.REJECTS: phrase("Rejects"), Part.ANSWERS: phrase("Answers")}


class ImportLists:
    """Writes them, whole or not at all; may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._files = ImportFiles(database, {"vindesk.version": __version__})
        self._workbooks = Workbooks(database)

    def write(self, job: int, part: Part, target: Target, monitor: Monitor) -> Exported:
        """Write ``part`` of an import, as the ending of the name says.

        Raises:
            ExportFailed, DiskFull: nothing was written; a file that was there is untouched.
            Cancelled: as before.
            CacheError: the cache could not be read.

        """
        if form_of(target.path) is not ExportFormat.XLSX:
            return self._files.copy(job, part, target, monitor)
        return self._workbooks.put(
            target,
            say(_SHEETS[part]),
            lambda: self._files.rows(job, part, target, monitor),
            monitor,
        )

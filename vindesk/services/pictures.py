"""Taking a picture away as a file, whole or not at all."""

from pathlib import Path

from vindesk.domain.monitor import Monitor
from vindesk.store.database import Database
from vindesk.store.export_place import Target, put_in_place


def save_picture(database: Database, content: bytes, target: Target, monitor: Monitor) -> Path:
    """Write ``content`` to ``target``.

    Raises:
        ExportFailed: nothing was written, an existing file is untouched.

    """

    def write(draft: Path) -> int:
        draft.write_bytes(content)
        return 1

    return put_in_place(database, target, monitor, write).path

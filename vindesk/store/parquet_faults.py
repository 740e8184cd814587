"""The words for what goes wrong while a Parquet file is read."""

from collections.abc import Mapping
from pathlib import Path

from vindesk.domain.errors import FileUnreadable, UserError
from vindesk.store.engine import Wording
from vindesk.store.faults import Fault, gist

_WORDS: Mapping[Fault, str] = {
    Fault.NOT_PARQUET: "It is not a Parquet file, or its end is missing.",
    Fault.ENCRYPTED: "It is encrypted.",
    Fault.DAMAGED: "It is damaged: {gist}.",
    Fault.BAD_INPUT: "It is damaged: {gist}.",
    Fault.INTERNAL: "It is damaged: {gist}.",
    Fault.STOPPED: "It is damaged: {gist}.",
    Fault.DISK_FULL: "There is no room left on the disk for what does not fit into memory.",
    Fault.MEMORY: (
        "This needs more memory than the limit in the preferences, which all Parquet windows share."
    ),
    Fault.CLOSED: "It was closed.",
}


def words_for(path: Path) -> Wording:
    """The words for any fault while the file at ``path`` is read."""

    def told(fault: Fault, message: str) -> UserError:
        words = _WORDS.get(fault, "{gist}.").format(gist=gist(message))
        return FileUnreadable(f"{path} cannot be shown. {words}")

    return told

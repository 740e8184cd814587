"""The words for what goes wrong while a Parquet file is read."""

from collections.abc import Mapping
from pathlib import Path

from vindesk.domain.errors import FileUnreadable, UserError
from vindesk.domain.words import phrase, say
from vindesk.store.engine import Wording
from vindesk.store.faults import Fault, gist

_WORDS: Mapping[Fault, str] = {
    Fault.NOT_PARQUET: phrase("It is not a Parquet file, or its end is missing."),
    Fault.ENCRYPTED: phrase("It is encrypted."),
    Fault.SAME_NAMES: phrase(
        "It is made of files with columns that their names do not tell apart. Open them one by one."
    ),
    Fault.DAMAGED: phrase("It is damaged: {gist}."),
    Fault.BAD_INPUT: phrase("It is damaged: {gist}."),
    Fault.INTERNAL: phrase("It is damaged: {gist}."),
    Fault.STOPPED: phrase("It is damaged: {gist}."),
    Fault.DISK_FULL: phrase("There is no room left on the disk for what does not fit into memory."),
    Fault.MEMORY: phrase(
        "This needs more memory than the limit in the preferences, which all Parquet windows share."
    ),
    Fault.CLOSED: phrase("It was closed."),
}


def words_for(path: Path) -> Wording:
    """The words for any fault while the file at ``path`` is read."""

    def told(fault: Fault, message: str) -> UserError:
        words = say(_WORDS.get(fault, "{gist}."), gist=gist(message))
        return FileUnreadable(say("{path} cannot be shown. {words}", path=path, words=words))

    return told

"""The words for what goes wrong while a Parquet file is read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from vindesk.domain.errors import FileUnreadable, UserError
from vindesk.domain.words import phrase, say
from vindesk.store.engine import Wording
from vindesk.store.faults import Fault, gist

_WORDS: Mapping[Fault, str] = {
    Fault.NOT_PARQUET: phrase("It is not a Parquet file, or its end is missing."),
    Fault.NO_COLUMNS: phrase("It has no columns."),
    Fault.ENCRYPTED: phrase("It is encrypted."),
    Fault.SAME_NAMES: phrase(
        "Its files have columns whose names cannot be told apart. Open them one by one."
    ),
    Fault.DAMAGED: phrase("It is damaged: {gist}."),
    Fault.GARBLED: phrase("It is damaged, or parts of it are encrypted: {gist}."),
    Fault.BAD_INPUT: phrase("It is damaged: {gist}."),
    Fault.INTERNAL: phrase("It is damaged: {gist}."),
    Fault.STOPPED: phrase("It is damaged: {gist}."),
    Fault.DISK_FULL: phrase("There is no room left on the disk for what does not fit into memory."),
    Fault.MEMORY: phrase(
        "This needs more memory than the limit in the preferences, which all Parquet windows share."
    ),
    Fault.CLOSED: phrase("It was closed."),
}

IF_DAMAGED: Final = phrase("Get it again from its source, or have it rewritten.")
_ADVICE: Mapping[Fault, str] = {
    Fault.NOT_PARQUET: IF_DAMAGED,
    Fault.ENCRYPTED: phrase("Ask whoever wrote it for a copy that is not encrypted."),
    Fault.DAMAGED: IF_DAMAGED,
    Fault.GARBLED: IF_DAMAGED,
    Fault.BAD_INPUT: IF_DAMAGED,
    Fault.INTERNAL: IF_DAMAGED,
    Fault.STOPPED: IF_DAMAGED,
}


def words_for(path: Path) -> Wording:
    """The words for any fault while the file at ``path`` is read."""

    def told(fault: Fault, message: str) -> UserError:
        words = say(_WORDS.get(fault, "{gist}."), gist=gist(message))
        return FileUnreadable(
            say("{path} cannot be shown. {words}", path=path, words=words),
            advice=say(_ADVICE.get(fault, "")),
        )

    return told

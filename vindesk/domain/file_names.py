"""Names of files that are no text: a Linux file system takes any bytes, engines and JSON do not."""

from pathlib import Path
from typing import Final

from vindesk.domain.errors import FileUnreadable
from vindesk.domain.words import phrase, say

NO_TEXT: Final = phrase("The name of {path} is not valid UTF-8.")


def is_text(path: Path) -> bool:
    """Whether ``path``, with the folders in it, can be written down."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_no_text(path: Path) -> None:
    """Raise ``FileUnreadable`` where ``path`` is none that ``is_text``."""
    if not is_text(path):
        raise FileUnreadable(
            say(NO_TEXT, path=path), advice=say("Rename the file or its folder, and try again.")
        )

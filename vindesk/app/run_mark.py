"""A file that is there while the program runs: found at a start, the last run was cut off."""

import logging
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)


class RunMark:
    """For the one window that uses a data folder: a kill or a power cut leaves it behind."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "running"
        self.found = False
        """Whether the last run did not end in order."""

    def begin(self) -> None:
        try:
            self.found = self._file.exists()
            if self.found:
                log.warning("The last run did not end in order")
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch()
        except OSError as error:
            log.warning("A cut of this run could not be noticed: %s", error)

    def end(self) -> None:
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

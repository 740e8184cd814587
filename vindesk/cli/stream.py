"""Standard output or standard error, whatever there is of it: its reader may have left."""

import errno
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Final, TextIO

_OF_A_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a file says that takes no more."""


class Stream:
    """Takes texts; what nobody reads any more, or no disk takes, is dropped, and the work goes on.

    ``vindesk import ... | head`` closes the pipe after a few lines: the import, and the export that
    was asked for, are worth more than the rest of the lines.
    """

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        """None: the process was started without one."""

        self.fault: OSError | None = None
        """Why something was lost that somebody may want to read."""

    @property
    def is_terminal(self) -> bool:
        return self._file is not None and self._file.isatty()

    @property
    def takes_any_letter(self) -> bool:
        """Else those that its encoding does not have are written as escapes."""
        encoding = self._file.encoding if self._file is not None else None
        return (encoding or "utf-8").lower().replace("-", "") == "utf8"

    def write(self, text: str) -> None:
        file = self._file  # other threads write too, and may let go of it
        if file is not None:
            with self._as_long_as_somebody_reads():
                file.write(text)

    def flush(self) -> None:
        file = self._file
        if file is not None:
            with self._as_long_as_somebody_reads():
                file.flush()

    @contextmanager
    def _as_long_as_somebody_reads(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _OF_A_DISK:
                self.fault = error
            elif not _is_of_a_closed_pipe(error):
                raise
            self._let_go()

    def _let_go(self) -> None:
        """What is still in the buffer goes nowhere: else Python complains of it at its end."""
        file, self._file = self._file, None
        with suppress(OSError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            if file is not None:
                os.dup2(nowhere, file.fileno())
            os.close(nowhere)


def _is_of_a_closed_pipe(error: OSError) -> bool:
    """Windows has no number for it."""
    on_windows = sys.platform == "win32" and error.errno == errno.EINVAL
    return isinstance(error, BrokenPipeError) or on_windows

"""Standard output or standard error, whatever there is of it: its reader may have left."""

import os
from contextlib import suppress
from typing import TextIO


class Stream:
    """Takes texts; what nobody reads any more is dropped, and the work goes on.

    ``vindesk import ... | head`` closes the pipe after a few lines: the import, and the export that
    was asked for, are worth more than the rest of the lines.
    """

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        """None: the process was started without one."""

    @property
    def is_terminal(self) -> bool:
        return self._file is not None and self._file.isatty()

    @property
    def takes_any_letter(self) -> bool:
        """Else those that its encoding does not have are written as escapes."""
        encoding = self._file.encoding if self._file is not None else None
        return (encoding or "utf-8").lower().replace("-", "") == "utf8"

    def write(self, text: str) -> None:
        if self._file is not None:
            try:
                self._file.write(text)
            except BrokenPipeError:
                self._let_go()

    def flush(self) -> None:
        if self._file is not None:
            try:
                self._file.flush()
            except BrokenPipeError:
                self._let_go()

    def _let_go(self) -> None:
        """What is still in the buffer goes nowhere: else Python complains of it at its end."""
        file, self._file = self._file, None
        with suppress(OSError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            if file is not None:
                os.dup2(nowhere, file.fileno())
            os.close(nowhere)

"""Logging: what a record looks like, and where the records of vindesk go."""

import logging
from pathlib import Path
from typing import Final

from typing_extensions import override

from vindesk.config.log_file import LogFile, WrittenBehind
from vindesk.config.settings import LogLevel, Settings

_FORMAT: Final = "%(asctime)s %(levelname)-7s %(process)d %(threadName)-12s %(name)s: %(message)s"
_CHATTY: Final = "urllib3"
"""Its records hold URLs, and with them VINs."""
_NEVER: Final = logging.CRITICAL + 1

_LONGEST: Final = 20_000
"""Characters of one record; a server's page in a message shall not push out the rest."""

_DEFAULTS: Final = Settings()


def start_logging(
    folder: Path,
    level: LogLevel,
    *,
    file_mb: float = _DEFAULTS.log_file_mb,
    files: int = _DEFAULTS.log_files,
    behind: bool = False,
) -> logging.Handler | None:
    """Write the records of vindesk to ``vindesk.log`` in ``folder``.

    With ``behind`` nobody who logs waits for the disk: a thread of its own writes.

    Returns the handler, to be given to ``stop_logging``; None if the folder cannot be
    written, since a program without a log is better than none. At level ``debug`` the
    records of urllib3 are written too; at any other, nobody hears of them.
    """
    chatty = logging.getLogger(_CHATTY)
    chatty.setLevel(_NEVER)
    try:
        file = LogFile(folder / "vindesk.log", size=int(file_mb * 1e6), files=files)
    except OSError as error:
        logging.getLogger(__name__).warning("No log can be written to %s: %s", folder, error)
        return None
    handler = _FileHandler(WrittenBehind(file) if behind else file)
    handler.setFormatter(OneRecord(_FORMAT))
    logging.getLogger("vindesk").addHandler(handler)
    change_level(level, handler)
    return handler


def change_limits(handler: logging.Handler | None, *, file_mb: float, files: int) -> None:
    """From now on the log that ``handler`` writes is as long, and as many files, as this."""
    if isinstance(handler, _FileHandler):
        handler.stream.keep(size=int(file_mb * 1e6), files=files)


def change_level(level: LogLevel, *handlers: logging.Handler | None) -> None:
    """From now on ``handlers``, which are those that listen, hear from ``level`` on."""
    logging.getLogger("vindesk").setLevel(level.name)
    chatty = logging.getLogger(_CHATTY)
    chatty.setLevel(logging.DEBUG if level is LogLevel.DEBUG else _NEVER)
    for handler in filter(None, handlers):
        if level is LogLevel.DEBUG:
            chatty.addHandler(handler)
        else:
            chatty.removeHandler(handler)


def stop_logging(handler: logging.Handler | None) -> None:
    """Close the log file."""
    if handler is not None:
        for name in ("vindesk", _CHATTY):
            logging.getLogger(name).removeHandler(handler)
        logging.getLogger(_CHATTY).setLevel(_NEVER)
        handler.close()


class OneRecord(logging.Formatter):
    """Nothing that a record says can look like another record.

    A record begins at the left edge and is one line; control characters and line breaks in
    it are escaped. A traceback follows line by line, each behind a bar.
    """

    @override
    def format(self, record: logging.LogRecord) -> str:
        head, *rest = self._parts(record)
        return "\n".join((head, *(f"  | {line}" for line in rest)))

    def _parts(self, record: logging.LogRecord) -> list[str]:
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        stack = self.formatStack(record.stack_info) if record.stack_info else ""
        below = _shortened("\n".join(filter(None, (trace, stack))))
        lines = below.split("\n") if below else []
        return [visible(_shortened(self.formatMessage(record))), *map(visible, lines)]


def visible(text: str) -> str:
    """``text`` with line breaks, control characters and their like escaped."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def _shortened(text: str) -> str:
    """Beginning and end: a traceback says most at its end."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} … {len(text) - 2 * half} characters … {text[-half:]}"


class _FileHandler(logging.StreamHandler[LogFile | WrittenBehind]):
    """Logging never breaks what it reports on, and makes no noise of its own."""

    @override
    def flush(self) -> None:
        """Every record is on its way at once."""

    @override
    def close(self) -> None:
        super().close()
        self.stream.close()

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """A record that cannot be put into words is a bug, but not worth losing it."""
        self.stream.write(
            f"A record at {record.pathname}:{record.lineno} could not be put into words.\n"
        )

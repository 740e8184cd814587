"""Logging: rotating files, levels, thread names."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from vindesk.config.settings import LogLevel

_FORMAT = "%(asctime)s %(levelname)-7s %(threadName)-12s %(name)s: %(message)s"
_BYTES = 1_000_000
_FILES = 5


def start_logging(folder: Path, level: LogLevel) -> logging.Handler | None:
    """Write the records of vindesk to ``vindesk.log`` in ``folder``.

    Returns the handler, to be given to ``stop_logging``; None if the folder cannot be
    written, since a program without a log is better than none.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "vindesk.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
        )
    except OSError as error:
        logging.getLogger(__name__).warning("No log can be written to %s: %s", folder, error)
        return None
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger("vindesk")
    root.addHandler(handler)
    root.setLevel(level.name)
    return handler


def stop_logging(handler: logging.Handler | None) -> None:
    """Close the log file."""
    if handler is not None:
        logging.getLogger("vindesk").removeHandler(handler)
        handler.close()

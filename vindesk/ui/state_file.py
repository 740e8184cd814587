"""What the program merely remembers: where windows were, what was chosen last."""

import logging
import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import msgspec
from PySide6.QtCore import QSettings

log = logging.getLogger(__name__)

Write = Callable[[], None]


def _at_once(write: Write) -> None:
    write()


class StateFile:
    """Values by their keys, such as QSettings keeps, in a file that nobody waits for.

    It is read once, when something is first asked for. What is kept is there at once, and is
    written by whoever ``soon`` gives the work to: many values that come together, together.
    """

    def __init__(self, file: Path, soon: Callable[[Write], object] = _at_once) -> None:
        self._file = str(file)
        self._soon = soon
        self._lock = threading.Lock()
        self._unwritten: dict[str, object] = {}

    def value(self, key: str) -> object:
        """What was kept under ``key``; None if nothing was."""
        return self._values.get(key)

    def keep(self, values: Mapping[str, object]) -> None:
        """Remember ``values`` from now on."""
        news = {key: value for key, value in values.items() if self.value(key) != value}
        if not news:
            return
        self._values.update(news)
        with self._lock:
            is_asked = bool(self._unwritten)
            self._unwritten.update(news)
        if not is_asked:
            self._soon(self.write)

    def plain(self, key: str) -> object:
        """What ``keep_plain`` was given; None if nothing was, or if it cannot be read."""
        stored = self.value(key)
        if not isinstance(stored, str):
            return None
        try:
            return msgspec.json.decode(stored)
        except (ValueError, RecursionError) as error:
            log.info("Forgetting %s: %s", key, error)
            del self._values[key]  # said once
            return None

    def keep_plain(self, key: str, value: object) -> None:
        """Remember ``value``, which JSON can hold; no name of bytes that are no text is kept."""
        try:
            text = msgspec.json.encode(value).decode()
        except UnicodeEncodeError as error:
            log.info("Not remembering %s: %s", key, error)
        else:
            self.keep({key: text})

    def write(self) -> None:
        """Write what was kept since the last time; on any thread."""
        with self._lock:
            news, self._unwritten = self._unwritten, {}
        if news:
            stored = self._stored()
            for key, value in news.items():
                stored.setValue(key, value)
            stored.sync()

    @cached_property
    def _values(self) -> dict[str, object]:
        stored = self._stored()
        return {key: stored.value(key) for key in stored.allKeys()}

    def _stored(self) -> QSettings:
        return QSettings(self._file, QSettings.Format.IniFormat)

"""Writes what was chosen to ``settings.toml``; comments and unknown keys stay."""

import os
import secrets
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from vindesk.config.loading import NonsenseFile, parsed, read_text
from vindesk.domain.errors import SettingsNotSaved
from vindesk.domain.words import say

Drafting = Callable[[Path], AbstractContextManager[Path]]
"""Gives a name beside a file; what is written there takes its place, whole."""


class SettingsFile:
    """The file that the user may write too, by hand and at the same time."""

    def __init__(self, file: Path, drafting: Drafting) -> None:
        self._file = file
        self._drafting = drafting

    @property
    def path(self) -> Path:
        return self._file

    def save(self, changes: Mapping[str, object]) -> Path | None:
        """Write some settings, and take those out that are None; the rest stays as it is.

        A file that is no TOML is kept under another name, which is returned.

        Raises:
            SettingsNotSaved: nothing was written; the file is as it was.

        """
        place = Path(os.path.realpath(self._file))  # a link stays a link
        try:
            return self._save(place, changes)
        except OSError as error:
            raise SettingsNotSaved(
                say(
                    "{file} cannot be written: {why}. The file is as it was; your choices hold "
                    "until vindesk is closed.",
                    file=self._file,
                    why=error.strerror or error,
                ),
                advice=say("Is the folder writable, and is there room on the disk?"),
            ) from error

    def _save(self, place: Path, changes: Mapping[str, object]) -> Path | None:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            document, aside = _document(read_text(place)), None
        except NonsenseFile:
            document, aside = _document(""), _aside(place)
        for name, value in changes.items():
            if value is None:
                document.pop(name, None)
            else:
                document[name] = str(value) if isinstance(value, str) else value
        self._replace(place, aside, tomlkit.dumps(document))
        return aside

    def _replace(self, place: Path, aside: Path | None, text: str) -> None:
        """Write ``text``; what was there gets the name ``aside``, unless that fails."""
        try:
            with self._drafting(place) as draft:
                _write(draft, text, place)
                if aside is not None:
                    place.rename(aside)
        except OSError:
            if aside is not None and not place.exists():
                aside.rename(place)
            raise


def _document(text: str) -> MutableMapping[str, Any]:
    parsed(text)
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise NonsenseFile(say("invalid TOML")) from error


def _aside(place: Path) -> Path:
    moment = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    return place.with_name(f"{place.stem}-{moment}{place.suffix}")


def _write(draft: Path, text: str, place: Path) -> None:
    """With the rights of the file it replaces; a new one may hold the password of a proxy."""
    draft.touch(mode=0o600)
    with suppress(OSError):
        draft.chmod(place.stat().st_mode & 0o777)
    draft.write_text(text, "utf-8")

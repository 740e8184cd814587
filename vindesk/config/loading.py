"""Puts the settings together: defaults < ``settings.toml`` < ``VINDESK_*`` < command line.

A key or a value that cannot be used is named and passed over: one bad value never costs the
others. An address that cannot be used is named and stays: vPIC is not asked then.
"""

import stat
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field

from vindesk.config.addresses import without_secrets
from vindesk.config.setting import PREFIX, UnusableValue
from vindesk.config.settings import SETTINGS, Settings
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import phrase, say

_MOST_BYTES: Final = 1_000_000
_LONGEST_TOLD: Final = 200


class Origin(Enum):
    """Where the value of a setting comes from."""

    DEFAULT = "default"
    REFUSED = "refused"
    """It is the default, since what the file says cannot be used."""

    FILE = phrase("the settings file")
    ENVIRONMENT = phrase("the environment")
    COMMAND_LINE = phrase("the command line")

    @property
    def overrides(self) -> bool:
        """Whether what the file says does not count."""
        return self in {Origin.ENVIRONMENT, Origin.COMMAND_LINE}


class Loaded(Struct, frozen=True):
    """The settings, where they come from, and a sentence for all that could not be used."""

    settings: Settings
    problems: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict[str, Origin])
    """Of the settings that are not their defaults."""

    refused: Mapping[str, str] = field(default_factory=dict[str, str])
    """The settings of which the file says what cannot be used, each with its problem."""

    overridden: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the file says of settings that something else overrides."""

    def origin(self, name: str) -> Origin:
        return self.origins.get(name, Origin.REFUSED if name in self.refused else Origin.DEFAULT)

    def in_file(self, name: str) -> Any:
        """The value that holds whenever nothing overrides the file."""
        if self.origin(name).overrides:
            return self.overridden.get(name, SETTINGS[name].default)
        return getattr(self.settings, name)


class NonsenseFile(ValueError):
    """The settings file is there, and is no TOML."""


def load(file: Path, environment: Mapping[str, str], command_line: Mapping[str, object]) -> Loaded:
    """Put the settings together; ``command_line`` holds only what was given there."""
    problems: list[str] = []
    chosen: dict[str, object] = {}
    origins: dict[str, Origin] = {}
    refused: dict[str, str] = {}
    overridden: dict[str, object] = {}
    places = {
        Origin.FILE: say("the file {file}", file=file),
        Origin.ENVIRONMENT: say("the environment"),
        Origin.COMMAND_LINE: say("the command line"),
    }
    for origin, entries in (
        (Origin.FILE, _from_file(file, problems)),
        (Origin.ENVIRONMENT, _from_environment(environment)),
        (Origin.COMMAND_LINE, command_line),
    ):
        for name, raw in entries.items():
            try:
                value = _value(name, raw)
            except KeyError:
                problems.append(_unknown(name, places[origin]))
            except UnusableValue as error:
                problems.append(_unusable(name, raw, places[origin], error))
                if origin is Origin.FILE:
                    refused[name] = problems[-1]
            else:
                if origins.get(name) is Origin.FILE:
                    overridden[name] = chosen[name]
                chosen[name], origins[name] = value, origin
    for name in [name for name in origins if _is_no_address(name, chosen[name])]:
        problems.append(_no_address(name, chosen[name], places[origins[name]]))
        if origins[name] is Origin.FILE:
            refused[name] = problems[-1]
    settings = Settings(**chosen)  # pyright: ignore[reportArgumentType] - each value was checked
    return Loaded(settings, tuple(problems), origins, refused, overridden)


def _value(name: str, raw: object) -> Any:
    """Of an address whatever is said: a VIN goes to no other, nor past a proxy, for a slip."""
    setting = SETTINGS[name]
    return str(raw) if setting.is_address else setting.read(raw)


def _unknown(name: str, where: str) -> str:
    told = shown_line(name, _LONGEST_TOLD)
    return say("“{told}” in {where} is not a setting; it was ignored.", told=told, where=where)


def _unusable(name: str, raw: object, where: str, error: UnusableValue) -> str:
    return say(
        "{told} in {where} was ignored: it must be {error}.",
        told=_told(name, raw),
        where=where,
        error=error,
    )


def _is_no_address(name: str, value: object) -> bool:
    """Whether it should be one, and nothing can be reached there."""
    try:
        if SETTINGS[name].is_address:
            SETTINGS[name].checked(value)
    except UnusableValue:
        return True
    return False


def _no_address(name: str, value: object, where: str) -> str:
    return say(
        "{told} in {where} cannot be used, so vPIC is not asked: it must be {limits}.",
        told=_told(name, value),
        where=where,
        limits=SETTINGS[name].limits,
    )


def _told(name: str, raw: object) -> str:
    return shown_line(without_secrets(f"{name} = {raw!r}"), _LONGEST_TOLD)


def read_text(file: Path) -> str:
    """The text of the settings file; empty if there is none.

    Raises:
        OSError: it cannot be read.
        NonsenseFile: it is no text, or longer than any settings.

    """
    try:
        status = file.stat()
    except FileNotFoundError:
        return ""
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise NonsenseFile(say("not a file"))  # a pipe would be waited for
    if status.st_size > _MOST_BYTES:
        raise NonsenseFile(say("it is too long"))
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NonsenseFile(say("not text")) from error


def _from_file(file: Path, problems: list[str]) -> dict[str, object]:
    try:
        return parsed(read_text(file))
    except (OSError, NonsenseFile) as error:
        told = (isinstance(error, OSError) and error.strerror) or error
        problems.append(
            say(
                "The settings in {file} could not be read ({told}); defaults were kept.",
                file=file,
                told=told,
            )
        )
        return {}


def parsed(text: str) -> dict[str, object]:
    """What the text of a settings file says.

    Raises:
        NonsenseFile: it is no TOML.

    """
    if not text:
        return {}
    import tomllib  # noqa: PLC0415 - who never chose anything has no file

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # brackets without end
        raise NonsenseFile(say("invalid TOML: {error}", error=error)) from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    """Empty is not set, as always there."""
    return {
        name: text
        for key, text in environment.items()
        if text
        and key.startswith(PREFIX)
        and (name := key.removeprefix(PREFIX).lower()) in SETTINGS
    }

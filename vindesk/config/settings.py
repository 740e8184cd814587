"""What the user chose: one frozen, typed object with limits, passed by value.

Defaults < ``settings.toml`` < ``VINDESK_*`` environment < command line. A key or a value
that cannot be used is named and its default kept: one bad value never costs the others.
To add a setting, add a field here; nothing else reads the file or the environment.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints

import msgspec
from msgspec import Meta

from vindesk.domain.vehicle import SourceChoice

_PREFIX: Final = "VINDESK_"


class Appearance(StrEnum):
    """Light, dark or high contrast, or as the system has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting, with its limits and its explanation."""

    vpic_url: Annotated[
        str, Meta(title="vPIC address", description="Where VINs are sent to be decoded.")
    ] = "https://vpic.nhtsa.dot.gov/api/vehicles"
    source: Annotated[
        SourceChoice,
        Meta(title="Source", description="Where answers come from: auto, web or embedded."),
    ] = SourceChoice.AUTO
    requests_per_second: Annotated[
        float, Meta(title="Requests a second", description="NHTSA limits busy clients.", gt=0, le=5)
    ] = 3.0
    requests_in_flight: Annotated[
        int, Meta(title="Requests at once", description="At most.", ge=1, le=2)
    ] = 2
    connect_timeout_s: Annotated[
        float, Meta(title="Connecting, seconds", description="Then vPIC is down.", ge=0.5, le=60)
    ] = 5.0
    lookup_timeout_s: Annotated[
        float, Meta(title="One VIN, seconds", description="Wait for an answer.", ge=1, le=300)
    ] = 30.0
    patience_s: Annotated[
        float,
        Meta(
            title="Patience for vPIC, seconds",
            description="With the source “auto”: then the embedded copy answers.",
            ge=0.1,
            le=300,
        ),
    ] = 5.0
    batch_patience_s: Annotated[
        float,
        Meta(
            title="Patience for a few VINs, seconds",
            description="With the source “auto”, for up to 50 VINs together.",
            ge=1,
            le=600,
        ),
    ] = 60.0
    batch_timeout_s: Annotated[
        float, Meta(title="A batch, seconds", description="Wait for 50 answers.", ge=5, le=600)
    ] = 120.0
    no_data_days: Annotated[
        int, Meta(title="Keep “no data” answers, days", description="Then ask again.", ge=0, le=365)
    ] = 7
    confirm_removal_above: Annotated[
        int,
        Meta(title="Ask before removing more than", description="Vehicles.", ge=0, le=10**9),
    ] = 1_000
    memory_limit_mb: Annotated[
        int, Meta(title="Memory of the cache, MB", description="Upper limit.", ge=128, le=65536)
    ] = 1024
    engine_threads: Annotated[
        int, Meta(title="Threads of the cache", description="Upper limit.", ge=1, le=64)
    ] = 2
    appearance: Annotated[
        Appearance, Meta(title="Appearance", description="system, light, dark or contrast.")
    ] = Appearance.SYSTEM
    log_level: Annotated[
        LogLevel, Meta(title="Log level", description="debug, info, warning or error.")
    ] = LogLevel.INFO
    log_file_mb: Annotated[
        float, Meta(title="A log file, MB", description="Then a new one begins.", ge=0.1, le=100)
    ] = 1.0
    log_files: Annotated[
        int, Meta(title="Log files", description="How many are kept.", ge=1, le=100)
    ] = 6


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and a sentence for everything that could not be used."""

    settings: Settings
    problems: tuple[str, ...] = ()


def load(file: Path, environment: Mapping[str, str], command_line: Mapping[str, object]) -> Loaded:
    """Put the settings together; ``command_line`` holds only what was given there."""
    problems: list[str] = []
    chosen: dict[str, object] = {}
    for origin, entries in (
        (f"the file {file}", _from_file(file, problems)),
        ("the environment", _from_environment(environment)),
        ("the command line", command_line),
    ):
        for name, raw in entries.items():
            try:
                chosen[name] = _checked(name, raw)
            except (KeyError, msgspec.ValidationError) as error:
                problems.append(_problem(name, raw, origin, error))
    return Loaded(Settings(**chosen), tuple(problems))  # pyright: ignore[reportArgumentType] - each value was checked


def environment_names() -> Iterator[str]:
    """The name of every setting in the environment."""
    return (_PREFIX + name.upper() for name in Settings.__struct_fields__)


_TYPES: Final[dict[str, Any]] = get_type_hints(Settings, include_extras=True)


def _checked(name: str, raw: object) -> object:
    return msgspec.convert(raw, _TYPES[name], strict=not isinstance(raw, str))


def _problem(name: str, raw: object, origin: str, error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{name!r} in {origin} is not a setting of vindesk; it was passed over."
    return f"{name} = {raw!r} in {origin} cannot be used ({error}); the default was kept."


def _from_file(file: Path, problems: list[str]) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        problems.append(f"The settings in {file} could not be read ({error}); defaults were kept.")
        return {}


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    names = set(Settings.__struct_fields__)
    return {
        name: text
        for key, text in environment.items()
        if key.startswith(_PREFIX) and (name := key.removeprefix(_PREFIX).lower()) in names
    }

"""What the user chose: one frozen, typed object with limits, passed by value.

To add a setting, add a field here, with its limits and its explanation. It then has a name
in ``settings.toml`` and in the environment, and a row in the settings window.
"""

from enum import StrEnum
from typing import Annotated, Final

import msgspec

from vindesk.config.language import Language
from vindesk.config.setting import Form, Setting, about, settings_of
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.words import phrase

_ANSWERS: Final = phrase("Answers")
NETWORK: Final = phrase("Network")
_WINDOW: Final = phrase("Window")
_FOLDERS: Final = phrase("Folders")
_CACHE: Final = phrase("Cache")
_CARE: Final = phrase("Backups and cleaning")
_LOGS: Final = phrase("Logs")


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

    source: Annotated[
        SourceChoice,
        about(
            "Source",
            "Where answers come from: auto (vPIC, and the embedded copy when it cannot be"
            " reached), web or embedded. What is chosen beside the entry goes first, until this is"
            " changed.",
            group=_ANSWERS,
            at_once=True,
        ),
    ] = SourceChoice.AUTO
    vpic_url: Annotated[
        str,
        about(
            "Address of vPIC",
            "Where VINs are sent to be decoded; plain http only to this machine.",
            group=_ANSWERS,
            at_once=True,
            form=Form.SERVICE,
        ),
    ] = "https://vpic.nhtsa.dot.gov/api/vehicles"
    no_data_days: Annotated[
        int,
        about(
            "Keep “no data” answers",
            "How long “no data” is kept before vPIC is asked again.",
            group=_ANSWERS,
            unit=phrase("days"),
            at_once=True,
            ge=0,
            le=365,
        ),
    ] = 7
    proxy: Annotated[
        str,
        about(
            "Proxy",
            "An address like http://proxy.example:8080; empty: the proxy of the system, if it"
            " has one; none: no proxy.",
            group=NETWORK,
            at_once=True,
            form=Form.PROXY,
        ),
    ] = ""
    requests_per_second: Annotated[
        float,
        about(
            "Requests a second",
            "The pace at which vPIC is asked. NHTSA slows down those who ask too fast.",
            group=NETWORK,
            at_once=True,
            gt=0,
            le=5,
        ),
    ] = 3.0
    requests_in_flight: Annotated[
        int,
        about(
            "Requests at once",
            "The most requests at one time; one is reserved for what you type.",
            group=NETWORK,
            at_once=True,
            ge=1,
            le=4,
        ),
    ] = 2
    connect_timeout_s: Annotated[
        float,
        about(
            "Wait for a connection",
            "After that, vPIC counts as unreachable.",
            group=NETWORK,
            unit="s",
            at_once=True,
            ge=0.5,
            le=60,
        ),
    ] = 5.0
    lookup_timeout_s: Annotated[
        float,
        about(
            "Wait for one VIN",
            "After that, looking up one VIN fails.",
            group=NETWORK,
            unit="s",
            at_once=True,
            ge=1,
            le=300,
        ),
    ] = 30.0
    batch_timeout_s: Annotated[
        float,
        about(
            "Wait for a batch",
            "After that, a request for up to 50 VINs fails.",
            group=NETWORK,
            unit="s",
            at_once=True,
            ge=5,
            le=600,
        ),
    ] = 120.0
    patience_s: Annotated[
        float,
        about(
            "Fallback for one VIN",
            "With “auto”: after that, the embedded copy answers instead.",
            group=NETWORK,
            unit="s",
            at_once=True,
            ge=0.1,
            le=300,
        ),
    ] = 5.0
    batch_patience_s: Annotated[
        float,
        about(
            "Fallback for a few VINs",
            "With “auto”, for up to 50 VINs at once: after that, the embedded copy answers.",
            group=NETWORK,
            unit="s",
            at_once=True,
            ge=1,
            le=600,
        ),
    ] = 60.0
    language: Annotated[
        Language,
        about(
            "Language",
            "The language of the program, or that of the system where there is a translation.",
            group=_WINDOW,
        ),
    ] = Language.SYSTEM
    appearance: Annotated[
        Appearance,
        about(
            "Appearance",
            "Light, dark or high contrast, or as the system is set.",
            group=_WINDOW,
            at_once=True,
        ),
    ] = Appearance.SYSTEM
    confirm_removal_above: Annotated[
        int,
        about(
            "Ask before removing more than",
            "Up to this many are removed without asking; undo brings them back.",
            group=_WINDOW,
            unit=phrase("vehicles"),
            at_once=True,
            ge=0,
            le=10**9,
        ),
    ] = 1_000
    memory_limit_mb: Annotated[
        int,
        about(
            "Cache memory",
            "What the cache's engine may use at most; Parquet windows share as much again.",
            group=_CACHE,
            at_once=True,
            unit="MB",
            ge=128,
            le=65536,
        ),
    ] = 512
    engine_threads: Annotated[
        int,
        about(
            "Cache threads",
            "How many processors the cache's engine may use, and that of a Parquet window.",
            group=_CACHE,
            at_once=True,
            ge=1,
            le=64,
        ),
    ] = 2
    data_folder: Annotated[
        str,
        about(
            "Cache folder",
            "Empty: the usual one. What lies in the old folder is not moved.",
            group=_FOLDERS,
            form=Form.FOLDER,
        ),
    ] = ""
    backup_folder: Annotated[
        str,
        about(
            "Backup folder",
            "Empty: beside the cache. Another disk is safer.",
            group=_FOLDERS,
            at_once=True,
            form=Form.FOLDER,
        ),
    ] = ""
    log_folder: Annotated[
        str,
        about("Log folder", "Empty: the usual one.", group=_FOLDERS, form=Form.FOLDER),
    ] = ""
    log_level: Annotated[
        LogLevel,
        about(
            "Log level",
            "What is logged; at debug level that includes full VINs.",
            group=_LOGS,
            at_once=True,
        ),
    ] = LogLevel.INFO
    log_file_mb: Annotated[
        float,
        about(
            "Log file size",
            "Then a new one begins.",
            group=_LOGS,
            at_once=True,
            unit="MB",
            ge=0.1,
            le=100,
        ),
    ] = 1.0
    log_files: Annotated[
        int,
        about(
            "Log files",
            "How many are kept, the one in use included.",
            group=_LOGS,
            at_once=True,
            ge=1,
            le=100,
        ),
    ] = 6
    automatic_backups: Annotated[
        bool,
        about(
            "Back up daily",
            "A backup once a day, if something changed.",
            group=_CARE,
            at_once=True,
        ),
    ] = True
    daily_backups: Annotated[
        int,
        about(
            "Daily backups",
            "How many recent daily backups are kept.",
            group=_CARE,
            at_once=True,
            ge=1,
            le=365,
        ),
    ] = 7
    weekly_backups: Annotated[
        int,
        about(
            "Weekly backups",
            "How many older backups are kept, one of each week.",
            group=_CARE,
            at_once=True,
            ge=0,
            le=520,
        ),
    ] = 4
    safety_backups: Annotated[
        int,
        about(
            "Backups before a restore",
            "How many backups from before a restore or format change are kept.",
            group=_CARE,
            at_once=True,
            ge=1,
            le=100,
        ),
    ] = 3
    automatic_cleaning: Annotated[
        bool,
        about(
            "Clean up daily",
            "Clean up once a day, after the backup; not while “Back up daily” is off.",
            group=_CARE,
            at_once=True,
        ),
    ] = True
    removed_days: Annotated[
        int,
        about(
            "Keep removed vehicles",
            "Then they are deleted from the file for good.",
            group=_CARE,
            at_once=True,
            unit=phrase("days"),
            ge=1,
            le=3650,
        ),
    ] = 30
    forget_no_data_days: Annotated[
        int,
        about(
            "Forget “no data” answers after",
            "Such a VIN then leaves the table.",
            group=_CARE,
            at_once=True,
            unit=phrase("days"),
            ge=1,
            le=3650,
        ),
    ] = 90
    compact_percent: Annotated[
        int,
        about(
            "Shrink the cache at",
            "The cache is rewritten when this much of its file is free.",
            group=_CARE,
            at_once=True,
            unit="%",
            ge=5,
            le=100,
        ),
    ] = 30
    compact_mb: Annotated[
        int,
        about(
            "And at least",
            "The cache is rewritten only when at least this much of it is free.",
            group=_CARE,
            at_once=True,
            unit="MB",
            ge=1,
            le=65536,
        ),
    ] = 32


SETTINGS: Final[dict[str, Setting]] = {each.name: each for each in settings_of(Settings)}
"""By their names, in the order of the settings window within each group."""

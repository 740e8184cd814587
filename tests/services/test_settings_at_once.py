"""Whatever the Preferences promise to hold at once does so in services that are in use."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.store.samples import vehicle
from vindesk.config.paths import Paths
from vindesk.config.settings import SETTINGS, Settings
from vindesk.domain.backups import Why
from vindesk.domain.cleaning import Litter
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import SourceChoice
from vindesk.services.assembly import Services, open_services

QUIET = Unwatched()

OF_THE_WINDOW = frozenset(
    {"source", "appearance", "confirm_removal_above", "log_level", "log_file_mb"}
)
"""Tested at the window, and with the logs."""

NEXT_START = frozenset({"data_folder", "log_folder", "language"})
"""Files that are open lie there; and what has been said stays as it was said."""


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(Settings(), Paths.under(tmp_path))
    yield opened
    opened.close()


def in_engine(services: Services, option: str) -> Any:
    with services.database.cursor() as cursor:
        return cursor.execute(f"SELECT current_setting('{option}')").fetchall()[0][0]


def web(services: Services) -> Any:
    return services.sources().by_choice[SourceChoice.WEB]._web  # pyright: ignore[reportAttributeAccessIssue]


def hasty(services: Services) -> Any:
    automatic: Any = services.sources().by_choice[SourceChoice.AUTO]
    return automatic._web._web


CASES: dict[str, tuple[Any, Callable[[Services], Any], Any]] = {
    "vpic_url": (
        "https://other.example/api",
        lambda s: web(s)._options.base_url,
        "https://other.example/api",
    ),
    "no_data_days": (3, lambda s: s.lookup.no_data_life, timedelta(days=3)),
    "proxy": (
        "http://proxy.example:8080",
        lambda s: web(s)._options.proxy,
        "http://proxy.example:8080",
    ),
    "requests_per_second": (1.5, lambda s: web(s)._options.rate_per_s, 1.5),
    "requests_in_flight": (4, lambda s: s.asking.batches, 3),
    "connect_timeout_s": (9.0, lambda s: web(s)._options.connect_timeout_s, 9.0),
    "lookup_timeout_s": (9.0, lambda s: web(s)._options.single_timeout_s, 9.0),
    "batch_timeout_s": (9.0, lambda s: web(s)._options.batch_timeout_s, 9.0),
    "patience_s": (9.0, lambda s: hasty(s)._patience_s, 9.0),
    "batch_patience_s": (9.0, lambda s: hasty(s)._batch_patience_s, 9.0),
    "memory_limit_mb": (300, lambda s: in_engine(s, "memory_limit"), "300.0 MiB"),
    "engine_threads": (1, lambda s: in_engine(s, "threads"), 1),
    "backup_folder": ("/elsewhere", lambda s: s.care._backups.folder, Path("/elsewhere")),
    "log_files": (3, lambda s: s.care.cleaner.limits.log_files, 3),
    "automatic_backups": (False, lambda s: s.care.do_what_is_due(QUIET).backup, None),
    "daily_backups": (3, lambda s: s.care.cleaner.limits.keep.daily, 3),
    "weekly_backups": (0, lambda s: s.care.cleaner.limits.keep.weekly, 0),
    "safety_backups": (9, lambda s: s.care.cleaner.limits.keep.safety, 9),
    "automatic_cleaning": (False, lambda s: s.care.do_what_is_due(QUIET).cleaned, None),
    "removed_days": (9, lambda s: s.care.cleaner.limits.removed, timedelta(days=9)),
    "forget_no_data_days": (9, lambda s: s.care.cleaner.limits.no_data, timedelta(days=9)),
    "compact_percent": (50, lambda s: s.care.cleaner.limits.compact_percent, 50),
    "compact_mb": (2, lambda s: s.care.cleaner.limits.compact_bytes, 2 * 1024 * 1024),
}
"""Another value, where it must have arrived, and as what."""


@pytest.mark.parametrize("name", CASES)
def test_a_change_holds_at_once(name: str, services: Services) -> None:
    value, seen, expected = CASES[name]
    services.vehicles.save([vehicle(1)])
    if not name.startswith("automatic_"):
        assert seen(services) != expected
    services.use(msgspec.structs.replace(Settings(), **{name: value}))
    assert seen(services) == expected


def test_every_setting_holds_at_once_or_says_that_it_does_not() -> None:
    at_once = {name for name, setting in SETTINGS.items() if setting.at_once}
    assert at_once == CASES.keys() | OF_THE_WINDOW
    assert SETTINGS.keys() - at_once == NEXT_START


def test_the_next_backup_goes_into_the_folder_that_was_chosen(
    services: Services, tmp_path: Path
) -> None:
    services.vehicles.save([vehicle(1)])
    first = services.care.back_up(QUIET)
    other = tmp_path / "another disk"
    services.use(Settings(backup_folder=str(other)))
    second = services.care.back_up(QUIET)
    assert (first.path.parent, second.path.parent) == (tmp_path / "backups", other)
    assert services.care.backups() == [second]
    services.use(Settings())
    assert services.care.backups() == [first]


def test_fewer_are_kept_from_the_next_cleaning_on(services: Services) -> None:
    services.vehicles.save([vehicle(1)])
    for _ in range(4):
        services.care.back_up(QUIET, Why.DAILY)
    assert not [each for each in services.care.cleaner.preview() if each.litter is Litter.BACKUP]
    services.use(Settings(daily_backups=2, weekly_backups=0))
    assert len(services.care.cleaner.preview()) == 2


def test_an_engine_that_starts_again_has_the_limits_that_were_chosen(services: Services) -> None:
    services.use(Settings(memory_limit_mb=300, engine_threads=1))
    with services.database.offline():
        pass
    assert in_engine(services, "memory_limit") == "300.0 MiB"
    assert in_engine(services, "threads") == 1


def test_what_has_nothing_to_do_with_vpic_leaves_its_connections_alone(services: Services) -> None:
    before = services.sources()
    services.use(Settings(daily_backups=2))
    assert services.sources() is before
    services.use(Settings(daily_backups=2, patience_s=1.0))
    assert services.sources() is not before

"""A cache that cannot be opened, restored from the command line before any service is there."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.store.other_process import held_by_another_process
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import CacheDamaged, CacheLocked, DiskFull
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin
from vindesk.services import assembly
from vindesk.services.assembly import open_services, restore_unopenable
from vindesk.store.opening import Opened

VIN = Vin("1XPWD40X1ED215307")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """With one vehicle in the cache, and a backup of it."""
    paths = Paths.under(tmp_path)
    services = open_services(Settings(), paths)
    services.lookup.find_many([Question(VIN)], SourceChoice.EMBEDDED, Unwatched())
    services.care.back_up(Unwatched())
    services.close()
    return paths


def test_a_damaged_cache_is_restored_and_kept(paths: Paths) -> None:
    paths.cache.write_bytes(b"This is no cache." * 1_000)
    with pytest.raises(CacheDamaged):
        open_services(Settings(), paths)
    done = restore_unopenable(Settings(), paths, "latest")
    (aside,) = paths.data.glob("vehicles-damaged-*")
    assert done is not None
    assert done.backup is not None
    assert (done.backup.vehicles, done.aside) == (1, aside)
    assert aside.read_bytes().startswith(b"This is no cache.")
    services = open_services(Settings(), paths)
    assert services.vehicles.get(VIN) is not None
    services.close()


def test_a_cache_that_can_be_opened_is_left_to_the_services(paths: Paths) -> None:
    before = paths.cache.read_bytes()
    assert restore_unopenable(Settings(), paths, "latest") is None
    assert paths.cache.read_bytes() == before


def test_nothing_of_a_cache_that_another_program_holds_is_swept(paths: Paths) -> None:
    """It may be making a backup: its note is there already, its file is not yet."""
    note = paths.backups / "vehicles-daily-20261112-080000.json"
    note.write_text("{}")
    with held_by_another_process(paths.cache), pytest.raises(CacheLocked):
        open_services(Settings(), paths)
    assert note.exists()
    open_services(Settings(), paths).close()
    assert not note.exists()


def test_what_a_killed_import_was_reading_is_swept_at_the_next_start(paths: Paths) -> None:
    left = paths.temporary / ".input.0-0123abcd.vindesk-part"
    left.mkdir(parents=True)
    (left / "part").write_text("half")
    os.utime(left / "part", (0, 0))
    os.utime(left, (0, 0))
    open_services(Settings(), paths).close()
    assert not left.exists()


def test_what_a_crash_left_may_be_what_fills_the_disk(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = paths.backups / ".vehicles.0-0123abcd.vindesk-part"
    left.write_text("half")
    os.utime(left, (0, 0))
    real = assembly.open_cache

    def full_while_it_is_there(*given: Any) -> Opened:
        if left.exists():
            raise DiskFull("There is no room.")
        return real(*given)

    monkeypatch.setattr(assembly, "open_cache", full_while_it_is_there)
    open_services(Settings(), paths).close()
    assert not left.exists()

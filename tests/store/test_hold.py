"""Other programs are kept out of the cache, although DuckDB's lock is soon lost."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.other_process import held_by_another_process
from tests.store.samples import Clock, vehicle, vin
from vindesk.domain.errors import CacheLocked, CacheUnwritable, FileUnreadable
from vindesk.services.inputs import open_input
from vindesk.store import hold as module
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.lock_holder import is_held
from vindesk.store.own_file import is_open_here
from vindesk.store.parquet_files import ParquetFiles
from vindesk.store.vehicles import Vehicles

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file is its own there")

_VINDESK = """
import sys
from pathlib import Path
from vindesk.domain.errors import CacheLocked
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
cache = Path(sys.argv[1])
try:
    Database.open(cache, EngineLimits(256, 1, cache.parent), backups=cache.parent).close()
except CacheLocked as error:
    print(error.detail)
"""


def another_vindesk(cache: Path) -> str:
    """What a second process is told when it opens the cache; nothing, if it may."""
    command = [sys.executable, "-c", _VINDESK, str(cache)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def may_be_opened(cache: Path) -> bool:
    """Whether DuckDB's own lock is gone."""
    command = [sys.executable, "-c", "import sys, duckdb; duckdb.connect(sys.argv[1])", str(cache)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def lose_lock(cache: Path) -> None:
    """As Qt's file dialog does, which reads some of each file that it shows."""
    cache.open("rb").close()


def test_another_vindesk_is_kept_out_when_the_lock_of_duckdb_is_lost(
    database: Database, cache: Path
) -> None:
    lose_lock(cache)
    assert f"has {cache} open" in another_vindesk(cache)
    database.close()
    assert another_vindesk(cache) == ""


def test_it_is_kept_out_while_the_cache_is_replaced(database: Database, cache: Path) -> None:
    with database.offline():
        assert f"has {cache} open" in another_vindesk(cache)
    assert f"has {cache} open" in another_vindesk(cache)


def test_the_lock_of_duckdb_is_taken_again(cache: Path, vehicles: Vehicles) -> None:
    lose_lock(cache)
    assert may_be_opened(cache)
    vehicles.count()
    assert not may_be_opened(cache)


def test_who_came_in_meanwhile_is_told_and_nothing_is_saved(
    database: Database, cache: Path, vehicles: Vehicles
) -> None:
    lose_lock(cache)
    with held_by_another_process(cache), pytest.raises(CacheLocked, match="Nothing was saved"):
        vehicles.save([vehicle(1)])
    vehicles.save([vehicle(2)])
    assert vehicles.get(vin(1)) is None
    assert vehicles.get(vin(2)) is not None


@pytest.mark.parametrize("way_in", [open_input, lambda path, _limits: ParquetFiles.at(path)])
def test_the_cache_itself_is_not_read_as_a_file(
    database: Database,
    cache: Path,
    limits: EngineLimits,
    way_in: Callable[[Path, EngineLimits], object],
) -> None:
    assert is_open_here(cache)
    link = cache.with_name("link")
    link.symlink_to(cache)
    for path in (cache, link):
        with pytest.raises(FileUnreadable, match="a DuckDB database"):
            way_in(path, limits)
    assert not may_be_opened(cache), "nobody closed a handle of it"
    database.close()
    assert not is_open_here(cache)


def test_what_another_vindesk_holds_is_known_to_be_held(database: Database, cache: Path) -> None:
    lose_lock(cache)
    command = (
        "import sys, pathlib; from vindesk.store.lock_holder import is_held;"
        "print(is_held(pathlib.Path(sys.argv[1])))"
    )
    told = subprocess.run(
        [sys.executable, "-c", command, str(cache)], check=True, capture_output=True, text=True
    )
    assert told.stdout == "True\n"
    database.close()
    assert not is_held(cache)


def test_on_a_network_drive_duckdbs_lock_is_the_only_one(
    cache: Path, tmp_path: Path, limits: EngineLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "network_drive", lambda _path: "nfs")
    database = Database.open(cache, limits, backups=tmp_path / "backups")
    assert f"has {cache} open" in another_vindesk(cache)
    lose_lock(cache)
    assert another_vindesk(cache) == ""
    Vehicles(database, Clock()).count()
    assert f"has {cache} open" in another_vindesk(cache)
    database.close()


def refuse(code: int) -> Callable[[object, int], None]:
    """A lock that the file system does not give."""

    def lock(_file: object, _how: int) -> None:
        raise OSError(code, os.strerror(code))

    return lock


def test_on_a_windows_share_a_second_lock_would_be_denied_so_none_is_asked_for(
    cache: Path, tmp_path: Path, limits: EngineLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "network_drive", lambda _path: "cifs")
    monkeypatch.setattr("fcntl.lockf", refuse(errno.EACCES))
    database = Database.open(cache, limits, backups=tmp_path / "backups")
    Vehicles(database, Clock()).save([vehicle(1)])
    assert Vehicles(database, Clock()).count() == 1
    database.close()


def test_on_a_mac_flock_and_the_lock_of_duckdb_would_deny_each_other(
    cache: Path, tmp_path: Path, limits: EngineLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.sys, "platform", "darwin")
    monkeypatch.setattr("fcntl.flock", refuse(errno.EWOULDBLOCK))
    database = Database.open(cache, limits, backups=tmp_path / "backups")
    lose_lock(cache)
    Vehicles(database, Clock()).count()
    assert not may_be_opened(cache)
    database.close()


def test_a_server_of_locks_that_is_away_is_no_other_program(
    cache: Path, tmp_path: Path, limits: EngineLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "network_drive", lambda _path: "nfs")
    database = Database.open(cache, limits, backups=tmp_path / "backups")
    monkeypatch.setattr("fcntl.lockf", refuse(errno.ENOLCK))
    Vehicles(database, Clock()).save([vehicle(1)])
    assert Vehicles(database, Clock()).count() == 1
    database.close()


def test_an_engine_is_not_started_on_nothing(
    database: Database, cache: Path, vehicles: Vehicles
) -> None:
    """DuckDB would make a file without tables, and who looks next finds a bug."""
    with pytest.raises(CacheUnwritable), database.offline():
        cache.rename(cache.with_name("aside"))
    cache.with_name("aside").rename(cache)
    assert vehicles.count() == 0


def test_where_a_file_cannot_be_locked_duckdbs_lock_is_taken_again(
    cache: Path, tmp_path: Path, limits: EngineLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcntl.flock", refuse(errno.ENOTSUP))
    database = Database.open(cache, limits, backups=tmp_path / "backups")
    assert not may_be_opened(cache), "nothing that was closed took the lock with it"
    lose_lock(cache)
    Vehicles(database, Clock()).count()
    assert not may_be_opened(cache)
    database.close()
    assert may_be_opened(cache)

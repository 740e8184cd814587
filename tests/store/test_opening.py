"""Opening a cache whose log or file is not what it was."""

import os
import random
import shutil
from pathlib import Path

import pytest

from tests.store.cache_file import point_nowhere
from tests.store.full_disk import files_up_to
from tests.store.other_process import held_by_another_process
from tests.store.samples import Clock, vehicle, vin
from vindesk.domain.backups import Why
from vindesk.domain.errors import CacheDamaged, CacheLocked, CacheMissing, CacheUnwritable, DiskFull
from vindesk.store.backups import Backups
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.log_frames import begins_well, leads_to
from vindesk.store.opening import open_cache
from vindesk.store.vehicles import Vehicles


class Home:
    """A cache that was copied while it had a log: as after a kill."""

    def __init__(self, folder: Path, limits: EngineLimits, clock: Clock) -> None:
        self.limits, self.clock = limits, clock
        self.cache = folder / "vehicles.duckdb"
        self.log = folder / "vehicles.duckdb.wal"
        self.mark = folder / "vehicles.duckdb.mark"
        self.backups = Backups(folder / "backups", limits, clock)

    def open(self) -> tuple[list[str], str]:
        """The VINs there are, and the remark."""
        opened = open_cache(self.cache, self.limits, self.backups, self.clock)
        there = [vin(n) for n in range(9) if Vehicles(opened.database, self.clock).get(vin(n))]
        opened.database.close()
        return [each.text[-1] for each in there], opened.remark

    def aside(self) -> list[str]:
        return sorted(path.name for path in self.cache.parent.glob("vehicles-damaged-*"))


@pytest.fixture(scope="session")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One vehicle is in the file, two more are in the log."""
    folder = tmp_path_factory.mktemp("killed")
    living, dead = folder / "living", folder / "dead"
    living.mkdir()
    dead.mkdir()
    clock = Clock()
    limits = EngineLimits(256, 2, folder / "t")
    database = Database.open(living / "vehicles.duckdb", limits, backups=folder / "b", clock=clock)
    Vehicles(database, clock).save([vehicle(1)])
    database.checkpoint()
    Vehicles(database, clock).save([vehicle(2)])
    Vehicles(database, clock).save([vehicle(3)])
    for name in ("vehicles.duckdb.wal", "vehicles.duckdb.mark"):
        shutil.copyfile(living / name, dead / name)
    _copy_closed(living, dead, database)
    return dead


def _copy_closed(living: Path, dead: Path, database: Database) -> None:
    """The file as it is now; to open it would drop DuckDB's lock, and here nobody else wants it."""
    shutil.copyfile(living / "vehicles.duckdb", dead / "vehicles.duckdb")
    database.close()


@pytest.fixture
def home(killed: Path, tmp_path: Path, limits: EngineLimits, clock: Clock) -> Home:
    shutil.copytree(killed, tmp_path / "data")
    return Home(tmp_path / "data", limits, clock)


def test_after_a_kill_all_is_there_and_nothing_is_said(home: Home) -> None:
    assert home.open() == (["1", "2", "3"], "")
    assert not home.mark.exists()
    assert home.open() == (["1", "2", "3"], "")


def test_a_log_that_was_cut_is_said(home: Home) -> None:
    size = home.log.stat().st_size
    os.truncate(home.log, size // 2 + 1)
    there, remark = home.open()
    assert there[0] == "1"
    assert "3" not in there
    assert f"{size - size // 2 - 1:,} bytes of the log of the cache are missing" in remark
    assert home.open()[1] == ""


@pytest.mark.parametrize("content", [None, b""])
def test_a_log_that_is_gone_or_empty_is_said(home: Home, content: bytes | None) -> None:
    home.log.unlink()
    if content is not None:
        home.log.write_bytes(content)
    there, remark = home.open()
    assert there == ["1"]
    assert remark.startswith("The newest changes may be lost")


def test_a_log_that_is_damaged_is_kept_and_said(home: Home) -> None:
    content = bytearray(home.log.read_bytes())
    content[content.index(b"HGCM826")] ^= 0x10
    home.log.write_bytes(content)
    there, remark = home.open()
    assert there == ["1"]
    (aside,) = home.aside()
    assert aside in remark
    assert (home.cache.parent / aside).read_bytes() == content


def test_what_is_no_log_at_all_is_kept_and_said(home: Home) -> None:
    content = b"garbage" * 1000
    home.log.write_bytes(content)
    there, remark = home.open()
    assert there == ["1"]
    (aside,) = home.aside()
    assert (home.cache.parent / aside).read_bytes() == content
    assert "may be lost" in remark


def damaged(home: Home) -> bytes:
    """What the cache file holds once it is damaged beside its log."""
    content = bytearray(home.cache.read_bytes())
    point_nowhere(content)
    home.cache.write_bytes(content)
    return bytes(content)


def test_where_the_file_is_damaged_its_log_stays_beside_it(home: Home) -> None:
    content, log = damaged(home), home.log.read_bytes()
    with pytest.raises(CacheDamaged):
        home.open()
    assert home.cache.read_bytes() == content
    assert home.log.read_bytes() == log
    assert home.aside() == []


def test_where_the_file_is_damaged_it_gets_its_own_log_back(home: Home) -> None:
    """Beside another that was set aside when a clock was ahead."""
    older = home.cache.with_name("vehicles-damaged-20991231-080000.duckdb.wal")
    older.write_bytes(b"another log")
    damaged(home)
    log = home.log.read_bytes()
    with pytest.raises(CacheDamaged):
        home.open()
    assert home.log.read_bytes() == log
    assert older.read_bytes() == b"another log"
    assert home.aside() == [older.name]


def test_a_damaged_file_without_a_log_is_left(home: Home) -> None:
    home.log.unlink()
    home.cache.write_bytes(b"no cache")
    with pytest.raises(CacheDamaged):
        home.open()
    assert home.cache.read_bytes() == b"no cache"


def test_a_log_without_its_file_is_never_read_into_a_new_one(home: Home) -> None:
    home.cache.unlink()
    there, remark = home.open()
    assert there == []
    assert remark
    assert len(home.aside()) == 1


def test_a_cache_that_is_gone_is_not_made_anew_while_there_are_backups(home: Home) -> None:
    opened = open_cache(home.cache, home.limits, home.backups, home.clock)
    home.backups.make(opened.database, Why.DAILY)
    opened.database.close()
    home.cache.unlink()
    with pytest.raises(CacheMissing, match="No new one was made"):
        home.open()
    assert not home.cache.exists()


def test_a_place_that_cannot_be_looked_at_is_told(
    tmp_path: Path, limits: EngineLimits, clock: Clock
) -> None:
    with pytest.raises(CacheUnwritable, match="Nothing was saved"):
        Home(tmp_path / ("x" * 300), limits, clock).open()


def test_a_log_whose_chain_is_broken_is_kept_and_said(home: Home) -> None:
    """DuckDB takes a wrong length for the end of the log, and says nothing."""
    content = bytearray(home.log.read_bytes())
    at = content.index(b"\xff\xff", 30) + 2
    content[at + 3] ^= 1
    home.log.write_bytes(content)
    there, remark = home.open()
    assert there == ["1"]
    assert "may be lost" in remark
    (aside,) = home.aside()
    assert (home.cache.parent / aside).read_bytes() == content


def test_each_bit_of_a_log_that_hides_rows_is_noticed(home: Home) -> None:
    whole = home.log.read_bytes()
    rng = random.Random(7)
    for _ in range(12):
        content = bytearray(whole)
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        twin = Home(_twin(home, rng.randrange(10**9)), home.limits, home.clock)
        twin.log.write_bytes(content)
        there, remark = twin.open()
        assert there == ["1", "2", "3"] or remark


def _twin(home: Home, number: int) -> Path:
    folder = home.cache.parent.with_name(f"twin{number}")
    shutil.copytree(home.cache.parent, folder)
    return folder


@pytest.mark.parametrize("start", [b"", b"\x66\x00\x10", b"\x66\x00\x10" + bytes(16) + b"\x67\x00"])
def test_a_log_of_another_version_is_left_to_duckdb(tmp_path: Path, start: bytes) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"\x64\x00\x62\x65\x00" + start + bytes(100))
    assert begins_well(log)
    assert leads_to(log, 17)
    assert leads_to(log, 0)


HALF = b"\x0c\x00\x00\x00\x00\x00\x00\x00\x01\x02"
"""The beginning of an entry, as a write leaves it that finds the disk full."""


def test_half_of_what_failed_behind_what_was_saved_is_no_loss(
    home: Home, tmp_path: Path, limits: EngineLimits, clock: Clock
) -> None:
    """Also after another kill, before anything was written."""
    with home.log.open("ab") as file:
        file.write(HALF)
    opened = open_cache(home.cache, home.limits, home.backups, clock)
    shutil.copytree(home.cache.parent, tmp_path / "again")
    opened.database.close()
    assert opened.remark == ""
    assert Home(tmp_path / "again", limits, clock).open() == (["1", "2", "3"], "")


def test_a_checkpoint_that_fails_leaves_the_mark_where_it_was(home: Home) -> None:
    opened = open_cache(home.cache, home.limits, home.backups, home.clock)
    before = home.mark.read_bytes()
    with files_up_to(1_000), pytest.raises(DiskFull):
        opened.database.checkpoint()
    assert home.mark.read_bytes() == before
    with files_up_to(1_000):
        opened.database.close()
    assert home.mark.read_bytes() == before
    assert home.open() == (["1", "2", "3"], "")


def test_what_could_not_be_saved_is_not_noted(home: Home) -> None:
    opened = open_cache(home.cache, home.limits, home.backups, home.clock)
    before = home.mark.read_bytes()
    with files_up_to(home.log.stat().st_size + 100), pytest.raises(DiskFull):
        Vehicles(opened.database, home.clock).save([vehicle(n) for n in range(4, 9)])
    assert home.mark.read_bytes() == before
    opened.database.close()


def test_the_log_of_a_cache_that_another_program_holds_is_left(home: Home) -> None:
    home.open()
    with held_by_another_process(home.cache):
        home.log.write_bytes(b"half of what is being written")
        with pytest.raises(CacheLocked):
            home.open()
        assert home.log.read_bytes() == b"half of what is being written"
        assert home.aside() == []
        home.log.unlink()


def test_without_room_to_keep_a_damaged_log_it_stays_beside_its_cache(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be missed, and with it what it says, at the next start."""
    content = home.log.read_bytes()[:-10]
    home.log.write_bytes(content)

    def refuse(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("vindesk.store.opening.shutil.copyfile", refuse)
        with pytest.raises(DiskFull):
            home.open()
    assert home.log.read_bytes() == content
    assert home.aside() == []
    there, remark = home.open()
    assert there == ["1", "2"]
    assert "may be lost" in remark

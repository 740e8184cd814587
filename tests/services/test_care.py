"""What is due, what is cleaned, and what is put in the place of a cache that cannot be opened."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from msgspec.structs import replace

from tests.store.bad_sector import bad_sector_in
from tests.store.full_disk import files_up_to
from tests.store.samples import Clock, vehicle, vin
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.backups import Backup, Why
from vindesk.domain.cleaning import Item, Litter
from vindesk.domain.errors import (
    BackupFailed,
    CacheNewer,
    CacheUnwritable,
    DiskFull,
    RestoreFailed,
)
from vindesk.domain.monitor import Unwatched
from vindesk.services import rescue as rescue_module
from vindesk.services.care import Care, care_of
from vindesk.services.cleaning import _age_s, _size
from vindesk.services.rescue import Rescue, Rescued
from vindesk.store import replacing
from vindesk.store.backups import Backups
from vindesk.store.cache_copy import present_fingerprint
from vindesk.store.database import Database
from vindesk.store.engine import Engine, EngineLimits
from vindesk.store.opening import Opened, open_cache
from vindesk.store.removals import Removals
from vindesk.store.replacing import may_compact
from vindesk.store.vehicles import Vehicles

QUIET = Unwatched()


class Home:
    """A cache in a folder of its own, and its care."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.paths = Paths.under(folder)
        self.limits = EngineLimits(256, 2, self.paths.temporary)
        self.backups = Backups(self.paths.backups, self.limits, self.clock)
        self.rescue = Rescue(self.paths.cache, self.backups, self.limits, self.clock)
        self.open()

    def open(self) -> None:
        self.opened = open_cache(self.paths.cache, self.limits, self.backups, self.clock)
        self.database: Database = self.opened.database
        self.vehicles = Vehicles(self.database, self.clock)
        self.removals = Removals(self.database, self.clock)

    def care(self, **chosen: object) -> Care:
        settings = msgspec.structs.replace(Settings(), **chosen)
        opened = Opened(self.database, "a remark")
        return care_of(opened, self.backups, settings, self.paths, self.clock)

    def whys(self) -> list[Why]:
        return [each.why for each in self.backups.all()]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "data")
    yield home
    home.database.close()


def litter(items: object) -> dict[Litter, int]:
    assert isinstance(items, list)
    found: dict[Litter, int] = {}
    for item in items:
        found[item.litter] = found.get(item.litter, 0) + 1
    return found


# -- what is due -------------------------------------------------------------


def test_one_a_day_and_only_if_something_changed(home: Home) -> None:
    care = home.care()
    assert care.do_what_is_due(QUIET).backup is None  # an empty cache needs none
    home.vehicles.save([vehicle(1)])
    made = care.do_what_is_due(QUIET).backup
    assert made is not None
    assert made.why is Why.DAILY
    home.vehicles.save([vehicle(2)])
    assert care.do_what_is_due(QUIET).backup is None  # there is one of today
    home.clock.advance(days=1)
    assert care.do_what_is_due(QUIET).backup is not None
    home.clock.advance(days=1)
    assert care.do_what_is_due(QUIET).backup is None  # nothing changed since
    assert len(home.whys()) == 2


def test_a_clock_that_jumps_back_stops_no_backup(home: Home) -> None:
    care = home.care(daily_backups=2, weekly_backups=0)
    for number in range(5):
        home.vehicles.save([vehicle(number)])
        assert care.do_what_is_due(QUIET).backup is not None
        home.clock.advance(days=1)
    home.clock.advance(days=-400)
    for number in range(10, 13):
        home.vehicles.save([vehicle(number)])
        made = care.do_what_is_due(QUIET).backup
        assert made is not None
        assert made.path.exists()
        home.clock.advance(days=1)
    assert len(home.whys()) == 4


def test_who_wants_none_gets_none(home: Home) -> None:
    home.vehicles.save([vehicle(1)])
    assert home.care(automatic_backups=False).do_what_is_due(QUIET).backup is None
    done = home.care(automatic_cleaning=False).do_what_is_due(QUIET)
    assert done.backup is not None
    assert done.cleaned is None


def test_cleaning_by_itself_comes_after_a_backup_of_what_goes(home: Home) -> None:
    home.vehicles.save([vehicle(n) for n in range(5)])
    home.removals.remove([vin(1), vin(2)])
    care = home.care()
    for week in range(5):
        care.do_what_is_due(QUIET)
        home.clock.advance(days=7)
        home.vehicles.save([vehicle(10 + week)])
    before = present_fingerprint(home.database)
    done = care.do_what_is_due(QUIET)
    assert done.backup is not None
    assert done.cleaned is not None
    assert litter(done.cleaned.items) == {Litter.REMOVED: 1}
    assert home.backups.tables_of(done.backup) == {k: tuple(v) for k, v in before.items()}
    assert present_fingerprint(home.database)["vehicle"][0] == 3 + 5


def test_a_clock_that_jumps_ahead_and_back_deletes_nothing(home: Home) -> None:
    """Years ahead for three days of use: what was removed can still be brought back."""
    home.vehicles.save([vehicle(n) for n in range(5)])
    home.vehicles.save([replace(vehicle(9), fetched_at=home.clock.now)])
    removal = home.removals.remove([vin(1), vin(2)])
    care, made = home.care(), set[str]()

    def use_for_days(days: int) -> None:
        for _ in range(days):
            home.vehicles.save([vehicle(100 + len(made))])
            done = care.do_what_is_due(QUIET)
            assert done.backup is not None
            assert done.cleaned is not None
            assert not {item.litter for item in done.cleaned.items}
            made.add(done.backup.name)
            home.clock.advance(days=1)

    use_for_days(2)
    home.clock.advance(days=365 * 73)
    use_for_days(3)
    home.clock.advance(days=-365 * 73)
    use_for_days(2)
    home.clock.advance(days=-365 * 50)
    use_for_days(2)
    assert {each.name for each in home.backups.all()} == made
    home.removals.restore(removal.id)
    assert {vin(1), vin(2)} <= {each for each in map(vin, range(5)) if home.vehicles.get(each)}


def test_the_newest_backup_is_not_the_one_of_a_wrong_year(home: Home) -> None:
    care = home.care()
    home.vehicles.save([vehicle(1)])
    home.clock.advance(days=30_000)
    ahead = care.back_up(QUIET)
    home.clock.advance(days=-30_000)
    newest = care.back_up(QUIET)
    assert care.backups() == [newest, ahead]
    assert care.named("latest") == newest
    assert home.rescue.offers() == newest


def test_crash_reports_of_a_wrong_year_go_first(home: Home) -> None:
    home.paths.logs.mkdir()
    stamps = ("20990101", *(f"2026110{day}" for day in range(1, 6)))
    for stamp in stamps:
        (home.paths.logs / f"native-crash-{stamp}-000000.log").write_text("old")
    (gone,) = home.care().cleaner.preview()
    assert gone.words == "native-crash-20990101-000000.log"


def test_a_cache_whose_index_does_not_fit_into_memory_is_not_written_anew(home: Home) -> None:
    assert may_compact(home.database)
    home.database.use(replace(home.limits, memory_mb=90))
    assert not may_compact(home.database)
    assert list(home.care(compact_mb=1, compact_percent=5).cleaner.preview()) == []


# -- by hand -----------------------------------------------------------------


def test_by_hand_and_back(home: Home) -> None:
    care = home.care()
    assert care.remark == "a remark"
    home.vehicles.save([vehicle(1)])
    made = care.back_up(QUIET)
    assert made.path.parent == home.paths.backups
    home.vehicles.save([vehicle(2)])
    kept = care.restore(care.named("latest"), QUIET)
    assert home.vehicles.count() == 1
    (undone,) = (each for each in care.backups() if each.why is Why.BEFORE_RESTORE)
    assert undone.path == kept
    assert care.backups() == [undone, made] or care.backups() == [made, undone]


# -- cleaning ----------------------------------------------------------------


def test_the_preview_lists_all_that_goes_and_nothing_else(home: Home) -> None:
    paths, clock = home.paths, home.clock
    care = home.care(daily_backups=1, weekly_backups=0, safety_backups=1, log_files=2)
    assert list(care.cleaner.preview()) == []
    home.vehicles.save([vehicle(n) for n in range(8)])
    home.vehicles.save([replace(vehicle(9), fetched_at=clock.now - timedelta(days=91))])
    home.removals.remove([vin(1)])
    clock.advance(days=31)
    home.removals.remove([vin(2)])
    for _ in range(3):
        care.back_up(QUIET, Why.DAILY)
        clock.advance(hours=1)
    paths.logs.mkdir()
    for number in range(4):
        (paths.logs / f"vindesk-20260101-00000{number}-000000.log").write_text("old")
    for number in range(7):
        (paths.logs / f"native-crash-20260101-00000{number}.log").write_text("old")
    paths.temporary.mkdir(exist_ok=True)
    old, new, foreign = (
        paths.temporary / name
        for name in ("duckdb_temp_storage_S32K-0.tmp", "duckdb_temp_block-7.block", "mine.tmp")
    )
    for path in (old, new, foreign):
        path.write_text("x")
    os.utime(old, (0, 0))
    os.utime(foreign, (0, 0))
    (paths.backups / "mine.duckdb").write_text("mine")

    items = list(care.cleaner.preview())
    assert litter(items) == {
        Litter.BACKUP: 2,
        Litter.LOG: 3 + 2,
        Litter.TEMPORARY: 1,
        Litter.REMOVED: 1,
        Litter.NO_DATA: 1,
    }
    assert all(item.bytes > 0 for item in items)
    done = care.clean(items, QUIET)
    assert (list(done.items), list(done.failures)) == (items, [])
    assert done.bytes == sum(item.bytes for item in items)
    assert list(care.cleaner.preview()) == []
    assert (new.exists(), foreign.exists(), old.exists()) == (True, True, False)
    assert (paths.backups / "mine.duckdb").exists()
    assert present_fingerprint(home.database)["vehicle"][0] == 7


def test_rows_that_become_old_behind_the_list_stay(home: Home) -> None:
    clock = home.clock
    a_day_later = clock.now + timedelta(days=1)
    home.vehicles.save([*map(vehicle, range(3)), replace(vehicle(3), fetched_at=a_day_later)])
    home.removals.remove([vin(0)])
    clock.advance(days=1)
    home.removals.remove([vin(1)])
    clock.advance(days=89, hours=12)
    care = home.care(removed_days=90, forget_no_data_days=90)
    items = list(care.cleaner.preview())
    told = [(item.litter, item.count) for item in items]
    assert told == [(Litter.REMOVED, 1), (Litter.NO_DATA, 1)]
    clock.advance(days=1)
    care.use(replace(Settings(), removed_days=1, forget_no_data_days=1))
    assert list(care.clean(items, QUIET).items) == items
    assert (home.vehicles.get(vin(2)), home.vehicles.get(vin(3)) is None) == (None, False)
    assert [list(each.vins) for each in home.removals.set_aside(9)] == [[vin(1).text]]


def test_only_what_was_chosen_goes(home: Home) -> None:
    home.paths.logs.mkdir()
    for number in range(8):
        (home.paths.logs / f"vindesk-20260101-00000{number}-000000.log").write_text("old")
    care = home.care()
    first, *_others = care.cleaner.preview()
    care.clean([first], QUIET)
    assert len(list(home.paths.logs.iterdir())) == 7


def test_what_cannot_be_cleaned_is_told_and_the_rest_goes(home: Home, tmp_path: Path) -> None:
    home.vehicles.save([vehicle(1)])
    care = home.care()
    kept = care.back_up(QUIET)
    folder = tmp_path / "folder"
    folder.mkdir()
    file = tmp_path / "vindesk.log"
    file.write_text("old")
    done = care.clean(
        [
            Item(Litter.BACKUP, kept.name, 1, kept.path),  # it is not outdated
            Item(Litter.LOG, "a folder", 1, folder),
            Item(Litter.LOG, "a log", 3, file),
            Item(Litter.LOG, "nothing", 3),
        ],
        QUIET,
    )
    assert [item.words for item in done.items] == ["a log", "nothing"]
    assert len(done.failures) == 2
    assert kept.path.exists()


def test_why_something_cannot_be_cleaned_is_told_without_a_number(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    care = home.care()
    gone = Item(Litter.BACKUP, "old.duckdb", 1, tmp_path / "old.duckdb")
    held = Item(Litter.LOG, "held.log", 1, tmp_path / "held.log")

    def refuse(_self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", "held.log")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        failures = care.clean([gone, held], QUIET).failures
    assert list(failures) == [
        "old.duckdb: old.duckdb is not an old backup any more",
        "held.log: Permission denied",
    ]


def test_the_cache_is_made_smaller_when_that_pays(home: Home) -> None:
    with home.database.transaction() as cursor:
        cursor.execute("CREATE TABLE n AS SELECT md5(range::VARCHAR) AS t FROM range(200000)")
    home.database.checkpoint()
    with home.database.transaction() as cursor:
        cursor.execute("CREATE OR REPLACE TABLE n AS SELECT * FROM n WHERE t < '2'")
    home.database.checkpoint()
    assert list(home.care().cleaner.preview()) == []
    care = home.care(compact_mb=1)
    (item,) = care.cleaner.preview()
    assert item.litter is Litter.ROOM
    size = home.paths.cache.stat().st_size
    assert list(care.clean([item], QUIET).failures) == []
    assert home.paths.cache.stat().st_size < size - 1_000_000


# -- rescue ------------------------------------------------------------------


@pytest.fixture
def wrecked(home: Home) -> Home:
    """Two backups, and a cache that is no cache any more, with a log beside it."""
    home.vehicles.save([vehicle(1)])
    home.backups.make(home.database, Why.DAILY)
    home.clock.advance(days=1)
    home.vehicles.save([vehicle(2)])
    home.backups.make(home.database, Why.DAILY)
    home.database.close()
    home.paths.cache.write_bytes(b"wreck")
    home.paths.cache.with_name("vehicles.duckdb.wal").write_bytes(b"log")
    return home


def asides(home: Home) -> dict[str, bytes]:
    found = home.paths.data.glob("vehicles-damaged-*")
    return {path.name.split("-")[-1].partition(".")[2]: path.read_bytes() for path in found}


def test_the_newest_backup_takes_the_place_of_a_wreck_which_is_kept(wrecked: Home) -> None:
    newest = wrecked.rescue.offers()
    done = wrecked.rescue.restore(QUIET)
    assert done.backup == newest
    assert asides(wrecked) == {"duckdb": b"wreck", "duckdb.wal": b"log"}
    wrecked.open()
    assert wrecked.vehicles.count() == 2


def test_a_folder_that_is_gone_with_its_disk_is_made_again(home: Home, tmp_path: Path) -> None:
    home.vehicles.save([vehicle(1)])
    elsewhere = Backups(tmp_path / "another disk", home.limits, home.clock)
    made = elsewhere.make(home.database, Why.BY_HAND)
    home.database.close()
    rescue = Rescue(home.paths.cache, elsewhere, home.limits, home.clock)
    shutil.rmtree(home.paths.cache.parent)
    assert rescue.restore(QUIET) == Rescued(made, None)
    shutil.rmtree(home.paths.cache.parent)
    assert rescue.start_empty() == Rescued(None, None)
    home.open()


def assert_older_is_back(wrecked: Home, done: Rescued, newest: Backup, older: Backup) -> None:
    """The newest backup was passed over, and the cache is as in the one before."""
    assert (done.backup, done.passed_over) == (older, (newest.name,))
    wrecked.open()
    assert wrecked.vehicles.count() == 1


def test_a_damaged_backup_is_passed_over(wrecked: Home) -> None:
    newest, older = wrecked.backups.all()
    content = bytearray(newest.path.read_bytes())
    content[20_000] ^= 1
    newest.path.write_bytes(content)
    with pytest.raises(RestoreFailed, match="is damaged"):
        wrecked.rescue.restore(QUIET, newest)
    assert wrecked.paths.cache.read_bytes() == b"wreck"
    done = wrecked.rescue.restore(QUIET)
    assert_older_is_back(wrecked, done, newest, older)


def test_a_backup_that_the_disk_cannot_read_is_passed_over(wrecked: Home) -> None:
    newest, older = wrecked.backups.all()
    with bad_sector_in(newest.path):
        with pytest.raises(RestoreFailed, match="Input/output error"):
            wrecked.rescue.restore(QUIET, newest)
        assert wrecked.paths.cache.read_bytes() == b"wreck"
        done = wrecked.rescue.restore(QUIET)
    assert_older_is_back(wrecked, done, newest, older)


def test_a_backup_that_cannot_be_opened_is_passed_over(
    wrecked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, older = wrecked.backups.all()
    check = Backups.check

    def refuse_newest(backups: Backups, backup: Backup, copy: Path) -> None:
        if backup == newest:
            raise BackupFailed("It takes more memory than the cache may use.")
        check(backups, backup, copy)

    with monkeypatch.context() as patch:
        patch.setattr(Backups, "check", refuse_newest)
        with pytest.raises(BackupFailed):
            wrecked.rescue.restore(QUIET, newest)
        done = wrecked.rescue.restore(QUIET)
    assert (done.backup, done.passed_over) == (older, (newest.name,))


def test_what_keeps_every_backup_from_being_opened_is_said(
    wrecked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no reason to begin with an empty cache."""

    def refuse(*_given: object) -> None:
        raise BackupFailed("There is no room left in /data.")

    monkeypatch.setattr(Backups, "check", refuse)
    with pytest.raises(BackupFailed, match="no room"):
        wrecked.rescue.restore(QUIET)
    assert wrecked.paths.cache.read_bytes() == b"wreck"
    assert asides(wrecked) == {}


def test_what_the_log_of_a_wreck_was_is_not_missed_in_its_successor(wrecked: Home) -> None:
    mark = wrecked.paths.cache.with_name("vehicles.duckdb.mark")
    mark.write_text("100")
    wrecked.rescue.restore(QUIET)
    assert not mark.exists()
    wrecked.open()
    assert wrecked.opened.remark == ""
    wrecked.database.close()
    wrecked.paths.cache.unlink()
    mark.write_text("100")
    assert wrecked.rescue.start_empty().aside is None
    wrecked.open()
    assert wrecked.opened.remark == ""


def test_a_backup_of_a_newer_vindesk_is_passed_over(
    wrecked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, older = wrecked.backups.all()
    ready = rescue_module.ready

    def refuse_newest(backups: Backups, backup: Backup, *rest: Any) -> None:
        if backup == newest:
            raise CacheNewer("It was written by vindesk 9.")
        ready(backups, backup, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(rescue_module, "ready", refuse_newest)
        with pytest.raises(CacheNewer):
            wrecked.rescue.restore(QUIET, newest)
        done = wrecked.rescue.restore(QUIET)
    assert_older_is_back(wrecked, done, newest, older)


def test_without_a_good_backup_nothing_is_changed(wrecked: Home) -> None:
    for each in wrecked.backups.all():
        wrecked.backups.delete(each)
    assert wrecked.rescue.offers() is None
    with pytest.raises(RestoreFailed, match="Nothing was changed"):
        wrecked.rescue.restore(QUIET)
    assert wrecked.paths.cache.read_bytes() == b"wreck"
    assert wrecked.rescue.start_empty().backup is None
    assert asides(wrecked)["duckdb"] == b"wreck"
    wrecked.open()
    assert wrecked.vehicles.count() == 0


def test_a_cache_that_is_gone_leaves_nothing_aside(wrecked: Home) -> None:
    wrecked.paths.cache.unlink()
    wrecked.paths.cache.with_name("vehicles.duckdb.wal").unlink()
    chosen = wrecked.rescue.named("latest")
    assert wrecked.rescue.restore(QUIET, chosen).aside is None
    wrecked.open()
    assert wrecked.vehicles.count() == 2


def test_a_folder_that_cannot_be_written_is_said(
    wrecked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(rescue_module, "set_aside", refuse)
        for act in (lambda: wrecked.rescue.restore(QUIET), wrecked.rescue.start_empty):
            with pytest.raises(CacheUnwritable, match="No file was deleted"):
                act()
    assert wrecked.paths.cache.read_bytes() == b"wreck"


def test_without_room_for_an_empty_cache_the_wreck_stays_where_it_is(wrecked: Home) -> None:
    with files_up_to(1_000), pytest.raises(DiskFull):
        wrecked.rescue.start_empty()
    assert wrecked.paths.cache.read_bytes() == b"wreck"
    assert wrecked.paths.cache.with_name("vehicles.duckdb.wal").read_bytes() == b"log"
    assert not list(wrecked.paths.data.glob(".*.vindesk-part*"))
    assert asides(wrecked) == {}


def test_a_backup_that_cannot_be_brought_up_to_date_is_passed_over(
    wrecked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, older = wrecked.backups.all()
    version_of = replacing.version_of

    def stumble_over_newest(engine: Engine, path: Path) -> int:
        if path == newest.path:
            raise duckdb.InternalException("INTERNAL Error: what was read makes no sense")
        return version_of(engine, path)

    monkeypatch.setattr(replacing, "version_of", stumble_over_newest)
    done = wrecked.rescue.restore(QUIET)
    assert (done.backup, done.passed_over) == (older, (newest.name,))


def test_of_several_old_backups_the_chosen_one_goes(home: Home) -> None:
    care = home.care(daily_backups=1, weekly_backups=0)
    home.vehicles.save([vehicle(1)])
    for _ in range(3):
        care.back_up(QUIET, Why.DAILY)
        home.clock.advance(hours=1)
    first, second = care.cleaner.preview()
    assert list(care.clean([second], QUIET).items) == [second]
    assert first.path is not None
    assert first.path.exists()
    assert list(care.cleaner.preview()) == [first]


def test_a_file_that_has_gone_meanwhile_frees_nothing(tmp_path: Path) -> None:
    assert (_size(tmp_path / "gone"), _age_s(tmp_path / "gone")) == (0, 0.0)

import os
import resource
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import msgspec
import pytest
from msgspec.structs import replace

from tests.store.bad_sector import Damaged, bad_sector_in
from tests.store.full_disk import files_up_to
from tests.store.samples import MORNING, Clock, vehicle, vin
from tests.store.stoppable import Stoppable
from vindesk.domain.backups import Backup, Keep, Why
from vindesk.domain.errors import (
    BackupFailed,
    CacheDamaged,
    CacheError,
    CacheNewer,
    DiskFull,
    RestoreFailed,
)
from vindesk.domain.monitor import Cancelled
from vindesk.store import backups as module
from vindesk.store import replacing
from vindesk.store.backup_notes import note_of, note_path
from vindesk.store.backups import Backups, sweep_notes
from vindesk.store.cache_copy import copy_now, copy_whole, present_fingerprint, read_back
from vindesk.store.checkpoints import Checkpoints
from vindesk.store.copy_reading import copy_words
from vindesk.store.database import Database
from vindesk.store.engine import Engine, EngineLimits, attached, translated
from vindesk.store.migrate import CURRENT
from vindesk.store.own_file import OwnFile
from vindesk.store.removals import RemovalBatch, Removals
from vindesk.store.replacing import compact, restore, room_of, set_aside
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles

MANY = 3_000


@pytest.fixture
def backups(tmp_path: Path, limits: EngineLimits, clock: Clock) -> Backups:
    return Backups(tmp_path / "backups", limits, clock)


@pytest.fixture
def full(database: Database, vehicles: Vehicles) -> Database:
    vehicles.save([vehicle(number, make="HONDA") for number in range(20)])
    return database


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def remove(database: Database, clock: Clock, *numbers: int) -> None:
    Removals(database, clock).remove(map(vin, numbers))


def spoil(path: Path, at: int = -5000, bit: int = 0x40) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= bit
    path.write_bytes(content)


# -- making ----------------------------------------------------------------


def test_a_backup_is_a_whole_cache_with_a_note(
    full: Database, backups: Backups, limits: EngineLimits, clock: Clock
) -> None:
    remove(full, clock, 3)
    made = backups.make(full, Why.BY_HAND)
    assert made.name == "vehicles-by-hand-20261112-080000.duckdb"
    assert (made.made_at, made.why, made.vehicles) == (MORNING, Why.BY_HAND, 19)
    assert made.bytes == made.path.stat().st_size
    assert read_back(made.path, limits) == (present_fingerprint(full), 19)
    assert backups.tables_of(made) == {
        name: tuple(each) for name, each in present_fingerprint(full).items()
    }
    assert names(backups.folder) == [made.name, "vehicles-by-hand-20261112-080000.json"]


def test_numbers_go_on_where_the_cache_was(
    full: Database, backups: Backups, clock: Clock, tmp_path: Path, limits: EngineLimits
) -> None:
    remove(full, clock, 1)
    made = backups.make(full, Why.DAILY)
    twin = tmp_path / "twin" / "vehicles.duckdb"
    twin.parent.mkdir()
    shutil.copyfile(made.path, twin)
    other = Database.open(twin, limits, backups=tmp_path / "b")
    Vehicles(other, clock).save([vehicle(99)])
    assert Removals(other, clock).remove([vin(2)]).id == 2
    with other.cursor() as cursor:
        assert cursor.execute("SELECT max(seq), count(*) FROM vehicle").fetchall() == [(21, 21)]
    other.close()


def test_two_in_one_second_have_two_names(full: Database, backups: Backups) -> None:
    backups.make(full, Why.BY_HAND)
    backups.make(full, Why.BY_HAND)
    assert [each.name[-9:-7] for each in backups.all()] == ["01", "00"]


def test_what_is_written_meanwhile_is_not_in_it_and_does_not_wait(
    full: Database, backups: Backups, vehicles: Vehicles, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = module.copy_now
    before = present_fingerprint(full)

    def and_then_write(*given: object) -> object:
        seen = original(*given)  # pyright: ignore[reportArgumentType] - passed on
        with ThreadPoolExecutor(1) as pool:
            pool.submit(vehicles.save, [vehicle(500)]).result()
        return seen

    monkeypatch.setattr(module, "copy_now", and_then_write)
    made = backups.make(full, Why.DAILY)
    assert made.vehicles == 20
    assert present_fingerprint(full) != before


def test_a_cache_that_the_disk_cannot_read_is_no_fault_of_the_folder_of_backups(
    full: Database, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Damaged(full.path) as file, monkeypatch.context() as patch:
        patch.setattr(OwnFile, "opened", lambda _own: file)
        with pytest.raises(CacheError, match="cannot be read: Input/output error") as caught:
            backups.make(full, Why.BY_HAND)
    assert caught.value.advice == "Check the disk."
    assert list(backups.folder.iterdir()) == []


def test_a_full_disk_costs_the_backup_and_nothing_else(
    full: Database, backups: Backups, vehicles: Vehicles
) -> None:
    for size in (1_000, 20_000, 300_000):
        with files_up_to(size), pytest.raises(BackupFailed) as caught:
            backups.make(full, Why.DAILY)
        assert "The cache is as it was" in caught.value.detail
        assert names(backups.folder) == []
        vehicles.save([vehicle(600 + size)])
    assert backups.make(full, Why.DAILY).vehicles == 23


def test_a_folder_that_cannot_be_written_is_said(full: Database, backups: Backups) -> None:
    backups.folder.parent.mkdir(exist_ok=True)
    backups.folder.write_text("a file")
    with pytest.raises(BackupFailed, match="The cache is as it was"):
        backups.make(full, Why.DAILY)
    assert backups.all() == ()


def test_a_folder_whose_name_is_no_text_is_said(
    full: Database, backups: Backups, tmp_path: Path
) -> None:
    backups.folder = tmp_path / "caf\udce9"
    with pytest.raises(BackupFailed, match="not valid UTF-8"):
        backups.make(full, Why.DAILY)


def test_a_copy_that_reads_otherwise_is_thrown_away(
    full: Database, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "copy_now", lambda *given: {**copy_now(*given), "x": (1, "")})
    with pytest.raises(BackupFailed, match="did not match what was written"):
        backups.make(full, Why.DAILY)
    assert names(backups.folder) == []


def test_a_copy_that_cannot_be_read_is_thrown_away(
    full: Database, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(database: Database, draft: Path, monitor: object) -> object:
        seen = copy_now(database, draft)
        spoil(draft, 20_000)
        return seen

    monkeypatch.setattr(module, "copy_now", spoilt)
    with pytest.raises(BackupFailed, match="cannot be read"):
        backups.make(full, Why.DAILY)
    assert names(backups.folder) == []


def test_a_cancelled_backup_leaves_nothing(full: Database, backups: Backups) -> None:
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        backups.make(full, Why.DAILY, monitor)
    assert names(backups.folder) == []


# -- the list --------------------------------------------------------------


def test_only_ours_are_listed_and_deleted(full: Database, backups: Backups, clock: Clock) -> None:
    ours = backups.make(full, Why.DAILY)
    for name, content in {
        "vehicles-daily-20200101-000000.duckdb": b"not a database",
        "vehicles-daily-20209999-000000.duckdb": ours.path.read_bytes(),
        "mine.duckdb": ours.path.read_bytes(),
        "vehicles-by-hand-20200101-000000.txt": b"text",
    }.items():
        (backups.folder / name).write_bytes(content)
    (backups.folder / "vehicles-daily-20200102-000000.duckdb").mkdir()
    clock.advance(days=1)
    newer = backups.make(full, Why.DAILY)
    assert backups.all() == [newer, ours]
    (gone,) = backups.outdated(Keep(1, 0, 1))
    backups.delete(gone)
    assert len(names(backups.folder)) == 7
    assert sweep_notes(backups.folder) == 0


def test_one_without_a_note_is_listed_and_restored_all_the_same(
    full: Database, backups: Backups, clock: Clock
) -> None:
    made = backups.make(full, Why.DAILY)
    before = present_fingerprint(full)
    made.path.with_suffix(".json").unlink()
    (there,) = backups.all()
    assert there == replace(made, vehicles=None)
    assert backups.tables_of(there) is None
    remove(full, clock, 1)
    restore(full, backups, there, clock)
    assert present_fingerprint(full) == before


@pytest.mark.parametrize("before", [b"", b'"sha256":"'], ids=["no JSON", "no UTF-8"])
def test_one_whose_note_makes_no_sense_is_listed_as_if_it_had_none(
    full: Database, backups: Backups, before: bytes
) -> None:
    made = backups.make(full, Why.DAILY)
    note = made.path.with_suffix(".json")
    spoil(note, note.read_bytes().index(before) + len(before), bit=0x80)
    (there,) = backups.all()
    assert there == replace(made, vehicles=None)


def test_a_note_without_its_backup_is_swept(full: Database, backups: Backups) -> None:
    made = backups.make(full, Why.DAILY)
    (backups.folder / "vehicles-of-mine.json").write_text("{}")
    made.path.unlink()
    assert sweep_notes(backups.folder) == 1
    assert names(backups.folder) == ["vehicles-of-mine.json"]
    assert sweep_notes(backups.folder / "gone") == 0


def test_a_note_that_cannot_be_deleted_shields_no_other(
    full: Database, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    for made in [backups.make(full, Why.DAILY) for _ in range(3)]:
        made.path.unlink()
    tried: list[Path] = []
    unlink = Path.unlink

    def refuse_first(path: Path, *, missing_ok: bool = False) -> None:
        tried.append(path)
        if len(tried) == 1:
            raise PermissionError(13, os.strerror(13), str(path))
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse_first)
        assert sweep_notes(backups.folder) == 2
    assert names(backups.folder) == [tried[0].name]


def test_one_is_found_by_its_name(full: Database, backups: Backups) -> None:
    made = backups.make(full, Why.DAILY)
    for name in ("latest", made.name, made.path.stem, str(made.path)):
        assert backups.named(name) == made
    with pytest.raises(RestoreFailed, match="no backup 'other'"):
        backups.named("other")


# -- restoring -------------------------------------------------------------


def test_a_restored_cache_has_what_the_backup_had_and_can_be_taken_back(
    full: Database, backups: Backups, clock: Clock, vehicles: Vehicles
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    remove(full, clock, *range(10))
    vehicles.save([vehicle(700)])
    after = present_fingerprint(full)
    kept = restore(full, backups, made, clock)
    assert present_fingerprint(full) == before
    assert vehicles.count() == 20
    vehicles.save([vehicle(701)])
    (there,) = [each for each in backups.all() if each.path == kept]
    assert there.why is Why.BEFORE_RESTORE
    restore(full, backups, there, clock)
    assert present_fingerprint(full) == after
    assert not full.log_path.exists() or full.log_path.stat().st_size == 0
    assert not [name for name in names(full.path.parent) if "part" in name]


def test_what_was_chosen_before_a_restore_is_never_another_vehicle_after_it(
    full: Database, backups: Backups, clock: Clock, vehicles: Vehicles
) -> None:
    made = backups.make(full, Why.BY_HAND)
    vehicles.save([vehicle(700)])
    chosen = VehiclePages(full).order().chosen([range(2)])  # 700, and one that is in the backup
    removal = Removals(full, clock).remove([vin(5)])
    restore(full, backups, made, clock)
    vehicles.save([vehicle(701)])
    Removals(full, clock).remove([vin(6)])
    assert Removals(full, clock).remove_keys(chosen.keys).count == 1
    assert vehicles.get(vin(701)) is not None
    assert vehicles.get(vin(19)) is None
    assert Removals(full, clock).restore(removal.id) == 0
    assert vehicles.get(vin(6)) is None


def test_a_removal_that_is_done_again_may_meet_itself_in_the_restored_backup(
    full: Database, backups: Backups, clock: Clock, vehicles: Vehicles
) -> None:
    removals, chosen = Removals(full, clock), VehiclePages(full).order().chosen([range(2)])
    batch = removals.remove_keys(chosen.keys).id
    made = backups.make(full, Why.BY_HAND)
    assert removals.restore(batch) == 2
    restore(full, backups, made, clock)
    assert removals.remove_keys(chosen.keys, batch) == RemovalBatch(batch, 0)
    assert removals.restore(batch) == 2
    assert vehicles.count() == 20


def test_readers_and_writers_wait_for_a_restore(
    full: Database, backups: Backups, clock: Clock, vehicles: Vehicles
) -> None:
    made, stop = backups.make(full, Why.BY_HAND), threading.Event()

    def read() -> int:
        reads = 0
        while not stop.wait(0.002):
            assert vehicles.get(vin(1)) is not None
            reads += 1
        return reads

    def write() -> int:
        writes = 0
        while not stop.wait(0.002):
            vehicles.save([vehicle(800 + writes)])
            writes += 1
        return writes

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read), pool.submit(write)]
        for _ in range(3):
            restore(full, backups, made, clock)
        stop.set()
        assert all(each.result() for each in readers)


@pytest.mark.parametrize("has_note", [True, False])
def test_a_damaged_backup_is_refused_and_left(
    full: Database, backups: Backups, clock: Clock, has_note: bool
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    spoil(made.path, 20_000)
    content = made.path.read_bytes()
    if not has_note:
        made.path.with_suffix(".json").unlink()
    with pytest.raises(RestoreFailed, match="is damaged"):
        restore(full, backups, made, clock)
    assert made.path.read_bytes() == content
    assert present_fingerprint(full) == before
    assert len(backups.all()) == 1


def test_a_backup_whose_note_tells_of_other_rows_is_refused(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(full, Why.BY_HAND)
    monkeypatch.setattr(module, "read_back", lambda *_given: ({}, 0))
    with pytest.raises(RestoreFailed, match="is damaged"):
        restore(full, backups, made, clock)


def test_a_backup_of_another_duckdb_with_other_hashes_is_restored(
    full: Database, backups: Backups, clock: Clock
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    rewrite_note(made, lambda count, _hash: (count, "1"))
    remove(full, clock, 1)
    restore(full, backups, made, clock)
    assert present_fingerprint(full) == before
    rewrite_note(made, lambda count, of_rows: (count + 1, of_rows))
    with pytest.raises(RestoreFailed, match="is damaged"):
        restore(full, backups, made, clock)


def rewrite_note(backup: Backup, change: Callable[[int, str], tuple[int, str]]) -> None:
    note = note_of(backup.path)
    assert note is not None
    tables = {name: change(*table) for name, table in note.tables.items()}
    note_path(backup.path).write_bytes(msgspec.json.encode(replace(note, tables=tables)))


def test_a_backup_that_is_gone_or_does_not_fit_changes_nothing(
    full: Database, backups: Backups, clock: Clock
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    with files_up_to(100_000), pytest.raises(RestoreFailed, match="no room"):
        restore(full, backups, made, clock)
    made.path.unlink()
    with pytest.raises(RestoreFailed, match="The cache is as it was"):
        restore(full, backups, made, clock)
    assert present_fingerprint(full) == before


def test_without_room_for_the_present_cache_nothing_is_changed(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(full, Why.BY_HAND)
    remove(full, clock, 1)
    before = present_fingerprint(full)

    def fail(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Backups, "_seal", fail)
        with pytest.raises(BackupFailed, match="no room"):
            restore(full, backups, made, clock)
    assert present_fingerprint(full) == before


def test_a_present_cache_that_cannot_be_read_is_set_aside(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)

    def fail(*_given: object) -> None:
        raise CacheDamaged("It cannot be read.")

    with monkeypatch.context() as patch:
        patch.setattr(Backups, "_seal", fail)
        kept = restore(full, backups, made, clock)
    assert kept.name == "vehicles-damaged-20261112-080000.duckdb"
    assert kept.exists()
    assert present_fingerprint(full) == before


def test_a_present_cache_that_the_disk_cannot_read_is_set_aside(
    full: Database, backups: Backups, clock: Clock
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    remove(full, clock, 1)
    with bad_sector_in(full.path):
        kept = restore(full, backups, made, clock)
    assert kept.name == "vehicles-damaged-20261112-080000.duckdb"
    assert kept.exists()
    assert present_fingerprint(full) == before
    assert backups.all() == [made]


def test_a_backup_that_the_disk_cannot_read_is_no_fault_of_the_folder_of_the_cache(
    full: Database, backups: Backups, clock: Clock
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    with (
        bad_sector_in(made.path),
        pytest.raises(RestoreFailed, match=f"{made.name}: Input/output error") as caught,
    ):
        restore(full, backups, made, clock)
    assert caught.value.advice == "Choose another backup."
    assert present_fingerprint(full) == before


def test_a_folder_of_the_cache_that_cannot_be_written_is_said(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)

    def refuse(_source: Path, target: Path) -> None:
        raise PermissionError(13, os.strerror(13), str(target))

    with monkeypatch.context() as patch:
        patch.setattr(replacing, "copy_file", refuse)
        with pytest.raises(RestoreFailed, match="Permission denied") as caught:
            restore(full, backups, made, clock)
    assert caught.value.advice == "Check that the folder of the cache may be written."
    assert present_fingerprint(full) == before


def test_a_present_cache_for_whose_copy_there_is_no_room_stays_where_it_is(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(full, Why.BY_HAND)
    remove(full, clock, 1)
    before = present_fingerprint(full)

    def fail(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(module, "copy_file", fail)
        with pytest.raises(BackupFailed, match="no room"):
            restore(full, backups, made, clock)
    assert present_fingerprint(full) == before
    assert backups.all() == [made]


def test_a_cache_that_was_set_aside_for_nothing_goes_back(
    full: Database, backups: Backups, clock: Clock, vehicles: Vehicles
) -> None:
    made = backups.make(full, Why.BY_HAND)
    vehicles.save([vehicle(700)])

    def fail(_draft: Path, _target: Path) -> Path:
        raise OSError(5, "Input/output error")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Checkpoints, "run", lambda _self: None)
        _leave_a_log(patch, full)
        patch.setattr(Path, "replace", fail)
        with pytest.raises(RestoreFailed, match="The cache is as it was"):
            restore(full, backups, made, clock)
    assert vehicles.get(vin(700)) is not None
    assert not [name for name in names(full.path.parent) if "damaged" in name]


def test_a_log_that_cannot_be_written_into_the_file_goes_aside_with_it(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    remove(full, clock, 1)
    monkeypatch.setattr(Checkpoints, "run", lambda _self: None)
    _leave_a_log(monkeypatch, full)
    kept = restore(full, backups, made, clock)
    monkeypatch.undo()
    assert kept.with_name(f"{kept.name}.wal").exists()
    assert present_fingerprint(full) == before


def _leave_a_log(patch: pytest.MonkeyPatch, database: Database) -> None:
    """DuckDB writes its log into the file when it is closed; here a log is left beside it."""
    close = Engine.close

    def close_and_leave(engine: Engine) -> None:
        close(engine)
        if engine is database._engine:
            database.log_path.write_bytes(b"a log")

    patch.setattr(Engine, "close", close_and_leave)


def test_an_older_backup_is_brought_up_to_date_and_a_newer_one_refused(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.make(full, Why.BY_HAND)
    newer = replace(
        CURRENT,
        version=CURRENT.version + 1,
        migrations={CURRENT.version + 1: ("CREATE TABLE note (text VARCHAR)",)},
    )
    with monkeypatch.context() as patch:
        patch.setattr(replacing, "CURRENT", newer)
        restore(full, backups, made, clock)
    with full.cursor() as cursor:
        assert cursor.execute("SELECT * FROM note").fetchall() == []
    late = backups.make(full, Why.BY_HAND)
    with pytest.raises(CacheNewer):
        restore(full, backups, late, clock)


def test_without_room_to_bring_a_backup_up_to_date_nothing_is_changed(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    rows = "CREATE TABLE note AS SELECT md5(range::VARCHAR) AS text FROM range(100_000)"
    newer = replace(CURRENT, version=CURRENT.version + 1, migrations={CURRENT.version + 1: (rows,)})
    monkeypatch.setattr(replacing, "CURRENT", newer)
    with files_up_to(made.bytes), pytest.raises(DiskFull):
        restore(full, backups, made, clock)
    assert present_fingerprint(full) == before
    assert not [name for name in names(full.path.parent) if "part" in name]


def test_a_closed_cache_is_not_restored(
    full: Database, backups: Backups, clock: Clock, cache: Path
) -> None:
    made = backups.make(full, Why.BY_HAND)
    full.close()
    with pytest.raises(CacheError, match="is closed"):
        restore(full, backups, made, clock)
    assert cache.exists()


def test_a_cancelled_restore_changes_nothing(
    full: Database, backups: Backups, clock: Clock
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        restore(full, backups, made, clock, monitor)
    assert (present_fingerprint(full), len(backups.all())) == (before, 1)


def test_a_read_that_will_not_end_keeps_the_cache(
    full: Database, backups: Backups, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = backups.make(full, Why.BY_HAND), present_fingerprint(full)
    monkeypatch.setattr("vindesk.store.database._PATIENCE_S", 0.01)
    monkeypatch.setattr(full._engine, "_patience_s", 0.05)
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        with full.cursor():
            held.set()
            go.wait(10)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        held.wait(10)
        with pytest.raises(CacheError, match="in use"):
            restore(full, backups, made, clock)
        go.set()
        holding.result()
    assert present_fingerprint(full) == before


# -- compaction --------------------------------------------------------------


@pytest.fixture
def loose(database: Database) -> Database:
    """A cache of which much is free."""
    with database.transaction() as cursor:
        cursor.execute("CREATE TABLE numbers AS SELECT md5(range::VARCHAR) AS t FROM range(200000)")
    database.checkpoint()
    with database.transaction() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT t FROM numbers WHERE t < '2'")
    database.checkpoint()
    with database.transaction() as cursor:
        cursor.execute("DROP TABLE numbers")
    database.checkpoint()
    return database


def test_compaction_gives_room_back_and_keeps_all(loose: Database, vehicles: Vehicles) -> None:
    vehicles.save([vehicle(1)])
    before, room = present_fingerprint(loose), room_of(loose)
    assert room.free > 1_000_000
    freed = compact(loose)
    assert freed > 1_000_000
    assert room_of(loose).free == 0
    assert present_fingerprint(loose) == before
    vehicles.save([vehicle(2)])
    assert vehicles.count() == 2


def test_what_is_written_meanwhile_is_not_lost(
    loose: Database, vehicles: Vehicles, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = replacing.read_back

    def and_write(path: Path, limits: EngineLimits) -> object:
        vehicles.save([vehicle(7)])
        return original(path, limits)

    monkeypatch.setattr(replacing, "read_back", and_write)
    with pytest.raises(CacheError, match="in use"):
        compact(loose)
    assert vehicles.get(vin(7)) is not None
    assert not [name for name in names(loose.path.parent) if "part" in name]


def test_a_long_read_is_not_interrupted_to_give_room_back(
    loose: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vindesk.store.database._PATIENCE_S", 0.05)
    before = present_fingerprint(loose)
    begun, go = threading.Event(), threading.Event()

    def export() -> int:
        with loose.cursor() as cursor:
            cursor.execute("SELECT hash(range) FROM range(1_000_000)")
            read = len(cursor.fetchmany(10))
            begun.set()
            go.wait(10)
            while some := cursor.fetchmany(100_000):
                read += len(some)
            return read

    with ThreadPoolExecutor(1) as pool:
        exporting = pool.submit(export)
        begun.wait(10)
        with pytest.raises(CacheError, match=r"in use\. Nothing was changed"):
            compact(loose)
        go.set()
        assert exporting.result() == 1_000_000
    assert present_fingerprint(loose) == before
    assert not [name for name in names(loose.path.parent) if "part" in name]
    assert compact(loose) > 0


def test_a_second_file_that_reads_otherwise_is_thrown_away(
    loose: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = present_fingerprint(loose)
    monkeypatch.setattr(replacing, "read_back", lambda *_given: ({}, 0))
    with pytest.raises(CacheError, match="could not be rewritten"):
        compact(loose)
    assert present_fingerprint(loose) == before


def test_with_a_log_left_the_file_is_not_replaced(
    loose: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = present_fingerprint(loose)
    _leave_a_log(monkeypatch, loose)
    with pytest.raises(CacheError, match="in use"):
        compact(loose)
    monkeypatch.undo()
    loose.log_path.unlink(missing_ok=True)
    assert present_fingerprint(loose) == before


# -- setting aside -----------------------------------------------------------


def test_what_is_set_aside_never_replaces_anything(tmp_path: Path, clock: Clock) -> None:
    cache = tmp_path / "vehicles.duckdb"
    for content in (b"1", b"2"):
        cache.write_bytes(content)
        cache.with_name("vehicles.duckdb.wal").write_bytes(b"log")
        set_aside(cache, clock)
    assert names(tmp_path) == [
        "vehicles-damaged-20261112-080000-2.duckdb",
        "vehicles-damaged-20261112-080000-2.duckdb.wal",
        "vehicles-damaged-20261112-080000.duckdb",
        "vehicles-damaged-20261112-080000.duckdb.wal",
    ]


def test_deleting_says_what_kept_it(
    full: Database, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Backup = backups.make(full, Why.DAILY)

    def refuse(*_given: object, **_options: object) -> None:
        raise PermissionError(13, os.strerror(13))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(BackupFailed, match="Permission denied"):
            backups.delete(made)


def test_a_copy_of_many_slices_is_whole_and_rests_between_them(
    full: Database, limits: EngineLimits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = present_fingerprint(full)
    monkeypatch.setattr("vindesk.store.fingerprint._SLICE", 7)
    assert present_fingerprint(full) == whole
    assert copy_whole(full, tmp_path / "copy.duckdb") == whole
    assert read_back(tmp_path / "copy.duckdb", limits) == (whole, 20)


def test_a_folder_that_is_not_there_is_a_sentence(
    full: Database, tmp_path: Path, limits: EngineLimits
) -> None:
    nowhere = tmp_path / "gone" / "copy.duckdb"
    with pytest.raises(BackupFailed, match="The cache is as it was") as caught:
        copy_whole(full, nowhere)
    assert str(nowhere.parent) in caught.value.advice
    with pytest.raises(BackupFailed):
        read_back(nowhere, limits)
    assert present_fingerprint(full)["vehicle"][0] == 20


def test_a_bug_in_a_copy_stays_a_bug(full: Database, tmp_path: Path) -> None:
    with (
        pytest.raises(duckdb.CatalogException),
        full.cursor() as cursor,
        attached(cursor, tmp_path / "copy.duckdb") as alias,
    ):
        cursor.execute(f"SELECT * FROM {alias}.nothing")
    with pytest.raises(duckdb.CatalogException), translated(copy_words(tmp_path / "copy")):
        raise duckdb.CatalogException("Catalog Error: a bug")


def test_without_a_handle_for_another_file_a_sentence_says_so(
    full: Database, backups: Backups
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open("/", os.O_RDONLY)  # the lowest number that nobody has
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        with pytest.raises(BackupFailed, match="oo many open files"):
            backups.make(full, Why.DAILY)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert backups.make(full, Why.DAILY).vehicles == 20


def test_a_backup_that_vanishes_is_said(
    full: Database, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_described", lambda _path: None)
    with pytest.raises(BackupFailed, match="is gone"):
        backups.make(full, Why.DAILY)

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.samples import Clock
from vindesk.domain.errors import ExportFailed
from vindesk.domain.monitor import Unwatched
from vindesk.services.pictures import save_picture
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.export_place import Target


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    limits = EngineLimits(memory_mb=256, threads=1, temporary=tmp_path / "temporary")
    opened = Database.open(
        tmp_path / "vehicles.duckdb", limits, backups=tmp_path / "backups", clock=Clock()
    )
    yield opened
    opened.close()


def test_a_picture_is_there_whole_and_nothing_is_left_beside_it(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "a.png"
    target.write_bytes(b"old")
    assert save_picture(database, b"new", Target(target), Unwatched()) == target
    assert [(each.name, each.read_bytes()) for each in folder.iterdir()] == [("a.png", b"new")]


def test_where_it_cannot_be_written_what_was_there_stays(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(ExportFailed, match="does not exist"):
        save_picture(database, b"new", Target(tmp_path / "nowhere" / "a.png"), Unwatched())
    with pytest.raises(ExportFailed, match="own cache"):
        save_picture(database, b"new", Target(database.path), Unwatched())

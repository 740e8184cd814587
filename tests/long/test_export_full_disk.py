"""Exports to a disk that is full before they are done, as single files."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import ultravin

from tests.cli.test_commands import NOBODY, Shell
from tests.long.small_disk import MB, small_disk
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import ExportFormat, ExportPlan, ParquetShape, Partition
from vindesk.domain.monitor import Unwatched
from vindesk.services.assembly import Services, open_services
from vindesk.store.export_place import Target

ROWS = 3_000
PLANS = {
    "out.parquet": ExportPlan(),
    "out.csv": ExportPlan(form=ExportFormat.CSV),
    "out.xlsx": ExportPlan(form=ExportFormat.XLSX),
}

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("exports")
    (folder / "vins.txt").write_text("\n".join(ultravin.generate(ROWS, seed=5)))
    shell = Shell(folder / "data", NOBODY)
    shell.run("import", str(folder / "vins.txt"), "--source", "embedded")
    opened = open_services(Settings(), Paths.under(folder / "data"))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("kilobytes", [8, 60, 120])
def test_nothing_is_left_and_the_cache_is_untouched(
    services: Services, tmp_path: Path, name: str, kilobytes: int
) -> None:
    exporter, plan = services.exporter, PLANS[name]
    before = exporter.count(plan, Unwatched())
    assert before > ROWS * 0.9
    disk = tmp_path / "disk"
    with small_disk(disk, kilobytes * 1024):
        with pytest.raises(ExportFailed, match=r"room|space"):
            exporter.export(plan, Target(disk / name), Unwatched())
        assert not list(disk.iterdir())
    assert exporter.count(plan, Unwatched()) == before
    with small_disk(tmp_path / "large", 200 * MB):
        found = exporter.export(plan, Target(tmp_path / "large" / name), Unwatched())
        assert found.rows == before


@pytest.mark.parametrize("name", PLANS)
def test_the_file_of_before_stays(services: Services, tmp_path: Path, name: str) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, 60 * 1024):
        (disk / name).write_text("old")
        with pytest.raises(ExportFailed, match=r"room|space"):
            services.exporter.export(PLANS[name], Target(disk / name), Unwatched())
        assert [(path.name, path.read_text()) for path in disk.iterdir()] == [(name, "old")]


@pytest.mark.parametrize("kilobytes", [8, 60, 120, 2_000])
def test_folders_of_thousands_of_makes_are_told_as_soon(
    services: Services, tmp_path: Path, kilobytes: int
) -> None:
    plan = ExportPlan(parquet=ParquetShape(partition=Partition.MAKE))
    disk, began = tmp_path / "disk", time.process_time()
    with small_disk(disk, kilobytes * 1024):
        with pytest.raises(ExportFailed, match=r"room|space"):
            services.exporter.export(plan, Target(disk / "out"), Unwatched())
        assert not list(disk.iterdir())
    assert time.process_time() - began < 15

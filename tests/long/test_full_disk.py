"""A disk that fills up in the middle of a day's work: no lost row, no crash, a clear word."""

import faulthandler
from pathlib import Path

import pytest

from tests.long.full_disk_day import Day
from tests.long.small_disk import small_disk
from tests.store.full_disk import files_up_to
from vindesk.config.settings import Settings
from vindesk.domain.errors import UserError
from vindesk.services.assembly import open_services

SIZES = (20_000, 100_000, 300_000, 800_000, 1_400_000)
"""Bytes that no file may exceed; an empty cache has about 800,000."""


@pytest.mark.parametrize(
    ("seed", "size"),
    [
        *((seed, size) for seed, size in enumerate(SIZES)),
        *(
            pytest.param(seed, 4_096 * seed * seed, marks=pytest.mark.long)
            for seed in range(10, 40)
        ),
    ],
)
def test_a_file_that_cannot_grow_costs_no_row(tmp_path: Path, seed: int, size: int) -> None:
    faulthandler.cancel_dump_traceback_later()
    day = Day(tmp_path / "data", seed)
    services = open_services(Settings(), day.paths)
    with files_up_to(size):
        day.work(services)
    day.compare(services)
    services.close()
    assert all(("room" in said) or ("space" in said) for said in day.refused), day.refused
    day.check()


@pytest.mark.long
@pytest.mark.usefixtures("each_cache_made")
@pytest.mark.parametrize("kilobytes", [round(16_384 * 0.9**step) for step in range(30)])
def test_a_disk_that_is_smaller_and_smaller_costs_no_row(tmp_path: Path, kilobytes: int) -> None:
    faulthandler.cancel_dump_traceback_later()
    with small_disk(tmp_path / "disk", kilobytes * 1024):
        day = Day(tmp_path / "disk" / "data", kilobytes)
        try:
            services = open_services(Settings(), day.paths)
        except UserError as error:
            assert ("room" in error.sentence) or ("space" in error.sentence)  # noqa: PT017
            assert not day.paths.cache.exists()  # a part of one would pass for damage
            return
        day.work(services)
        day.compare(services)
        services.close()
        reopened = open_services(Settings(), day.paths)
        day.compare(reopened)
        assert not reopened.care.remark
        reopened.close()
        assert all(("room" in said) or ("space" in said) for said in day.refused), day.refused

import pytest

from tests.store.samples import MORNING
from vindesk.domain.backups import Why
from vindesk.store.backup_names import backup_name, is_backup_name, told_by


@pytest.mark.parametrize("why", Why)
@pytest.mark.parametrize("version", [None, 12])
def test_a_name_tells_what_it_was_made_of(why: Why, version: int | None) -> None:
    name = backup_name(why, MORNING, version)
    assert told_by(name) == (why, MORNING)
    assert is_backup_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "mine.duckdb",
        "vehicles-weekly-20261112-080000.duckdb",
        "vehicles-daily-20269999-080000.duckdb",
        "vehicles-daily-20261112-080000.duckdb.part",
    ],
)
def test_other_names_tell_nothing(name: str) -> None:
    assert told_by(name) is None

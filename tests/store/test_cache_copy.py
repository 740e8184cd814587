from pathlib import Path

import pytest

from vindesk.domain.errors import BackupFailed
from vindesk.store.copy_reading import copy_words
from vindesk.store.faults import Fault

DRAFT = Path("/somewhere/copy")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.DISK_FULL, "There is no room left in /somewhere. The cache is as it was."),
        (Fault.UNWRITABLE, "Permission denied. The cache is as it was."),
        (Fault.MEMORY, "It takes more memory than the cache may use. The cache is as it was."),
    ],
)
def test_what_keeps_a_copy_from_being_made_is_said(fault: Fault, said: str) -> None:
    told = copy_words(DRAFT)(fault, "IO Error: Permission denied")
    assert isinstance(told, BackupFailed)
    assert told.detail == said
    assert told.advice


def test_a_bug_of_ours_stays_one() -> None:
    assert copy_words(DRAFT)(Fault.BAD_INPUT, "Invalid Input Error: x") is None

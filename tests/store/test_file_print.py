from pathlib import Path

import pytest

from vindesk.store.file_print import FilePrint


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "list.csv"
    made.write_text("vin")
    return made


def test_what_nobody_touched_is_still_there(file: Path) -> None:
    assert FilePrint.of(file).is_of(file)


def test_what_was_written_to_replaced_or_deleted_is_not(file: Path) -> None:
    seen = FilePrint.of(file)
    file.with_name("other").write_text("vin")
    file.with_name("other").replace(file)
    assert not seen.is_of(file)
    seen = FilePrint.of(file)
    file.write_text("vin\n1")
    assert not seen.is_of(file)
    file.unlink()
    assert not seen.is_of(file)


def test_of_what_is_not_there_is_no_print(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FilePrint.of(tmp_path / "none")

"""``vindesk backup``, ``restore`` and ``clean``, as a person runs them."""

from pathlib import Path

import pytest

from tests.cli.test_commands import NOBODY, Shell

VINS = ("1XPWD40X1ED215307", "1XKWDB0X57J211825")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "data", NOBODY)
    shell.run("--source", "embedded", "lookup", *VINS)
    return shell


def test_backup_list_restore_and_undo(shell: Shell) -> None:
    (made,) = shell.json("backup")
    assert (made["why"], made["vehicles"]) == ("by-hand", 2)
    assert shell.json("backup", "--list") == [made]
    shell.run("remove", VINS[0])
    (done,) = shell.json("restore", str(made["name"]))
    assert (done["restored"], done["vehicles"]) == (made["name"], 2)
    assert shell.json("remove", VINS[0])[0]["cache_delete_success"] is True
    assert [each["why"] for each in shell.json("backup", "--list")] == ["restore", "by-hand"]
    (line,) = shell.run("restore")
    assert line.startswith("Restored vehicles-restore-")


def test_what_there_is_not_cannot_be_restored(shell: Shell) -> None:
    shell.run("restore", code=3)
    assert "There is no backup 'latest'" in shell.errors


def test_a_damaged_cache_is_restored_and_kept(shell: Shell, tmp_path: Path) -> None:
    shell.run("backup")
    cache = tmp_path / "data" / "vehicles.duckdb"
    cache.write_bytes(b"damaged")
    shell.run("lookup", VINS[0], code=3)
    assert "The cache is damaged" in shell.errors
    (line,) = shell.run("restore")
    assert line.startswith("Restored vehicles-by-hand-")
    (aside,) = cache.parent.glob("vehicles-damaged-*")
    assert aside.name in line
    assert aside.read_bytes() == b"damaged"
    (answer,) = shell.json("--source", "embedded", "lookup", VINS[0])
    assert answer["cached_result"] is True


def test_what_is_restored_for_a_damaged_cache_is_told_as_for_a_good_one(
    shell: Shell, tmp_path: Path
) -> None:
    (made,) = shell.json("backup")
    cache = tmp_path / "data" / "vehicles.duckdb"
    cache.write_bytes(b"damaged")
    (told,) = shell.json("restore")
    (aside,) = cache.parent.glob("vehicles-damaged-*")
    assert told == {
        "restored": made["name"],
        "vehicles": 2,
        "kept": str(aside),
        "passed_over": [],
    }


def test_a_newer_backup_that_is_damaged_too_is_named(shell: Shell, tmp_path: Path) -> None:
    older, newer = (str(shell.json("backup")[0]["name"]) for _ in range(2))
    (tmp_path / "data" / "vehicles.duckdb").write_bytes(b"damaged")
    file = tmp_path / "data" / "backups" / newer
    content = bytearray(file.read_bytes())
    content[20_000] ^= 1
    file.write_bytes(content)
    (told,) = shell.json("restore")
    assert (told["restored"], told["passed_over"]) == (older, [newer])
    assert shell.errors == f"{newer}: 1 newer backup could not be used.\n"


def test_people_are_told_in_words_why_a_backup_was_made(shell: Shell) -> None:
    (line,) = shell.run("backup")
    assert "  By hand  2 vehicles  " in line
    assert shell.json("backup", "--list")[0]["why"] == "by-hand"


def test_clean_says_first_what_it_would_do(shell: Shell, tmp_path: Path) -> None:
    logs = tmp_path / "data" / "logs"
    for number in range(7):
        (logs / f"vindesk-20260101-00000{number}-000000.log").write_text("old")
    listed = shell.json("clean", "--dry-run")
    assert [(each["name"], each["cleaned"]) for each in listed] == [
        (f"vindesk-20260101-00000{number}-000000.log", False) for number in range(2)
    ]
    assert shell.errors == "6 bytes would be freed.\n"
    assert len(shell.json("clean")) == 2
    assert shell.json("clean") == []

import os
import tomllib
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st
from tomlkit.exceptions import ParseError

from vindesk.config.loading import load
from vindesk.config.settings import SETTINGS, Settings
from vindesk.config.settings_file import SettingsFile
from vindesk.domain.errors import SettingsNotSaved
from vindesk.domain.vehicle import SourceChoice
from vindesk.store.drafts import draft_of


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config" / "settings.toml", draft_of)


def test_what_is_saved_is_loaded_again(file: SettingsFile) -> None:
    chosen = {"source": SourceChoice.WEB, "no_data_days": 3, "proxy": "http://me:“é”@x:1"}
    assert file.save(chosen) is None
    loaded = load(file.path, {}, {})
    assert loaded.settings == Settings(
        source=SourceChoice.WEB, no_data_days=3, proxy="http://me:“é”@x:1"
    )
    assert loaded.problems == ()


def test_nobody_else_may_read_a_new_file(file: SettingsFile) -> None:
    file.save({"proxy": "http://me:secret@x:1"})
    assert file.path.stat().st_mode & 0o077 == 0
    file.path.chmod(0o644)
    file.save({"proxy": ""})
    assert file.path.stat().st_mode & 0o777 == 0o644


def test_comments_and_what_vindesk_does_not_know_stay(file: SettingsFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text(
        "# mine\nsource = 'web' # why\ncolour = 1\nlog_files = 9\n\n[more]\nx = 1\n"
    )
    file.save({"source": "auto", "log_files": None, "no_data_days": 3, "log_level": None})
    text = file.path.read_text()
    assert text.startswith('# mine\nsource = "auto" # why\ncolour = 1\n')
    assert tomllib.loads(text) == {
        "source": "auto",
        "colour": 1,
        "no_data_days": 3,
        "more": {"x": 1},
    }


@pytest.mark.parametrize("nonsense", [b"source = [", b"\xff\xfe", b"a = " + b"[" * 9999])
def test_a_file_with_nonsense_is_kept_aside_before_another_is_written(
    file: SettingsFile, nonsense: bytes
) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(nonsense)
    aside = file.save({"no_data_days": 3})
    assert aside is not None
    assert aside.read_bytes() == nonsense
    assert load(file.path, {}, {}).settings == Settings(no_data_days=3)


def test_a_file_that_cannot_be_edited_is_kept_aside_too(
    file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two libraries read TOML; should they ever disagree, nothing of the user's is lost."""
    file.save({"no_data_days": 3})
    parse = tomlkit.parse

    def refuse(text: str) -> tomlkit.TOMLDocument:
        if text:
            raise ParseError(1, 1)
        return parse(text)

    monkeypatch.setattr(tomlkit, "parse", refuse)
    aside = file.save({"log_files": 9})
    assert aside is not None
    assert tomllib.loads(aside.read_text()) == {"no_data_days": 3}
    assert tomllib.loads(file.path.read_text()) == {"log_files": 9}


def test_a_link_stays_a_link(file: SettingsFile, tmp_path: Path) -> None:
    file.path.parent.mkdir()
    target = tmp_path / "dotfiles.toml"
    target.write_text("# kept\n")
    file.path.symlink_to(target)
    file.save({"no_data_days": 3})
    assert file.path.is_symlink()
    assert target.read_text() == "# kept\nno_data_days = 3\n"


def test_what_cannot_be_written_is_said_and_the_file_is_as_it_was(
    file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save({"no_data_days": 3})
    before = file.path.read_bytes()

    def refuse(*_arguments: object) -> None:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as faulty:
        faulty.setattr(os, "fsync", refuse)
        with pytest.raises(SettingsNotSaved, match="Too many open files"):
            file.save({"no_data_days": 4})
    assert file.path.read_bytes() == before
    assert [each.name for each in file.path.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize("step", ["open", "fsync"])
def test_a_file_with_nonsense_stays_in_its_place_if_no_other_can_be_written(
    file: SettingsFile, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(b"source = [")

    def refuse(*_arguments: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(*((os, "fsync") if step == "fsync" else (Path, "write_text")), refuse)
        with pytest.raises(SettingsNotSaved, match="The file is as it was"):
            file.save({"no_data_days": 4})
    assert file.path.read_bytes() == b"source = ["
    assert [each.name for each in file.path.parent.iterdir()] == ["settings.toml"]


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises(SettingsNotSaved):
        SettingsFile(tmp_path / "config" / "settings.toml", draft_of).save({"no_data_days": 4})


KEYS = st.text(min_size=1).filter(lambda name: name not in SETTINGS)
VALUES = st.integers(-9, 9) | st.text() | st.booleans()


@given(
    text=st.dictionaries(KEYS, VALUES | st.dictionaries(st.text(min_size=1), VALUES)),
    days=st.integers(0, 365),
)
def test_whatever_else_stands_in_the_file_is_kept(
    tmp_path_factory: pytest.TempPathFactory, text: dict[str, object], days: int
) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.toml"
    path.write_text(tomlkit.dumps(text), "utf-8")
    SettingsFile(path, draft_of).save({"no_data_days": days})
    assert tomllib.loads(path.read_text("utf-8")) == text | {"no_data_days": days}

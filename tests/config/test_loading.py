import os
from pathlib import Path

import pytest

from tests.pseudo import PSEUDO, spoken_so
from vindesk.config.loading import Origin, load
from vindesk.config.settings import Settings
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.words import speak


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    loaded = load(tmp_path / "none.toml", {}, {})
    assert loaded.settings == Settings()
    assert loaded.problems == ()
    assert loaded.origin("source") is Origin.DEFAULT


def test_the_command_line_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('source = "web"\nno_data_days = 3\nlog_level = "debug"\n')
    environment = {"VINDESK_SOURCE": "auto", "VINDESK_NO_DATA_DAYS": "5", "VINDESK_PYTHON": "py"}
    loaded = load(file, environment, {"source": "embedded"})
    assert loaded.settings.source is SourceChoice.EMBEDDED
    assert loaded.settings.no_data_days == 5
    assert loaded.settings.log_level == "debug"
    assert loaded.origin("source") is Origin.COMMAND_LINE
    assert loaded.origin("no_data_days") is Origin.ENVIRONMENT
    assert loaded.origin("log_level") is Origin.FILE
    assert [origin for origin in Origin if origin.overrides] == [
        Origin.ENVIRONMENT,
        Origin.COMMAND_LINE,
    ]
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('source = "moon"', "must be auto, web or embedded"),
        ("requests_per_second = 50", "requests_per_second = 50"),
        ("requests_per_second = nan", "requests_per_second"),
        ('no_data_days = "soon"', "no_data_days"),
        (f"no_data_days = {2**80}", "no_data_days"),
        ("colour = 1", "colour"),
        ('"a\\u001b[2Jb" = 1', "a␛[2Jb"),
        ("[source]\nx = 1", "source"),
        ("source = [", "could not be read"),
        ("source = " + "[" * 10_000, "could not be read"),
        (f"# {'x' * 1_000_000}", "too long"),
    ],
    ids=range(11),
)
def test_what_cannot_be_used_is_named_and_the_rest_is_kept(
    tmp_path: Path, text: str, named: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"{text}\n")
    loaded = load(file, {"VINDESK_MEMORY_LIMIT_MB": "512"}, {})
    assert loaded.settings == Settings(memory_limit_mb=512)
    assert len(loaded.problems) == 1
    assert named in loaded.problems[0]
    assert len(loaded.problems[0]) < 1_000


def test_the_others_of_a_file_hold_beside_a_bad_one(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('source = "moon"\nno_data_days = 3\n')
    assert load(file, {}, {}).settings == Settings(no_data_days=3)


def test_a_bad_value_in_the_environment_leaves_that_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("no_data_days = 3\n")
    loaded = load(file, {"VINDESK_NO_DATA_DAYS": "soon", "VINDESK_SOURCE": ""}, {})
    assert loaded.settings == Settings(no_data_days=3)
    assert loaded.origin("no_data_days") is Origin.FILE
    assert len(loaded.problems) == 1


def test_what_cannot_be_used_of_the_file_is_named_by_its_key(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("log_files = 999\ncolour = 1\nno_data_days = 3\n")
    loaded = load(file, {"VINDESK_NO_DATA_DAYS": "many"}, {})
    assert loaded.refused == {"log_files": loaded.problems[0]}
    assert loaded.origin("log_files") is Origin.REFUSED
    assert len(loaded.problems) == 3
    assert load(file, {"VINDESK_LOG_FILES": "9"}, {}).origin("log_files") is Origin.ENVIRONMENT


def test_what_the_file_says_is_known_where_something_overrides_it(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('source = "web"\nno_data_days = 3\nlog_files = 999\n')
    environment = {"VINDESK_SOURCE": "auto", "VINDESK_LOG_FILES": "9"}
    loaded = load(file, environment, {"source": "embedded"})
    assert loaded.in_file("source") is SourceChoice.WEB
    assert loaded.in_file("no_data_days") == 3
    assert loaded.in_file("log_files") == Settings().log_files
    assert loaded.in_file("log_level") == Settings().log_level


def test_a_password_is_not_told_where_a_value_is(tmp_path: Path) -> None:
    loaded = load(tmp_path / "none", {}, {"source": "http://me:secret@proxy.example/?key=1"})
    assert "secret" not in loaded.problems[0]
    assert "key=1" not in loaded.problems[0]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00s", b"\x00" * 100, b"\x80"])
def test_a_file_that_is_no_text_is_a_problem_not_a_crash(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    loaded = load(file, {}, {})
    assert loaded.settings == Settings()
    assert "could not be read" in loaded.problems[0]


def test_a_mark_at_the_beginning_as_windows_writes_it_is_no_problem(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b"\xef\xbb\xbfno_data_days = 3\n")
    assert load(file, {}, {}).settings == Settings(no_data_days=3)


def test_a_file_that_is_a_folder_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    loaded = load(tmp_path, {}, {})
    assert loaded.settings == Settings()
    assert "could not be read" in loaded.problems[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")
    loaded = load(tmp_path / "settings.toml", {}, {})
    assert "could not be read" in loaded.problems[0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"source = [", "invalid TOML: "),
        (b"\xff\xfe", "not text"),
        (b"#" * 1_000_001, "it is too long"),
    ],
)
def test_why_the_file_cannot_be_read_is_said(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    speak(PSEUDO)
    (problem,) = load(file, {}, {}).problems
    assert f"({spoken_so(why)[: len(why)]}" in problem


@pytest.mark.parametrize(
    ("text", "stays"),
    [('"proxy.example:8080"', "proxy.example:8080"), ("8080", "8080"), ("[1]", "[1]")],
)
def test_a_proxy_that_is_none_is_named_and_not_gone_past(
    tmp_path: Path, text: str, stays: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"proxy = {text}\nno_data_days = 3\n")
    loaded = load(file, {}, {})
    assert loaded.settings == Settings(proxy=stays, no_data_days=3)
    (problem,) = loaded.problems
    assert problem == (
        f"proxy = '{stays}' in the file {file} cannot be used, so vPIC is not asked: "
        "it must be an address that begins with http:// or https://, none, or nothing."
    )
    assert loaded.refused == {"proxy": problem}
    assert loaded.origin("proxy") is Origin.FILE


def test_an_address_counts_and_is_named_only_where_it_is_the_last_word(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('proxy = "none"\nvpic_url = "http://vpic.example/"\n')
    environment = {"VINDESK_PROXY": "p:8080", "VINDESK_VPIC_URL": "https://vpic.example/"}
    loaded = load(file, environment, {})
    assert loaded.settings == Settings(proxy="p:8080", vpic_url="https://vpic.example/")
    (problem,) = loaded.problems
    assert problem.startswith("proxy = 'p:8080' in the environment cannot be used")
    assert loaded.refused == {}
    (problem,) = load(file, {}, {"proxy": "none"}).problems
    assert "it must be an address that begins with https://." in problem


@pytest.mark.parametrize("proxy", ["me:sec ret@p:8080", "http://me:sec/ret@p:8080/path"])
def test_of_a_proxy_that_is_none_no_password_is_told(tmp_path: Path, proxy: str) -> None:
    (problem,) = load(tmp_path / "none", {"VINDESK_PROXY": proxy}, {}).problems
    assert not [word for word in ("sec", "ret", "me:") if word in problem]
    assert "…@p:8080" in problem

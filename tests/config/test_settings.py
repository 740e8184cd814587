from pathlib import Path

import pytest

from vindesk.config.settings import Settings, environment_names, load
from vindesk.domain.vehicle import SourceChoice


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    loaded = load(tmp_path / "none.toml", {}, {})
    assert loaded.settings == Settings()
    assert loaded.problems == ()


def test_the_command_line_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('source = "web"\nno_data_days = 3\nlog_level = "debug"\n')
    environment = {"VINDESK_SOURCE": "auto", "VINDESK_NO_DATA_DAYS": "5"}
    loaded = load(file, environment, {"source": "embedded"})
    assert loaded.settings.source is SourceChoice.EMBEDDED
    assert loaded.settings.no_data_days == 5
    assert loaded.settings.log_level == "debug"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('source = "moon"', "source"),
        ("requests_per_second = 50", "requests_per_second"),
        ('no_data_days = "soon"', "no_data_days"),
        ("colour = 1", "colour"),
        ("source = [", "could not be read"),
    ],
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


def test_a_file_that_is_a_folder_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    loaded = load(tmp_path, {}, {})
    assert loaded.settings == Settings()
    assert "could not be read" in loaded.problems[0]


def test_every_setting_has_a_name_in_the_environment() -> None:
    names = set(environment_names())
    assert "VINDESK_VPIC_URL" in names
    assert len(names) == len(Settings.__struct_fields__)

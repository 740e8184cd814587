from pathlib import Path

from vindesk.config.beginning import begin
from vindesk.config.command_line import parse
from vindesk.config.loading import Origin
from vindesk.config.paths import Paths


def test_one_folder_on_the_command_line_holds_everything(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("data_folder = '/elsewhere'\nno_data_days = 3\n")
    run = begin(parse(["--data-dir", str(tmp_path)]), {"VINDESK_LOG_FOLDER": "/elsewhere"})
    assert run.paths == Paths.under(tmp_path)
    assert run.loaded.settings.no_data_days == 3
    assert run.loaded.origin("data_folder") is Origin.COMMAND_LINE


def test_folders_are_where_they_were_chosen_to_be(tmp_path: Path) -> None:
    chosen = {
        "VINDESK_DATA_FOLDER": str(tmp_path / "cache"),
        "VINDESK_LOG_FOLDER": str(tmp_path / "logs"),
    }
    paths, usual = begin(parse([]), chosen).paths, Paths.of_user()
    assert paths.cache == tmp_path / "cache" / "vehicles.duckdb"
    assert paths.backups == tmp_path / "cache" / "backups"
    assert paths.temporary == tmp_path / "cache" / "temporary"
    assert paths.logs == tmp_path / "logs"
    assert (paths.settings, paths.state) == (usual.settings, usual.state)

    elsewhere = begin(parse([]), {"VINDESK_BACKUP_FOLDER": str(tmp_path)}).paths
    assert elsewhere.backups == tmp_path
    assert (elsewhere.data, elsewhere.logs) == (usual.data, usual.logs)


def test_a_relative_folder_on_the_command_line_is_one_of_the_working_folder(
    tmp_path: Path, monkeypatch: object
) -> None:
    run = begin(parse(["--data-dir", "d"]), {})
    assert run.paths.data == Path.cwd() / "d"
    assert run.loaded.problems == ()

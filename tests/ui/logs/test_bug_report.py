import logging
from pathlib import Path

import pytest

from tests.ui.foreign import TURNING
from vindesk import __version__
from vindesk.config.loading import load
from vindesk.config.log_memory import LogMemory
from vindesk.ui.logs.bug_report import MOST_RECORDS, bug_report
from vindesk.ui.preferences.choices import Choices

NOTHING = Choices(load(Path("none"), {}, {}).settings, {})


def test_a_report_names_the_versions_and_what_is_not_the_default(qapp: object) -> None:
    loaded = load(Path("none"), {"VINDESK_LOG_FILES": "9"}, {"source": "web"})
    report = bug_report(Choices(loaded.settings, loaded.origins), [])
    assert f"vindesk {__version__}" in report
    assert "duckdb " in report
    assert "log_files = 9 (from the environment)" in report
    assert "source = web (from the command line)" in report
    assert "no_data_days" not in report
    assert "none" in bug_report(NOTHING, [])


def test_nothing_in_a_report_is_secret(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ada"))
    chosen = {
        "proxy": "http://me:pass@proxy.example:8080",
        "vpic_url": "https://vpic.example/api?key=mine",
        "data_folder": "/home/ada/cars",
    }
    loaded = load(Path("none"), {}, chosen)
    memory = LogMemory()
    said = "GET https://me:pass@vpic.example/Values/1XPWD40X1ED215307?key=mine from /home/ada"
    memory.add(0.0, logging.INFO, "network_0", "vindesk.vpic", f"{said}\n  | below {TURNING}")
    report = bug_report(Choices(loaded.settings, loaded.origins), memory.last(9))
    assert "proxy = http://…@proxy.example:8080" in report
    assert "…215307" in report
    assert "data_folder = ~/cars" in report
    for secret in ("pass", "mine", "ada", "1XPWD40X1ED"):
        assert secret not in report
    assert not {mark for mark in TURNING if not mark.isprintable()} & set(report)


def test_a_password_with_blanks_and_slashes_is_in_no_report(qapp: object) -> None:
    loaded = load(Path("none"), {}, {"proxy": "http://me:pa ss/wo/rd@proxy.example:8080"})
    memory = LogMemory()
    memory.add(0.0, logging.INFO, "", "vindesk", "no answer by http://me:pass/wo@p.example")
    report = bug_report(Choices(loaded.settings, loaded.origins), memory.last(9))
    assert "proxy = http://…@proxy.example:8080 (from" in report
    assert "no answer by http://…@p.example" in report


def test_only_the_last_records_are_told(qapp: object) -> None:
    memory = LogMemory()
    for number in range(1_000):
        memory.add(0.0, logging.INFO, "", "vindesk", f"record {number:04} {'x' * 1000}")
    report = bug_report(NOTHING, memory.last(MOST_RECORDS * 2))
    assert "record 0999" in report
    assert "record 0799" not in report
    assert len(report) < 70_000

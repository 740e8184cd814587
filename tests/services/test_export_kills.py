"""A kill in the middle of an export, in each format."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.services.export_victim import PLANS, ROWS, opened
from tests.store.samples import Clock
from vindesk.domain.export_plan import ExportPlan
from vindesk.domain.monitor import Unwatched
from vindesk.services.export import Exporter
from vindesk.store.export_place import Target


def test_after_a_kill_there_is_no_file_and_the_cache_is_as_it_was(tmp_path: Path) -> None:
    victims: dict[str, subprocess.Popen[bytes]] = {}
    for form in PLANS:
        (tmp_path / form).mkdir()
        command = [sys.executable, "-m", "tests.services.export_victim", str(tmp_path / form), form]
        victims[form] = subprocess.Popen(command)
    for form, victim in victims.items():
        assert victim.wait(60) == -signal.SIGKILL, f"{form} was done before it was killed"
        exports = tmp_path / form / "exports"
        left = [path.name for path in exports.iterdir()]
        assert left
        assert all(name.endswith(".vindesk-part") for name in left)
        database = opened(tmp_path / form)
        exporter = Exporter(database, Clock())
        assert exporter.count(ExportPlan(), Unwatched()) == ROWS
        exporter.export(ExportPlan(columns=()), Target(exports / "out"), Unwatched())
        database.close()
        assert [path.name for path in exports.iterdir()] == ["out"]

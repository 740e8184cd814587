"""What the import rules promise, run for real: a static graph cannot see a deferred import."""

import subprocess
import sys

import pytest

HEAVY = {"duckdb", "pyarrow", "requests", "ultravin"}


def modules_after(statement: str) -> set[str]:
    """Every module a fresh interpreter has loaded after running ``statement``."""
    code = f"{statement}\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "vindesk.domain.errors",
        "vindesk.config.settings",
        "vindesk.store.vehicle_pages",
        "vindesk.store.parquet_pages",
        "vindesk.vpic.web",
        "vindesk.vpic.embedded",
        "vindesk.services.assembly",
        "vindesk.cli.main",
    ],
)
def test_runs_without_qt(module: str) -> None:
    assert "PySide6" not in modules_after(f"import {module}")


def test_jobs_know_no_widgets() -> None:
    loaded = modules_after("import vindesk.jobs.runner")
    assert "PySide6.QtCore" in loaded
    assert not loaded & {"PySide6.QtGui", "PySide6.QtWidgets"}


@pytest.mark.parametrize("module", ["vindesk.app.main", "vindesk.cli.main"])
def test_nothing_heavy_is_imported_before_it_is_needed(module: str) -> None:
    assert not modules_after(f"import {module}") & HEAVY


def test_the_parser_of_the_command_line_needs_no_qt() -> None:
    assert "PySide6" not in modules_after("import vindesk.__main__")

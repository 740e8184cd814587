"""What the import rules promise, run for real: a static graph cannot see a deferred import."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import vindesk

PACKAGE = Path(vindesk.__file__).parent
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


ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}
ALLOWED = {
    ("app/main.py", "create"): "hands it to the settings",
    ("app/main.py", "main"): "whether there is a screen for a box, before Qt could tell",
    ("app/main.py", "Session.take"): "writes what lets the window come to the front; Qt reads it",
    ("app/single_instance.py", "SingleInstance._hand_over"): "what the panel gave to this start",
    ("app/single_instance.py", "_private_folder"): "where the system wants sockets to lie",
    ("cli/main.py", "main"): "hands it to the settings",
}
"""Who touches the environment, and why; all else is a setting, and comes as a value."""


def names_used(node: ast.AST) -> set[str]:
    """What ``node`` itself takes out of a module."""
    if isinstance(node, ast.Attribute):
        return {node.attr}
    return {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()


def environment_users(tree: ast.AST, inside: tuple[str, ...] = ()) -> Iterator[str]:
    """The function or class around each use of the environment in ``tree``."""
    for node in ast.iter_child_nodes(tree):
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        place = (*inside, node.name) if named else inside
        if ENVIRONMENT & names_used(node):
            yield ".".join(place)
        yield from environment_users(node, place)


def test_nothing_else_reads_the_environment() -> None:
    used = {
        (file.relative_to(PACKAGE).as_posix(), place)
        for file in PACKAGE.rglob("*.py")
        for place in environment_users(ast.parse(file.read_text("utf-8")))
    }
    assert used == ALLOWED.keys()


@pytest.mark.parametrize(
    "code",
    ["os.environ['A']", "os.getenv('A')", "os.environb", "from os import environ as e", "x.putenv"],
)
def test_a_use_of_the_environment_is_found(code: str) -> None:
    assert list(environment_users(ast.parse(f"def f():\n    {code}"))) == ["f"]
    assert list(environment_users(ast.parse("import os\nos.path.join('environ')"))) == []

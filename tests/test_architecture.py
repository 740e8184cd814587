"""What the import rules promise, run for real: a static graph cannot see a deferred import."""

import ast
import os
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
    ("__main__.py", "run"): "hands it to the settings",
    ("app/main.py", "create"): "hands it to the settings",
    ("app/main.py", "main"): "hands it to the settings; and is there a screen, before Qt can tell",
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


# -- the settings file ---------------------------------------------------------------

TOML = {"tomllib": "config/loading.py", "tomlkit": "config/settings_file.py"}
FILE_HANDED_ON = {"config/beginning.py", "app/preferences_wiring.py"}
"""Who takes the path of the settings file from ``Paths``: to give it to one of the above."""

READING = """
import os, sys, traceback
from pathlib import Path
opened, asked = set(), set()

def nearest():
    for frame in reversed(traceback.extract_stack()):
        if "/vindesk/" in frame.filename:
            return frame.filename.rpartition("/vindesk/")[2]

def hear(event, args):
    if event == "open" and str(args[0]).endswith("settings.toml"):
        opened.add(nearest())

class Environment(type(os.environ)):
    def __getitem__(self, key):
        if key.startswith("VINDESK_"):
            asked.add(nearest())
        return super().__getitem__(key)

os.environ.__class__ = Environment
sys.addaudithook(hear)
from vindesk.app.main import create
session = create(["--data-dir", sys.argv[1], "--source", "embedded"])
session.desk.preferences.open()
session.desk.preferences._choose("no_data_days", 9)
session.desk.preferences._save()
session.desk.logs.report()
session.close()
print(sorted(opened), sorted(asked))
"""


def test_only_the_settings_know_toml_and_where_their_file_lies() -> None:
    users: set[tuple[str, str]] = set()
    takers: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        name = file.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                modules = [getattr(node, "module", None) or "", *(a.name for a in node.names)]
                users |= {(m.partition(".")[0], name) for m in modules if m.startswith("toml")}
            if isinstance(node, ast.Attribute) and node.attr == "settings":
                of = node.value.id if isinstance(node.value, ast.Name) else ""
                takers |= {name} if of in {"paths", "usual"} else set()
    assert users == set(TOML.items())
    assert takers == FILE_HANDED_ON


def test_a_run_reads_the_file_and_the_environment_only_in_the_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("no_data_days = 3\n")
    done = subprocess.run(
        [sys.executable, "-c", READING, tmp_path],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"VINDESK_LOG_FILES": "3", "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.strip() == "['config/loading.py'] ['config/loading.py']"
    assert "no_data_days = 9" in (tmp_path / "settings.toml").read_text()

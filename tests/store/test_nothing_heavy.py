"""The window is there before DuckDB and pyarrow are: importing the store loads neither."""

import subprocess
import sys
from pathlib import Path

import pytest

import vindesk.store

MODULES = sorted(path.stem for path in Path(vindesk.store.__path__[0]).glob("[a-z]*.py"))


def test_there_are_modules() -> None:
    assert {"database", "vehicles", "parquet_pages"} <= set(MODULES)


def test_importing_the_store_loads_nothing_heavy() -> None:
    imports = "".join(f"import vindesk.store.{name}\n" for name in MODULES)
    program = f"{imports}import sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"duckdb", "pyarrow", "PySide6", "requests"} & set(done.stdout.split())


@pytest.mark.parametrize("name", MODULES)
def test_only_the_engine_knows_duckdb(name: str) -> None:
    text = (Path(vindesk.store.__path__[0]) / f"{name}.py").read_text("utf-8")
    assert ("import duckdb" in text) == (name == "engine")

"""The fleet to measure on, the program on a copy of it, and the table at the end."""

import faulthandler
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from tests.benchmarks.bare import Bare
from tests.benchmarks.figures import TARGETS_ARE_FOR, Figures
from tests.benchmarks.fleet import fleet
from tests.benchmarks.program import Program, copy_of

_FIGURES = pytest.StashKey[Figures]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("vindesk's benchmarks")
    group.addoption("--rows", type=int, default=TARGETS_ARE_FOR, help="vehicles in the cache")
    group.addoption("--markdown", type=Path, help="write the table to this file as well")
    group.addoption("--fleets", type=Path, help="where the caches are kept")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    load = os.getloadavg() if hasattr(os, "getloadavg") else None
    rows: int = config.option.rows
    config.stash[_FIGURES] = Figures(rows, load)
    config.option.benchmark_quiet = True  # there is one table, and it is ours


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = list(terminalreporter.config.stash[_FIGURES].lines())
    target: Path | None = terminalreporter.config.option.markdown
    if target is not None:
        found = terminalreporter.config.stash[_FIGURES].markdown()
        target.write_text("".join(f"{line}\n" for line in found), "utf-8")
    if lines:
        terminalreporter.section("benchmarks")
    for line in lines:
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def all_the_time_it_takes() -> None:
    """No stacks are dumped: what is long here does not hang."""
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> Figures:
    return pytestconfig.stash[_FIGURES]


@pytest.fixture(scope="session")
def rows(pytestconfig: pytest.Config) -> int:
    return pytestconfig.stash[_FIGURES].rows


@pytest.fixture
def copied(pytestconfig: pytest.Config, tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A data folder with so many vehicles; it is deleted at the end, for it is large."""
    made: list[Path] = []

    def copy(rows: int) -> Path:
        home = tmp_path / f"{len(made)}-{rows}"
        made.append(home)
        return copy_of(fleet(rows, pytestconfig.getoption("fleets")), home)

    yield copy
    for home in made:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def program(qapp: QCoreApplication, copied: Callable[[int], Path], rows: int) -> Iterator[Program]:
    """The program with the whole fleet on the screen, as if pytest were not in its process."""
    gc.collect()
    gc.freeze()  # pytest's objects are not the program's to look through
    program = Program(copied(rows))
    program.until_begun()
    yield program
    program.close()
    gc.unfreeze()


@pytest.fixture
def bare(copied: Callable[[int], Path], rows: int) -> Iterator[Bare]:
    """DuckDB, and nothing else, on the same vehicles."""
    bare = Bare(copied(rows))
    yield bare
    bare.close()

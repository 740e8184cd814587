"""Figures of the long tests, told at the end of the run."""

import pytest

from tests.long.closing_figures import ClosingFigures
from tests.long.closing_session import Stock
from tests.long.kill_figures import KillFigures

_KILLS = pytest.StashKey[KillFigures]()
_CLOSINGS = pytest.StashKey[ClosingFigures]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_KILLS] = KillFigures()
    config.stash[_CLOSINGS] = ClosingFigures()


@pytest.fixture
def kill_figures(pytestconfig: pytest.Config) -> KillFigures:
    return pytestconfig.stash[_KILLS]


@pytest.fixture
def closing_figures(pytestconfig: pytest.Config) -> ClosingFigures:
    return pytestconfig.stash[_CLOSINGS]


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return Stock.in_folder(tmp_path_factory.mktemp("stock"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    stash = terminalreporter.config.stash
    for line in (*stash[_KILLS].lines(), *stash[_CLOSINGS].lines()):
        terminalreporter.write_line(line)

import os
import signal
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.conftest import carry_out_deletions
from vindesk.app.stop_signals import StopSignals

NAMES = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@pytest.fixture
def stopping(qtbot: QtBot) -> Iterator[StopSignals]:
    before = {name: signal.getsignal(getattr(signal, name)) for name in NAMES}
    stopping = StopSignals()
    stopping.install()
    yield stopping
    stopping.uninstall()
    stopping.deleteLater()
    carry_out_deletions()
    assert before == {name: signal.getsignal(getattr(signal, name)) for name in NAMES}
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.parametrize("name", NAMES)
def test_an_idle_loop_hears_that_it_shall_end(
    qtbot: QtBot, stopping: StopSignals, name: str
) -> None:
    with qtbot.waitSignal(stopping.asked):
        os.kill(os.getpid(), getattr(signal, name))


def test_who_asks_twice_gets_the_systems_own_way(qtbot: QtBot, stopping: StopSignals) -> None:
    for _ in range(2):
        with qtbot.waitSignal(stopping.asked):
            signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_signal_that_is_ignored_stays_ignored(
    qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    request.addfinalizer(lambda: signal.signal(signal.SIGTERM, before))
    stopping = StopSignals()
    stopping.install()
    with qtbot.assertNotEmitted(stopping.asked):
        signal.raise_signal(signal.SIGTERM)
    stopping.uninstall()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN

import gc
import itertools
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from vindesk.jobs import garbage
from vindesk.jobs.garbage import Garbage


class Loop:
    """Held by nothing but itself; notes the thread on which it is collected."""

    def __init__(self, collected_on: list[int]) -> None:
        self._collected_on = collected_on
        self._itself = self

    def __del__(self) -> None:
        self._collected_on.append(threading.get_ident())


@pytest.fixture
def kept(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Garbage]:
    monkeypatch.setattr(garbage, "_PAUSE_MS", 0)
    gc.enable()  # as where the program starts
    collector = Garbage()
    collector.start()
    yield collector
    collector.stop()


def allocate(held: list[list[None]]) -> None:
    """Far more than it takes for Python to collect, if it may."""
    held.extend([] for _ in range(50_000))


def test_a_worker_never_collects_what_the_gui_thread_must(qtbot: QtBot, kept: Garbage) -> None:
    collected_on: list[int] = []
    held: list[list[None]] = []
    Loop(collected_on)

    worker = threading.Thread(target=allocate, args=(held,))
    worker.start()
    worker.join()
    assert collected_on == []

    qtbot.waitUntil(lambda: bool(collected_on))
    assert collected_on == [threading.get_ident()]


def test_nothing_is_collected_before_it_is_due(kept: Garbage) -> None:
    gc.collect()
    collected_on: list[int] = []
    Loop(collected_on)
    kept.collect_what_is_due()
    assert collected_on == []


def test_what_grew_old_is_not_left_to_pile_up(kept: Garbage) -> None:
    gc.collect()
    collected_on: list[int] = []
    loop = Loop(collected_on)
    gc.collect(1)  # it is in the oldest generation now
    del loop
    held: list[list[None]] = []
    for _ in range(gc.get_threshold()[1]):
        allocate(held)
        kept.collect_what_is_due()
    assert collected_on == []

    allocate(held)
    kept.collect_what_is_due()  # the first that Python would give to more than the youngest
    allocate(held)
    kept.collect_what_is_due()
    assert len(collected_on) == 1


def test_windows_that_were_closed_do_not_wait_for_others(kept: Garbage) -> None:
    gc.collect()
    collected_on: list[int] = []
    loop = Loop(collected_on)
    gc.collect(1)  # it is in the oldest generation now
    del loop
    kept.collect_what_is_due()
    assert collected_on == []

    kept.take_a_window()
    kept.collect_what_is_due()
    assert len(collected_on) == 1


def test_python_collects_by_itself_again_when_it_is_given_back(kept: Garbage) -> None:
    assert not gc.isenabled()
    kept.stop()
    kept.stop()
    assert gc.isenabled()


def test_what_was_disabled_before_stays_so(qtbot: QtBot) -> None:
    gc.disable()
    try:
        collector = Garbage()
        collector.start()
        collector.stop()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_there_at_the_start_is_not_looked_at_again(kept: Garbage) -> None:
    collected_on: list[int] = []
    Loop(collected_on)
    kept.spare_what_is_here()
    Loop(collected_on)
    gc.collect()
    assert len(collected_on) == 1
    kept.stop()
    kept.spare_what_is_here()
    gc.collect()
    assert len(collected_on) == 2


def test_a_long_turn_is_not_made_longer(
    qtbot: QtBot, kept: Garbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a panel is laid out and painted: what is due waits for a turn with little in it."""
    long_turns, now = 0, 0.0
    looked: list[int] = []
    monkeypatch.setattr(garbage, "perf_counter", lambda: now)
    monkeypatch.setattr(garbage.gc, "collect", lambda _generation: looked.append(long_turns))

    def work() -> None:
        nonlocal long_turns, now
        now += 0.02
        long_turns += 1
        if long_turns == 5:
            busy.stop()

    busy = QTimer(interval=0)
    busy.timeout.connect(work)
    busy.start()
    kept.take_a_window()
    qtbot.waitUntil(lambda: bool(looked))
    assert looked[0] == 5


def test_where_every_turn_is_long_it_is_collected_all_the_same(
    qtbot: QtBot, kept: Garbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    moments = itertools.count()
    monkeypatch.setattr(garbage, "perf_counter", lambda: next(moments))
    monkeypatch.setattr(garbage.gc, "collect", looked.append)
    kept.take_a_window()
    qtbot.waitUntil(lambda: bool(looked))
    assert next(moments) > 50

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest
from PySide6.QtCore import QCoreApplication

from tests.conftest import carry_out_deletions
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane, _step_back, threaded_lanes


@pytest.fixture
def runner(qapp: QCoreApplication) -> JobRunner:
    return JobRunner(threaded_lanes())


def test_work_that_does_not_stop_is_left_behind(runner: JobRunner) -> None:
    begun, gate = threading.Event(), threading.Event()

    def work(_monitor: Monitor) -> None:
        begun.set()
        gate.wait()

    runner.start(Job("stuck", work), Lane.NETWORK)
    begun.wait()

    assert not runner.shut_down(patience_s=0)
    assert runner.under_way == ["stuck"]

    gate.set()
    assert runner.shut_down()
    carry_out_deletions()
    assert runner.under_way == []


def test_what_was_commanded_is_waited_for_without_patience(runner: JobRunner) -> None:
    begun, stopped = threading.Event(), threading.Event()
    done: list[str] = []

    def wait_to_be_stopped(monitor: Monitor) -> None:
        with monitor.stopping_with(stopped.set):
            begun.set()
            stopped.wait()

    def write(_monitor: Monitor) -> None:
        stopped.wait()
        done.append("written")

    runner.start(Job("wait", wait_to_be_stopped), Lane.NETWORK)
    runner.start(Job("write", write), Lane.STORE)
    begun.wait()

    runner.shut_down(patience_s=0)
    assert done == ["written"]
    assert runner.shut_down()
    carry_out_deletions()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts niceness by thread")
def test_bulk_work_steps_back_for_the_window() -> None:
    lanes = threaded_lanes()

    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    found = {lane: lanes[lane].submit(niceness).result() for lane in (Lane.BULK, Lane.PAGES)}
    for lane in lanes.values():
        lane.shutdown()
    assert found[Lane.PAGES] == niceness()
    assert found[Lane.BULK] > niceness() or niceness() >= 5


def test_elsewhere_no_thread_steps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "setpriority", lambda *_: pytest.fail("there is no such call"))
    _step_back()


def test_the_threads_of_a_lane_are_lent(runner: JobRunner) -> None:
    assert runner.executor(Lane.BESIDE).submit(lambda: 7).result() == 7
    assert runner.shut_down()


def test_whoever_asks_for_something_is_at_work_for_a_moment(
    runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.start(Job("import", lambda _monitor: None), Lane.BULK)
    runner.start(Job("put in order", lambda _monitor: None), Lane.ORDER)
    runner.start(Job("arrivals", lambda _monitor: None), Lane.PAGES, unasked=True)
    assert not runner.was_just_asked()
    runner.start(Job("page", lambda _monitor: None), Lane.PAGES)
    assert runner.was_just_asked()
    monkeypatch.setattr("vindesk.jobs.runner._STILL_THERE_S", 0)
    assert not runner.was_just_asked()
    assert runner.shut_down()
    carry_out_deletions()


@pytest.fixture
def eager_switching() -> Iterator[None]:
    """Threads take turns wherever they are."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("eager_switching")
def test_all_threads_that_ask_for_a_lane_get_the_same() -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(300):
            lanes, together = threaded_lanes(), threading.Barrier(8)

            def ask(lanes: Mapping[Lane, Executor], together: threading.Barrier) -> Executor:
                together.wait()
                return lanes[Lane.BESIDE]

            asked = [pool.submit(ask, lanes, together) for _ in range(8)]
            assert len({id(each.result()) for each in asked}) == 1


def test_a_lane_that_nothing_ran_on_takes_nothing_after_the_end(runner: JobRunner) -> None:
    assert runner.shut_down()
    with pytest.raises(RuntimeError):
        runner.executor(Lane.BESIDE).submit(int)

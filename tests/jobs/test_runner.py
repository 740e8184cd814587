import threading

from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.conftest import carry_out_deletions
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane


def test_a_lane_of_one_thread_keeps_the_order(qtbot: QtBot, threaded_runner: JobRunner) -> None:
    done: list[int] = []
    with qtbot.waitSignal(threaded_runner.idle):
        for number in range(50):
            job = Job(f"{number}", lambda _monitor, n=number: done.append(n))
            threaded_runner.start(job, Lane.STORE)

    assert done == list(range(50))


def test_closing_finishes_what_was_commanded_and_stops_the_rest(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    done: list[str] = []
    begun = threading.Event()
    gate = threading.Event()

    def wait(monitor: Monitor) -> None:
        stopped = threading.Event()
        with monitor.stopping_with(stopped.set):
            begun.set()
            stopped.wait()
        monitor.raise_if_cancelled()
        done.append("network")

    def write(_monitor: Monitor) -> None:
        gate.wait()
        done.append("store")

    threaded_runner.start(Job("wait", wait), Lane.NETWORK)
    threaded_runner.start(Job("write", write), Lane.STORE)
    threaded_runner.start(Job("write again", lambda _m: done.append("store 2")), Lane.STORE)
    begun.wait()
    with qtbot.waitSignal(threaded_runner.idle):
        threaded_runner.begin_closing()
        gate.set()

    assert done == ["store", "store 2"]


def test_nothing_new_begins_while_closing(qtbot: QtBot, threaded_runner: JobRunner) -> None:
    heard: list[str] = []
    with qtbot.waitSignal(threaded_runner.idle):
        threaded_runner.begin_closing()
    job = Job("late", lambda _monitor: heard.append("ran"))
    job.cancelled.connect(lambda: heard.append("cancelled"))

    threaded_runner.start(job, Lane.STORE)

    assert heard == ["cancelled"]
    assert not threaded_runner.busy


def test_the_last_job_runs_although_the_program_closes(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    threaded_runner.begin_closing()
    job = Job("close", lambda _monitor: "closed")

    with qtbot.waitSignal(job.succeeded) as succeeded:
        threaded_runner.start_last(job, Lane.STORE)

    assert succeeded.args == ["closed"]


def test_a_result_that_comes_after_closing_is_not_delivered(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    heard: list[object] = []
    gate = threading.Event()
    job = Job("write", lambda _monitor: gate.wait()).on_success(heard.append)
    threaded_runner.start(job, Lane.STORE)
    with qtbot.waitSignal(threaded_runner.idle):
        threaded_runner.begin_closing()
        gate.set()

    assert heard == []


def test_a_job_that_left_while_the_program_closes_can_still_be_cancelled(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    """By a dialog that is closed last; the job has told nobody, and is deleted."""
    gate = threading.Event()
    job = Job("count", lambda _monitor: gate.wait())
    threaded_runner.start(job, Lane.COUNTS)
    with qtbot.waitSignal(threaded_runner.idle):
        threaded_runner.begin_closing()
        gate.set()
    carry_out_deletions()
    job.cancel()


def test_a_job_that_breaks_out_of_itself_is_not_waited_for_for_ever(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    class Breaking(Job[None]):
        @override
        def run(self) -> None:
            raise SystemExit

    with qtbot.waitSignal(threaded_runner.idle):
        threaded_runner.start(Breaking("breaking", lambda _monitor: None), Lane.STORE)
    assert not threaded_runner.busy


def test_when_no_thread_begins_any_more_what_closes_runs_on_this_one(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    """As after SystemExit in a slot: the interpreter ends before what it calls at its end."""
    threaded_runner.executor(Lane.STORE).shutdown()
    done_on: list[int] = []
    job = Job("close", lambda _monitor: done_on.append(threading.get_ident()))
    with qtbot.waitSignal(threaded_runner.idle):
        threaded_runner.start(job, Lane.STORE)
    assert done_on == [threading.get_ident()]

import logging
import threading

import pytest
from pytestqt.qtbot import QtBot

from vindesk.domain.errors import VpicUnreachable
from vindesk.domain.monitor import Cancelled, Monitor, Progress
from vindesk.jobs.job import Job, WorkBroken
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.bug_text import BugReport


def test_a_result_arrives_on_the_gui_thread(qtbot: QtBot, threaded_runner: JobRunner) -> None:
    seen: list[tuple[str, threading.Thread]] = []
    job = Job("greet", lambda _monitor: f"from {threading.current_thread().name}")
    job.on_success(lambda text: seen.append((text, threading.current_thread())))

    with qtbot.waitSignal(job.finished):
        threaded_runner.start(job, Lane.NETWORK)

    assert seen == [("from network_0", threading.main_thread())]


def test_a_failure_is_delivered_as_the_exception_itself(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    def work(_monitor: Monitor) -> None:
        raise VpicUnreachable("No answer.")

    heard: list[Exception] = []
    job = Job("look up", work).on_failure(heard.append)
    with qtbot.waitSignal(job.finished):
        threaded_runner.start(job, Lane.NETWORK)

    (error,) = heard
    assert isinstance(error, VpicUnreachable)


def test_progress_comes_before_the_result(qtbot: QtBot, threaded_runner: JobRunner) -> None:
    heard: list[object] = []

    def work(monitor: Monitor) -> str:
        monitor.report(Progress(1, 2))
        monitor.report(Progress(2, 2))
        return "done"

    job = Job("count", work).on_progress(heard.append).on_success(heard.append)
    job.finished.connect(lambda: heard.append("finished"))
    with qtbot.waitSignal(job.finished):
        threaded_runner.start(job, Lane.BULK)

    assert heard == [Progress(1, 2), Progress(2, 2), "done", "finished"]


def test_news_come_before_the_result_on_the_gui_thread(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    heard: list[tuple[object, threading.Thread]] = []

    def hear(what: object) -> None:
        heard.append((what, threading.current_thread()))

    def work(_monitor: Monitor) -> str:
        job.tell("nearly")
        return "done"

    job = Job("decode", work).on_success(hear)
    job.news.connect(hear)
    with qtbot.waitSignal(job.finished):
        threaded_runner.start(job, Lane.NETWORK)

    assert heard == [("nearly", threading.main_thread()), ("done", threading.main_thread())]


def test_cancelling_frees_the_asker_while_the_work_still_runs(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    begun, release = threading.Event(), threading.Event()
    heard: list[str] = []

    def work(monitor: Monitor) -> str:
        begun.set()
        release.wait()
        monitor.report(Progress(1, 1))
        job.tell("late")
        return "too late"

    job = Job("slow", work).on_success(heard.append).on_progress(lambda _p: heard.append("late"))
    job.news.connect(heard.append)
    job.cancelled.connect(lambda: heard.append("cancelled"))
    job.finished.connect(lambda: heard.append("finished"))
    threaded_runner.start(job, Lane.NETWORK)
    begun.wait()

    job.cancel()
    assert heard == ["cancelled", "finished"]

    with qtbot.waitSignal(threaded_runner.idle):
        release.set()
    assert heard == ["cancelled", "finished"]


def test_a_job_cancelled_before_it_runs_does_no_work(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    gate = threading.Event()
    worked: list[int] = []
    first = Job("first", lambda _monitor: gate.wait())
    second = Job("second", lambda _monitor: worked.append(1))
    threaded_runner.start(first, Lane.STORE)
    threaded_runner.start(second, Lane.STORE)

    second.cancel()
    with qtbot.waitSignal(threaded_runner.idle):
        gate.set()

    assert worked == []


def test_cancelling_calls_what_the_work_said_would_stop_it(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def work(monitor: Monitor) -> None:
        with monitor.stopping_with(stopped.set):
            begun.set()
            stopped.wait()
        monitor.raise_if_cancelled()

    job = Job("query", work)
    threaded_runner.start(job, Lane.COUNTS)
    begun.wait()
    with qtbot.waitSignal(threaded_runner.idle):
        job.cancel()

    assert stopped.is_set()


def test_after_the_block_nothing_is_stopped_any_more(inline_runner: JobRunner) -> None:
    stops: list[int] = []

    def work(monitor: Monitor) -> None:
        with monitor.stopping_with(lambda: stops.append(1)):
            pass

    job = Job("short", work)
    inline_runner.start(job, Lane.STORE)
    job.stop()

    assert stops == []


def test_a_block_entered_after_cancelling_is_stopped_at_once(qapp: object) -> None:
    stops: list[int] = []
    job = Job("late", lambda _monitor: None)
    job.stop()

    with job.stopping_with(lambda: stops.append(1)):
        assert stops == [1]
    with pytest.raises(Cancelled):
        job.raise_if_cancelled()


class Panic(BaseException):
    """As native code raises it: no ``Exception``."""


@pytest.mark.parametrize("deadly", [SystemExit(3), KeyboardInterrupt(), Panic("out of bounds")])
def test_work_that_raises_what_ends_a_thread_fails_and_the_lane_goes_on(
    qtbot: QtBot,
    threaded_runner: JobRunner,
    caplog: pytest.LogCaptureFixture,
    deadly: BaseException,
) -> None:
    heard: list[object] = []

    def work(_monitor: Monitor) -> str:
        heard.append(threading.current_thread())
        raise deadly

    job = Job("decode", work).on_failure(heard.append).on_success(heard.append)
    job.cancelled.connect(lambda: heard.append("cancelled"))
    job.finished.connect(lambda: heard.append("finished"))
    with qtbot.waitSignal(threaded_runner.idle):
        threaded_runner.start(job, Lane.STORE)

    thread, failure, *rest = heard
    assert rest == ["finished"]
    assert isinstance(failure, WorkBroken)
    assert failure.__cause__ is deadly
    assert str(failure).startswith(f"{type(deadly).__name__}: ")
    assert "decode was ended by" in caplog.text
    assert "Traceback" in caplog.text

    after = Job("next", lambda _monitor: threading.current_thread())
    with qtbot.waitSignal(after.succeeded) as succeeded:
        threaded_runner.start(after, Lane.STORE)
    assert succeeded.args == [thread]


def test_a_report_of_broken_work_says_where_it_broke(inline_runner: JobRunner) -> None:
    reports: list[BugReport] = []

    def panic(_monitor: Monitor) -> None:
        raise Panic("out of bounds")

    job = Job("decode", panic).on_failure(lambda error: reports.append(BugReport.of(error)))
    inline_runner.start(job, Lane.NETWORK)

    assert "Panic: out of bounds" in reports[0].details
    assert "in panic" in reports[0].details
    assert "test_job.py" in reports[0].fingerprint


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("a bug"), ("ERROR", "Traceback")),
        (VpicUnreachable("Nobody is there."), ("INFO", "close file: ")),
    ],
)
def test_what_fails_and_nobody_waits_for_is_logged(
    qtbot: QtBot,
    threaded_runner: JobRunner,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    told: tuple[str, str],
) -> None:
    level, words = told
    caplog.set_level(logging.INFO, "vindesk")

    def work(_monitor: Monitor) -> None:
        raise error

    job = Job("close file", work)
    with qtbot.waitSignal(job.finished):
        threaded_runner.start(job, Lane.NETWORK)
    assert [record.levelname for record in caplog.records] == [level]
    assert words in caplog.text
    caplog.clear()

    heard: list[Exception] = []
    job = Job("close file", work).on_failure(heard.append)
    with qtbot.waitSignal(job.finished):
        threaded_runner.start(job, Lane.NETWORK)
    assert heard == [error]
    assert caplog.records == []

import pytest

from tests.vpic.watching import Watcher
from vindesk.domain.monitor import Cancellation, Cancelled, Monitor, Onward, Progress, Unwatched


def counted(monitor: Monitor, total: int) -> int:
    """Work as a service does it."""
    done = 0
    with monitor.stopping_with(lambda: pytest.fail("nobody cancelled")):
        for done in range(1, total + 1):
            monitor.raise_if_cancelled()
            monitor.report(Progress(done, total, "counting"))
    return done


def test_work_runs_to_its_end_when_nobody_watches() -> None:
    assert counted(Unwatched(), 3) == 3


def test_cancelling_is_not_an_error() -> None:
    assert not issubclass(Cancelled, Exception)


def test_a_signal_may_cancel_what_is_being_cancelled() -> None:
    cancellation, stops = Cancellation(), list[str]()

    def stop() -> None:
        stops.append("stop")
        if len(stops) == 1:
            cancellation.cancel()

    with cancellation.stopping_with(stop):
        cancellation.cancel()
    assert stops == ["stop", "stop"]


def test_the_total_may_be_unknown() -> None:
    assert Progress(7, 0) == Progress(done=7, total=0, note="")


def test_what_is_done_never_becomes_less() -> None:
    watcher = Watcher()
    monitor = Onward(watcher)
    for progress in (Progress(3, 9), Progress(2, 9), Progress(0, 9, "waiting"), Progress(5, 9)):
        monitor.report(progress)
    assert watcher.reports == [
        Progress(3, 9),
        Progress(3, 9),
        Progress(3, 9, "waiting"),
        Progress(5, 9),
    ]

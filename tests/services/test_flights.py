import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from typing_extensions import override

from tests.vpic.background import wait_for
from tests.vpic.watching import Watcher
from vindesk.domain.errors import VpicUnreachable
from vindesk.domain.monitor import Cancelled, Monitor, Progress, Unwatched
from vindesk.jobs.job import Job
from vindesk.services.flights import Flights


def test_thirty_two_askers_share_one_flight() -> None:
    flights = Flights[str, object]()
    asked: list[int] = []
    everybody = threading.Barrier(32)
    last_is_waiting = threading.Event()

    def work(_everybody: Monitor) -> object:
        asked.append(1)
        last_is_waiting.wait()
        return object()

    def ask(_number: int) -> object:
        everybody.wait()
        return flights.share("vin", work, Unwatched())

    with ThreadPoolExecutor(32) as pool:
        futures = [pool.submit(ask, number) for number in range(32)]
        last_is_waiting.set()
        answers = {id(future.result()) for future in futures}

    assert len(asked) == len(answers)


def test_progress_reaches_every_asker() -> None:
    flights = Flights[str, str]()
    steps = [Progress(0, 0, f"vPIC asks to wait: {left} s") for left in (3, 2, 1)]
    watchers = [Watcher() for _asker in range(4)]
    begun, go_on = threading.Event(), threading.Event()

    def work(everybody: Monitor) -> str:
        everybody.report(steps[0])
        begun.set()
        assert go_on.wait(5)
        for step in steps[1:]:
            everybody.report(step)
        return "answer"

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(flights.share, "vin", work, watchers[0])]
        assert begun.wait(5)
        askers += [pool.submit(flights.share, "vin", work, watcher) for watcher in watchers[1:]]
        wait_for(lambda: all(watcher._stops for watcher in watchers[1:]))
        go_on.set()
        assert [asker.result() for asker in askers] == ["answer"] * 4
    assert watchers[0].reports == steps
    assert [watcher.reports for watcher in watchers[1:]] == [steps[1:]] * 3


def test_who_has_left_is_told_nothing_more() -> None:
    flights = Flights[str, str]()
    leaving, staying = Watcher(), Watcher()
    begun, left = threading.Event(), threading.Event()

    def work(everybody: Monitor) -> str:
        begun.set()
        assert left.wait(5)
        everybody.report(Progress(0, 0, "late"))
        everybody.raise_if_cancelled()
        return "answer"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.share, "vin", work, staying)
        assert begun.wait(5)
        second = pool.submit(flights.share, "vin", work, leaving)
        wait_for(lambda: bool(leaving._stops))
        leaving.cancel()
        with pytest.raises(Cancelled):
            second.result()
        left.set()
        assert first.result() == "answer"
    assert staying.notes == ["late"]
    assert leaving.notes == []


def test_an_error_reaches_every_asker() -> None:
    flights = Flights[str, str]()
    begun, go_on = threading.Event(), threading.Event()

    def work(_everybody: Monitor) -> str:
        begun.set()
        go_on.wait()
        raise VpicUnreachable("gone")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.share, "vin", work, Unwatched())
        begun.wait()
        second = pool.submit(flights.share, "vin", lambda _: "other", Unwatched())
        go_on.set()
        with pytest.raises(VpicUnreachable):
            first.result()
        assert second.exception() is None or isinstance(second.exception(), VpicUnreachable)


def test_when_the_first_asker_is_cancelled_another_does_the_work(qapp: object) -> None:
    flights = Flights[str, str]()
    begun, go_on, joined = threading.Event(), threading.Event(), threading.Event()

    def give_up(_everybody: Monitor) -> str:
        begun.set()
        go_on.wait()
        raise Cancelled

    class Joining(Unwatched):
        @override
        def raise_if_cancelled(self) -> None:
            joined.set()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.share, "vin", give_up, Unwatched())
        begun.wait()
        second = pool.submit(flights.share, "vin", lambda _: "answer", Joining())
        joined.wait()
        go_on.set()
        with pytest.raises(Cancelled):
            first.result()
        assert second.result() == "answer"


def test_a_waiting_asker_can_leave_alone(qapp: object) -> None:
    flights = Flights[str, str]()
    begun, go_on = threading.Event(), threading.Event()
    job = Job("asker", lambda monitor: flights.share("vin", lambda _: "mine", monitor))

    def work(_everybody: Monitor) -> str:
        begun.set()
        go_on.wait()
        return "answer"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.share, "vin", work, Unwatched())
        begun.wait()
        second = pool.submit(flights.share, "vin", work, job)
        wait_for(lambda: bool(job._cancellation._stops))  # the second asker has begun to wait
        job.stop()
        with pytest.raises(Cancelled):
            second.result()
        go_on.set()
        assert first.result() == "answer"


def test_the_next_flight_is_a_new_one() -> None:
    flights = Flights[str, int]()
    assert flights.share("vin", lambda _: 1, Unwatched()) == 1
    assert flights.share("vin", lambda _: 2, Unwatched()) == 2

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from typing_extensions import override

from vindesk.domain.errors import VpicUnreachable
from vindesk.domain.monitor import Cancelled, Unwatched
from vindesk.jobs.job import Job
from vindesk.services.flights import Flights


def test_thirty_two_askers_share_one_flight() -> None:
    flights = Flights[str, object]()
    asked: list[int] = []
    everybody = threading.Barrier(32)
    last_is_waiting = threading.Event()

    def work() -> object:
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


def test_an_error_reaches_every_asker() -> None:
    flights = Flights[str, str]()
    begun, go_on = threading.Event(), threading.Event()

    def work() -> str:
        begun.set()
        go_on.wait()
        raise VpicUnreachable("gone")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.share, "vin", work, Unwatched())
        begun.wait()
        second = pool.submit(flights.share, "vin", lambda: "other", Unwatched())
        go_on.set()
        with pytest.raises(VpicUnreachable):
            first.result()
        assert second.exception() is None or isinstance(second.exception(), VpicUnreachable)


def test_when_the_first_asker_is_cancelled_another_does_the_work(qapp: object) -> None:
    flights = Flights[str, str]()
    begun, go_on, joined = threading.Event(), threading.Event(), threading.Event()

    def give_up() -> str:
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
        second = pool.submit(flights.share, "vin", lambda: "answer", Joining())
        joined.wait()
        go_on.set()
        with pytest.raises(Cancelled):
            first.result()
        assert second.result() == "answer"


def test_a_waiting_asker_can_leave_alone(qapp: object) -> None:
    flights = Flights[str, str]()
    begun, go_on = threading.Event(), threading.Event()
    job = Job("asker", lambda monitor: flights.share("vin", lambda: "mine", monitor))

    def work() -> str:
        begun.set()
        go_on.wait()
        return "answer"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.share, "vin", work, Unwatched())
        begun.wait()
        second = pool.submit(flights.share, "vin", work, job)
        while not job._stoppers:  # the second asker has begun to wait
            threading.Event().wait(0.001)
        job.stop()
        with pytest.raises(Cancelled):
            second.result()
        go_on.set()
        assert first.result() == "answer"


def test_the_next_flight_is_a_new_one() -> None:
    flights = Flights[str, int]()
    assert flights.share("vin", lambda: 1, Unwatched()) == 1
    assert flights.share("vin", lambda: 2, Unwatched()) == 2

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from vindesk.jobs.garbage import Garbage


class Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def garbage(qapp: object) -> Iterator[Garbage]:
    garbage = Garbage()
    garbage.start()
    yield garbage
    garbage.stop()
    assert gc.isenabled()


def knots(count: int) -> list[weakref.ref[Knot]]:
    return [weakref.ref(Knot()) for _number in range(count)]


def test_no_worker_collects(garbage: Garbage) -> None:
    left: list[weakref.ref[Knot]] = []
    worker = threading.Thread(target=lambda: left.extend(knots(5_000)))
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert all(reference() is not None for reference in left)


def test_what_is_due_is_collected_on_this_thread(garbage: Garbage) -> None:
    left = knots(5_000)
    garbage.collect_what_is_due()
    assert all(reference() is None for reference in left)


def test_what_is_not_due_is_left(garbage: Garbage) -> None:
    gc.collect()
    left = knots(1)
    garbage.collect_what_is_due()
    assert left[0]() is not None


def test_giving_back_twice_is_no_harm(garbage: Garbage) -> None:
    garbage.stop()
    garbage.stop()
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off(qapp: object) -> None:
    gc.disable()
    try:
        garbage = Garbage()
        garbage.start()
        garbage.stop()
        assert not gc.isenabled()
    finally:
        gc.enable()

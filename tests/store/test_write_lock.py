import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from tests.store.stoppable import Stoppable
from tests.store.waiting import until
from vindesk.domain.monitor import UNWATCHED, Cancelled
from vindesk.store.write_lock import WriteLock


def write(lock: WriteLock, note: Callable[[], object], *, bulk: bool) -> None:
    with lock.held(UNWATCHED, bulk=bulk):
        note()


def test_a_persons_write_goes_before_a_bulk_one_that_waits() -> None:
    lock, order = WriteLock(), list[str]()
    with ThreadPoolExecutor(4) as pool, lock.held(UNWATCHED):
        for waiting, name in enumerate(("bulk 1", "bulk 2", "person 1", "person 2"), 1):
            note = partial(order.append, name)
            pool.submit(write, lock, note, bulk=name.startswith("bulk"))
            until(lambda waiting=waiting: lock.waiting == waiting)
        assert order == []
    assert order == ["person 1", "person 2", "bulk 1", "bulk 2"]


def test_only_one_thread_has_the_lock() -> None:
    lock, inside = WriteLock(), threading.Semaphore(1)

    def enter() -> None:
        assert inside.acquire(blocking=False)
        inside.release()

    with ThreadPoolExecutor(32) as pool:
        done = [pool.submit(write, lock, enter, bulk=bool(n % 2)) for n in range(320)]
    assert all(future.exception() is None for future in done)
    assert lock.waiting == 0


def test_who_is_cancelled_while_waiting_leaves_the_queue() -> None:
    lock, monitor = WriteLock(), Stoppable()

    def wait() -> None:
        with lock.held(monitor):
            pytest.fail("the lock was never free")

    with ThreadPoolExecutor(1) as pool, lock.held(UNWATCHED):
        future: Future[None] = pool.submit(wait)
        until(lambda: lock.waiting == 1)
        monitor.cancel()
        assert isinstance(future.exception(), Cancelled)
        assert lock.waiting == 0


def test_a_failed_write_frees_the_lock() -> None:
    lock = WriteLock()
    with pytest.raises(KeyError), lock.held(UNWATCHED):
        raise KeyError
    with lock.held(UNWATCHED):
        assert lock.waiting == 0


def test_a_write_inside_a_write_is_a_bug_and_not_a_standstill() -> None:
    lock = WriteLock()
    with lock.held(UNWATCHED), pytest.raises(RuntimeError), lock.held(UNWATCHED):
        pytest.fail("that would wait for ever")

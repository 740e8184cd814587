import threading
from concurrent.futures import ThreadPoolExecutor

from vindesk.store.gate import Gate

LONG_S = 10.0


def test_uses_go_on_side_by_side_and_inside_each_other() -> None:
    gate, both = Gate(), threading.Barrier(2)

    def use() -> None:
        with gate.used(), gate.used():
            both.wait(LONG_S)

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(use), pool.submit(use)]:
            each.result()


def test_who_closes_it_waits_for_uses_and_they_for_him() -> None:
    gate, inside, go = Gate(), threading.Event(), threading.Event()
    order: list[str] = []

    def use() -> None:
        with gate.used():
            inside.set()
            go.wait(LONG_S)
            with gate.used():  # inside a use it is open even while somebody wants to close it
                order.append("used")

    def close() -> None:
        with gate.closed(LONG_S) as empty, gate.used():
            order.append(f"closed {empty}")

    def use_later() -> None:
        with gate.used():
            order.append("used again")

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(use)
        inside.wait(LONG_S)
        second = pool.submit(close)
        while gate._closer is None:
            threading.Event().wait(0.001)
        third = pool.submit(use_later)
        go.set()
        for each in (first, second, third):
            each.result()
    assert order == ["used", "closed True", "used again"]


def test_patience_ends() -> None:
    gate = Gate()
    with ThreadPoolExecutor(1) as pool, gate.used():

        def close() -> bool:
            with gate.closed(0.01) as empty:
                return empty

        assert pool.submit(close).result() is False
    with gate.closed(LONG_S) as empty:
        assert empty

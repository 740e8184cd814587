import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from vindesk.domain.monitor import Cancelled
from vindesk.services.once import Once


def test_it_is_made_once_whoever_asks() -> None:
    once = Once(object)
    with ThreadPoolExecutor(8) as pool:
        made = {id(thing) for thing in pool.map(lambda _n: once(), range(64))}
    assert len(made) == 1


def test_after_a_failure_the_next_asker_tries_again() -> None:
    results = iter([ValueError("not yet"), "made"])

    def make() -> str:
        result = next(results)
        if isinstance(result, Exception):
            raise result
        return result

    once = Once(make)
    with pytest.raises(ValueError, match="not yet"):
        once()
    assert once() == "made"


def test_what_was_made_is_exchanged_and_told() -> None:
    once = Once(lambda: "first")
    assert once.exchange(str.upper) is None
    assert once() == "first"
    assert once.exchange(str.upper) == "first"
    assert once() == "FIRST"


def test_an_exchange_that_fails_changes_nothing() -> None:
    once = Once(lambda: "first")
    once()
    with pytest.raises(ZeroDivisionError):
        once.exchange(lambda _made: str(1 / 0))
    assert once() == "first"


def test_what_is_taken_is_made_anew() -> None:
    once = Once(object)
    assert once.take() is None
    first = once()
    assert once.take() is first
    assert once() is not first


def test_whether_it_is_made_can_be_told_without_making_it() -> None:
    once = Once(object)
    assert not once.is_made
    once()
    assert once.is_made


class Slow:
    """Made by a thread of its own, when it is let."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.discarded: list[object] = []
        self.once = Once(self.make, self.discarded.append)

    def make(self) -> str:
        self.begun.set()
        self.may_end.wait()
        return "late"


def test_who_waits_for_what_is_given_up_is_let_go_and_what_comes_late_is_discarded() -> None:
    slow = Slow()
    with ThreadPoolExecutor(3) as pool:
        making = pool.submit(slow.once)
        slow.begun.wait()
        waiting, looking = pool.submit(slow.once), pool.submit(slow.once.there)
        assert slow.once.is_being_made
        assert slow.once.take() is None
        assert slow.once.give_up()
        with pytest.raises(Cancelled):
            waiting.result()
        assert looking.result() is None
        slow.may_end.set()
        with pytest.raises(Cancelled):
            making.result()
    assert slow.discarded == ["late"]
    assert not slow.once.is_made
    assert not slow.once.give_up()
    with pytest.raises(Cancelled):
        slow.once()


def test_what_is_there_is_waited_for_and_never_made() -> None:
    slow = Slow()
    assert slow.once.there() is None
    with ThreadPoolExecutor(2) as pool:
        making = pool.submit(slow.once)
        slow.begun.wait()
        looking = pool.submit(slow.once.there)
        slow.may_end.set()
        assert (making.result(), looking.result()) == ("late", "late")

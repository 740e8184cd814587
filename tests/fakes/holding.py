"""Work of the program that waits until a test lets it go on."""

import threading

import pytest


def hold(
    monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> tuple[threading.Event, threading.Event]:
    """``name`` of ``owner`` is done once the second is set; the first is, when it comes to that."""
    come, go_on = threading.Event(), threading.Event()
    do = getattr(owner, name)

    def held(*given: object) -> object:
        come.set()
        assert go_on.wait(30)
        return do(*given)

    monkeypatch.setattr(owner, name, held)
    return come, go_on

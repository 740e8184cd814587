"""A cache whose writing waits until a test lets it go on."""

import threading
from collections.abc import Sequence

import pytest

from vindesk.domain.vehicle import Vehicle
from vindesk.store.vehicles import Vehicles


def hold_saves(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Vehicles are saved only when the second is set; the first is, when it has come to that."""
    saving, go_on = threading.Event(), threading.Event()
    save = Vehicles.save

    def held(vehicles: Vehicles, answers: Sequence[Vehicle]) -> Sequence[Vehicle]:
        saving.set()
        assert go_on.wait(10)
        return save(vehicles, answers)

    monkeypatch.setattr(Vehicles, "save", held)
    return saving, go_on

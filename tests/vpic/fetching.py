"""Fetching over a wire of one's own."""

import pytest

from vindesk.domain.errors import VpicError
from vindesk.domain.monitor import Unwatched
from vindesk.vpic.options import WebOptions
from vindesk.vpic.request import Request
from vindesk.vpic.wire import Moved, Reply, Wire

ASK = Request("Values/X", "x", query={"format": "json"})
POST = Request("Batch/", "x", form={"DATA": "a;b", "format": "json"})
PLENTY_S = 5.0


class Fetch:
    """Fetches over a wire of its own, and keeps the wire."""

    def __init__(self) -> None:
        self._wires: list[Wire] = []

    def close(self) -> None:
        for wire in self._wires:
            wire.close()

    def wire(self, url: str, proxy: str = "") -> Wire:
        wire = Wire(WebOptions(base_url=url, max_reply_bytes=100_000, proxy=proxy))
        self._wires.append(wire)
        return wire

    def __call__(self, url: str, request: Request = ASK, *, timeout_s: float = PLENTY_S) -> Reply:
        """Send ``request``, wherever it leads."""
        wire = self.wire(url)
        while True:
            try:
                return wire.fetch(request, timeout_s, Unwatched())
            except Moved as moved:
                request = moved.request

    def fail(self, url: str, *, timeout_s: float = PLENTY_S) -> VpicError:
        with pytest.raises(VpicError) as caught:
            self(url, timeout_s=timeout_s)
        return caught.value

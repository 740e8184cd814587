"""The faults that the server commits on command, and the plan that says which is next."""

import random
import threading
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct


class FaultKind(StrEnum):
    """Every way of going wrong; the value is its name on the command line."""

    BAD_REQUEST = "400"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    TOO_MANY = "429"
    TOO_MANY_SECONDS = "429-seconds"
    TOO_MANY_DATE = "429-date"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502"
    MAINTENANCE = "503"
    GATEWAY_TIMEOUT = "504"
    REDIRECT_ELSEWHERE = "redirect-elsewhere"
    REDIRECT_TO_PATH = "redirect-path"
    XML = "xml"
    HTML = "html"
    WRONG_CONTENT_TYPE = "wrong-content-type"
    INVALID_UTF8 = "invalid-utf8"
    EMPTY_BODY = "empty-body"
    CUT_JSON = "cut-json"
    EMPTY_RESULTS = "empty-results"
    NO_RESULTS = "no-results"
    EXECUTION_ERROR = "execution-error"
    NULL_VALUES = "null-values"
    MISSING_ROWS = "missing-rows"
    SHUFFLED_ROWS = "shuffled-rows"
    DUPLICATED_ROWS = "duplicated-rows"
    OTHER_VINS = "other-vins"
    SLOPPY_TEXT = "sloppy-text"
    GZIP_BOMB = "gzip-bomb"
    HUGE = "huge"
    ENDLESS = "endless"
    SLOW = "slow"
    DRIP = "drip"
    HANG = "hang"
    HANG_AFTER_HEADERS = "hang-after-headers"
    CUT_CONNECTION = "cut-connection"
    CLOSED = "closed"
    RESET = "reset"
    CUSTOM = "custom"


MEANINGS: Mapping[FaultKind, str] = {
    FaultKind.BAD_REQUEST: "error with a JSON message",
    FaultKind.FORBIDDEN: "how NHTSA throttles some clients; HTML",
    FaultKind.NOT_FOUND: "error with a JSON message",
    FaultKind.TOO_MANY: "throttled, no Retry-After",
    FaultKind.TOO_MANY_SECONDS: "throttled, Retry-After in SECONDS",
    FaultKind.TOO_MANY_DATE: "throttled, Retry-After a date SECONDS ahead",
    FaultKind.SERVER_ERROR: "error with a JSON message",
    FaultKind.BAD_GATEWAY: "error with a short HTML page",
    FaultKind.MAINTENANCE: "a maintenance page of 60 KB",
    FaultKind.GATEWAY_TIMEOUT: "error with a short HTML page",
    FaultKind.REDIRECT_ELSEWHERE: "302 to another host",
    FaultKind.REDIRECT_TO_PATH: "301 to the same path, without a host",
    FaultKind.XML: "the true values, but as XML",
    FaultKind.HTML: "a web page with status 200",
    FaultKind.WRONG_CONTENT_TYPE: "true JSON that says it is HTML",
    FaultKind.INVALID_UTF8: "JSON with bytes that are no UTF-8",
    FaultKind.EMPTY_BODY: "status 200 and nothing else",
    FaultKind.CUT_JSON: "half of the JSON, with the length of that half",
    FaultKind.EMPTY_RESULTS: "an envelope with no rows",
    FaultKind.NO_RESULTS: "an envelope without Results",
    FaultKind.EXECUTION_ERROR: "vPIC's own error, with status 200",
    FaultKind.NULL_VALUES: "null where vPIC sends an empty text",
    FaultKind.MISSING_ROWS: "every second row is left out; a single one too",
    FaultKind.SHUFFLED_ROWS: "rows in reverse order",
    FaultKind.DUPLICATED_ROWS: "each row twice",
    FaultKind.OTHER_VINS: "rows which name a VIN that nobody asked for",
    FaultKind.SLOPPY_TEXT: "VINs in lower case, texts with blanks around them",
    FaultKind.GZIP_BOMB: "a small gzip body that inflates to SIZE",
    FaultKind.HUGE: "SIZE bytes of valid JSON",
    FaultKind.ENDLESS: "a body in chunks that never ends",
    FaultKind.SLOW: "the truth, SECONDS late",
    FaultKind.DRIP: "the truth, one byte every SECONDS",
    FaultKind.HANG: "no answer until released",
    FaultKind.HANG_AFTER_HEADERS: "headers, then no body until released",
    FaultKind.CUT_CONNECTION: "half of the body, then the connection ends",
    FaultKind.CLOSED: "the connection ends without an answer",
    FaultKind.RESET: "the connection is reset",
    FaultKind.CUSTOM: "the body and status that a test gives",
}

# What a real server does on a bad day, each of which a client should survive by asking again.
BAD_DAY = (
    FaultKind.FORBIDDEN,
    FaultKind.TOO_MANY,
    FaultKind.TOO_MANY_SECONDS,
    FaultKind.SERVER_ERROR,
    FaultKind.BAD_GATEWAY,
    FaultKind.MAINTENANCE,
    FaultKind.GATEWAY_TIMEOUT,
    FaultKind.HTML,
    FaultKind.CUT_JSON,
    FaultKind.EMPTY_RESULTS,
    FaultKind.EXECUTION_ERROR,
    FaultKind.MISSING_ROWS,
    FaultKind.SHUFFLED_ROWS,
    FaultKind.OTHER_VINS,
    FaultKind.SLOW,
    FaultKind.CUT_CONNECTION,
    FaultKind.CLOSED,
    FaultKind.RESET,
)


class Fault(Struct, frozen=True):
    """A kind of fault and its measures; each kind uses those that its meaning names."""

    kind: FaultKind
    seconds: float = 1.0
    size: int = 200_000_000
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"


AnyFault = Fault | FaultKind


def as_fault(fault: AnyFault) -> Fault:
    """A fault with the usual measures, where only the kind was named."""
    return fault if isinstance(fault, Fault) else Fault(fault)


class Ordered(Struct, frozen=True):
    """A fault for one request; with VINs, only their rows suffer where rows can."""

    fault: Fault
    vins: frozenset[str] = frozenset()

    def concerns(self, vin: str) -> bool:
        return not self.vins or vin.upper() in self.vins


class _Rule(Struct):
    order: Ordered
    left: int | None  # None: for ever

    def take(self, vins: Collection[str]) -> bool:
        if self.left == 0 or not any(self.order.concerns(vin) for vin in vins):
            return False
        if self.left is not None:
            self.left -= 1
        return True


class FaultPlan:
    """Says what goes wrong next: first the script, then the newest rule that fits, then chance."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._script: deque[Fault | None] = deque()
        self._rules: list[_Rule] = []
        self._mix: dict[Fault, float] = {}
        self._random = random.Random(0)

    def add(self, fault: AnyFault, times: int | None, vins: Collection[str]) -> None:
        order = Ordered(as_fault(fault), frozenset(vin.upper() for vin in vins))
        with self._lock:
            self._rules.append(_Rule(order, times))

    def script(self, faults: Sequence[AnyFault | None]) -> None:
        with self._lock:
            self._script.extend(None if fault is None else as_fault(fault) for fault in faults)

    def randomise(self, mix: Mapping[Fault, float] | Mapping[FaultKind, float], seed: int) -> None:
        if sum(mix.values()) > 1 + 1e-9:
            raise ValueError("the probabilities exceed one")
        with self._lock:
            self._mix = {as_fault(fault): chance for fault, chance in mix.items()}
            self._random.seed(seed)

    def clear(self) -> None:
        with self._lock:
            self._script.clear()
            self._rules.clear()
            self._mix.clear()

    def choose(self, vins: Collection[str]) -> Ordered | None:
        """The fault for a request that asks for ``vins``; None: tell the truth."""
        with self._lock:
            if self._script:
                fault = self._script.popleft()
                return None if fault is None else Ordered(fault)
            for rule in reversed(self._rules):
                if rule.take(vins):
                    return rule.order
            return self._chance()

    def _chance(self) -> Ordered | None:
        if not self._mix:
            return None
        point = self._random.random()
        for fault, chance in self._mix.items():
            point -= chance
            if point < 0:
                return Ordered(fault)
        return None

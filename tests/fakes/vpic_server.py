"""A loopback vPIC: it answers any VIN truthfully, and breaks in every way on command.

For tests it is a context manager. By hand: ``python -m tests.fakes.vpic_server --help``.
"""

import argparse
import logging
import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from tests.fakes.vpic_faults import BAD_DAY, MEANINGS, AnyFault, Fault, FaultKind
from tests.fakes.vpic_http import VpicHandler
from tests.fakes.vpic_listener import HOST, Listener, Service
from tests.fakes.vpic_records import DEFAULT_TIMEOUT_S, RecordedRequest, RequestLog
from tests.fakes.vpic_routes import Kind
from tests.fakes.vpic_wire import Row, Wire


class VpicServer:
    """vPIC on 127.0.0.1; ``port`` 0 takes any that is free.

    ``fill_unknown`` fills the fields that the embedded copy never has; ``extra_keys`` adds keys
    that vPIC does not have yet; ``override`` gives values by VIN, or for every VIN under "*".
    """

    def __init__(  # noqa: PLR0913 - each is a way to lie, and all but the port are named
        self,
        port: int = 0,
        *,
        fill_unknown: bool = False,
        extra_keys: bool = False,
        override: Mapping[str, Mapping[str, str]] | None = None,
        delay_s: float = 0.0,
        announce: Callable[[RecordedRequest], None] | None = None,
    ) -> None:
        values = {vin.upper(): dict(row) for vin, row in (override or {}).items()}
        wire = Wire(fill_unknown, extra_keys, values)
        self._service = Service(wire, RequestLog(announce), delay_s)
        self._log = self._service.log
        self._port = port
        self._listener: Listener | None = None
        self._listening = False

    # -- life ------------------------------------------------------------

    def start(self) -> Self:
        self.accept_again()
        return self

    def stop(self) -> None:
        """End everything, hanging answers too; raise if the server itself had a bug."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
            self._listening = False
        if self._service.bugs:
            raise RuntimeError("the vPIC server failed") from self._service.bugs.pop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port, once started; it stays the same while connections are refused."""
        return self._port

    @property
    def url(self) -> str:
        """The base URL, as vindesk's settings want it."""
        return f"http://{HOST}:{self._port}/api/vehicles"

    def refuse(self) -> None:
        """Cut every connection and refuse new ones, as a server that is down does."""
        if self._listener is not None and self._listening:
            self._listener.close()
            self._listener = Listener(self._port, self._service, VpicHandler)
            self._listening = False

    def accept_again(self) -> None:
        """Come back on the same port."""
        if self._listener is None:
            self._listener = Listener(self._port, self._service, VpicHandler)
            self._port = self._listener.port
        if not self._listening:
            self._listener.listen()
            self._listening = True

    # -- faults ----------------------------------------------------------

    def answer_with(
        self, fault: AnyFault, *, times: int | None = None, vins: Collection[str] = ()
    ) -> None:
        """Commit ``fault`` from now on, or ``times`` times; or only where ``vins`` are asked for.

        Of several that fit a request, the newest is committed. In a batch, a fault of rows spoils
        the rows of ``vins`` only; any other spoils the whole answer.
        """
        self._service.plan.add(fault, times, vins)

    def script(self, faults: Sequence[AnyFault | None]) -> None:
        """Say what happens to the next requests, one by one, before all else; None: the truth."""
        self._service.plan.script(faults)

    def random_faults(
        self, mix: Mapping[Fault, float] | Mapping[FaultKind, float], seed: int
    ) -> None:
        """Commit each fault with its probability, where neither script nor rule says otherwise."""
        self._service.plan.randomise(mix, seed)

    def answer_truthfully(self) -> None:
        """Forget every fault; what hangs already, hangs on until ``release``."""
        self._service.plan.clear()

    def release(self) -> None:
        """Let what hangs at this moment be answered, truthfully."""
        self._service.gate.release()

    @property
    def delay_s(self) -> float:
        """How long each answer takes at least."""
        return self._service.delay_s

    @delay_s.setter
    def delay_s(self, seconds: float) -> None:
        self._service.delay_s = seconds

    # -- values ----------------------------------------------------------

    def expected_row(self, vin: str, year: int | None = None) -> Row:
        """What the server sends for ``vin`` when it tells the truth."""
        return self._service.wire.row(vin, year)

    def set_values(self, vin: str, **values: str) -> None:
        """From now on send ``values`` for ``vin``, or for every VIN under "*"."""
        old = self._service.wire.override
        row = {**old.get(vin.upper(), {}), **values}
        self._service.wire = replace(self._service.wire, override={**old, vin.upper(): row})

    # -- what was seen ---------------------------------------------------

    @property
    def requests(self) -> list[RecordedRequest]:
        return self._log.requests

    @property
    def request_count(self) -> int:
        return len(self._log.requests)

    @property
    def violations(self) -> list[str]:
        """What a polite client never sends: more than 50 VINs, empty items, repeated VINs ..."""
        return self._log.violations

    @property
    def in_flight(self) -> int:
        return self._log.in_flight

    @property
    def max_in_flight(self) -> int:
        return self._log.max_in_flight

    def clear_requests(self) -> None:
        """Forget what was seen so far; faults stay."""
        self._log.clear()

    def wait_for_requests(self, count: int, timeout: float = DEFAULT_TIMEOUT_S) -> None:
        """Wait until ``count`` requests have arrived, answered or not."""
        self._log.wait_for(lambda: self.request_count >= count, f"{count} requests", timeout)

    def wait_until_idle(self, timeout: float = DEFAULT_TIMEOUT_S) -> None:
        """Wait until nothing is in flight."""
        self._log.wait_for(lambda: self.in_flight == 0, "idle moment", timeout)

    def wait_for(
        self, fact: Callable[[list[RecordedRequest]], bool], timeout: float = DEFAULT_TIMEOUT_S
    ) -> None:
        """Wait until ``fact`` holds of the requests so far."""
        self._log.wait_for(lambda: fact(self.requests), "such requests", timeout)


# -- by hand -----------------------------------------------------------------

_log = logging.getLogger("vpic")


def _known_fault(name: str) -> FaultKind:
    if name == FaultKind.CUSTOM or name not in list(FaultKind):
        raise argparse.ArgumentTypeError(f"no fault is called {name!r}")
    return FaultKind(name)


def _probability(text: str) -> float:
    if not 0 <= float(text) <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return float(text)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    kinds = [kind for kind in FaultKind if kind is not FaultKind.CUSTOM]
    width = max(map(len, kinds))
    table = "\n".join(f"  {kind:{width}}  {MEANINGS[kind]}" for kind in kinds)
    bad_day = textwrap.indent(textwrap.fill(", ".join(BAD_DAY), break_on_hyphens=False), "  ")
    parser = argparse.ArgumentParser(
        prog="python -m tests.fakes.vpic_server",
        description="A vPIC of your own: true answers from ultravin, and faults on command.",
        epilog=f"faults:\n{table}\n\n--random takes its faults from:\n{bad_day}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--port", type=int, default=8765, help="default 8765; 0 takes any that is free")
    add("--delay", type=float, default=0.0, metavar="S", help="seconds that each answer takes")
    add("--fault", type=_known_fault, metavar="NAME", help="commit it every time")
    add("--vin", action="append", default=[], help="... only where this VIN is asked for")
    add("--seconds", type=float, default=1.0, metavar="S", help="SECONDS of a fault; default 1")
    add("--size", type=int, default=200_000_000, metavar="N", help="SIZE of a fault, in bytes")
    add("--random", type=_probability, default=0.0, metavar="P", help="fail with this probability")
    add("--seed", type=int, default=0, metavar="N", help="another N, other random faults")
    add("--fill-unknown", action="store_true", help="fill what the embedded copy never has")
    add("--extra-keys", action="store_true", help="send keys that vPIC does not have yet")
    return parser.parse_args(argv)


def _announce(request: RecordedRequest) -> None:
    """Log one line: method, what was asked, how it was answered and in what time."""
    asked = f"{len(request.vins)} VINs" if request.kind is Kind.BATCH else request.path
    took = (request.ended or request.started) - request.started
    answered = request.status or "no answer"
    _log.info(
        "%s %s: %s, %.0f ms%s",
        request.method,
        asked,
        answered,
        took * 1000,
        f" ({request.fault})" if request.fault else "",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until Ctrl+C or SIGTERM."""
    options = _arguments(argv)
    logging.basicConfig(stream=sys.stdout, format="%(asctime)s %(message)s", level=logging.INFO)
    done = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda _number, _frame: done.set())
    server = VpicServer(
        options.port,
        fill_unknown=options.fill_unknown,
        extra_keys=options.extra_keys,
        delay_s=options.delay,
        announce=_announce,
    )
    measures = {"seconds": options.seconds, "size": options.size}
    if options.fault is not None:
        server.answer_with(Fault(options.fault, **measures), vins=options.vin)
    chance = options.random / len(BAD_DAY)
    server.random_faults({Fault(kind, **measures): chance for kind in BAD_DAY}, options.seed)
    try:
        server.start()
    except OSError as error:
        _log.error("Port %d cannot be used: %s", options.port, error.strerror)
        return 1
    with server:
        _log.info("Base URL: %s", server.url)
        _log.info("Start vindesk against it: python -m vindesk --vpic-url %s", server.url)
        while not done.wait(0.5):  # a wait without end would not let Ctrl+C through everywhere
            pass
        _log.info("Stopped after %d requests", server.request_count)
    return 0


if __name__ == "__main__":
    sys.exit(main())

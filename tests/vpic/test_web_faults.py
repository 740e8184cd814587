"""Every fault by itself: it gets a name, and one that passes is survived."""

import math

import pytest

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.conftest import PETERBILT, MakeWeb
from tests.vpic.failing import fail
from vindesk.domain.errors import (
    UserError,
    VpicBadReply,
    VpicBusy,
    VpicRefused,
    VpicServerFault,
    VpicTimedOut,
    VpicUnreachable,
)
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question
from vindesk.vpic.web import VpicWeb

FAULTS = {
    FaultKind.BAD_REQUEST: VpicRefused,
    FaultKind.FORBIDDEN: VpicBusy,
    FaultKind.NOT_FOUND: VpicRefused,
    FaultKind.TOO_MANY: VpicBusy,
    FaultKind.TOO_MANY_SECONDS: VpicBusy,
    FaultKind.TOO_MANY_DATE: VpicBusy,
    FaultKind.SERVER_ERROR: VpicServerFault,
    FaultKind.BAD_GATEWAY: VpicServerFault,
    FaultKind.MAINTENANCE: VpicServerFault,
    FaultKind.GATEWAY_TIMEOUT: VpicServerFault,
    FaultKind.REDIRECT_ELSEWHERE: VpicRefused,
    FaultKind.REDIRECT_TO_PATH: VpicRefused,
    FaultKind.XML: VpicBadReply,
    FaultKind.HTML: VpicBadReply,
    FaultKind.INVALID_UTF8: VpicBadReply,
    FaultKind.EMPTY_BODY: VpicBadReply,
    FaultKind.CUT_JSON: VpicBadReply,
    FaultKind.EMPTY_RESULTS: VpicBadReply,
    FaultKind.NO_RESULTS: VpicBadReply,
    FaultKind.EXECUTION_ERROR: VpicBadReply,
    FaultKind.MISSING_ROWS: VpicBadReply,
    FaultKind.OTHER_VINS: VpicBadReply,
    FaultKind.GZIP_BOMB: VpicBadReply,
    FaultKind.HUGE: VpicBadReply,
    FaultKind.ENDLESS: VpicBadReply,
    FaultKind.SLOW: VpicTimedOut,
    FaultKind.DRIP: VpicTimedOut,
    FaultKind.HANG: VpicTimedOut,
    FaultKind.HANG_AFTER_HEADERS: VpicTimedOut,
    FaultKind.CUT_CONNECTION: VpicUnreachable,
    FaultKind.CLOSED: VpicUnreachable,
    FaultKind.RESET: VpicUnreachable,
}
WITHOUT_HOPE = {
    FaultKind.BAD_REQUEST,
    FaultKind.NOT_FOUND,
    FaultKind.REDIRECT_ELSEWHERE,
    FaultKind.REDIRECT_TO_PATH,
}
LATE = {FaultKind.SLOW, FaultKind.DRIP, FaultKind.HANG, FaultKind.HANG_AFTER_HEADERS}


@pytest.fixture
def sturdy(make_web: MakeWeb, vpic_server: VpicServer) -> VpicWeb:
    """A client that loses patience with nothing but size."""
    return make_web(vpic_server.url, patience_s=math.inf, max_reply_bytes=1_000_000)


@pytest.mark.parametrize("kind", FAULTS, ids=str)
def test_a_fault_that_lasts_is_named(
    make_web: MakeWeb, sturdy: VpicWeb, vpic_server: VpicServer, kind: FaultKind
) -> None:
    vpic_server.answer_with(Fault(kind, seconds=30.0, size=3_000_000))
    hasty = make_web(vpic_server.url, patience_s=math.inf, single_timeout_s=0.05)
    error = fail(hasty if kind in LATE else sturdy)
    assert isinstance(error, FAULTS[kind])
    assert error.transient is (kind not in WITHOUT_HOPE)
    assert "Nothing was stored." in error.detail
    assert error.advice
    assert error.sentence.isprintable()
    assert len(error.detail) < 300
    if kind is not FaultKind.REDIRECT_TO_PATH:  # each redirection is a request
        assert vpic_server.request_count == (1 if kind in WITHOUT_HOPE else 5)


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind not in WITHOUT_HOPE], ids=str)
def test_a_fault_that_passes_is_survived(
    make_web: MakeWeb, sturdy: VpicWeb, vpic_server: VpicServer, kind: FaultKind
) -> None:
    hasty = make_web(vpic_server.url, patience_s=math.inf, single_timeout_s=0.3)
    web = hasty if kind in LATE else sturdy
    truth = sturdy.decode(PETERBILT, Unwatched())
    vpic_server.clear_requests()
    vpic_server.script([Fault(kind, seconds=30.0, size=3_000_000)] * 2)
    assert web.decode(PETERBILT, Unwatched()) == truth
    assert vpic_server.request_count == 3


def test_a_server_that_is_down(sturdy: VpicWeb, vpic_server: VpicServer) -> None:
    vpic_server.refuse()
    error = fail(sturdy)
    assert isinstance(error, VpicUnreachable)
    assert "the connection was refused" in error.detail
    assert "network" in error.advice


def test_a_server_that_comes_back(sturdy: VpicWeb, vpic_server: VpicServer) -> None:
    sturdy.decode(PETERBILT, Unwatched())
    vpic_server.refuse()
    fail(sturdy)
    vpic_server.accept_again()
    assert sturdy.decode(PETERBILT, Unwatched()).vehicle.values["make"] == "PETERBILT"


def test_a_path_that_has_moved_on_the_same_host_is_followed(
    web: VpicWeb, vpic_server: VpicServer
) -> None:
    vpic_server.script([FaultKind.REDIRECT_TO_PATH] * 3)
    web.decode(Question(PETERBILT.vin, 2014), Unwatched())
    assert [request.path for request in vpic_server.requests] == [
        "/api/vehicles/DecodeVinValues/1XPWD40X1ED215307?format=json&modelyear=2014"
    ] * 4


def test_no_other_host_is_spoken_to(web: VpicWeb, vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.REDIRECT_ELSEWHERE)
    error = fail(web)
    assert "vpic.elsewhere.invalid" in error.detail


def test_the_page_of_a_fault_is_told_in_few_words(web: VpicWeb, vpic_server: VpicServer) -> None:
    page = b"<html><title>Down</title><body>\x07for \x1b[1mmaintenance" + b" and so on" * 9_999
    vpic_server.answer_with(Fault(FaultKind.CUSTOM, status=400, body=page))
    detail = fail(web).detail
    assert "HTTP 400: “Down: for [1mmaintenance and so on" in detail
    assert len(detail) < 260


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, VpicRefused),
        (405, VpicRefused),
        (408, VpicTimedOut),
        (418, VpicRefused),
        (204, VpicRefused),
        (304, VpicRefused),
        (599, VpicServerFault),
    ],
)
def test_other_statuses(
    make_web: MakeWeb, vpic_server: VpicServer, status: int, kind: type[UserError]
) -> None:
    vpic_server.answer_with(Fault(FaultKind.CUSTOM, status=status))
    error = fail(make_web(vpic_server.url, attempts=1))
    assert type(error) is kind
    assert f"HTTP {status}. Nothing" in error.detail

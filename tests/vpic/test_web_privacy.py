"""What a log may hold, and where VINs may be sent."""

import logging
import traceback
from pathlib import Path

import pytest

from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.conftest import PETERBILT, MakeWeb
from tests.vpic.failing import fail
from tests.vpic.raw_server import RawServer, saying
from vindesk.config.logs import start_logging, stop_logging
from vindesk.config.settings import LogLevel
from vindesk.domain.errors import (
    UserError,
)
from vindesk.domain.monitor import Unwatched
from vindesk.vpic.options import VPIC_URL, WebOptions
from vindesk.vpic.web import VpicWeb

# -- what a log may hold -------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    [FaultKind.NOT_FOUND, FaultKind.RESET, FaultKind.SLOW, FaultKind.CUT_JSON, FaultKind.TOO_MANY],
)
def test_no_log_and_no_error_holds_a_whole_vin(
    make_web: MakeWeb, vpic_server: VpicServer, caplog: pytest.LogCaptureFixture, kind: FaultKind
) -> None:
    caplog.set_level(logging.INFO)
    vpic_server.answer_with(kind)
    error = fail(make_web(vpic_server.url, attempts=1, single_timeout_s=0.05))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith("vPIC failed for 215307: attempt 1 of 1, ")
    told = "".join(traceback.format_exception(error)) + caplog.text + error.sentence
    assert PETERBILT.vin.text not in told


def test_headers_that_urllib3_complains_about_put_no_vin_into_the_log(
    make_web: MakeWeb, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    handler = start_logging(tmp_path, LogLevel.INFO)
    odd = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nno header at all\r\n\r\n{}"
    with RawServer(saying(odd)) as server:
        fail(make_web(server.url, attempts=1))
    stop_logging(handler)
    assert "vPIC failed for 215307" in caplog.text
    told = caplog.text + (tmp_path / "vindesk.log").read_text("utf-8")
    assert PETERBILT.vin.text not in told


def test_the_log_tells_status_and_time(
    make_web: MakeWeb, vpic_server: VpicServer, caplog: pytest.LogCaptureFixture
) -> None:
    vpic_server.script([FaultKind.BAD_GATEWAY, FaultKind.CLOSED])
    make_web(vpic_server.url).decode(PETERBILT, Unwatched())
    assert [record.getMessage() for record in caplog.records] == [
        "vPIC failed for 215307: attempt 1 of 5, HTTP 502, 0 ms: vPIC has a fault of its own",
        "vPIC failed for 215307: attempt 2 of 5, no reply, 0 ms: vPIC could not be reached",
    ]


def test_at_debug_the_whole_request_is_told(web: VpicWeb, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "vindesk")
    web.decode(PETERBILT, Unwatched())
    assert PETERBILT.vin.text in caplog.text


# -- where VINs may be sent ----------------------------------------------------


def test_the_address_is_nhtsas() -> None:
    assert WebOptions().base_url == VPIC_URL == "https://vpic.nhtsa.dot.gov/api/vehicles/"


@pytest.mark.parametrize(
    "url", ["http://localhost:1", "http://127.8.8.8/x", "http://[::1]:80/", "https://example.com"]
)
def test_addresses_that_are_taken(make_web: MakeWeb, url: str) -> None:
    make_web(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://vpic.nhtsa.dot.gov/api/vehicles/", "unprotected"),
        ("http://192.168.1.1/", "unprotected"),
        ("http://localhost.example.com/", "unprotected"),
        ("ftp://localhost/", "not the address"),
        ("localhost:8080", "not the address"),
        ("", "not the address"),
        ("https://", "not the address"),
        ("https://[::1/", "not the address"),
        ("https://host:port/", "not the address"),
        (f"https://{'x' * 64}.com/", "not the address"),
        ("https://user:secret@example.com/", "not the address"),
        ("https://example.com/?a=b", "must end with the path"),
        ("https://example.com/#a", "must end with the path"),
    ],
)
def test_addresses_that_are_refused(make_web: MakeWeb, url: str, why: str) -> None:
    with pytest.raises(UserError, match=why) as caught:
        make_web(url)
    assert caught.value.advice
    assert "secret" not in caught.value.sentence

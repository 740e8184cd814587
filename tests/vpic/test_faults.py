import ssl
from datetime import UTC, datetime, timedelta

import pytest
import requests

from vindesk.domain.errors import VpicBusy, VpicUnreachable
from vindesk.vpic.faults import (
    VpicMisconfigured,
    retry_after_s,
    root_cause,
    status_fault,
    transport_fault,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hint", "seconds"),
    [
        ("30", 30.0),
        (" 0 ", 0.0),
        ("9" * 400, 999_999_999.0),
        ("Mon, 23 Nov 2026 12:00:45 GMT", 45.0),
        ("Mon, 23 Nov 2026 13:00:45 +0100", 45.0),
        ("Mon, 23 Nov 2026 12:00:45", 45.0),
        ("Mon, 23 Nov 2026 12:00:45 -0000", 45.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("Mon, 99 Nov 2026 12:00:45 GMT", None),
        (f"Mon, 23 Nov {'9' * 20} 12:00:45 GMT", None),
        (f"Mon, 23 Nov 2026 12:00:45 +{'9' * 30}", None),
    ],
)
def test_retry_after(hint: str, seconds: float | None) -> None:
    assert retry_after_s({"Retry-After": hint}, NOW) == seconds


def test_no_retry_after() -> None:
    assert retry_after_s({}, NOW) is None


@pytest.mark.parametrize(
    ("date", "seconds"), [("Mon, 23 Nov 2026 11:59:00 GMT", 90.0), ("x", 30.0)]
)
def test_a_date_is_read_by_the_clock_of_the_server(date: str, seconds: float) -> None:
    headers = {"Retry-After": "Mon, 23 Nov 2026 12:00:30 GMT", "Date": date}
    assert retry_after_s(headers, NOW) == seconds


def test_a_wrong_clock_of_our_own_does_no_harm() -> None:
    headers = {
        "Retry-After": "Mon, 23 Nov 2026 12:00:30 GMT",
        "Date": "Mon, 23 Nov 2026 12:00:00 GMT",
    }
    assert retry_after_s(headers, NOW - timedelta(days=400)) == 30


@pytest.mark.parametrize(("seconds", "when"), [(None, "later"), (11.2, "in 12 s")])
def test_busy_tells_when_to_come_back(seconds: float | None, when: str) -> None:
    error = status_fault(429, b"", seconds)
    assert isinstance(error, VpicBusy)
    assert error.retry_after_s == seconds
    assert error.advice == f"Try again {when}, or use the embedded copy."


def test_the_root_cause_is_found_through_causes_and_contexts() -> None:
    innermost = OSError("why")
    middle = KeyError()
    middle.__context__ = innermost
    outer = ValueError()
    outer.__cause__ = middle
    assert root_cause(outer) is innermost
    assert root_cause(innermost) is innermost


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (requests.ConnectionError(), "The connection failed: ConnectionError."),
        (requests.ConnectionError("about 1XPWD40X1ED215307"), "failed: about …215307."),
        (requests.ConnectionError(OSError(113, "No route to host")), "failed: [Errno 113]"),
    ],
)
def test_a_failure_without_a_cause_speaks_for_itself(error: Exception, says: str) -> None:
    fault = transport_fault(error, expired=False)
    assert isinstance(fault, VpicUnreachable)
    assert says in fault.detail


def test_the_system_says_why() -> None:
    error = requests.ConnectionError()
    error.__context__ = OSError(113, "No route to host")
    assert "failed: No route to host." in transport_fault(error, expired=False).detail


def test_any_other_fault_of_tls_may_pass() -> None:
    error = requests.exceptions.SSLError()
    error.__context__ = ssl.SSLEOFError(8, "EOF occurred in violation of protocol")
    fault = transport_fault(error, expired=False)
    assert fault.transient
    assert "EOF occurred" in fault.detail


def test_settings_that_cannot_be_used() -> None:
    fault = transport_fault(requests.exceptions.InvalidURL("no host"), expired=False)
    assert isinstance(fault, VpicMisconfigured)
    assert not fault.transient

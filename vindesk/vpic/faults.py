"""Everything that goes wrong on the way to vPIC -> an error with a name and a sentence.

::

    VpicUnreachable
    └── VpicMisconfigured      a setting of this computer: asking again does not help
    VpicRefused
    └── VinRefused             400, 404: about what was asked, not about us
    VpicTimedOut
    └── QueuedTooLong          our own pace: vPIC was not even asked
"""

import math
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import ClassVar

import requests
from requests import exceptions

from vindesk.domain.errors import (
    VpicBadReply,
    VpicBusy,
    VpicError,
    VpicRefused,
    VpicServerFault,
    VpicTimedOut,
    VpicUnreachable,
)
from vindesk.domain.words import phrase, say
from vindesk.vpic.advice import LATER
from vindesk.vpic.gist import gist, quoted

THROTTLING = frozenset({403, 429})
"""NHTSA's ways to say: slow down."""

_NETWORK = phrase("Check the network connection, or use the embedded copy.")
_PROXY = phrase("Check the proxy in the preferences, in the system's settings or in HTTPS_PROXY.")
_ADDRESS = phrase("Check vPIC's address in the preferences.")
_CERTIFICATES = phrase(
    "If a proxy of your organisation inspects connections, name its certificates in"
    " REQUESTS_CA_BUNDLE."
)


class VpicMisconfigured(VpicUnreachable):
    transient: ClassVar[bool] = False


class VinRefused(VpicRefused):
    """vPIC cannot answer this question; it may well answer others."""


class QueuedTooLong(VpicTimedOut):
    """Patience ended behind other requests of ours; it says nothing of vPIC."""

    title: ClassVar[str] = phrase("vPIC was not asked in time")


# -- an answer with a status other than 200 -----------------------------------


def status_fault(status: int, body: bytes, retry_after: float | None) -> VpicError:
    """What an answer means that is no success; ``retry_after`` is how long it asks to wait."""
    said = f": {quoted(body)}" if body.strip() else ""
    detail = say(
        "It answered with HTTP {status}{said}. Nothing was stored.", status=status, said=said
    )
    if status in THROTTLING:
        advice = say(LATER)
        if retry_after is not None:
            seconds = math.ceil(retry_after)
            advice = say("Try again in {n} s, or use the embedded copy.", n=seconds)
        return VpicBusy(detail, advice=advice, retry_after_s=retry_after)
    if status == requests.codes.request_timeout:
        return VpicTimedOut(detail, advice=say(LATER))
    if status in (400, 404):
        return VinRefused(
            detail, advice=say("Check the VIN, and vPIC's address in the preferences.")
        )
    if status >= 500:
        return VpicServerFault(detail, advice=say(LATER))
    return VpicRefused(detail, advice=say(_ADDRESS))


def all_refused(refusal: VinRefused) -> VpicRefused:
    """What it means that vPIC refuses whatever it is asked: it is not about those VINs."""
    return VpicRefused(refusal.detail, advice=say(_ADDRESS))


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that ``Retry-After`` asks for, as a number or as a date; None if neither.

    A date is compared with the reply's own, since the clock of this computer may be wrong.
    """
    hint = headers.get("Retry-After", "").strip()
    if hint.isascii() and hint.isdigit():
        return float(hint[:9])
    later = _date(hint)
    if later is None:
        return None
    return max(0.0, (later - (_date(headers.get("Date", "")) or now)).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# -- no answer, or not a whole one --------------------------------------------


def transport_fault(error: Exception, *, expired: bool) -> VpicError:
    """What a failure of ``requests`` or ``urllib3`` means; ``expired``: time was over."""
    cause = root_cause(error)
    kind: type[VpicError] = VpicUnreachable
    detail, advice = say("The connection failed: {words}.", words=_words(cause)), say(_NETWORK)
    if isinstance(error, exceptions.ContentDecodingError | exceptions.InvalidHeader):
        kind, detail, advice = VpicBadReply, say("It is damaged."), say(LATER)
    elif isinstance(cause, ssl.SSLCertVerificationError):
        detail = say(
            "Its certificate could not be verified: {verify_message}.",
            verify_message=cause.verify_message,
        )
        kind, advice = VpicMisconfigured, say(_CERTIFICATES)
    elif isinstance(error, exceptions.ProxyError):
        detail, advice = say("The proxy failed: {words}.", words=_words(cause)), say(_PROXY)
    elif isinstance(error, exceptions.ConnectTimeout):
        detail = say("No connection could be made in time: {words}.", words=_words(cause))
    elif expired or isinstance(error, exceptions.Timeout):
        detail, advice = say("The answer did not come, or not all of it."), say(LATER)
        kind = VpicTimedOut
    elif isinstance(error, exceptions.ChunkedEncodingError):
        detail = say("The connection broke before the answer was complete.")
    elif isinstance(error, ValueError):  # InvalidProxyURL, InvalidSchema, InvalidURL ...
        detail = say("This computer's settings do not allow it: {words}.", words=_words(cause))
        kind, advice = VpicMisconfigured, say(_PROXY)
    elif isinstance(error, OSError) and not isinstance(error, requests.RequestException):
        detail = say("This computer's settings do not allow it: {words}.", words=_words(cause))
        kind, advice = VpicMisconfigured, say(_CERTIFICATES)
    return kind(" ".join((detail, say("Nothing was stored."))), advice=advice)


def root_cause(error: BaseException) -> BaseException:
    """What ``error`` goes back to.

    The innermost exception knows why; those around it hold the URL, and with it the VIN,
    which does not belong in a log.
    """
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return error


def _words(cause: BaseException) -> str:
    if isinstance(cause, socket.gaierror):
        return say("the name of the server was not found")
    if isinstance(cause, ConnectionRefusedError):
        return say("the connection was refused")
    if isinstance(cause, ConnectionError):
        return say("the connection was cut")
    if isinstance(cause, OSError) and cause.strerror:
        return gist(cause.strerror)
    return gist(str(cause)) or type(cause).__name__

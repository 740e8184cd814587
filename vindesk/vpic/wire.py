"""One request to vPIC and its reply: bounded in time and size, and never to another host."""

import logging
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import requests
from msgspec import Struct
from msgspec.structs import replace
from typing_extensions import override
from urllib3.exceptions import HTTPError

from vindesk.config.addresses import DIRECT, checked_proxy, checked_service, is_loopback
from vindesk.domain.errors import VpicBadReply, VpicRefused, VpicTimedOut
from vindesk.domain.monitor import Cancelled, Monitor
from vindesk.domain.words import grouped, say
from vindesk.vpic.advice import LATER
from vindesk.vpic.connection import AbortableAdapter
from vindesk.vpic.faults import root_cause, transport_fault
from vindesk.vpic.flight import Flight, flying
from vindesk.vpic.gist import quoted
from vindesk.vpic.options import WebOptions
from vindesk.vpic.request import Request

log = logging.getLogger(__name__)

_MOST_REDIRECTS = 3
_CHUNK_BYTES = 65_536
_ENOUGH_OF_AN_ERROR_PAGE = 65_536
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Reply(Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Moved(VpicTimedOut):
    """The answer is to be had at another address of the same server, with ``request``.

    An error only for whom no time is left to ask there.
    """

    def __init__(self, request: Request) -> None:
        super().__init__(
            say("It sent us on to another address, and no time was left. Nothing was stored."),
            advice=say(LATER),
        )
        self.request = request


class _Session(requests.Session):
    @override
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: ``requests`` would read the whole of a redirecting reply, however long."""
        return None


class Wire:
    """The one session that all threads share.

    Raises:
        UserError: the base URL is none, or would send VINs unprotected; or the proxy is none.

    """

    def __init__(self, options: WebOptions) -> None:
        self._options = options
        self._base = checked_service(options.base_url)
        self._proxy = checked_proxy(options.proxy)
        self._session = _Session()
        self._session.headers.update(
            {
                "User-Agent": options.user_agent,
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
            }
        )
        self._session.auth = _no_credentials
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        adapter = AbortableAdapter(pool_maxsize=options.max_in_flight)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def fetch(self, request: Request, timeout_s: float, monitor: Monitor) -> Reply:
        """Send ``request`` and read all of the reply within ``timeout_s``.

        Raises:
            Moved: it is to be sent again, to another address of the same server.
            VpicError: there was no reply that can be used; whatever its status, one that
                was read is returned.
            Cancelled: the monitor was cancelled; the socket has been shut.

        """
        url = urljoin(self._base, request.path)
        connect_s = self._options.connect_timeout_s
        with flying(timeout_s, connect_s) as flight, monitor.stopping_with(flight.abort):
            try:
                reply = self._send(url, request, flight)
            except (requests.RequestException, HTTPError, OSError) as error:
                if flight.aborted:
                    raise Cancelled from None
                fault = transport_fault(error, expired=flight.expired)
                raise fault from root_cause(error)
        if flight.aborted:
            raise Cancelled
        target = reply.headers.get("Location")
        if 300 <= reply.status < 400 and target:
            raise Moved(_redirected(request, url, target))
        return reply

    def close(self) -> None:
        self._session.close()

    def _send(self, url: str, request: Request, flight: Flight) -> Reply:
        log.debug("%s for %s", url, request)
        parts = urlsplit(url)
        response = self._session.request(
            "GET" if request.form is None else "POST",
            url,
            params=None if parts.query else request.query,
            data=request.form,
            timeout=(flight.connect_s, flight.left_s),
            allow_redirects=False,
            stream=True,
            proxies=self._proxies(parts.hostname or ""),
        )
        with response:
            return Reply(response.status_code, response.headers, self._read(response))

    def _proxies(self, host: str) -> dict[str, str] | None:
        """With each request: a session's own would give way to those of the environment."""
        if self._proxy == DIRECT or is_loopback(host):
            return {"no_proxy": host}
        return {"http": self._proxy, "https": self._proxy} if self._proxy else None

    def _read(self, response: requests.Response) -> bytes:
        is_answer = response.status_code == requests.codes.ok
        limit = self._options.max_reply_bytes if is_answer else _ENOUGH_OF_AN_ERROR_PAGE
        body = bytearray()
        for chunk in response.iter_content(_CHUNK_BYTES):
            body += chunk
            if len(body) > limit and is_answer:
                raise VpicBadReply(
                    say(
                        "It is longer than {limit} bytes. Nothing was stored.", limit=grouped(limit)
                    ),
                    advice=say(LATER),
                )
            if len(body) > limit:
                break
        return bytes(body)


def _redirected(request: Request, url: str, target: str) -> Request:
    try:
        new = urljoin(url, target)
        is_same_server = _origin(new) == _origin(url)
    except ValueError:
        new, is_same_server = "", False
    if not is_same_server:
        raise VpicRefused(
            say(
                "It sent us to another server, which vindesk does not follow: {target}."
                " Nothing was stored.",
                target=quoted(target),
            ),
            advice=say("Is a sign-in page of this network in the way? Open a web page to see."),
        )
    if request.moves == _MOST_REDIRECTS:
        raise VpicRefused(
            say("Its answer was one redirection after another. Nothing was stored."),
            advice=say("Check vPIC's address in the preferences."),
        )
    return replace(request, path=new, moves=request.moves + 1)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Add none: without this, ``requests`` would send what a .netrc file holds."""
    return request

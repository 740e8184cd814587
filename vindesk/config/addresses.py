"""Addresses that a person chose: whether they can be used, and what of them may be told."""

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from vindesk.domain.errors import UserError
from vindesk.domain.words import say

DIRECT: Final = "none"
"""Instead of a proxy: none at all, whatever the system says."""

_SCHEMES: Final = frozenset({"http", "https"})
_SECRET: Final = re.compile(r"//\S*@")
_SECRET_ALONE: Final = re.compile(r"^(\w+://)?.*@", re.DOTALL)
_SECRET_SETTING: Final = re.compile(r"\b((?:proxy|vpic_url) = \W*(?:\w+://)?).*@")
_QUERY: Final = re.compile(r"(://[^\s?#]*)[?#]\S*")


def checked_service(url: str) -> str:
    """``url`` with a slash at its end, if it is one that VINs may be sent to.

    Raises:
        UserError: it is not.

    """
    told = _told(url)
    parts = _split(url)
    if parts.scheme not in _SCHEMES or not parts.hostname or "@" in parts.netloc:
        raise UserError(
            say("{told} is not the address of a vPIC service.", told=told),
            advice=say("It begins with https:// and the name of the server."),
        )
    if parts.query or parts.fragment:
        raise UserError(
            say("{told} must end with the path.", told=told),
            advice=say("Leave out what follows it."),
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise UserError(
            say("{told} would send VINs unprotected.", told=told),
            advice=say("Use https://; plain http is for a server on this computer only."),
        )
    return url if url.endswith("/") else f"{url}/"


def checked_proxy(address: str) -> str:
    """``address``, if it is that of a proxy, or ``DIRECT``, or empty.

    Raises:
        UserError: it is not.

    """
    parts = _split(address)
    if address in {"", DIRECT} or (
        parts.scheme in _SCHEMES and parts.hostname and parts.path in {"", "/"}
    ):
        return address
    raise UserError(
        say("{address} is not the address of a proxy.", address=_told(address)),
        advice=say("It is like http://proxy.example:8080; “none” means no proxy."),
    )


def is_loopback(host: str | None) -> bool:
    """Whether ``host`` is this very computer."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def without_secrets(text: str) -> str:
    """``text`` without the names, passwords and queries of the addresses in it.

    A password may hold anything, an @ and blanks too: what is hidden is rather too much.
    """
    safe = _SECRET.sub("//…@", _SECRET_SETTING.sub(r"\1…@", text))
    return _QUERY.sub(r"\1?…", safe)


def _told(address: str) -> str:
    """``address``, which need not be one, without what may be secret in it."""
    return without_secrets(_SECRET_ALONE.sub(r"\1…@", address))


def _split(url: str) -> SplitResult:
    """The parts of ``url``; all empty if it has none that make sense."""
    try:
        parts = urlsplit(url)
        _host, _port = (parts.hostname or "").encode("idna"), parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts

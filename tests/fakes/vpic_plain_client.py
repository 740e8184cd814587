"""A plain client for testing the stand-ins themselves: no retries, no redirects, no kindness."""

import json
from contextlib import closing
from http.client import HTTPConnection, HTTPMessage
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from tests.fakes.vpic_server import VpicServer

TIMEOUT_S = 5.0
SINGLE = "/api/vehicles/DecodeVinValues/"
BATCH = "/api/vehicles/DecodeVINValuesBatch/"


class Reply(Struct, frozen=True):
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def rows(self) -> list[dict[str, str]]:
        return self.json["Results"]


def connect(server: VpicServer) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT_S)


def ask(connection: HTTPConnection, path: str, form: dict[str, str] | None = None) -> Reply:
    """GET ``path``, or POST ``form`` to it."""
    if form is None:
        connection.request("GET", path)
    else:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(form), kind)
    with connection.getresponse() as response:
        return Reply(response.status, response.headers, response.read())


def fetch(server: VpicServer, path: str, form: dict[str, str] | None = None) -> Reply:
    """One request on a connection of its own."""
    with closing(connect(server)) as connection:
        return ask(connection, path, form)


def single(server: VpicServer, vin: str, more: str = "") -> Reply:
    return fetch(server, f"{SINGLE}{vin}?format=json{more}")


def batch(server: VpicServer, data: str) -> Reply:
    return fetch(server, BATCH, {"format": "json", "data": data})

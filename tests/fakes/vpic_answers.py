"""What is sent for a request: the truth, or what a fault makes of it.

Pure: the faults that lie in the sending itself (hang, drip, reset ...) are ``vpic_http``'s.
"""

import gzip
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache

from msgspec import Struct

from tests.fakes.vpic_faults import Fault, FaultKind, Ordered
from tests.fakes.vpic_routes import Asked, Kind, Problem
from tests.fakes.vpic_wire import LooseRow, Row, envelope, to_json, to_xml

JSON = "application/json"
HTML = "text/html; charset=utf-8"
STRANGER = "1M8GDM9AXKP042788"  # a VIN that nobody asked for
ELSEWHERE = "http://vpic.elsewhere.invalid/api/vehicles/"
MAINTENANCE_PAGE_BYTES = 60_000


class Answer(Struct, frozen=True):
    status: int
    body: bytes
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()


def problem_answer(asked: Asked, target: str) -> Answer:
    """The answer to what cannot be answered: JSON, in ASP.NET's words."""
    if asked.problem is Problem.WRONG_METHOD:
        text = "The requested resource does not support this http method."
        return Answer(405, to_json({"Message": text}))
    if asked.problem is Problem.NO_SUCH_ROUTE:
        return _not_found(target)
    return _bad_request()


def _not_found(target: str) -> Answer:
    said = {
        "message": f"No HTTP resource was found that matches the request URI '{target}'.",
        "messageDetail": "No action was found on the controller 'Vehicles' that matches"
        " the request.",
    }
    return Answer(404, to_json(said))


def _bad_request() -> Answer:
    said = {
        "message": "The request is invalid.",
        "messageDetail": "The parameters dictionary contains a null entry for parameter.",
    }
    return Answer(400, to_json(said))


def answer(asked: Asked, rows: Sequence[Row], order: Ordered | None, target: str) -> Answer:
    """The answer to ``asked``, true but for what ``order`` spoils."""
    if order is None:
        return _rows_answer(asked, rows)
    kind = order.fault.kind
    if kind in _REFUSALS:
        return _REFUSALS[kind](order.fault, target)
    if kind in _ROW_FAULTS:
        return _rows_answer(asked, _ROW_FAULTS[kind](asked, rows, order))
    if kind in _BODY_FAULTS:
        return _BODY_FAULTS[kind](_rows_answer(asked, rows), order.fault)
    if kind is FaultKind.XML:
        return _xml(asked, rows)
    return _rows_answer(asked, rows)


def _rows_answer(asked: Asked, rows: Sequence[LooseRow]) -> Answer:
    if not asked.wants_json:
        return _xml(asked, rows)
    return Answer(200, to_json(envelope(rows, asked.criteria)))


def _xml(asked: Asked, rows: Sequence[LooseRow]) -> Answer:
    return Answer(200, to_xml(rows, asked.criteria), "application/xml; charset=utf-8")


# -- refusals: no rows at all ------------------------------------------------


def _page(status: int, title: str, size: int = 0) -> Answer:
    filler = "<p>The service is undergoing maintenance.</p>\n" * (size // 40)
    body = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>{filler}"
    return Answer(status, (body + "</body></html>").encode(), HTML)


def _throttled(hint: str = "") -> Answer:
    headers = (("Retry-After", hint),) if hint else ()
    return Answer(429, b'{"Message":"Too many requests."}', JSON, headers)


def _later(fault: Fault) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=fault.seconds), usegmt=True)


def _redirect(status: int, location: str) -> Answer:
    return Answer(status, b"", HTML, (("Location", location),))


_REFUSALS: Mapping[FaultKind, Callable[[Fault, str], Answer]] = {
    FaultKind.BAD_REQUEST: lambda _fault, _target: _bad_request(),
    FaultKind.FORBIDDEN: lambda _fault, _target: _page(403, "Access Denied"),
    FaultKind.NOT_FOUND: lambda _fault, target: _not_found(target),
    FaultKind.TOO_MANY: lambda _fault, _target: _throttled(),
    FaultKind.TOO_MANY_SECONDS: lambda fault, _target: _throttled(str(round(fault.seconds))),
    FaultKind.TOO_MANY_DATE: lambda fault, _target: _throttled(_later(fault)),
    FaultKind.SERVER_ERROR: lambda _fault, _target: Answer(
        500, b'{"Message":"An error has occurred."}'
    ),
    FaultKind.BAD_GATEWAY: lambda _fault, _target: _page(502, "Bad Gateway"),
    FaultKind.MAINTENANCE: lambda _fault, _target: _page(
        503, "Service Unavailable", MAINTENANCE_PAGE_BYTES
    ),
    FaultKind.GATEWAY_TIMEOUT: lambda _fault, _target: _page(504, "Gateway Time-out"),
    FaultKind.REDIRECT_ELSEWHERE: lambda _fault, _target: _redirect(302, ELSEWHERE),
    FaultKind.REDIRECT_TO_PATH: lambda _fault, target: _redirect(301, target),
    FaultKind.HTML: lambda _fault, _target: _page(200, "vPIC"),
    FaultKind.EMPTY_BODY: lambda _fault, _target: Answer(200, b""),
    FaultKind.NO_RESULTS: lambda _fault, _target: Answer(
        200, to_json({"Count": 0, "Message": "", "SearchCriteria": ""})
    ),
    FaultKind.EXECUTION_ERROR: lambda _fault, _target: Answer(
        200,
        to_json(
            {
                "Count": 0,
                "Message": "Execution Error",
                "SearchCriteria": None,
                "Results": [{"Message": "The wait operation timed out"}],
            }
        ),
    ),
    FaultKind.CUSTOM: lambda fault, _target: Answer(fault.status, fault.body, fault.content_type),
}


# -- rows that are not what was asked for ------------------------------------


def _null_values(_asked: Asked, rows: Sequence[Row], order: Ordered) -> list[LooseRow]:
    return [
        {key: text or None for key, text in row.items()} if order.concerns(row["VIN"]) else row
        for row in rows
    ]


def _missing_rows(asked: Asked, rows: Sequence[Row], order: Ordered) -> list[LooseRow]:
    if order.vins:
        return [row for row in rows if not order.concerns(row["VIN"])]
    return list(rows[::2]) if asked.kind is Kind.BATCH and len(rows) > 1 else []


def _other_vins(_asked: Asked, rows: Sequence[Row], order: Ordered) -> list[LooseRow]:
    return [row | {"VIN": STRANGER} if order.concerns(row["VIN"]) else row for row in rows]


def _duplicated_rows(_asked: Asked, rows: Sequence[Row], order: Ordered) -> list[LooseRow]:
    return [row for row in rows for _time in range(2 if order.concerns(row["VIN"]) else 1)]


def _sloppy_text(_asked: Asked, rows: Sequence[Row], order: Ordered) -> list[LooseRow]:
    return [_sloppy(row) if order.concerns(row["VIN"]) else row for row in rows]


def _sloppy(row: Row) -> Row:
    padded = {key: f" {text}  " if text else " " for key, text in row.items()}
    return padded | {"VIN": row["VIN"].lower()}


_ROW_FAULTS: Mapping[FaultKind, Callable[[Asked, Sequence[Row], Ordered], Sequence[LooseRow]]] = {
    FaultKind.EMPTY_RESULTS: lambda _asked, _rows, _order: [],
    FaultKind.NULL_VALUES: _null_values,
    FaultKind.MISSING_ROWS: _missing_rows,
    FaultKind.SHUFFLED_ROWS: lambda _asked, rows, _order: rows[::-1],
    FaultKind.DUPLICATED_ROWS: _duplicated_rows,
    FaultKind.OTHER_VINS: _other_vins,
    FaultKind.SLOPPY_TEXT: _sloppy_text,
}


# -- true rows in a spoilt body ----------------------------------------------


def _gzip_bomb(truth: Answer, fault: Fault) -> Answer:
    return Answer(200, gzip_bomb(fault.size), JSON, (("Content-Encoding", "gzip"),))


_BODY_FAULTS: Mapping[FaultKind, Callable[[Answer, Fault], Answer]] = {
    FaultKind.CUT_JSON: lambda truth, _fault: Answer(200, truth.body[: len(truth.body) // 2]),
    FaultKind.WRONG_CONTENT_TYPE: lambda truth, _fault: Answer(200, truth.body, HTML),
    FaultKind.INVALID_UTF8: lambda truth, _fault: Answer(
        200, truth.body.replace(b'"Make":"', b'"Make":"\xff\xfe')
    ),
    FaultKind.GZIP_BOMB: _gzip_bomb,
}


def huge_ends() -> tuple[bytes, bytes]:
    """The beginning and end of JSON that has room for any number of letters between them."""
    head, tail = to_json(envelope([{"Note": "|"}], "")).split(b"|")
    return head, tail


@lru_cache(maxsize=2)
def gzip_bomb(size: int) -> bytes:
    """Valid JSON of ``size`` bytes as gzip of a thousandth of that, made in a moment."""
    head, tail = huge_ends()
    rest = max(0, size - len(head) - len(tail))
    million = gzip.compress(b"x" * 1_000_000)
    parts = [gzip.compress(head), million * (rest // 1_000_000)]
    return b"".join([*parts, gzip.compress(b"x" * (rest % 1_000_000)), gzip.compress(tail)])

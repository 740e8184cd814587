"""vPIC's reply -> vehicles; pure.

Both sources go through ``vehicle_from_row``, so that they agree on what is no data, and on
what does not fit its type.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeGuard

from vindesk.domain.errors import VpicBadReply
from vindesk.domain.fields import BY_KEY, Value, information
from vindesk.domain.vehicle import Question, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.domain.words import say
from vindesk.vpic.advice import LATER
from vindesk.vpic.gist import quoted

Row = Mapping[str, object]
"""A flat row: vPIC's keys and values. These are strings; null and numbers are tolerated."""

_ECHO = "VIN"
_VERDICT = "ErrorCode"
_SURROGATE = re.compile("[\ud800-\udfff]")


# -- one row ------------------------------------------------------------------


def vehicle_from_row(
    row: Row,
    question: Question,
    source: SourceName,
    fetched_at: datetime,
    data_version: str | None = None,
) -> Vehicle:
    """The vehicle that ``row`` describes; nothing that vPIC said is lost."""
    values: dict[str, Value] = {}
    extra: dict[str, str] = {}
    for key, raw in row.items():
        text = _text(raw)
        if text is None or key == _ECHO:
            continue
        field = BY_KEY.get(key)
        value = field.read(text) if field else None
        if field is None or value is None:
            extra[_storable(key)] = text
        else:
            values[field.column] = value
    return Vehicle(
        vin=question.vin,
        values=values,
        source=source,
        fetched_at=fetched_at,
        extra=extra,
        requested_year=question.year,
        data_version=data_version,
    )


def _text(raw: object) -> str | None:
    """What ``raw`` says, fit to be stored."""
    nested = isinstance(raw, dict | list)
    text = information(json.dumps(raw, ensure_ascii=False) if nested else raw)
    return None if text is None else _storable(text)


def _storable(text: str) -> str:
    """``text`` without halves of surrogate pairs, which are no characters.

    Control characters stay, NUL too: the cache and Parquet give them back as they were.
    """
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def echoes(row: Row, vin: Vin) -> bool:
    """Whether ``row`` says that it is about ``vin``."""
    echo = information(row.get(_ECHO))
    return echo is not None and echo.upper() == vin.text


# -- a whole reply ------------------------------------------------------------


def row_for(question: Question, body: bytes) -> Row:
    """The row that answers ``question``, out of the reply to it alone.

    Raises:
        VpicBadReply: there is none.

    """
    return rows_by_question((question,), body)[question]


def rows_by_question(questions: Sequence[Question], body: bytes) -> dict[Question, Row]:
    """The rows of a reply, joined to ``questions`` by the VIN, whatever their order.

    Each VIN must be asked about once only: a row does not say which year it was asked
    with. A question without a row, or with two that contradict each other, is missing
    from the result.

    Raises:
        VpicBadReply: no question has an answer.

    """
    rows = _rows(body)
    found = {question: _answer(question, rows) for question in questions}
    joined = {question: row for question, row in found.items() if row is not None}
    if not joined:
        raise _bad_reply(say("It answered about other VINs, or with rows that say nothing."))
    return joined


def _answer(question: Question, rows: Sequence[Row]) -> Row | None:
    """The row about ``question``; a row without an error code is no verdict but a blank."""
    own = [row for row in rows if echoes(row, question.vin) and information(row.get(_VERDICT))]
    return own[0] if own and all(row == own[0] for row in own) else None


def _rows(body: bytes) -> Sequence[Row]:
    try:
        # numbers stay as they were written
        reply: object = json.loads(
            body.decode(), parse_int=str, parse_float=str, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        raise _bad_reply(_what_it_is(body)) from error
    results = reply.get("Results") if _is_object(reply) else None
    rows = [row for row in results if _is_object(row)] if _is_list(results) else []
    if not rows:
        raise _bad_reply(say("It holds no results."))
    if not any(_ECHO in row for row in rows):
        raise _bad_reply(say("It holds an error instead of results: {body}.", body=quoted(body)))
    return rows


def _is_object(thing: object) -> TypeGuard[dict[str, object]]:
    return isinstance(thing, dict)


def _is_list(thing: object) -> TypeGuard[list[object]]:
    return isinstance(thing, list)


def _what_it_is(body: bytes) -> str:
    start = body.lstrip()[:1]
    if not start:
        return say("It is empty.")
    if start == b"<":
        return say("It is a web page, not data: {body}.", body=quoted(body))
    return say("It is damaged or cut off.")


def _bad_reply(detail: str) -> VpicBadReply:
    return VpicBadReply(" ".join((detail, say("Nothing was stored."))), advice=say(LATER))

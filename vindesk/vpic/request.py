"""Questions -> requests in vPIC's own form."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from vindesk.domain.vehicle import Question
from vindesk.vpic.model_year import year_to_send

_JSON = {"format": "json"}


class Request(Struct, frozen=True):
    """What is asked; ``label`` names it in a log. With a ``form`` it is a POST."""

    path: str
    label: str
    query: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None
    moves: int = 0
    """How often vPIC has said that it is to be sent elsewhere; then ``path`` is all of a URL."""


def single_request(question: Question, today: datetime) -> Request:
    year = year_to_send(question.year, today)
    return Request(
        path=f"DecodeVinValues/{question.vin}",
        label=question.vin.tail,
        query=_JSON if year is None else {**_JSON, "modelyear": str(year)},
    )


def batch_request(questions: Sequence[Question], today: datetime) -> Request:
    """At most ``MOST_PER_REQUEST`` questions, each about another VIN.

    The format stands in the form: where it stands in the address only, XML comes back.
    """
    items = (_item(question, today) for question in questions)
    return Request(
        path="DecodeVINValuesBatch/",
        label=f"{len(questions)} VINs from {questions[0].vin.tail} on",
        form={"DATA": ";".join(items), **_JSON},
    )


def _item(question: Question, today: datetime) -> str:
    year = year_to_send(question.year, today)
    return question.vin.text if year is None else f"{question.vin},{year}"

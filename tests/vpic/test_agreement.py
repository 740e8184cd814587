"""Web, batch and embedded copy say the same: what vPIC sent, all of it, and nothing else."""

from collections.abc import Sequence

import pytest
import ultravin

from tests.fakes.vpic_server import VpicServer
from tests.vpic.conftest import MakeWeb
from vindesk.domain.fields import FIELDS, Field
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, Vehicle
from vindesk.domain.vin import Vin
from vindesk.vpic.embedded import UNKNOWABLE, Embedded
from vindesk.vpic.source import Answer, Failure, Source

VINS = [vin for vin in ultravin.cover_vins() if len(vin) == 17] + ultravin.generate(
    300, seed=11, invalid_rate=0.2
)
QUESTIONS = [Question(Vin.parse(vin, insist=True)) for vin in dict.fromkeys(VINS)]


@pytest.fixture(scope="module")
def rows() -> dict[Vin, dict[str, str]]:
    """What is sent about each VIN."""
    server = VpicServer()
    return {question.vin: server.expected_row(question.vin.text) for question in QUESTIONS}


def said(vehicle: Vehicle) -> dict[str, str]:
    """All 154 values as vPIC would write them; numbers in their shortest form."""
    values = {field.key: vehicle.text(field.column) or "" for field in FIELDS}
    return values | {"VIN": vehicle.vin.text}


def sent(row: dict[str, str]) -> dict[str, str]:
    """The row, its numbers in their shortest form too."""
    return {field.key: shortest(field, row[field.key].strip()) for field in FIELDS}


def shortest(field: Field, text: str) -> str:
    value = field.read(text)
    return text if value is None else str(value)


def assert_same(answers: Sequence[Answer | Failure], rows: dict[Vin, dict[str, str]]) -> None:
    assert len(answers) == len(QUESTIONS)
    for answer in answers:
        assert isinstance(answer, Answer)
        assert said(answer.vehicle) == sent(rows[answer.vehicle.vin])


def ask_singly(source: Source) -> list[Answer]:
    return [source.decode(question, Unwatched()) for question in QUESTIONS]


def test_there_are_enough_vins() -> None:
    assert len(QUESTIONS) > 450
    assert len(FIELDS) == 154


def test_single_requests(
    make_web: MakeWeb, vpic_server: VpicServer, rows: dict[Vin, dict[str, str]]
) -> None:
    answers = ask_singly(make_web(vpic_server.url))
    assert_same(answers, rows)
    assert all(answer.vehicle.extra == {} for answer in answers)


def test_batches(
    make_web: MakeWeb, vpic_server: VpicServer, rows: dict[Vin, dict[str, str]]
) -> None:
    answers = make_web(vpic_server.url).decode_many(QUESTIONS, Unwatched())
    assert_same(answers, rows)
    assert vpic_server.violations == []


def test_embedded(rows: dict[Vin, dict[str, str]]) -> None:
    embedded = Embedded()
    assert_same(ask_singly(embedded), rows)
    assert_same(embedded.decode_many(QUESTIONS, Unwatched()), rows)


def test_what_the_embedded_copy_cannot_know_the_web_tells(make_web: MakeWeb) -> None:
    question = QUESTIONS[0]
    with VpicServer(fill_unknown=True) as server:
        web = make_web(server.url).decode(question, Unwatched()).vehicle
        row = server.expected_row(question.vin.text)
    embedded = Embedded().decode(question, Unwatched()).vehicle
    assert said(web) == sent(row)
    assert {key for key, text in said(web).items() if text != said(embedded)[key]} == UNKNOWABLE

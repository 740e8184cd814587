"""The stream says what the embedded copy says one by one."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest
import ultravin

from tests.vpic.conftest import COUNTACH, HONDA, NOW, PETERBILT
from tests.vpic.test_embedded import PanicException
from vindesk.domain.comparison import REPEAT_MARK
from vindesk.domain.errors import EmbeddedError
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, Vehicle
from vindesk.domain.vin import Vin, find_fault
from vindesk.vpic import embedded_stream
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.embedded_stream import NUMBERS, decode_table
from vindesk.vpic.source import Answer

COVERING = [vin for vin in ultravin.cover_vins() if len(vin) == 17]
GENERATED = [
    vin for vin in ultravin.generate(2_000, seed=23, invalid_rate=0.2) if find_fault(vin) is None
]
DICE = random.Random(23)


def asked(questions: Sequence[Question]) -> Any:
    return pa.table(
        {
            "vin": pa.array([question.vin.text for question in questions]),
            "year": pa.array([question.year for question in questions], pa.int32()),
        }
    )


def said_by_the_stream(
    questions: Sequence[Question], today: datetime = NOW
) -> list[tuple[str, Mapping[str, str], Mapping[str, object]]]:
    """Of each row: its VIN, what has no column, and its values."""
    rows = decode_table(asked(questions), today).to_pylist()
    return [
        (
            row.pop("vin"),
            row.pop("extra", None) or {},
            {name: value for name, value in row.items() if value is not None},
        )
        for row in rows
    ]


def sayable(vehicle: Vehicle) -> tuple[str, Mapping[str, str], Mapping[str, object]]:
    """What the stream can say of an answer: no numbers, no repeats."""
    extra = {key: text for key, text in vehicle.extra.items() if REPEAT_MARK not in key}
    values = {name: value for name, value in vehicle.values.items() if name not in NUMBERS}
    return vehicle.vin.text, extra, values


@pytest.mark.parametrize(
    "questions",
    [
        [Question(Vin(vin)) for vin in COVERING],
        [Question(Vin(vin)) for vin in GENERATED],
        [Question(Vin(vin), DICE.choice([None, *range(1970, 2040)])) for vin in GENERATED],
        [Question(Vin(vin), 1995) for vin in COVERING],
    ],
    ids=["covering", "generated", "with some years", "with the same year"],
)
def test_each_field_is_that_of_the_embedded_copy(questions: Sequence[Question]) -> None:
    outcomes = Embedded(lambda: NOW).decode_many(questions, Unwatched())
    expected = [sayable(outcome.vehicle) for outcome in outcomes if isinstance(outcome, Answer)]
    found = said_by_the_stream(questions)
    assert found == expected
    kinds = [[type(value) for value in values.values()] for _, _, values in found]
    assert {kind for row in kinds for kind in row} == {str, int, float}


def test_there_are_enough_vins() -> None:
    assert len(COVERING) > 150
    assert len(GENERATED) > 1_500


def test_what_it_leaves_out_is_there_one_by_one() -> None:
    vehicle = Embedded(lambda: NOW).decode(PETERBILT, Unwatched()).vehicle
    assert NUMBERS.keys() | set(NUMBERS.values()) <= vehicle.values.keys()
    ((_, _, values),) = said_by_the_stream([PETERBILT])
    assert not NUMBERS.keys() & values.keys()


@pytest.mark.parametrize(("year", "decoded"), [(1995, 1995), (1979, 2003), (2029, 2003)])
def test_only_a_possible_year_counts(year: int, decoded: int) -> None:
    ((_, _, values),) = said_by_the_stream([Question(HONDA.vin, year)])
    assert values["model_year"] == decoded


def test_no_question_no_answer() -> None:
    assert decode_table(asked([]), NOW).num_rows == 0


def test_columns_without_data_are_left_out() -> None:
    names = decode_table(asked([COUNTACH]), NOW).schema.names
    assert "make" in names
    assert not {"model", "body_class", "extra"} & set(names)


def stand_in(monkeypatch: pytest.MonkeyPatch, columns: Mapping[str, Any]) -> None:
    """Have the decoder answer with ``columns``."""
    monkeypatch.setattr(ultravin, "decode_stream", lambda *_, **__: pa.table(columns))


def test_blanks_are_stripped_and_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    makes = [" HONDA\u00a0", "", " \t", None]
    stand_in(
        monkeypatch,
        {"vin": list("ABCD"), "decoded_model_year": [1] * 4, "attr_26": makes, "attr_9": [6] * 4},
    )
    rows = decode_table(asked([HONDA]), NOW).to_pylist()
    assert [row["make"] for row in rows] == ["HONDA", None, None, None]
    assert rows[0].keys() == {"vin", "make", "engine_cylinders"}


def addresses(table: Any) -> set[int]:
    """Where the data of its columns is."""
    chunks = [chunk for column in table.columns for chunk in column.chunks]
    return {each.address for chunk in chunks for each in chunk.buffers() if each and each.size}


def test_nothing_of_the_decoders_memory_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    said = pa.table({"vin": list("ABC"), "attr_26": ["HONDA", "KIA", "ACURA"], "attr_9": [6, 4, 8]})
    monkeypatch.setattr(ultravin, "decode_stream", lambda *_, **__: said)
    answers = decode_table(asked([HONDA]), NOW)
    assert answers.num_columns == said.num_columns
    assert addresses(said)
    assert not addresses(said) & addresses(answers)


def test_more_than_the_decoder_takes_at_a_time_keep_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    questions = [Question(Vin(vin)) for vin in GENERATED]
    whole = said_by_the_stream(questions)
    monkeypatch.setattr(embedded_stream, "_PART", 100)
    assert said_by_the_stream(questions) == whole
    assert len(whole) > 1_500


def test_what_has_no_column_is_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(embedded_stream._BY_NAME)
    del known["attr_26"], known["attr_9"]
    monkeypatch.setattr(embedded_stream, "_BY_NAME", known)
    columns = {"vin": list("ABC"), "attr_26": ["HONDA", " ", "ACURA"], "attr_9": [6, None, None]}
    stand_in(monkeypatch, columns)
    rows = decode_table(asked([HONDA]), NOW).to_pylist()
    codes = [embedded_stream._CODES[name] for name in ("attr_26", "attr_9")]
    assert [row["extra"] for row in rows] == [
        [(codes[0], "HONDA"), (codes[1], "6")],
        None,
        [(codes[0], "ACURA")],
    ]


class Broken:
    """A stream that panics when it is opened."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        raise PanicException


def broken_later(error: Exception) -> Any:
    """A stream that fails when it is read."""

    def batches() -> Iterator[Any]:
        raise error
        yield

    return pa.RecordBatchReader.from_batches(pa.schema({"vin": pa.string()}), batches())


def panics(*_: object, **__: object) -> None:
    raise PanicException


@pytest.mark.parametrize(
    "decode_stream",
    [
        panics,
        lambda *_, **__: Broken(),
        lambda *_, **__: broken_later(ValueError("a panic")),
        lambda *_, **__: broken_later(OSError("a panic")),
    ],
    ids=["at once", "when it is opened", "while it is read", "while it is read, otherwise"],
)
def test_a_panic_of_the_decoder_is_an_error(
    monkeypatch: pytest.MonkeyPatch, decode_stream: Callable[..., object]
) -> None:
    monkeypatch.setattr(ultravin, "decode_stream", decode_stream)
    with pytest.raises(EmbeddedError, match="decoder failed"):
        decode_table(asked([HONDA]), NOW)


def test_another_failure_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def decode_stream(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ultravin, "decode_stream", decode_stream)
    with pytest.raises(KeyboardInterrupt):
        decode_table(asked([HONDA]), NOW)

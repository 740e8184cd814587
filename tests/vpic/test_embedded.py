import subprocess
import sys

import pytest
import ultravin
from typing_extensions import override

from tests.fakes.vpic_wire import UNKNOWN_TO_ULTRAVIN
from tests.vpic.background import Background
from tests.vpic.conftest import COUNTACH, HONDA, KENWORTH, NOW, PETERBILT
from tests.vpic.watching import Watcher
from vindesk.domain.errors import EmbeddedError
from vindesk.domain.fields import BY_KEY
from vindesk.domain.monitor import Cancelled, Progress, Unwatched
from vindesk.domain.vehicle import Quality, Question, SourceName
from vindesk.domain.vin import Vin
from vindesk.vpic.embedded import UNKNOWABLE, Embedded
from vindesk.vpic.source import Answer, Failure

MISSION = [PETERBILT, KENWORTH, HONDA, COUNTACH]


class PanicException(BaseException):
    """As ``pyo3`` names a panic of Rust code; its own class cannot be imported."""


@pytest.fixture
def embedded() -> Embedded:
    return Embedded(lambda: NOW)


def test_one_vin(embedded: Embedded) -> None:
    answer = embedded.decode(PETERBILT, Unwatched())
    vehicle = answer.vehicle
    assert answer.remark == ""
    assert (vehicle.vin, vehicle.source) == (PETERBILT.vin, SourceName.EMBEDDED)
    assert (vehicle.fetched_at, vehicle.data_version) == (NOW, embedded.data_month())
    assert [vehicle.text(column) for column in ("make", "model", "model_year", "body_class")] == [
        "PETERBILT",
        "388",
        "2014",
        "Truck-Tractor",
    ]
    assert vehicle.quality is Quality.DECODED


def test_the_month_of_the_data(embedded: Embedded) -> None:
    year, month = embedded.data_month().split("-")
    assert (len(year), len(month)) == (4, 2)
    assert 1 <= int(month) <= 12
    assert ultravin.provenance()["data_month"] == f"{year}_{month}"


def test_the_countach_has_no_model(embedded: Embedded) -> None:
    vehicle = embedded.decode(COUNTACH, Unwatched()).vehicle
    assert vehicle.values["model_year"] == 1988
    assert not vehicle.values.keys() & {"model", "model_id", "body_class"}
    assert vehicle.quality is Quality.PARTIAL


@pytest.mark.parametrize(
    ("year", "decoded", "requested"), [(1995, 1995, 1995), (1979, 2003, 1979), (2**70, 2003, 2**70)]
)
def test_only_a_possible_year_counts(
    embedded: Embedded, year: int, decoded: int, requested: int
) -> None:
    question = Question(HONDA.vin, year)
    (many,) = embedded.decode_many([question], Unwatched())
    assert many == embedded.decode(question, Unwatched())
    assert isinstance(many, Answer)
    assert many.vehicle.values["model_year"] == decoded
    assert many.vehicle.requested_year == requested


def test_what_it_cannot_know() -> None:
    assert UNKNOWN_TO_ULTRAVIN.keys() == UNKNOWABLE
    assert BY_KEY.keys() > UNKNOWABLE


def test_of_notes_that_repeat_the_first_is_the_value(embedded: Embedded) -> None:
    notes = BY_KEY["OtherTrailerInfo"].column
    trailer = next(
        vehicle
        for vehicle in (
            embedded.decode(Question(Vin(vin)), Unwatched()).vehicle
            for vin in ultravin.generate(3_000, seed=1)
        )
        if "OtherTrailerInfo#2" in vehicle.extra
    )
    elements = ultravin.decode(trailer.vin.text, full=True)["elements"]
    said = [e["value"].strip() for e in elements if e["element_id"] == 155 and e["value"].strip()]
    kept = [
        trailer.values[notes],
        *(trailer.extra[f"OtherTrailerInfo#{n + 1}"] for n in range(1, len(said))),
    ]
    assert len(said) > 1
    assert kept == said


def test_an_element_without_a_key_of_the_154_is_extra(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode = ultravin.decode

    def decode_more(vin: str, **options: object) -> object:
        found = decode(vin, **options)  # pyright: ignore[reportArgumentType]
        found["elements"].append(
            {"element_id": 204, "code": "PlantAddress", "value": " 1 Road ", "attribute_id": ""}
        )
        return found

    monkeypatch.setattr(ultravin, "decode", decode_more)
    vehicle = embedded.decode(PETERBILT, Unwatched()).vehicle
    assert vehicle.extra == {"PlantAddress": "1 Road"}


# -- many --------------------------------------------------------------------------


def test_many_are_answered_in_order(embedded: Embedded, watcher: Watcher) -> None:
    questions = [Question(Vin(vin)) for vin in ultravin.generate(450, seed=2)]
    outcomes = embedded.decode_many(questions, watcher)
    assert list(outcomes) == [embedded.decode(question, Unwatched()) for question in questions]
    assert watcher.reports == [Progress(200, 450), Progress(400, 450), Progress(450, 450)]


def test_none_are_answered_too(embedded: Embedded, watcher: Watcher) -> None:
    assert list(embedded.decode_many([], watcher)) == []


def test_cancelling(embedded: Embedded) -> None:
    class AfterTheFirst(Watcher):
        @override
        def report(self, progress: Progress) -> None:
            super().report(progress)
            self.cancel()

    watcher = AfterTheFirst()
    questions = [Question(Vin(vin)) for vin in ultravin.generate(450, seed=2)]
    with pytest.raises(Cancelled):
        embedded.decode_many(questions, watcher)
    assert watcher.counts == [(200, 450)]
    with pytest.raises(Cancelled):
        embedded.decode(PETERBILT, watcher)


def test_several_threads_at_once(embedded: Embedded) -> None:
    expected = embedded.decode_many(MISSION, Unwatched())
    workers = [Background(lambda: embedded.decode_many(MISSION, Unwatched())) for _t in range(4)]
    assert all(worker.result() == expected for worker in workers)


# -- failures -----------------------------------------------------------------------


def panic_about(vin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the decoder panics when it meets ``vin``."""
    decode, decode_batch = ultravin.decode, ultravin.decode_batch

    def decode_one(asked: str, **options: object) -> object:
        if asked == vin:
            raise PanicException("index out of bounds")
        return decode(asked, **options)  # pyright: ignore[reportArgumentType]

    def decode_all(asked: list[str], **options: object) -> object:
        if vin in asked:
            raise PanicException("index out of bounds")
        return decode_batch(asked, **options)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(ultravin, "decode", decode_one)
    monkeypatch.setattr(ultravin, "decode_batch", decode_all)


def test_a_panic_is_an_error_with_a_sentence(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    panic_about(HONDA.vin.text, monkeypatch)
    with pytest.raises(EmbeddedError) as caught:
        embedded.decode(HONDA, Unwatched())
    assert "Nothing was stored." in caught.value.detail
    assert "web" in caught.value.advice
    assert isinstance(caught.value.__cause__, PanicException)


def test_a_panic_about_one_vin_does_not_fail_the_others(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = list(embedded.decode_many(MISSION, Unwatched()))
    panic_about(HONDA.vin.text, monkeypatch)
    outcomes = list(embedded.decode_many(MISSION, Unwatched()))
    failure = outcomes.pop(2)
    assert isinstance(failure, Failure)
    assert failure.question == HONDA
    assert isinstance(failure.reason, EmbeddedError)
    assert outcomes == [*good[:2], good[3]]


@pytest.mark.parametrize(
    "signal", [KeyboardInterrupt, SystemExit, Cancelled, GeneratorExit, TypeError]
)
def test_nothing_else_is_taken_for_a_panic(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch, signal: type[BaseException]
) -> None:
    def interrupted(*_args: object, **_options: object) -> None:
        raise signal

    monkeypatch.setattr(ultravin, "decode_batch", interrupted)
    with pytest.raises(signal):
        embedded.decode_many(MISSION, Unwatched())


@pytest.mark.parametrize("module", ["automatic", "web", "source", "options"])
def test_nothing_else_brings_the_data_with_it(module: str) -> None:
    code = f"import vindesk.vpic.{module}, sys; print('ultravin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

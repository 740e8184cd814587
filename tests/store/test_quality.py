"""The rule of quality in SQL is the domain's."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa
import ultravin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import one_in
from vindesk.domain.fields import Value
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, quality_of
from vindesk.domain.vin import Vin, find_fault
from vindesk.domain.vpic_codes import CODES
from vindesk.store.database import Database
from vindesk.store.quality import JUDGED, QUALITY
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.source import Answer

codes = st.lists(st.sampled_from([*CODES, 13, 40, 77]), max_size=4).map(
    lambda numbers: ",".join(map(str, numbers)) or None
)
texts = st.none() | st.just("HONDA")
answers = st.fixed_dictionaries(
    {
        "make": texts,
        "model": texts,
        "model_year": st.none() | st.just(2003),
        "error_code": codes,
    }
)


def judged(database: Database, rows: Sequence[dict[str, Value | None]]) -> list[str]:
    kinds = {"model_year": pa.int32()}
    columns = {
        name: pa.array([row.get(name) for row in rows], kinds.get(name, pa.string()))
        for name in JUDGED
    }
    with database.cursor() as cursor:
        cursor.register("said", pa.table({"place": pa.array(range(len(rows))), **columns}))
        query = f"SELECT {QUALITY} FROM said ORDER BY place"
        return [quality for (quality,) in cursor.execute(query).fetchall()]


@settings(max_examples=one_in(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(answers, min_size=200, max_size=200))
def test_of_any_answer(database: Database, rows: list[dict[str, Value | None]]) -> None:
    known = [{name: value for name, value in row.items() if value is not None} for row in rows]
    assert judged(database, rows) == [quality_of(values) for values in known]


def test_of_texts_that_are_no_codes(database: Database) -> None:
    written = ["0", "1", "01", "1, 14", " 7", "7 - VIN has no data", "17,70", "x", "1;7", "1 7"]
    rows: list[dict[str, Value | None]] = [
        {"make": "HONDA", "model": "Accord", "model_year": 2003, "error_code": text}
        for text in written
    ]
    said = [{name: value for name, value in row.items() if value is not None} for row in rows]
    assert judged(database, rows) == [quality_of(values) for values in said]


def test_of_real_vehicles(database: Database) -> None:
    made = [*ultravin.cover_vins(), *ultravin.generate(3_000, seed=5, invalid_rate=0.3)]
    questions = [Question(Vin(vin)) for vin in made if find_fault(vin) is None]
    outcomes = Embedded(lambda: datetime(2026, 11, 23, tzinfo=UTC)).decode_many(
        questions, Unwatched()
    )
    vehicles = [outcome.vehicle for outcome in outcomes if isinstance(outcome, Answer)]
    qualities = judged(database, [dict(vehicle.values) for vehicle in vehicles])
    assert qualities == [vehicle.quality for vehicle in vehicles]
    assert len(set(qualities)) == 5

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tests.services.refreshing import vehicle, vin
from tests.ui.refreshing.samples import GONE, answered, refreshed
from vindesk.domain.monitor import Progress
from vindesk.domain.vehicle import SourceName
from vindesk.services.refresh import Refreshed
from vindesk.ui.refreshing.telling import (
    change_rows,
    cost,
    failure_rows,
    progress_line,
    put_again,
    put_back,
    summary,
    too_many,
)

pytestmark = pytest.mark.usefixtures("american")


SAMES = [answered(number) for number in range(395)]
SAME, OTHER = answered(1), answered(2, model="389", trim="S")


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (
            refreshed(*SAMES, *(answered(n, model="389") for n in range(400, 403)), failed=2),
            "3 of 400 vehicles changed; 2 failed.",
        ),
        (refreshed(SAME, OTHER), "1 of 2 vehicles changed."),
        (refreshed(SAME, OTHER, failed=2), "1 of 4 vehicles changed; 2 failed."),
        (refreshed(SAME), "Nothing changed in 1 vehicle."),
        (refreshed(failed=1), "None of 1 vehicle was refreshed; 1 failed."),
        (
            refreshed(OTHER, gone=1, left=350),
            (
                "1 of 352 vehicles changed; 1 was removed or looked up again meanwhile; "
                "350 were not asked about."
            ),
        ),
        (
            refreshed(SAME, gone=2, left=1),
            (
                "Nothing changed in 1 vehicle; 2 were removed or looked up again meanwhile; "
                "1 was not asked about."
            ),
        ),
    ],
)
def test_the_counts_are_said_in_words(done: Refreshed, said: str) -> None:
    assert summary(done) == said


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(150, 1_400), "Refreshing: 150 of 1,400. Esc keeps what is done."),
        (
            Progress(50, 100, "vPIC asks to wait"),
            "Refreshing: 50 of 100. vPIC asks to wait. Esc keeps what is done.",
        ),
    ],
)
def test_progress_is_said_with_the_way_out(progress: Progress, said: str) -> None:
    assert progress_line(progress) == said


COSTS: Mapping[int, str] = {
    201: "5 requests to NHTSA's service, about 20 seconds.",
    1_000: "20 requests to NHTSA's service, about 80 seconds.",
    10_000: "200 requests to NHTSA's service, about 13 minutes.",
}


@pytest.mark.parametrize("count", COSTS)
def test_what_it_costs_is_said_before(count: int) -> None:
    assert cost(count).startswith(f"That is {COSTS[count]} You can keep working;")


def test_too_many_is_a_sentence() -> None:
    assert too_many(12_345) == (
        "A refresh takes up to 10,000 vehicles at once; 12,345 are selected. Select fewer."
    )


def test_undo_and_redo_say_what_stays() -> None:
    done = refreshed(SAME, OTHER)
    assert put_back(2, done) == "Restored the earlier answers of 2 vehicles."
    assert put_again(1, done) == (
        "Restored the refreshed answers of 1 vehicle. 1 has a newer answer or is gone; that stays."
    )


def test_a_change_is_said_in_the_words_of_the_table() -> None:
    old, new = answered(3, model="389", error_code="1,14", trim="S")
    new = replace(new, source=SourceName.EMBEDDED, extra={"Invented": "x"})
    assert change_rows(refreshed((old, new))) == [
        (vin(3).text, "Quality", "Decoded", "Partial"),
        (vin(3).text, "Source", "vPIC", "Embedded"),
        (vin(3).text, "Error Code", "0", "1,14"),
        (vin(3).text, "Model", "388", "389"),
        (vin(3).text, "Trim", "—", "S"),
        (vin(3).text, "Invented", "—", "x"),
    ]


def test_numbers_that_look_the_same_are_said_with_every_place() -> None:
    old = vehicle(4, displacement_l=14.9)
    new = replace(old, values={**old.values, "displacement_l": 14.900000000001})
    assert change_rows(refreshed((old, new))) == [
        (vin(4).text, "Displacement (L)", "14.9", "14.900000000001")
    ]


def test_a_failure_is_said_with_all_there_is_to_say() -> None:
    assert failure_rows(refreshed(failed=1)) == [(vin(900_000).text, GONE.sentence)]

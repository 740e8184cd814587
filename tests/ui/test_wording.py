from datetime import UTC, datetime

import pytest

from vindesk.domain.vehicle import SourceName
from vindesk.ui import wording

pytestmark = pytest.mark.usefixtures("american")


def test_one_is_not_many() -> None:
    assert wording.vehicles(1) == "1 vehicle"
    assert wording.vehicles(0) == "0 vehicles"
    assert wording.vehicles(1_240_000) == "1,240,000 vehicles"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0001, "1 ms"), (0.0304, "30 ms"), (1.84, "1.8 s"), (75, "75.0 s")]
)
def test_a_wait_is_said_in_the_unit_that_fits(seconds: float, text: str) -> None:
    assert wording.duration(seconds) == text


def test_the_embedded_copy_names_its_month() -> None:
    told = wording.source(SourceName.EMBEDDED, "2026-10")
    assert told == "the embedded copy (data of October 2026)"
    assert "unknown month" in wording.source(SourceName.EMBEDDED, None)
    assert wording.source(SourceName.WEB, None) == "vPIC"


def test_a_day_is_written_out() -> None:
    assert wording.day(datetime(2026, 11, 12, 12, 0, tzinfo=UTC)) == "12 Nov 2026"


def test_sizes_have_units() -> None:
    assert [wording.size(count) for count in (999, 976_560, 2_500_000, 10**10)] == [
        "999 bytes",
        "976.6 kB",
        "2.5 MB",
        "10.0 GB",
    ]


def test_a_share_is_said_as_exactly_as_it_matters() -> None:
    told = [wording.percent(share) for share in (1.0, 0.333, 0.0333, 0.0005, 0.0)]
    assert told == ["100 %", "33 %", "3.3 %", "< 0.1 %", "0 %"]

from datetime import date, datetime, time, timedelta

import pytest

from vindesk.files.cells import Value, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", None),
        (" x ", " x "),
        (2003.0, "2003"),
        (-3.0, "-3"),
        (-0.0, "0"),
        (4352, "4352"),
        (0.1, "0.1"),
        (123456789012345.0, "123456789012345"),
        (1.234567890123457e16, "123456789012345??"),
        (1e20, "100000000000000??????"),
        (float("inf"), "inf"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2), "2020-01-02"),  # noqa: DTZ001 - a sheet knows no zones
        (datetime(2020, 1, 2, 3, 4, 5), "2020-01-02 03:04:05"),  # noqa: DTZ001
        (time(3, 4), "03:04:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_a_cell_is_the_text_that_people_see(value: Value, text: str | None) -> None:
    assert text_of(value) == text

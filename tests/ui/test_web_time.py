import pytest

from vindesk.ui.web_time import requests_for, web_takes


@pytest.mark.parametrize(
    ("vins", "said"),
    [
        *((1, "4 seconds"), (50, "4 seconds"), (51, "8 seconds"), (1_100, "88 seconds")),
        *((1_101, "2 minutes"), (10_000, "13 minutes")),
        *((300_000, "6 hours 40 minutes"), (900_000, "20 hours")),
    ],
)
def test_vpic_takes_four_seconds_for_50(vins: int, said: str) -> None:
    assert web_takes(vins) == said


@pytest.mark.parametrize(("vins", "requests"), [(1, 1), (50, 1), (51, 2), (1_000_000, 20_000)])
def test_a_request_has_at_most_50_vins(vins: int, requests: int) -> None:
    assert requests_for(vins) == requests

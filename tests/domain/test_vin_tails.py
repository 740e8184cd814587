import pytest

from vindesk.domain.vin_tails import without_vins


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1XPWD40X1ED215307", "…215307"),
        (
            "GET /DecodeVinValues/1xpwd40x1ed215307?format=json",
            "GET /DecodeVinValues/…215307?format=json",
        ),
        ("1XPWD4OX1ED2153O7, ZA9CA05AXJLA12340;", "…2153O7, …A12340;"),
        ("(WVWZZZ1KZ8W123456)", "(…123456)"),
        ("…215307", "…215307"),
        ("misunderstandings", "misunderstandings"),
        ("12345678901234567890", "12345678901234567890"),
        ("", ""),
    ],
)
def test_a_vin_is_shortened_to_its_last_six(text: str, told: str) -> None:
    assert without_vins(text) == told

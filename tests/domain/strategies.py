"""VINs for property tests."""

from hypothesis import strategies as st

from vindesk.domain.vin import ALPHABET, CHECK_POSITION, LENGTH, Vin

legal_texts = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
"""Any 17 characters of the alphabet, whatever stands at position 9."""


def with_sound_check_digit(text: str) -> Vin:
    expected = Vin(text).expected_check_digit
    assert expected is not None
    return Vin(text[: CHECK_POSITION - 1] + expected + text[CHECK_POSITION:])


sound_vins = legal_texts.map(with_sound_check_digit)

real_vins = st.builds(
    lambda head, serial: with_sound_check_digit(head + serial),
    st.text(ALPHABET, min_size=LENGTH - 4, max_size=LENGTH - 4),
    st.text("0123456789", min_size=4, max_size=4),
)
"""Sound, and with four digits at the end as the standard asks."""

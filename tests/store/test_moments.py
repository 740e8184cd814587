from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vindesk.domain.local_days import utc_now
from vindesk.store.moments import from_cache, to_cache


@given(st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone is beside
def test_a_moment_comes_back_as_it_was(moment: datetime) -> None:
    assert from_cache(to_cache(moment)) == moment


def test_a_moment_of_another_zone_is_kept_in_utc() -> None:
    east = timezone(timedelta(hours=2))
    stored = to_cache(datetime(2026, 5, 3, 1, 30, tzinfo=east))
    assert stored == datetime(2026, 5, 2, 23, 30)  # noqa: DTZ001 - as it is stored


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        to_cache(datetime(2026, 5, 3))  # noqa: DTZ001 - that is the mistake


def test_now_is_in_utc() -> None:
    assert utc_now().tzinfo is UTC

"""Which backups are kept, whatever the clock says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vindesk.domain.backups import Backup, Keep, Why, made_on_day_of, outdated

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def backup(age_days: float, why: Why = Why.DAILY) -> Backup:
    moment = NOW - timedelta(days=age_days)
    return Backup(Path(f"{why}-{moment:%Y%m%d-%H%M%S}"), moment, why, 1)


def ages(backups: object) -> list[int]:
    assert isinstance(backups, list | tuple)
    return [round((NOW - each.made_at) / timedelta(days=1)) for each in backups]


def test_seven_days_and_four_weeks_stay() -> None:
    made = [backup(age) for age in range(100)]
    gone = ages(outdated(made, Keep(), NOW))
    kept = sorted({*range(100)} - {*gone})
    assert kept[:7] == list(range(7))
    assert len(kept) == 11
    weeks = [(NOW - timedelta(days=age)).isocalendar()[1] for age in kept[7:]]
    assert len(set(weeks)) == 4
    assert gone == sorted(gone, reverse=True)


def test_those_made_by_hand_always_stay() -> None:
    made = [backup(age, Why.BY_HAND) for age in range(100)]
    assert outdated(made, Keep(1, 0, 1), NOW) == []


def test_those_before_restores_and_migrations_have_a_number_of_their_own() -> None:
    made = [backup(n, Why.BEFORE_RESTORE if n % 2 else Why.BEFORE_MIGRATION) for n in range(6)]
    assert ages(outdated([*made, backup(50)], Keep(safety=3), NOW)) == [5, 4, 3]


@pytest.mark.parametrize("keep", [Keep(), Keep(1, 0, 1)])
def test_a_clock_that_was_ahead_takes_no_place_from_what_is_made_now(keep: Keep) -> None:
    ahead = [backup(-400 - n) for n in range(20)]
    made = [backup(n) for n in range(keep.daily)]
    gone = outdated([*ahead, *made], keep, NOW)
    assert not set(gone) & {*made}
    assert ahead[-1] not in gone
    assert len(ahead) - len(gone) <= keep.daily + keep.weekly


def test_a_clock_that_jumps_back_leaves_what_was_made_before() -> None:
    made = [backup(n) for n in range(7)]
    early = NOW - timedelta(days=3000)
    assert outdated([*made, backup(3000)], Keep(), early) == []


def test_one_a_day_is_one_a_day_of_the_present_clock() -> None:
    assert made_on_day_of([backup(0)], NOW)
    assert not made_on_day_of([backup(-30), backup(1), backup(0, Why.BY_HAND)], NOW)


def test_none_is_none() -> None:
    assert outdated([], Keep(), NOW) == []

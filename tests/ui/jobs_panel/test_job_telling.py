"""An import in words."""

import pytest
from msgspec.structs import replace

from tests.ui.foreign import SHORT, assert_tame
from tests.ui.jobs_panel.samples import plan, record
from vindesk.domain.import_job import ImportState
from vindesk.ui.jobs_panel.job_telling import (
    Activity,
    Phase,
    Tone,
    Verb,
    rate,
    row_of,
    time_left,
)

RUNNING = Activity(Phase.RUNNING, 12_340, 40_000, "", 8_123.4, 101.2)
STOP = {Verb.PAUSE, Verb.CANCEL}
LOOK = {Verb.REPORT, Verb.SHOW}


def test_one_that_runs_says_how_far_how_fast_and_how_long() -> None:
    row = row_of(record(), RUNNING)
    assert (row.name, row.state) == ("march fleet", "Running")
    assert row.detail == "12,340 of 40,000 · 8,100 a second · 2 min left"
    assert row.share == pytest.approx(0.3085)
    assert row.spoken == ("march fleet, Running, 12,340 of 40,000, 8,100 a second, 2 min left")
    assert row.can == STOP | LOOK


def test_one_that_waits_for_vpic_says_why() -> None:
    note = "vPIC could not be reached. Trying again in 12 s"
    row = row_of(record(), replace(RUNNING, note=note, per_second=None, left_s=None))
    assert (row.state, row.tone) == ("Waiting for vPIC", Tone.WARNING)
    assert row.detail == f"12,340 of 40,000 · {note}"


@pytest.mark.parametrize(
    ("activity", "state", "detail", "can"),
    [
        (Activity(Phase.QUEUED), "Waiting for its turn", "12,340 of 40,000", STOP),
        (Activity(Phase.RETRY_QUEUED), "Waiting for its turn", "About what got", {Verb.CANCEL}),
        (Activity(Phase.READING, 1), "Reading", "1 row so far", STOP),
        (Activity(Phase.READING), "Reading", "The list is read into the cache", STOP),
        (Activity(Phase.RUNNING), "Running", "12,340 of 40,000", STOP),
        (Activity(Phase.PAUSING), "Pausing…", "12,340 of 40,000", set()),
        (Activity(Phase.CANCELLING), "Cancelling…", "12,340 of 40,000", set()),
        (Activity(Phase.RETRYING), "Asking again", "About what got no answer", {Verb.CANCEL}),
        (Activity(Phase.RETRYING, note="Away"), "Asking again", "Away", {Verb.CANCEL}),
    ],
)
def test_every_phase_has_its_words(
    activity: Activity, state: str, detail: str, can: set[Verb]
) -> None:
    row = row_of(record(), activity)
    assert row.state == state
    assert row.detail.startswith(detail)
    assert row.can == can | LOOK


@pytest.mark.parametrize(
    ("state", "words", "detail", "can"),
    [
        (ImportState.READING, "Not read to the end", "It is read again when it goes on", True),
        (ImportState.WAITING, "Not finished", "12,340 of 40,000 · begun 12 Nov", True),
        (ImportState.PAUSED, "Paused", "12,340 of 40,000", True),
        (ImportState.DONE, "Done", "40,000 rows · 12,000 answered · begun", False),
        (ImportState.CANCELLED, "Cancelled", "12,340 of 40,000", False),
    ],
)
def test_every_state_has_its_words(state: ImportState, words: str, detail: str, can: bool) -> None:
    row = row_of(record(state=state), Activity())
    assert row.state == words
    assert row.detail.startswith(detail)
    assert row.can == LOOK | {Verb.FORGET} | ({Verb.RESUME, Verb.CANCEL} if can else set())
    assert (row.share is None) == (not can)


def test_one_that_was_never_read_is_read_when_it_is_its_turn() -> None:
    row = row_of(record(state=ImportState.READING), Activity(Phase.QUEUED))
    assert (row.state, row.detail) == ("Waiting for its turn", "It is read then")
    row = row_of(record(state=ImportState.READING), Activity(Phase.RESTING))
    assert (row.state, row.detail) == ("Paused", "It is read again when it goes on")
    assert {Verb.RESUME, Verb.CANCEL, Verb.FORGET} < row.can


@pytest.mark.parametrize("state", ImportState)
def test_with_one_that_is_being_forgotten_nothing_can_be_done(state: ImportState) -> None:
    row = row_of(record(state=state), Activity(Phase.FORGETTING))
    assert (row.state, row.detail) == ("Forgetting…", "Its vehicles stay in the cache")
    assert not row.can


def test_one_whose_file_is_gone_cannot_go_on() -> None:
    row = row_of(record(state=ImportState.READING), Activity(lost=True))
    assert "not there any more" in row.detail
    assert row.can == LOOK | {Verb.FORGET, Verb.CANCEL}


def test_why_one_stopped_stays_in_its_row() -> None:
    for state in (ImportState.READING, ImportState.WAITING):
        row = row_of(record(state=state), Activity(note="The disk is full"))
        assert row.detail.endswith("The disk is full")
        assert row.tone is Tone.WARNING
        assert Verb.RESUME in row.can


@pytest.mark.parametrize(
    ("per_second", "words"),
    [
        (None, ""),
        (0.0, ""),
        (8_123.4, "8,100 a second"),
        (12.6, "13 a second"),
        (3.26, "3.3 a second"),
        (2.0, "2 a second"),
        (0.5, "30 a minute"),
        (0.01, "36 an hour"),
    ],
)
def test_rates_have_two_digits(per_second: float | None, words: str) -> None:
    assert rate(per_second) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0.0, "1 s left"),
        (44.1, "45 s left"),
        (60.0, "1 min left"),
        (101.0, "2 min left"),
        (3_600.0, "1 h left"),
        (6_000.0, "1 h 40 min left"),
        (36_000_000.0, "10,000 h left"),
    ],
)
def test_time_is_told_in_what_a_person_counts_in(seconds: float | None, words: str) -> None:
    assert time_left(seconds) == words


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_foreign_names_and_notes_stay_in_their_line(text: str) -> None:
    row = row_of(record(plan=plan(text)), Activity(note=text))
    for shown in (row.name, row.detail, row.spoken):
        assert_tame(shown)


def test_a_name_that_cannot_be_seen_is_replaced() -> None:
    assert row_of(record(plan=plan("")), Activity()).name == "Import"

"""What is chosen, and the plan it makes: no widget in here."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from tests.ui.importing.samples import COLUMNS, FOUND, GOOD, OTHER, TYPO, WRONG, FakeInput
from vindesk.domain.import_job import Cached, Columns, ImportPlan
from vindesk.domain.input_columns import Candidate, Suggestion
from vindesk.domain.input_counts import Counts
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import SourceChoice
from vindesk.services.repaired import AS_WRITTEN
from vindesk.ui.importing.column_roles import ColumnRoles, Role
from vindesk.ui.importing.handed_in import HandedIn
from vindesk.ui.importing.planning import Chosen, Policy, Taken, opener_of, plan_of
from vindesk.ui.importing.telling import counts_line, import_button, who_answers

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROLES = ColumnRoles.suggested(COLUMNS, FOUND)
EMBEDDED, WEB, AUTO = SourceChoice.EMBEDDED, SourceChoice.WEB, SourceChoice.AUTO
AS_IT_IS = Taken()


def chosen(
    name: str = "fleet.csv", policy: Policy | None = None, repairs: Mapping[str, str] | None = None
) -> Chosen:
    return Chosen(name, None, True, ROLES, policy or Policy(), repairs or {})


def test_what_is_neither_vin_nor_year_is_kept() -> None:
    assert [ROLES.role(column) for column in range(4)] == [
        *(Role.KEPT, Role.VIN, Role.YEAR, Role.KEPT)
    ]
    assert ROLES.columns() == Columns(1, 2, (0, 3), ("Unit", "Note"))


def test_a_column_is_never_both_vin_and_year() -> None:
    assert ROLES.with_year(1).vin is None
    assert ROLES.with_vin(2).year is None
    assert ROLES.with_vin(None).year == 2
    both = Suggestion(Candidate(1, 1.0, ""), Candidate(1, 1.0, ""))
    assert ColumnRoles.suggested(COLUMNS, both).year is None


def test_a_column_is_left_out_and_kept_again() -> None:
    out = ROLES.keep([0, 3], wanted=False)
    assert out.columns() == Columns(1, 2)
    assert out.keep([3], wanted=True).kept == [3]


def test_a_single_column_can_only_be_that_of_the_vins() -> None:
    assert ColumnRoles.suggested(["Text"], Suggestion()).vin == 0
    assert ColumnRoles.suggested(COLUMNS, Suggestion()).vin is None


def test_what_is_chosen_of_columns_stays_and_what_is_open_is_proposed_anew() -> None:
    unknown = ColumnRoles(COLUMNS)
    assert unknown.seen_again(unknown, ROLES) == ROLES
    assert ROLES.seen_again(ROLES, unknown) == ROLES
    mine = ROLES.with_year(None).with_vin(0).keep([3], wanted=False)
    assert mine.seen_again(ROLES, ROLES) == mine
    assert unknown.with_vin(2).seen_again(unknown, ROLES).year is None


def test_the_plan_says_what_was_chosen() -> None:
    policy = Policy(WEB, Cached.REFRESH_OLDER, 30)
    handed = HandedIn("fleet.csv", lambda _monitor: FakeInput(), "fleet.csv")
    assert plan_of(handed, chosen(" Trucks ", policy), NOW) == ImportPlan(
        name="Trucks",
        columns=Columns(1, 2, (0, 3), ("Unit", "Note")),
        source=WEB,
        cached=Cached.REFRESH_OLDER,
        older_than=NOW - timedelta(days=30),
        path="fleet.csv",
        has_header=True,
    )


def test_the_plan_keeps_the_repairs_for_a_reading_after_a_new_start() -> None:
    handed = HandedIn("fleet.csv", lambda _monitor: FakeInput(), "fleet.csv")
    assert plan_of(handed, chosen(repairs={TYPO: GOOD}), NOW).repairs == {TYPO: GOOD}


def test_an_import_without_a_name_has_that_of_its_file() -> None:
    plan = plan_of(HandedIn("fleet.csv", lambda _monitor: FakeInput()), chosen(" "), NOW)
    assert (plan.name, plan.older_than) == ("fleet.csv", None)


def test_the_opener_reads_anew_with_the_repairs_and_closes_the_file() -> None:
    given = FakeInput()
    handed = HandedIn("fleet.csv", lambda _monitor: given)
    choice = chosen(repairs={TYPO: GOOD})
    columns = plan_of(handed, choice, NOW).columns
    assert columns.own == (0, 3, AS_WRITTEN)
    assert columns.own_names == ("Unit", "Note", "VIN as written")
    table = opener_of(handed, choice)()
    assert given.asked == []
    read = list(table.batches([columns.vin, AS_WRITTEN], Unwatched()))
    assert [list(batch.to_pylist()[0].values())[1:] for batch in read] == [
        [GOOD, None],
        [OTHER, None],
        [GOOD, TYPO],
        [WRONG, None],
        ["spare", None],
        [GOOD, None],
    ]
    assert given.closed == 1


# -- words ------------------------------------------------------------------------------


@pytest.mark.usefixtures("american")
def test_counts_are_told_in_words_and_zeros_are_left_out() -> None:
    counts = Counts(vins=1240, duplicates=1, cached=1, check_digits=2, mistyped=3, no_vins=1)
    assert counts_line(counts, reading=False) == (
        "1,240 VINs, 1 duplicate, 1 is cached already, 2 have a wrong check digit, "
        "3 are mistyped, 1 not a VIN."
    )
    assert counts_line(Counts(vins=1), reading=True) == "Reading… 1 VIN so far"
    assert counts_line(Counts(), reading=True) == "Reading… 0 VINs so far"
    assert counts_line(Counts(), reading=False) == "There is no VIN in this column."
    assert counts_line(Counts(no_vins=2), reading=False) == "0 VINs, 2 not VINs."
    assert import_button(counts, AS_IT_IS, reading=False) == "&Import 1,239 VINs"
    assert import_button(counts, AS_IT_IS, reading=True) == "&Import"
    assert import_button(Counts(), AS_IT_IS, reading=False) == "&Import"


@pytest.mark.usefixtures("american")
def test_more_than_50_go_to_the_embedded_copy_and_it_is_said_why() -> None:
    said = who_answers(Counts(vins=300_000), Policy(AUTO), AS_IT_IS)
    assert "embedded copy answers" in said
    assert "NHTSA asks" in said
    assert "6 hours 40 minutes" in said
    assert "6 hours 40 minutes" in who_answers(Counts(vins=300_000), Policy(WEB), AS_IT_IS)
    assert "service answers" in who_answers(Counts(vins=50), Policy(AUTO), AS_IT_IS)
    assert "nothing leaves" in who_answers(Counts(vins=300_000), Policy(EMBEDDED), AS_IT_IS)


def test_cached_vehicles_that_are_kept_need_no_answer() -> None:
    counts = Counts(vins=60, cached=20)
    assert "embedded copy answers" not in who_answers(counts, Policy(AUTO), AS_IT_IS)
    assert "embedded copy answers" in who_answers(
        counts, Policy(AUTO, Cached.REFRESH_ALL), AS_IT_IS
    )


@pytest.mark.parametrize(
    ("counts", "taken", "text"),
    [
        (Counts(vins=45, mistyped=10), Taken(comes=10), "&Import up to 55 VINs"),
        (Counts(vins=45, check_digits=3), Taken(comes=2, goes=3), "&Import up to 44 VINs"),
        (Counts(mistyped=10), Taken(comes=10), "&Import 10 VINs"),
        (Counts(check_digits=1, vins=1), Taken(comes=1, goes=1), "&Import 1 VIN"),
    ],
)
def test_repairs_are_imported_too_up_to_all_of_them(
    counts: Counts, taken: Taken, text: str
) -> None:
    assert import_button(counts, taken, reading=False) == text


FEW, MANY = "NHTSA's service answers; ", "More than 50, so the embedded copy answers"


@pytest.mark.parametrize(
    ("counts", "taken", "cached", "said"),
    [
        (Counts(vins=40), Taken(comes=10), Cached.KEEP, FEW),
        (Counts(vins=45), Taken(comes=10), Cached.KEEP, "Up to 55 VINs are asked about. If"),
        (Counts(vins=51), Taken(comes=10), Cached.KEEP, MANY),
        (Counts(vins=51), Taken(comes=1, goes=1), Cached.KEEP, "Up to 51 VINs are asked about. If"),
        (Counts(vins=60, cached=20), Taken(comes=10), Cached.KEEP, FEW),
        (Counts(vins=60, cached=20), Taken(11, 2), Cached.KEEP, "Up to 51 VINs are asked about"),
        (Counts(vins=60, cached=20), Taken(), Cached.REFRESH_OLDER, "Up to 60 VINs are asked"),
        (Counts(vins=60, cached=20), Taken(comes=10), Cached.REFRESH_ALL, MANY),
    ],
)
def test_who_answers_is_said_for_what_may_be_imported(
    counts: Counts, taken: Taken, cached: Cached, said: str
) -> None:
    assert who_answers(counts, Policy(AUTO, cached), taken).startswith(said)

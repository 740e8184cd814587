"""Counting an input in Arrow gives what the domain says of each row."""

import random
import sys
from collections.abc import Sequence
from string import ascii_uppercase, digits
from typing import Any

import pyarrow as pa
import pytest
from typing_extensions import override

from vindesk.domain.input_counts import Counts, Trouble, find_problem
from vindesk.domain.monitor import Cancelled, Monitor, Unwatched
from vindesk.domain.vin import ALPHABET, Vin
from vindesk.domain.vin_text import Reject
from vindesk.services import input_tally as module
from vindesk.services.input_tally import Tally, count_rows, wrong_check_digits

GOOD = "1XPWD40X1ED215307"
WRONG = "1XPWD40X2ED215307"
WATCHED = Unwatched()


def batch(texts: Sequence[str | None], first: int = 1) -> Any:
    rows = pa.array(range(first, first + len(texts)), pa.int64())
    return pa.record_batch([rows, pa.array(texts, pa.string())], names=["row", "c0"])


def none_known(vins: Any, monitor: Monitor) -> int:
    return 0


def tallied(*parts: Sequence[str | None], most: int = 1000) -> Tally:
    tally = Tally(none_known, most)
    for part in parts:
        tally.add(batch(part), WATCHED)
    tally.merge(WATCHED)
    return tally


def test_every_row_is_counted_as_what_it_is() -> None:
    rows = [GOOD, GOOD.lower(), " 1XPWD-40X1-ED215307", WRONG, GOOD[:14], "spare", None, "  "]
    assert tallied(rows).findings.counts == Counts(
        vins=4, duplicates=2, check_digits=1, mistyped=1, no_vins=1
    )


def test_check_digits_are_those_of_the_domain_wherever_the_array_begins() -> None:
    rng = random.Random(5)
    vins = ["".join(rng.choices(ALPHABET, k=17)) for _ in range(300)]
    vins += [v[:8] + (Vin(v).expected_check_digit or "") + v[9:] for v in vins]
    for part in (slice(None), slice(7, 500), slice(599, 600)):
        found = wrong_check_digits(pa.array(vins)[part]).to_pylist()
        assert found == [not Vin(vin).check_digit_ok for vin in vins[part]]
    assert wrong_check_digits(pa.array([], pa.string())).to_pylist() == []


def test_arrow_and_the_domain_agree_about_any_text() -> None:
    rng = random.Random(6)
    marks = ALPHABET + ascii_uppercase + digits + "io -*üſı"
    texts = ["".join(rng.choices(marks, k=rng.randrange(1, 20))) for _ in range(3_000)]
    texts += ["".join(rng.choices(ALPHABET, k=17)) for _ in range(500)]
    texts += [text.join(armour) for text in texts[-20:] for armour in (("'", ""), ('="', '"'))]
    problems = [find_problem(1, text) for text in texts if text.strip()]
    troubles = [problem.trouble for problem in problems if problem]
    counts = tallied(texts).findings.counts
    assert counts.mistyped == troubles.count(Trouble.MISTYPED)
    assert counts.no_vins == troubles.count(Trouble.NO_VIN)
    assert counts.check_digits == troubles.count(Trouble.CHECK_DIGIT)
    assert counts.vins == len(problems) - counts.mistyped - counts.no_vins


def test_duplicates_are_found_across_batches() -> None:
    assert tallied([GOOD, WRONG], [GOOD], [WRONG, GOOD]).findings.counts.duplicates == 3


def test_each_different_vin_is_looked_for_in_the_cache_once() -> None:
    asked: list[str] = []

    def known(vins: Any, monitor: Monitor) -> int:
        asked.extend(vins.to_pylist())
        return vins.to_pylist().count(GOOD)

    *_, last = count_rows(iter([batch([GOOD, GOOD]), batch([GOOD, WRONG])]), known, WATCHED)
    assert sorted(asked) == [GOOD, WRONG]
    assert (last.counts.cached, last.counts.different) == (1, 2)


def test_counts_come_while_it_reads_and_the_last_are_whole() -> None:
    found = [
        findings.counts.vins
        for findings in count_rows(iter([batch([GOOD]), batch([WRONG])]), none_known, WATCHED)
    ]
    assert found == [1, 2, 2]


def test_the_first_rows_of_each_trouble_are_listed_and_all_are_counted() -> None:
    tally = tallied([WRONG, "1XPWD40X1ED21530O", "x"] * 5, most=2)
    listed = [(problem.row, problem.trouble) for problem in tally.findings.problems]
    assert sorted(listed) == [
        (1, Trouble.CHECK_DIGIT),
        (2, Trouble.MISTYPED),
        (3, Trouble.NO_VIN),
        (4, Trouble.CHECK_DIGIT),
        (5, Trouble.MISTYPED),
        (6, Trouble.NO_VIN),
    ]
    assert tally.findings.counts.mistyped == tally.findings.counts.no_vins == 5


def test_what_is_listed_is_listed_as_it_was_written() -> None:
    odd = f" {WRONG[:4]}-{WRONG[4:]} "
    findings = tallied([f" {WRONG.lower()}", odd]).findings
    assert [problem.written for problem in findings.problems] == [f" {WRONG.lower()}", odd]


def test_an_empty_input_has_nothing() -> None:
    assert [f.counts for f in count_rows(iter(()), none_known, WATCHED)] == [Counts()]


def test_counting_can_be_cancelled() -> None:
    class Stopped(Unwatched):
        @override
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        next(count_rows(iter([batch([GOOD])]), none_known, Stopped()))


def test_many_vins_are_merged_while_they_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", 0)
    asked: list[int] = []

    def half_known(vins: Any, monitor: Monitor) -> int:
        asked.append(len(vins))
        return len(vins) // 2

    tally = Tally(half_known, 1000)
    tally.add(batch([GOOD, WRONG, GOOD]), WATCHED)
    tally.add(batch([GOOD]), WATCHED)
    tally.add(batch(["spare", None]), WATCHED)
    tally.merge(WATCHED)
    counts = tally.findings.counts
    assert (counts.vins, counts.duplicates, counts.cached) == (4, 2, 1)
    assert asked == [2], "what had been seen is not asked for again"


def test_what_could_not_be_read_is_no_vin() -> None:
    rejects = [Reject(line, "", "Too long.") for line in range(2_000)]
    *_, last = count_rows(iter([batch([GOOD])]), none_known, WATCHED, rejects=lambda: rejects)
    assert last.counts == Counts(vins=1, no_vins=2_000)
    assert (last.problems[0].row, last.problems[0].reason) == (0, "Too long.")
    assert len(last.problems) == 1_000


# -- rows without a VIN --------------------------------------------------------------------


def wide(*rows: tuple[str | None, ...]) -> Any:
    cells = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    numbers = pa.array(range(1, len(rows) + 1), pa.int64())
    return pa.record_batch([numbers, *cells], [*("row", "c0", "c1", "c2")[: len(cells) + 1]])


def test_a_row_without_a_vin_counts_if_another_cell_is_filled() -> None:
    rows = wide((GOOD, None, None), (None, None, "U0011"), (" ", "\t", None), ("", "José", ""))
    *_, last = count_rows(iter([rows]), none_known, WATCHED, lambda: iter([rows]))
    assert (last.counts.vins, last.counts.no_vins) == (1, 2)
    assert [(found.row, found.written, found.reason) for found in last.problems] == [
        (2, "", "There is no VIN."),
        (4, "", "There is no VIN."),
    ]


def test_blanks_are_those_of_the_domain() -> None:
    blanks = [mark for mark in map(chr, range(sys.maxunicode + 1)) if mark.isspace()]
    rows = wide(*((mark * 2, mark) for mark in blanks), ("\u3000", "\u3000U0011\x1f"))
    *_, last = count_rows(iter([rows]), none_known, WATCHED, lambda: iter([rows]))
    assert [found.row for found in last.problems] == [len(blanks) + 1]
    assert last.counts == Counts(no_vins=1)


@pytest.mark.parametrize("others", [(), (None,)])
def test_a_row_without_any_text_is_none(others: tuple[None, ...]) -> None:
    rows = wide((GOOD, *others), (None, *others))
    *_, last = count_rows(iter([rows]), none_known, WATCHED, lambda: iter([rows]))
    assert last.counts == Counts(vins=1)


def test_the_other_cells_are_read_only_where_a_vin_is_missing() -> None:
    def refuse() -> Any:
        pytest.fail("nothing is missing")

    *_, last = count_rows(iter([batch([GOOD, "spare"])]), none_known, WATCHED, refuse)
    assert last.counts == Counts(vins=1, no_vins=1)


def test_of_many_rows_without_a_vin_the_first_are_listed() -> None:
    tally = Tally(none_known, 3)
    tally.add(batch(["x"]), WATCHED)
    tally.add_gaps(wide(*[(None, "U0011")] * 9))
    assert tally.findings.counts.no_vins == 10
    assert [found.row for found in tally.findings.problems] == [1, 1, 2]

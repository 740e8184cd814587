"""Counts what an input holds, before it is imported; a row that is a VIN becomes no object."""

import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from string import ascii_uppercase, digits
from typing import Any, Final

from msgspec.structs import replace

from vindesk.domain.blanks import BLANKS
from vindesk.domain.input_counts import Counts, Findings, Problem, Trouble, find_problem
from vindesk.domain.monitor import Monitor
from vindesk.domain.vin import (
    ALPHABET,
    CHECK_POSITION,
    LENGTH,
    SHORTEST_ATTEMPT,
    VALUES,
    WEIGHTS,
    clean,
)
from vindesk.domain.vin_text import Reject
from vindesk.store.arrow import compute, pyarrow

MOST_LISTED: Final = 1_000
"""Rows of each trouble; all are counted."""

Known = Callable[[Any, Monitor], int]
"""How many VINs of an Arrow array of different ones are in the cache."""

_PLAIN: Final = f"^[{ALPHABET}]{{{LENGTH}}}$"
_FEW: Final = 32_768
_SHARE: Final = 4
"""Different VINs are looked for again when a quarter as many rows have come."""

_AT_A_TIME: Final = 1_000

_CHECK_VALUES: Final = {digit: int(digit) for digit in digits} | {"X": 10}
_BYTES: Final = ord(max(ascii_uppercase)) + 1


class Tally:
    """Takes batches of ``row`` and the text where the VIN should be, as they come."""

    def __init__(self, known: Known, most_listed: int = MOST_LISTED) -> None:
        self._known = known
        self._most_listed = most_listed
        self._counts = Counts()
        self._problems: dict[Trouble, list[Problem]] = {trouble: [] for trouble in Trouble}
        self._waiting: list[Any] = []
        self._seen: list[Any] = []
        self._merged = self._different = 0
        self.has_gaps = False
        """Whether there are rows without a text where the VIN should be."""

    @property
    def findings(self) -> Findings:
        listed = (problem for group in self._problems.values() for problem in group)
        return Findings(self._counts, tuple(listed))

    def add(self, batch: Any, monitor: Monitor) -> None:
        """Raises ``Cancelled`` and whatever the cache does."""
        pc = compute()
        rows, written = batch.column(0), batch.column(1)
        text = pc.fill_null(pc.ascii_upper(_trimmed(written)), "")
        plain = pc.match_substring_regex(text, _PLAIN)
        self._take_vins(rows.filter(plain), written.filter(plain), text.filter(plain))
        length = pc.utf8_length(text)
        long = pc.greater_equal(length, SHORTEST_ATTEMPT)
        self._take_short(rows, written, pc.and_(pc.greater(length, 0), pc.invert(long)))
        self.has_gaps = self.has_gaps or pc.any(pc.equal(length, 0)).as_py() is True
        odd = pc.and_not(long, plain)
        self._take_odd(rows.filter(odd), written.filter(odd), monitor)
        if sum(map(len, self._waiting)) > max(_FEW, self._different // _SHARE):
            self.merge(monitor)

    def add_gaps(self, batch: Any) -> None:
        """Take the rows without a text where the VIN should be that have another; as ``add``."""
        pc = compute()
        gaps = batch.filter(pc.invert(_is_filled(batch.column(1))))
        if not gaps.num_rows or gaps.num_columns == 2:
            return
        filled = functools.reduce(pc.or_, map(_is_filled, gaps.columns[2:]))
        self._take_short(gaps.column(0), pyarrow().repeat("", gaps.num_rows), filled)

    def add_rejects(self, rejects: Sequence[Reject]) -> None:
        """Take the lines that could not be read."""
        self._count(no_vins=len(rejects))
        group = self._problems[Trouble.NO_VIN]
        group += [
            Problem(reject.line, reject.written, Trouble.NO_VIN, reject.reason)
            for reject in rejects[: self._most_listed - len(group)]
        ]

    def merge(self, monitor: Monitor) -> None:
        """Find out how many of the VINs so far are different, and known; also at the end."""
        if not self._waiting:
            return
        pc = compute()
        waiting = pyarrow().chunked_array(self._waiting)
        new = waiting.unique()
        if self._seen:
            seen = pyarrow().concat_arrays(self._seen)
            new = new.filter(pc.invert(pc.is_in(new, value_set=seen)))
        self._waiting = []
        self._merged += len(waiting)
        self._different += len(new)
        cached = self._counts.cached
        if len(new):
            self._seen.append(new)
            cached += self._known(new, monitor)
        self._counts = replace(
            self._counts, duplicates=self._merged - self._different, cached=cached
        )

    def _take_vins(self, rows: Any, written: Any, vins: Any) -> None:
        if not len(vins):
            return
        self._waiting.append(vins)
        wrong = wrong_check_digits(vins)
        self._count(vins=len(vins), check_digits=wrong.true_count)
        self._list(Trouble.CHECK_DIGIT, rows, written, wrong)

    def _take_short(self, rows: Any, written: Any, short: Any) -> None:
        self._count(no_vins=short.true_count)
        self._list(Trouble.NO_VIN, rows, written, short)

    def _take_odd(self, rows: Any, written: Any, monitor: Monitor) -> None:
        """VINs in an unusual dress, what was meant as one, and words."""
        found: list[tuple[int, str, str]] = []
        for row, text in _pairs(rows, written, monitor):
            problem = find_problem(row, text)
            if problem is None or problem.trouble is Trouble.CHECK_DIGIT:
                found.append((row, text, clean(text)))
            else:
                mistyped = problem.trouble is Trouble.MISTYPED
                self._count(mistyped=int(mistyped), no_vins=int(not mistyped))
                group = self._problems[problem.trouble]
                if len(group) < self._most_listed:
                    group.append(problem)
        if found:
            self._take_vins(*map(pyarrow().array, zip(*found, strict=True)))

    def _list(self, trouble: Trouble, rows: Any, written: Any, which: Any) -> None:
        group = self._problems[trouble]
        room = self._most_listed - len(group)
        if room and which.true_count:
            found = (rows.filter(which)[:room], written.filter(which)[:room])
            pairs = zip(*(column.to_pylist() for column in found), strict=True)
            group += filter(None, (find_problem(row, text) for row, text in pairs))

    def _count(self, **more: int) -> None:
        sums = {name: getattr(self._counts, name) + number for name, number in more.items()}
        self._counts = replace(self._counts, **sums)


def count_rows(
    batches: Iterator[Any],
    known: Known,
    monitor: Monitor,
    whole: Callable[[], Iterator[Any]] | None = None,
    rejects: Callable[[], Sequence[Reject]] = lambda: (),
) -> Iterator[Findings]:
    """What ``batches`` hold, told again after each; the last is the whole.

    ``whole`` has the other cells of the rows too: it is read where VINs are missing. None:
    they have no others.
    ``rejects`` are the lines that could not be read.
    """
    tally = Tally(known)
    for batch in batches:
        monitor.raise_if_cancelled()
        tally.add(batch, monitor)
        yield tally.findings
    tally.merge(monitor)
    for batch in whole() if whole and tally.has_gaps else ():
        monitor.raise_if_cancelled()
        tally.add_gaps(batch)
        yield tally.findings
    tally.add_rejects(rejects())
    yield tally.findings


def wrong_check_digits(vins: Any) -> Any:
    """For each of ``vins``, which are 17 legal characters, whether its check digit is wrong."""
    arrow, pc = pyarrow(), compute()
    whole = arrow.concat_arrays([vins])  # at the start of its own memory
    offset, data = whole.offset * LENGTH, whole.buffers()[2]
    first = _first_byte(whole)
    codes = arrow.Array.from_buffers(
        arrow.uint8(), len(whole) * LENGTH, [None, data], offset=max(offset, first)
    )
    values = arrow.FixedSizeListArray.from_arrays(pc.take(_table(VALUES), codes), LENGTH)
    total = arrow.scalar(0, arrow.int32())
    for position, weight in enumerate(WEIGHTS):
        part = pc.list_element(values, position)
        total = pc.add(total, pc.multiply(part, arrow.scalar(weight, arrow.int32())))
    eleven = arrow.scalar(11, arrow.int32())
    rest = pc.subtract(total, pc.multiply(pc.divide(total, eleven), eleven))
    stands = arrow.FixedSizeListArray.from_arrays(pc.take(_table(_CHECK_VALUES), codes), LENGTH)
    return pc.not_equal(pc.list_element(stands, CHECK_POSITION - 1), rest)


def _is_filled(texts: Any) -> Any:
    pc = compute()
    return pc.greater(pc.fill_null(pc.utf8_length(_trimmed(texts)), 0), 0)


def _trimmed(texts: Any) -> Any:
    return compute().utf8_trim(texts, characters=BLANKS)


def _first_byte(texts: Any) -> int:
    """Where the memory of ``texts`` begins to be used."""
    start = 4 * texts.offset
    return int.from_bytes(memoryview(texts.buffers()[1])[start : start + 4], sys.byteorder)


def _table(values: dict[str, int]) -> Any:
    """From the code of a character to its value; -1 for what has none."""
    arrow = pyarrow()
    return arrow.array([values.get(chr(code), -1) for code in range(_BYTES)], arrow.int32())


def _pairs(rows: Any, written: Any, monitor: Monitor) -> Iterator[tuple[int, str]]:
    """In parts, so that the window comes to its turn between them."""
    for start in range(0, len(rows), _AT_A_TIME):
        monitor.raise_if_cancelled()
        part = rows.slice(start, _AT_A_TIME), written.slice(start, _AT_A_TIME)
        yield from zip(*(column.to_pylist() for column in part), strict=True)

"""A filter over the columns of any table: ``engine price:>100 "day sold":2026 -state:empty``.

A small sister of the language of the vehicles: the same terms, but the fields are the
columns of the table.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from enum import Enum, auto
from functools import partial
from typing import Final

from msgspec import Struct

from vindesk.domain.filter import Contains, During, Empty, Is, Like
from vindesk.domain.filter_fields import Kind
from vindesk.domain.filter_numbers import numbers_in
from vindesk.domain.filter_terms import Term, UnreadableFilter, Word, in_quotes, terms
from vindesk.domain.filter_words import is_empty, tests_of
from vindesk.domain.local_days import Calendar
from vindesk.domain.words import say


class ColumnKind(Enum):
    """What can be asked of the values of a column."""

    TEXT = auto()
    NUMBER = auto()
    MOMENT = auto()
    TRUTH = auto()
    BYTES = auto()
    NESTED = auto()
    OTHER = auto()


class Within(Struct, frozen=True):
    """A number from ``low`` to ``high``; None: no limit on that side."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool = True
    high_included: bool = True


ColumnTest = Contains | Is | Like | Within | During | Empty


class ColumnCondition(Struct, frozen=True):
    """One of ``tests`` holds for the column at ``place``; negated, none does.

    ``place`` None: one of them holds for one of the columns of text.
    """

    place: int | None
    tests: tuple[ColumnTest, ...]
    negated: bool = False


class ColumnFilter(Struct, frozen=True):
    """All of ``conditions`` hold; none: every row is wanted."""

    conditions: tuple[ColumnCondition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions)


EVERY_ROW: Final = ColumnFilter()

_DAYS_OF_UTC: Final = Calendar(UTC)
"""Moments are shown in UTC, or have no zone at all."""

_MOST_TESTS: Final = 200
_TRUTHS: Final = ("true", "yes", "false", "no")
_BARE: Final = re.compile(r"[^\W\d][\w-]*")


def parse(text: str, columns: Sequence[tuple[str, ColumnKind]]) -> ColumnFilter:
    """The filter that ``text`` means for ``columns``: a name and a kind each, by place.

    What is still being typed, as ``price:>``, asks for nothing yet.

    Raises:
        UnreadableFilter: some part of it means nothing, or it has too many parts.

    """
    return ColumnFilter(tuple(_conditions(text, columns)))


def written(name: str) -> str:
    """The name of a column as one writes it in a filter."""
    if _BARE.fullmatch(name):
        return name
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _conditions(text: str, columns: Sequence[tuple[str, ColumnKind]]) -> Iterator[ColumnCondition]:
    total = 0
    for term in terms(text):
        place = None if term.field is None else _place(term, term.field, columns)
        read = _word if place is None else _READERS.get(columns[place][1], _text)
        tests = tuple(test for word in term.words if word.said for test in read(word))
        total += len(tests)
        if total > _MOST_TESTS:
            raise UnreadableFilter(
                say("There are more than {count} words and values.", count=_MOST_TESTS),
                term.words[0].start,
                term.end,
                advice=say("Filter by what the rows have in common."),
            )
        if tests:
            yield ColumnCondition(place, tests, term.negated)


def _place(term: Term, field: Word, columns: Sequence[tuple[str, ColumnKind]]) -> int:
    """The column of this name; capitals count only where they tell two columns apart."""
    names = [name for name, _ in columns]
    if field.text in names:
        return names.index(field.text)
    folded = [name.casefold() for name in names]
    wanted = field.text.casefold()
    if wanted in folded:
        return folded.index(wanted)
    if not field.text and not field.quoted:
        raise field.unreadable(
            say("There is no column before the colon."), advice=say("Write the name of a column.")
        )
    near = [
        in_quotes(names[folded.index(found)])
        for found in difflib.get_close_matches(wanted[:60], folded[:2_000], 3, 0.7)
    ]
    advice = (
        say("Did you mean {near}?", near=say(" or ").join(near))
        if near
        else say("Quotes protect a colon in a text.")
    )
    raise UnreadableFilter(
        field.unreadable(say("There is no column {}.")).detail, field.start, term.end, advice=advice
    )


# -- words by kind ------------------------------------------------------------------


def _by_language(kind: Kind | None, word: Word) -> tuple[ColumnTest, ...]:
    """As the language of the vehicles has it; ``kind`` None: it stands alone."""
    found = tests_of(word, kind, _DAYS_OF_UTC)
    return tuple(test for test in found if isinstance(test, ColumnTest))


_word = partial(_by_language, None)
_text = partial(_by_language, Kind.TEXT)


def _number(word: Word) -> tuple[ColumnTest, ...]:
    if is_empty(word):
        return (Empty(),)
    found = numbers_in(word, Decimal)
    if found is None:
        return ()
    return (Within(found.low, found.high, found.low_included, found.high_included),)


def _truth(word: Word) -> tuple[ColumnTest, ...]:
    if is_empty(word):
        return (Empty(),)
    typed = word.text.removeprefix("=").lower()
    begun = [truth for truth in _TRUTHS if truth.startswith(typed)]
    if not begun:
        raise word.unreadable(
            say("{} is neither true nor false."), advice=say("Write true, false or empty.")
        )
    return (Is("true" if _TRUTHS.index(begun[0]) < 2 else "false"),) if typed else ()


_READERS: Final[Mapping[ColumnKind, Callable[[Word], tuple[ColumnTest, ...]]]] = {
    ColumnKind.NUMBER: _number,
    ColumnKind.MOMENT: partial(_by_language, Kind.MOMENT),
    ColumnKind.TRUTH: _truth,
}

"""The language of the filter entry: ``peterbilt make:kenworth year:2005-2010 -model:empty``.

Terms between blanks must all hold. A term is a word, searched in the main columns, or a
field and what its value must be; commas separate alternatives, ``-`` negates, quotes protect
whatever would mean something. ``filter_help`` in the window has the reference.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from vindesk.domain.filter import Condition, Filter
from vindesk.domain.filter_fields import FilterField, find_field, nearest_names
from vindesk.domain.filter_terms import (
    Term,
    UnreadableFilter,
    Word,
    beginning_of,
    in_quotes,
    terms,
)
from vindesk.domain.filter_words import tests_of
from vindesk.domain.local_days import LOCAL, Calendar
from vindesk.domain.words import grouped, say

_MOST_WORDS: Final = 100
"""Each is sought in all the main columns."""

_MOST_VALUES: Final = 1_000
_LONGEST_COMPLETED: Final = 10_000


def parse(text: str, calendar: Calendar = LOCAL) -> Filter:
    """The filter that ``text`` means; days are those of ``calendar``.

    What is still being typed, as ``make:`` or ``year:>``, asks for nothing yet.

    Raises:
        UnreadableFilter: some part of it means nothing, or it has too many parts.

    """
    return Filter(tuple(_conditions(text, calendar)))


def _conditions(text: str, calendar: Calendar) -> Iterator[Condition]:
    words = values = 0
    for term in terms(text):
        field = None if term.field is None else _field(term.field)
        kind = field and field.kind
        tests = tuple(test for word in term.words for test in tests_of(word, kind, calendar))
        words += 0 if field else len(tests)
        values += len(tests) if field else 0
        if words > _MOST_WORDS or values > _MOST_VALUES:
            raise UnreadableFilter(
                say(
                    "There are more than {words} words or {values} values.",
                    words=_MOST_WORDS,
                    values=grouped(_MOST_VALUES),
                ),
                term.words[0].start,
                term.end,
                advice=say("Filter by what the vehicles have in common."),
            )
        if tests:
            yield Condition(field and field.column, tests, term.negated)


def _field(word: Word) -> FilterField:
    field = find_field(word.text)
    if field is None:
        raise _no_field(word)
    return field


def _no_field(word: Word) -> UnreadableFilter:
    if not word.text:
        return word.unreadable(
            say("There is no field before the colon."), advice=say("Write make:kenworth.")
        )
    near = [in_quotes(name) for name in nearest_names(word.text)]
    meant = say(" or ").join(filter(None, (", ".join(near[:-1]), *near[-1:])))
    advice = (
        say("Did you mean {meant}?", meant=meant)
        if near
        else say("Put a text with a colon between quotes.")
    )
    return word.unreadable(say("There is no field {}."), advice=advice)


class Unfinished(Struct, frozen=True):
    """What is being typed: the beginning of a field's name, or of a value of ``field``.

    What completes it takes the place of the text from ``start`` to ``end``.
    """

    field: FilterField | None
    prefix: str
    start: int
    end: int


def unfinished(text: str, cursor: int) -> Unfinished | None:
    """What stands before ``cursor`` and can be completed; None: a number, a quoted text."""
    if len(text) > _LONGEST_COMPLETED:
        return None
    for term in terms(text):
        if term.field is not None and term.field.start <= cursor <= term.field.end:
            return _name(term.field.start, term.field.end + 1, text[term.field.start : cursor])
        for word in term.words:
            if word.start <= cursor <= word.end:
                return _word(term, word, text, cursor)
    return _name(cursor, cursor, "")


def _word(term: Term, word: Word, text: str, cursor: int) -> Unfinished | None:
    begun = beginning_of(word, text, cursor)
    if begun.plain.startswith(("<", ">")):
        return None
    exact = begun.plain.startswith("=")
    if term.field is None:
        could_be_a_name = not exact and len(term.words) == 1 and begun.plain == begun.text
        return _name(word.start, word.end, begun.text) if could_be_a_name else None
    field = find_field(term.field.text)
    return field and Unfinished(field, begun.text[exact:], word.start, word.end)


def _name(start: int, end: int, prefix: str) -> Unfinished:
    """Before a word, not inside it, a new one begins."""
    return Unfinished(None, prefix, start, end if prefix else start)

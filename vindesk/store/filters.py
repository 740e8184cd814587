"""Filters into SQL: the values are parameters, the columns come from the domain's lists."""

import re
from collections.abc import Iterable, Sequence
from functools import singledispatch
from typing import Final

from vindesk.domain.filter import (
    FILTER_COLUMNS,
    IMPORT,
    OWN,
    SEARCHED_COLUMNS,
    TEXT_COLUMNS,
    Between,
    Condition,
    Contains,
    During,
    Empty,
    Filter,
    HasCode,
    Is,
    Like,
    Test,
)
from vindesk.store.filled import is_filled
from vindesk.store.moments import to_cache
from vindesk.store.schema import PRESENT
from vindesk.store.where import Where, joined, like, negated

_SHORTEST_PART_OF_A_VIN: Final = 5
"""Shorter words would be found in the serial numbers of strangers."""

_FOLDED: Final = TEXT_COLUMNS - {"vin"} | {"name", "value"}
"""Compared without regard to case; ``name`` is that of an import, ``value`` an own one."""

_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)


def where(wanted: Filter) -> Where:
    """The present vehicles that ``wanted`` lets through.

    Raises:
        ValueError: it names a column that there is not.

    """
    return joined(" AND ", [Where(PRESENT), *map(_condition, wanted.conditions)])


def _condition(condition: Condition) -> Where:
    if condition.column is None:
        tests = [part for test in condition.tests for part in _anywhere(test)]
    else:
        if condition.column not in FILTER_COLUMNS:
            raise ValueError(f"no column {condition.column!r}")
        tests = _tests(condition.column, condition.tests)
    found = joined(" OR ", tests)
    return negated(found) if condition.negated else found


def _tests(column: str, tests: Sequence[Test]) -> Sequence[Where]:
    if column == OWN:
        return _has_own(tests)
    holds = _is_in_import if column == IMPORT else _holds
    return [holds(test, column) for test in tests]


def _anywhere(test: Test) -> Iterable[Where]:
    """A word is sought in the main columns, in VINs if it is long, as a year if it is one."""
    yield from (_holds(test, column) for column in SEARCHED_COLUMNS)
    if isinstance(test, Contains):
        if len(test.text) >= _SHORTEST_PART_OF_A_VIN:
            yield _holds(test, "vin")
        if _YEAR.fullmatch(test.text):
            yield _holds(Is(int(test.text)), "model_year")
    else:
        yield _holds(test, "vin")


@singledispatch
def _holds(test: Test, column: str) -> Where:
    raise TypeError(f"no test: {test!r} of {column}")


@_holds.register
def _(test: Contains, column: str) -> Where:
    return Where(f"contains({_as_text(column)}, {_given(column)})", (test.text,))


@_holds.register
def _(test: Is, column: str) -> Where:
    if isinstance(test.value, str):
        return Where(f"{folded(column)} = {_given(column)}", (test.value,))
    return Where(f'"{column}" = ?', (test.value,))


@_holds.register
def _(test: Like, column: str) -> Where:
    return like(_as_text(column), _given(column), test.pattern)


@_holds.register
def _(test: Between, column: str) -> Where:
    limits = [
        (">=" if test.low_included else ">", test.low),
        ("<=" if test.high_included else "<", test.high),
    ]
    return _within(column, limits)


@_holds.register
def _(test: During, column: str) -> Where:
    start = None if test.start is None else to_cache(test.start)
    end = None if test.end is None else to_cache(test.end)
    return _within(column, [(">=", start), ("<", end)])


@_holds.register
def _(test: HasCode, column: str) -> Where:
    return Where(f"list_contains(string_split(\"{column}\", ','), ?)", (str(test.code),))


@_holds.register
def _(_test: Empty, column: str) -> Where:
    return Where(f'"{column}" IS NULL')


_IN_IMPORTS: Final = """vin IN (
    SELECT item.vin FROM import_item AS item JOIN import_job AS job ON job.id = item.job
    WHERE {named})"""


def _is_in_import(test: Test, _column: str) -> Where:
    """Whether the vehicle is in an import whose name meets ``test``; ``Empty``: in none."""
    if isinstance(test, Empty):
        return Where(f"NOT ({_IN_IMPORTS.format(named='item.vin IS NOT NULL')})")
    named = _holds(test, "name")
    return Where(_IN_IMPORTS.format(named=named.sql), named.parameters)


_BESIDE_OWN: Final = """vin IN (
    SELECT vin FROM (SELECT vin, unnest(own) AS value FROM import_item WHERE vin IS NOT NULL)
    WHERE {held})"""
"""Rows, not lists, are looked through in steps so small that it can be cancelled between them."""

_SAYS_OWN: Final = f"""vin IN (
    SELECT vin FROM (SELECT vin, array_to_string(own, '') AS said FROM import_item)
    WHERE vin IS NOT NULL AND {is_filled("said")})"""  # noqa: S608 - names of ours
"""A row is one here, not as many as it has values: to know whether there are any takes no more."""


def _has_own(tests: Sequence[Test]) -> Sequence[Where]:
    """Whether an own value beside the vehicle meets one of ``tests``; ``Empty``: there is none.

    The values are looked through once for all of them.
    """
    sought = [_holds(test, "value") for test in tests if not isinstance(test, Empty)]
    found: list[Where] = []
    if sought:
        held = joined(" OR ", sought)
        found.append(Where(_BESIDE_OWN.format(held=held.sql), held.parameters))
    if len(sought) < len(tests):
        found.append(Where(f"NOT ({_SAYS_OWN})"))
    return found


def _within(column: str, limits: Iterable[tuple[str, object]]) -> Where:
    parts = [Where(f'"{column}" {sign} ?', (value,)) for sign, value in limits if value is not None]
    return joined(" AND ", parts or [Where(f'"{column}" IS NOT NULL')])


def folded(column: str, name: str = "") -> str:
    """A column as it is compared: text without regard to case; VINs are upper case already.

    ``name`` is what it is called in the query, if that is not ``column``.
    """
    quoted = f'"{name or column}"'
    return f"lower({quoted})" if column in _FOLDED else quoted


def _as_text(column: str) -> str:
    return folded(column) if column in {"vin", *_FOLDED} else f'CAST("{column}" AS VARCHAR)'


def _given(column: str) -> str:
    """A parameter as ``column`` is compared, by DuckDB too: Python folds some letters otherwise."""
    return "upper(?)" if column == "vin" else "lower(?)"

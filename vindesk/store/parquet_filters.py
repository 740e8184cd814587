"""Filters over a Parquet table into SQL: values are parameters, columns are aliases of ours."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import singledispatch
from math import copysign, inf
from typing import Final

from msgspec import Struct

from vindesk.domain.column_filter import (
    ColumnCondition,
    ColumnFilter,
    ColumnKind,
    ColumnTest,
    Within,
)
from vindesk.domain.filter import Contains, During, Empty, Is, Like
from vindesk.store.parquet_columns import ParquetColumn, alias, as_text
from vindesk.store.where import Where, joined, like, negated

_EXACT = Context(prec=3_000)
_GREATEST_FLOAT: Final = 3.4028234e38
_BITS: Final = {"TINYINT": 7, "SMALLINT": 15, "INTEGER": 31, "BIGINT": 63, "HUGEINT": 127}
_NOTHING: Final = "false"
_AFTERWARDS: Final = {">=": ">", "<": "<="}
"""For what begins after the first moment of a day: how the day itself compares."""


class _Column(Struct, frozen=True):
    place: int
    column: ParquetColumn

    @property
    def name(self) -> str:
        return alias(self.place)

    @property
    def text(self) -> str:
        return as_text(self.place, self.column)


def where(wanted: ColumnFilter, columns: Sequence[ParquetColumn]) -> Where:
    """The rows that ``wanted`` lets through."""
    every = [_Column(place, column) for place, column in enumerate(columns)]
    return joined(" AND ", (_condition(each, every) for each in wanted.conditions))


def found_in(text: str, columns: Sequence[ParquetColumn], places: Iterable[int]) -> Where:
    """The rows that have ``text`` in one of the columns at ``places``, in capitals or not."""
    return joined(" OR ", (_holds(Contains(text), _Column(at, columns[at])) for at in places))


def _condition(condition: ColumnCondition, every: Sequence[_Column]) -> Where:
    if condition.place is not None:
        among: Sequence[_Column] = (every[condition.place],)
    else:
        among = [one for one in every if one.column.kind is ColumnKind.TEXT] or every
    found = joined(" OR ", (_holds(test, one) for test in condition.tests for one in among))
    return negated(found) if condition.negated else found


@singledispatch
def _holds(test: ColumnTest, column: _Column) -> Where:
    raise TypeError(f"no test: {test!r} of {column}")


@_holds.register
def _(test: Contains, column: _Column) -> Where:
    return Where(f"contains(lower({column.text}), lower(?))", (test.text,))


@_holds.register
def _(test: Is, column: _Column) -> Where:
    return Where(f"lower({column.text}) = lower(?)", (str(test.value),))


@_holds.register
def _(test: Like, column: _Column) -> Where:
    return like(f"lower({column.text})", "lower(?)", test.pattern)


@_holds.register
def _(_test: Empty, column: _Column) -> Where:
    return Where(f"{column.name} IS NULL")


@_holds.register
def _(test: During, column: _Column) -> Where:
    """UTC; a moment without a zone is taken as it stands."""
    sides = ((">=", test.start), ("<", test.end))
    fitted = _day if column.column.type == "DATE" else _moment
    return _within(column, [fitted(sign, each) for sign, each in sides if each is not None])


@_holds.register
def _(test: Within, column: _Column) -> Where:
    scale, least, most = _exactness(column.column.type)
    low = (">=" if test.low_included else ">", test.low)
    high = ("<=" if test.high_included else "<", test.high)
    limits: list[tuple[str, object]] = []
    for sign, value in (low, high):
        if value is None:
            continue
        if scale is None:
            limits.append((sign, _binary(float(value), column.column.type)))
            continue
        sign, value = _rounded(sign, value, scale)  # noqa: PLW2901 - the same limit, as the column can have it
        if least <= value <= most:
            limits.append((sign, int(value) if scale == 0 else value))
        elif (value > most) == (sign[0] == ">"):
            return Where(_NOTHING)
    return _within(column, limits)


def _binary(value: float, kind: str) -> float:
    """What is beyond a type compares as infinity does."""
    return copysign(inf, value) if kind == "FLOAT" and abs(value) > _GREATEST_FLOAT else value


def _exactness(kind: str) -> tuple[int | None, Decimal, Decimal]:
    """The decimals that values of this type have, None: binary; the least and the greatest."""
    if kind.startswith("DECIMAL("):
        width, scale = map(int, kind[len("DECIMAL(") : -1].split(","))
        most = _EXACT.subtract(Decimal(10) ** (width - scale), Decimal(1).scaleb(-scale, _EXACT))
        return scale, most.copy_negate(), most
    bits = _BITS.get(kind.removeprefix("U"))
    if bits is None:
        return None, Decimal(0), Decimal(0)
    unsigned = kind.startswith("U")
    numbers = 2 ** (bits + unsigned)
    return 0, Decimal(0 if unsigned else -numbers), Decimal(numbers - 1)


def _rounded(sign: str, value: Decimal, scale: int) -> tuple[str, Decimal]:
    """The limit that lets the same values through and has no more decimals than they."""
    rounding = ROUND_CEILING if sign[0] == ">" else ROUND_FLOOR
    fitted = value.quantize(Decimal(1).scaleb(-scale), rounding, _EXACT)
    return (sign, fitted) if fitted == value else (f"{sign[0]}=", fitted)


def _moment(sign: str, limit: datetime) -> tuple[str, datetime]:
    return sign, limit.replace(tzinfo=None)


def _day(sign: str, limit: datetime) -> tuple[str, date]:
    """Days are compared as days: some have no moment that DuckDB could hold."""
    return sign if limit.time() == time() else _AFTERWARDS[sign], limit.date()


def _within(column: _Column, limits: Iterable[tuple[str, object]]) -> Where:
    """Nanoseconds reach to the year 2262 only: a limit beyond it is met by coarser ones."""
    kind = column.column.type
    given = "CAST(? AS FLOAT)" if kind == "FLOAT" else "?"
    value = f"CAST({column.name} AS {kind.removesuffix('_NS')})" if "_NS" in kind else column.name
    parts = [Where(f"{value} {sign} {given}", (each,)) for sign, each in limits]
    return joined(" AND ", parts or [Where(f"{column.name} IS NOT NULL")])

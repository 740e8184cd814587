"""How the vehicles under a filter are spread over the values of some columns."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from vindesk.domain.fields import Value
from vindesk.domain.filter import (
    EVERYTHING,
    FILTER_COLUMNS,
    IMPORT,
    MOMENT_COLUMNS,
    OWN,
    TEXT_COLUMNS,
    Filter,
)
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.store.database import Database
from vindesk.store.facets import FacetValue
from vindesk.store.filters import folded, where
from vindesk.store.room import fetched

_COLUMNS: Final = FILTER_COLUMNS - MOMENT_COLUMNS - {IMPORT, OWN}


class Breakdown(Struct, frozen=True):
    """The most frequent values of ``column``, and no data, the most frequent first.

    ``rest_vehicles`` have one of ``rest_values`` other values: all adds up to the vehicles
    under the filter.
    """

    column: str
    values: Sequence[FacetValue]
    rest_vehicles: int = 0
    rest_values: int = 0

    @property
    def vehicles(self) -> int:
        return sum(each.vehicles for each in self.values) + self.rest_vehicles


class Breakdowns:
    """Counts all of a summary in one query, so its parts agree whatever is written meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(
        self,
        most: Mapping[str, int],
        wanted: Filter = EVERYTHING,
        *,
        monitor: Monitor = UNWATCHED,
    ) -> Sequence[Breakdown]:
        """One for each column in ``most``, with as many of its values as stand there.

        Raises:
            ValueError: there is no such column, or it has no values to count.

        """
        for column in most:
            if column not in _COLUMNS:
                raise ValueError(f"no values of {column!r} to count")
        found = where(wanted)
        chosen = _FOUND.format(wanted=found.sql, names=", ".join(f'"{name}"' for name in most))
        parts = " UNION ALL ".join(map(_part, most))
        limits = [limit for limit in most.values() for _use in range(2)]
        sql = f"{chosen} {parts} {_ORDER}"
        counted = fetched(self._database, sql, [*found.parameters, *limits], monitor)
        return [_breakdown(column, counted) for column in most]


_FOUND: Final = "WITH found AS MATERIALIZED (SELECT {names} FROM vehicle WHERE {wanted})"
_ORDER: Final = "ORDER BY part, rest, vehicles DESC, value ASC NULLS LAST"


def _part(column: str) -> str:
    """Values are told apart as filters tell them apart: without regard to case."""
    return f"""
        SELECT '{column}' AS part, place > ? AS rest,
            CASE WHEN place <= ? THEN CAST(value AS VARCHAR) END AS value,
            CAST(sum(vehicles) AS BIGINT) AS vehicles, count(*) AS size
        FROM (
            SELECT value, vehicles, CASE WHEN value IS NULL THEN 0 ELSE row_number() OVER (
                PARTITION BY value IS NULL ORDER BY vehicles DESC, value
            ) END AS place
            FROM (
                SELECT min("{column}") AS value, count(*) AS vehicles
                FROM found GROUP BY {folded(column)}
            )
        )
        GROUP BY ALL"""  # noqa: S608 - names of ours


_Row = tuple[str, bool, str | None, int, int]


def _breakdown(column: str, counted: Sequence[_Row]) -> Breakdown:
    own = [row for row in counted if row[0] == column]
    listed = [FacetValue(_value(column, text), size) for _, rest, text, size, _ in own if not rest]
    for _, rest, _, size, values in own:
        if rest:
            return Breakdown(column, listed, size, values)
    return Breakdown(column, listed)


def _value(column: str, text: str | None) -> Value | None:
    if text is None or column in TEXT_COLUMNS:
        return text
    number = float(text)
    return int(number) if number.is_integer() else number

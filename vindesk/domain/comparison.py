"""Answers side by side: what differs, and what a later one must not blank."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.fields import BY_KEY, VALUE_FIELDS, Field, Value
from vindesk.domain.vehicle import SourceName, Vehicle

V = TypeVar("V")

QUALITY: Final = "quality"
SOURCE: Final = "source"

REPEAT_MARK: Final = "#"
"""In the names of repeated notes, which only the embedded copy tells."""


class Difference(Struct, frozen=True):
    """What one field was and is; ``name`` is a column, or vPIC's key if it has no column.

    None is no data.
    """

    name: str
    before: Value | None
    after: Value | None


def differences(before: Vehicle, after: Vehicle) -> Sequence[Difference]:
    """What differs: the quality and the source, the fields in vPIC's order, then the rest.

    When an answer was fetched, and of which month the embedded data is, does not count.
    """
    every = side_by_side((before, after))
    return tuple(Difference(each.name, *each.values) for each in every if each.differ)


class Compared(Struct, frozen=True):
    """What each vehicle has in one field; named as in ``Difference``, None is no data."""

    name: str
    values: tuple[Value | None, ...]

    @property
    def differ(self) -> bool:
        return any(value != self.values[0] for value in self.values)


def side_by_side(vehicles: Sequence[Vehicle]) -> Iterator[Compared]:
    """The quality and the source, the fields in vPIC's order, then the rest."""
    yield Compared(QUALITY, tuple(vehicle.quality for vehicle in vehicles))
    yield Compared(SOURCE, tuple(vehicle.source for vehicle in vehicles))
    for field in VALUE_FIELDS:
        yield Compared(field.column, tuple(_said(vehicle, field) for vehicle in vehicles))
    for key in dict.fromkeys(key for vehicle in vehicles for key in vehicle.extra):
        if key not in BY_KEY:
            yield Compared(key, tuple(vehicle.extra.get(key) for vehicle in vehicles))


def _said(vehicle: Vehicle, field: Field) -> Value | None:
    value = vehicle.values.get(field.column)
    return vehicle.extra.get(field.key) if value is None else value


def completed(answer: Vehicle, standing: Vehicle, unknowable: AbstractSet[str]) -> Vehicle:
    """``answer``, with what the web had said in ``standing`` and the embedded copy cannot say.

    ``unknowable`` are the vPIC keys that the embedded copy can never fill. What the web
    said of another model year is no answer to this question, so it is not kept.
    """
    if answer.source is not SourceName.EMBEDDED or not _same_question(answer, standing):
        return answer
    values, extra = dict(answer.values), dict(answer.extra)
    for field in VALUE_FIELDS:
        if field.key in unknowable and _said(answer, field) is None:
            _carry(field.column, standing.values, values)
            _carry(field.key, standing.extra, extra)
    for key in standing.extra:
        if key not in BY_KEY and REPEAT_MARK not in key and key not in extra:
            extra[key] = standing.extra[key]
    return replace(answer, values=values, extra=extra)


def _same_question(answer: Vehicle, standing: Vehicle) -> bool:
    same_wish = answer.requested_year == standing.requested_year
    return same_wish or answer.values.get("model_year") == standing.values.get("model_year")


def _carry(name: str, source: Mapping[str, V], target: dict[str, V]) -> None:
    if name in source:
        target[name] = source[name]

"""The fields of a vehicle: the one list that schema, parser, table, details and export read.

The list comes from NHTSA's ``Element`` table and the 154 keys of ``DecodeVinValues``; see
``resources/fields.json``.
"""

import math
import re
from enum import StrEnum
from typing import Final

import msgspec
from msgspec import Struct

from vindesk.bundled import bundled
from vindesk.domain.words import say


class FieldType(StrEnum):
    """vPIC's declared type; on the wire every value is a string."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"


Value = str | int | float
"""A value of a field. No data is None, never a ``Value``."""

NO_DATA: Final = "—"
"""How no data is shown."""

NOT_APPLICABLE: Final = "Not Applicable"
"""vPIC's own word for a default of the vehicle type: kept, but no information."""

_BETWEEN_GROUPS: Final = " / "
_INTEGER = re.compile(r"[-+]?\d{1,10}", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_INT32 = range(-(2**31), 2**31)


class Field(Struct, frozen=True):
    """One column of the vehicle table.

    ``key`` is vPIC's name on the wire, ``column`` ours in the cache and in Parquet,
    ``element_id`` vPIC's number for it (None: it has none of its own). ``label`` and the parts
    of ``group`` are phrases, to be said.
    """

    key: str
    column: str
    label: str
    element_id: int | None
    group: str
    type: FieldType
    description: str

    def read(self, text: str) -> Value | None:
        """``text`` as this field's type; None if it does not fit it."""
        if self.type is FieldType.TEXT:
            return text
        if self.type is FieldType.INTEGER:
            return int(text) if _INTEGER.fullmatch(text) and int(text) in _INT32 else None
        number = float(text) if _DECIMAL.fullmatch(text) else math.inf
        return number if math.isfinite(number) else None


def _load() -> tuple[Field, ...]:
    return msgspec.json.decode(bundled("fields.json").read_bytes(), type=tuple[Field, ...])


FIELDS: Final[tuple[Field, ...]] = _load()
"""All 154, in the order in which vPIC sends them; the VIN is one of them."""

BY_KEY: Final = {field.key: field for field in FIELDS}
BY_COLUMN: Final = {field.column: field for field in FIELDS}
VALUE_FIELDS: Final = tuple(field for field in FIELDS if field.key != "VIN")
"""The 153 that say something about the vehicle that bears the VIN."""


def folded(value: Value | None) -> Value | None:
    """Values are told apart as filters tell them apart: without regard to case."""
    return value.lower() if isinstance(value, str) else value


def group_name(group: str) -> str:
    """``group`` in words; vPIC's groups have groups, with a slash between their names."""
    return _BETWEEN_GROUPS.join(say(part) for part in group.split(_BETWEEN_GROUPS))


def information(raw: object) -> str | None:
    """What a source said, stripped; None if it is *no data*.

    The one rule for empty fields: a missing key, null, an empty string and blanks are
    all no data.
    """
    if raw is None:
        return None
    return str(raw).strip() or None


def shown(value: object) -> str:
    """``value`` as a person reads it in the table; no data is a dash."""
    if value is None:
        return NO_DATA
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)

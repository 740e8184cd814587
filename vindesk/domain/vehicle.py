"""A decoded vehicle: values, where they came from, and how good they are."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from vindesk.domain.fields import BY_COLUMN, Value
from vindesk.domain.vin import Vin
from vindesk.domain.vpic_codes import parse_codes
from vindesk.domain.words import phrase


class SourceName(StrEnum):
    """Where an answer came from, as it is kept in the cache."""

    WEB = "vpic-web"
    EMBEDDED = "embedded"


class SourceChoice(StrEnum):
    """Where answers are to come from: what the user chose."""

    AUTO = "auto"
    WEB = "web"
    EMBEDDED = "embedded"


MOST_FOR_THE_WEB: Final = 50
"""With the automatic choice; more are answered by the embedded copy."""

MOST_PER_REQUEST: Final = 50
"""VINs; "max 50 VINs per batch" (vPIC, list of its API's methods)."""


class Quality(StrEnum):
    """How good an answer is; ordered from best to worst."""

    DECODED = phrase("decoded")
    CHECK_DIGIT = phrase("check digit")
    PARTIAL = phrase("partial")
    DOUBTFUL = phrase("doubtful")
    NO_DATA = phrase("no data")


class Question(Struct, frozen=True):
    """A VIN, and the model year if the user gave one."""

    vin: Vin
    year: int | None = None


DOUBTFUL_CODES = frozenset({4, 5, 6, 11, 12, 400})
PARTIAL_CODES = frozenset({2, 3, 8, 14})


def quality_of(values: Mapping[str, Value]) -> Quality:
    """The quality that the error codes and the main fields give; the first match wins.

    The body class is never required: many clean answers have none.
    """
    codes = parse_codes(str(values.get("error_code", "")))
    if 7 in codes or not values.keys() & {"make", "model", "model_year"}:
        return Quality.NO_DATA
    if codes & DOUBTFUL_CODES or "model_year" not in values:
        return Quality.DOUBTFUL
    if codes & PARTIAL_CODES or "make" not in values or "model" not in values:
        return Quality.PARTIAL
    return Quality.CHECK_DIGIT if 1 in codes else Quality.DECODED


class Vehicle(Struct, frozen=True):
    """One answer about one VIN.

    ``values`` holds what is known, by column; a column without data is not in it.
    ``extra`` holds, by vPIC's key, what has no column or does not fit its type.
    """

    vin: Vin
    values: Mapping[str, Value]
    source: SourceName
    fetched_at: datetime
    """UTC."""

    extra: Mapping[str, str] = field(default_factory=dict[str, str])
    requested_year: int | None = None
    data_version: str | None = None
    """The month of the embedded data, ``YYYY-MM``; None for answers from the web."""

    added_at: datetime | None = None
    """UTC; when the VIN first came into the cache. None for an answer not yet saved."""

    @property
    def quality(self) -> Quality:
        return quality_of(self.values)

    @property
    def error_codes(self) -> frozenset[int]:
        return parse_codes(self.text("error_code"))

    def text(self, column: str) -> str | None:
        """The value of ``column`` as text; None if there is no data.

        Looks in ``extra`` too: a value that does not fit its type is there.
        """
        value = self.values.get(column)
        if value is None:
            return self.extra.get(BY_COLUMN[column].key)
        return str(value)

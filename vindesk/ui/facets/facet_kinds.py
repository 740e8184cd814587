"""The facets: which columns are counted, and how their values are written."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct, field

from vindesk.domain.fields import BY_COLUMN, NO_DATA, NOT_APPLICABLE, Value, shown
from vindesk.domain.filter import IMPORT
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vehicle import Quality
from vindesk.domain.words import phrase, say
from vindesk.ui.vehicles.vehicle_columns import QUALITY_ICONS, QUALITY_WORDS, SOURCE_WORDS

_LONGEST: Final = 500
"""Characters; drawing more would cost frames."""


class FacetKind(Struct, frozen=True):
    """One facet; ``title`` names it on the screen, and is a phrase, as ``words`` are."""

    column: str
    title: str
    opened: bool = False
    """At first."""

    words: Mapping[Value, str] = field(default_factory=dict[Value, str])
    """How values are written that mean nothing to a person."""

    icons: Mapping[Value, str] = field(default_factory=dict[Value, str])
    rank: Callable[[Value], int] | None = None
    """The natural order, lowest first, for when all values are shown; None: most frequent first."""

    searchable: bool = True
    """Whether the cache is asked for values that contain a text; not where all are at hand."""

    def text(self, value: Value | None) -> str:
        if value is None:
            return NO_DATA + say("  (empty)")
        return say(self.words[value]) if value in self.words else _line(value)

    def spoken(self, value: Value | None) -> str:
        return say("No data") if value is None else self.text(value)

    @staticmethod
    def informs(value: Value | None) -> bool:
        return value is not None and value != NOT_APPLICABLE


def _line(value: Value) -> str:
    """Values are foreign text: short, and on one line."""
    return shown_line(shown(value), _LONGEST)


def _field(column: str, *, opened: bool = False) -> FacetKind:
    return FacetKind(column, BY_COLUMN[column].label, opened)


def _newest_first(value: Value) -> int:
    return -int(value)


def _best_first(value: Value) -> int:
    """A quality that we do not know comes last."""
    known = [quality.value for quality in Quality]
    return known.index(str(value)) if value in known else len(known)


FACET_KINDS = (
    _field("make", opened=True),
    _field("model"),
    FacetKind(
        "model_year",
        BY_COLUMN["model_year"].label,
        opened=True,
        rank=_newest_first,
        searchable=False,
    ),
    _field("body_class"),
    _field("vehicle_type"),
    FacetKind(
        "quality",
        phrase("Quality"),
        opened=True,
        words={quality.value: word for quality, word in QUALITY_WORDS.items()},
        icons={quality.value: icon for quality, icon in QUALITY_ICONS.items()},
        rank=_best_first,
        searchable=False,
    ),
    FacetKind(
        "source",
        phrase("Source"),
        words={name.value: word for name, word in SOURCE_WORDS.items()},
        searchable=False,
    ),
    FacetKind(IMPORT, phrase("Import")),
)
"""In the order of the screen."""

"""Tables of the help, made from the lists that the program itself works with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from vindesk.domain.anatomy import year_codes
from vindesk.domain.fields import FIELDS
from vindesk.domain.filter_fields import FILTER_FIELDS
from vindesk.domain.vehicle import DOUBTFUL_CODES, PARTIAL_CODES, Quality
from vindesk.domain.vpic_codes import CODES, Severity
from vindesk.domain.words import phrase, say
from vindesk.ui.filtering.filter_help import EXAMPLES
from vindesk.ui.vehicles.vehicle_columns import QUALITY_WORDS

_SEVERITIES: Final = {
    Severity.FINE: phrase("no fault"),
    Severity.NOTE: phrase("note"),
    Severity.WARNING: phrase("warning"),
    Severity.FAULT: phrase("fault"),
}


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; cells are plain text."""
    lines = [titles, ["---"] * len(titles), *([_cell(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    for mark in "\\|*_`<[":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(codes)))


def _codes() -> str:
    return table(
        (say("Code"), say("Kind"), say("What it means")),
        (
            (
                str(code.number),
                say(_SEVERITIES[code.severity]),
                f"{say(code.title)}. {say(code.meaning)}",
            )
            for code in CODES.values()
        ),
    )


def _qualities() -> str:
    meanings: Mapping[Quality, str] = {
        Quality.NO_DATA: say(
            "Code 7, or neither make, model nor model year: vPIC does not know it"
        ),
        Quality.DOUBTFUL: say(
            "One of the codes {listed}, or no model year", listed=_listed(DOUBTFUL_CODES)
        ),
        Quality.PARTIAL: say(
            "One of the codes {listed}, or no make or no model", listed=_listed(PARTIAL_CODES)
        ),
        Quality.CHECK_DIGIT: say("Code 1 and nothing worse: complete, but position 9 is wrong"),
        Quality.DECODED: say("The rest: vPIC decoded it clean"),
    }
    worst_first = reversed(tuple(Quality))
    return table(
        (say("Quality"), say("When")),
        ((say(QUALITY_WORDS[each]), meanings[each]) for each in worst_first),
    )


def _years() -> str:
    every = [(code, say(" or ").join(map(str, years))) for code, years in year_codes()]
    half = len(every) // 2
    pairs = zip(every[:half], every[half:], strict=True)
    return table((say("Code"), say("Model year")) * 2, ((*left, *right) for left, right in pairs))


def _examples() -> str:
    return table(
        (say("You type"), say("To see vehicles")), ((text, say(it)) for text, it in EXAMPLES)
    )


def _names() -> str:
    return table(
        (say("Name"), say("Column"), say("What it is")),
        (
            (field.name, field.column, say(field.label))
            for field in FILTER_FIELDS.values()
            if field.name != field.column
        ),
    )


def _fields() -> str:
    ordered = sorted(FIELDS, key=lambda field: (field.group, field.label))
    return table(
        (say("Field"), say("Name"), say("What it is")),
        ((say(field.label), field.column, field.description) for field in ordered),
    )


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "codes": _codes,
    "qualities": _qualities,
    "years": _years,
    "examples": _examples,
    "names": _names,
    "fields": _fields,
}
"""By the name that stands for the table in a text."""

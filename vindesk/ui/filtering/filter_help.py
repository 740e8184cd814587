"""The reference of the filter's language, as a tooltip and as What's This."""

import html
from typing import Final

EXAMPLES: Final = (
    ("peterbilt 2014", "both words, wherever they are: make, model, body, engine, plant …"),
    ("make:kenworth", "the make has this text in it; capitals do not matter"),
    ("make:=kenworth", "the make is exactly this"),
    ("make:kenworth,peterbilt", "one or the other"),
    ("-make:kenworth", "not this"),
    ("model:empty", "there is no model"),
    ('body:"truck tractor"', "quotes keep blanks, commas, colons, * and ? as they are"),
    ("model:t*0", "* stands for any characters, ? for one"),
    ("year:2005-2010", "from 2005 to 2010; year:2005- from 2005 on"),
    ("displacement:>=6.7", "numbers: also >, < and <="),
    ("quality:doubtful", "decoded, check digit, partial, doubtful, no data"),
    ("source:embedded", "embedded or web"),
    ("error:11", "vPIC's error codes have this one among them"),
    ("fetched:2026-11-03", "that day; also 2026-11, 2026, today, yesterday, >=2026-01"),
)
"""Each with what it asks for."""

TIP: Final = "Words, or fields such as make:kenworth year:2005-2010 -model:empty"
"""In one line."""


def _reference() -> str:
    """Of our own words only, so it may be HTML."""
    rows = "".join(
        f"<tr><td><code>{html.escape(text)}</code>&nbsp;&nbsp;</td>"
        f"<td>{html.escape(meaning)}</td></tr>"
        for text, meaning in EXAMPLES
    )
    return (
        "<p>Shows the vehicles for which every term holds. Terms are parted by blanks.</p>"
        f"<table>{rows}</table>"
        "<p>Every column is a field, under its name in the exported file or in vPIC. Return "
        "goes to the table, Escape clears the filter.</p>"
    )


REFERENCE: Final = _reference()

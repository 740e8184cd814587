"""The reference of the filter's language, as What's This."""

import html
from typing import Final

from vindesk.domain.words import phrase, say

EXAMPLES: Final = (
    (
        "peterbilt 2014",
        phrase("both words, wherever they are: make, model, body, engine, plant …"),
    ),
    ("make:kenworth", phrase("the make has this text in it; capitals do not matter")),
    ("make:=kenworth", phrase("the make is exactly this")),
    ("make:kenworth,peterbilt", phrase("one or the other")),
    ("-make:kenworth", phrase("not this")),
    ("model:empty", phrase("there is no model")),
    (
        'body:"sport utility"',
        phrase("quotes keep blanks, commas, colons, * and ? as they are"),
    ),
    ("model:t*0", phrase("* stands for any characters, ? for one")),
    ("year:2005-2010", phrase("from 2005 to 2010; year:2005- from 2005 on")),
    ("displacement:>=6.7", phrase("numbers: also >, < and <=")),
    ("quality:doubtful", phrase('decoded, "check digit", partial, doubtful, "no data"')),
    ("source:embedded", phrase("embedded or web")),
    ("error:11", phrase("vPIC's error codes have this one among them")),
    ('own:"john doe"', phrase("one of your own columns of an import has this text in it")),
    ("fetched:2026-11-03", phrase("that day; also 2026-11, 2026, today, yesterday, >=2026-01")),
)
"""Each with what it asks for."""


def reference() -> str:
    """Of our own words only, so it may be HTML."""
    rows = "".join(
        f"<tr><td><code>{html.escape(text)}</code>&nbsp;&nbsp;</td>"
        f"<td>{html.escape(say(meaning))}</td></tr>"
        for text, meaning in EXAMPLES
    )
    before = say("Shows vehicles that match every term. Separate terms with spaces.")
    after = say(
        "Every column is a field, under its name in the exported file or in vPIC. Return "
        "goes to the table, Escape clears the filter."
    )
    return f"<p>{html.escape(before)}</p><table>{rows}</table><p>{html.escape(after)}</p>"

"""Collects what the program says into ``words/vindesk.pot``; brings the translations up to date.

    python resources/words.py          after a text was changed, or a translation
    python resources/words.py fr       begins a translation into French

What translators write is ``words/<language>/LC_MESSAGES/vindesk.po``; what the program reads
is the ``.mo`` beside it. A test looks whether this was forgotten.
"""

import json
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "resources" / "words"
TEMPLATE = WORDS / "vindesk.pot"
SAID = {"say": None, "say_many": (1, 2), "phrase": None}
PHRASES = {"about": (1, 2), "ErrorCode": (3, 4), "ActionSpec": (2, 3), "Spec": (2, 3)}
"""Whose arguments at these places are phrases: what they make is a table of them."""
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""One that stays, so that a file changes only when its words do."""


def collected() -> Catalog:
    """Every text of the code, and the labels of vPIC's fields."""
    catalog = Catalog(project="vindesk", creation_date=_NO_DAY, charset="utf-8")
    firsts = {name: (places[0],) for name, places in PHRASES.items()}
    seconds = {name: places[1:] for name, places in PHRASES.items()}
    for keywords in (SAID, firsts, seconds):
        for name, _, message, comments, context in extract_from_dir(
            str(ROOT / "vindesk"), method_map=[("**.py", "python")], keywords=keywords
        ):
            place = (f"vindesk/{name}", None)
            catalog.add(message, locations=[place], auto_comments=comments, context=context)
    for field in json.loads((ROOT / "resources" / "fields.json").read_text("utf-8")):
        for text in (field["label"], *field["group"].split(" / ")):
            catalog.add(text, locations=[("resources/fields.json", None)])
    return catalog


def written(catalog: Catalog) -> bytes:
    """``catalog`` as the text of its file, which has no numbers of lines: they change daily."""
    target = BytesIO()
    write_po(target, catalog, width=100, include_lineno=False, sort_by_file=True)
    return target.getvalue()


def updated(po: Path, template: Catalog) -> Catalog:
    """The translation in ``po`` with the texts of ``template``; what nobody says any more goes."""
    with po.open("rb") as file:
        catalog = read_po(file, locale=po.parent.parent.name)
    catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True)
    catalog.obsolete.clear()
    catalog.revision_date = _NO_DAY
    return catalog


def compiled(catalog: Catalog) -> bytes:
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def main(begun: list[str]) -> None:
    template = collected()
    TEMPLATE.write_bytes(written(template))
    for language in begun:
        folder = WORDS / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        empty = Catalog(language, project="vindesk", creation_date=_NO_DAY, charset="utf-8")
        (folder / "vindesk.po").write_bytes(written(empty))
    for po in sorted(WORDS.glob("*/LC_MESSAGES/vindesk.po")):
        catalog = updated(po, template)
        po.write_bytes(written(catalog))
        po.with_suffix(".mo").write_bytes(compiled(catalog))
        done = sum(bool(message.id and message.string) for message in catalog)
        sys.stdout.write(f"{po.relative_to(ROOT)}: {done} of {len(catalog)} texts\n")


if __name__ == "__main__":
    main(sys.argv[1:])

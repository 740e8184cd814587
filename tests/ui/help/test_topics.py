"""The texts of the help: whole, true to the program's own lists, and linked to each other."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from PySide6.QtGui import QTextDocument

from vindesk.bundled import bundled
from vindesk.config.language import Language, tongue_of
from vindesk.domain.anatomy import model_years, year_codes
from vindesk.domain.fields import FIELDS
from vindesk.domain.vehicle import Quality
from vindesk.domain.vin import Vin
from vindesk.domain.vpic_codes import CODES
from vindesk.domain.words import speak
from vindesk.ui.actions import MENUS, SPECS
from vindesk.ui.filtering.filter_help import EXAMPLES
from vindesk.ui.help.shortcut_sheet import keys, sheet
from vindesk.ui.help.tables import table
from vindesk.ui.help.topics import TOPICS, Topic, read_topics
from vindesk.ui.vehicles.vehicle_columns import QUALITY_WORDS

pytestmark = pytest.mark.usefixtures("qapp")  # Qt names no key without it


@pytest.fixture(scope="module")
def topics(qapp: object) -> dict[str, Topic]:
    shortcuts = {str(name): key for name, key in keys().items()}
    return {topic.name: topic for topic in read_topics(shortcuts, sheet())}


def seen(topic: Topic) -> str:
    """What a person reads, without Markdown's own marks."""
    document = QTextDocument()
    document.setMarkdown(topic.text)
    return " ".join(document.toPlainText().split())


def test_every_topic_has_a_file_and_every_file_is_a_topic() -> None:
    assert {path.stem for path in Path(bundled("help")).glob("*.md")} == set(TOPICS)


# -- in other languages

LANGUAGES = sorted(path.name for path in Path(bundled("help")).iterdir() if path.is_dir())
SHAPE = (r"\{\{[^}]*\}\}", r"\]\([^)]*\)", r"(?m)^#+ ", r"(?m)^\|", r"(?m)^\d\. ", r"\*\*", "`")
"""Gaps, links, headings, rows of tables, steps, what is bold, what is typed."""


def page(name: str, language: str) -> str:
    return bundled(f"help/{language}/{name}.md").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TOPICS)
def test_a_translated_page_has_the_shape_of_the_english_one(name: str, language: str) -> None:
    for marks in SHAPE:
        there, here = (re.findall(marks, page(name, place)) for place in (language, "."))
        assert sorted(there) == sorted(here), marks


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translated_page_calls_things_as_the_program_does(language: str) -> None:
    with bundled(f"words/{language}/LC_MESSAGES/vindesk.mo").open("rb") as file:
        catalogue = read_mo(file)
    said = {str(message.string).replace("&", "").rstrip("…") for message in catalogue}
    emphasised = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
    called = {words for name in TOPICS for words in emphasised.findall(page(name, language))}
    assert called
    assert called - said == set()


def test_the_help_speaks_the_language_of_the_program() -> None:
    speak(tongue_of(Language.GERMAN, {}))
    shortcuts = {str(name): key for name, key in keys().items()}
    titles = [topic.title for topic in read_topics(shortcuts, sheet())]
    assert titles[0] == "Erste Schritte"
    assert len(set(titles)) == len(TOPICS)


def test_every_topic_begins_with_its_title_and_no_gap_is_left(topics: dict[str, Topic]) -> None:
    titles = [topic.title for topic in topics.values()]
    assert len(set(titles)) == len(TOPICS)
    for topic in topics.values():
        assert topic.text.startswith("# ")
        assert not re.search(r"[{}]", topic.text)


def test_links_lead_to_topics_and_nowhere_else(topics: dict[str, Topic]) -> None:
    targets = [link for t in topics.values() for link in re.findall(r"\]\(([^)]*)\)", t.text)]
    assert targets
    assert {target.partition(":")[0] for target in targets} == {"topic"}
    assert {target.partition(":")[2] for target in targets} <= set(TOPICS)
    assert all("![" not in topic.text for topic in topics.values())


def test_every_code_of_vpic_is_explained_as_the_details_explain_it(
    topics: dict[str, Topic],
) -> None:
    text = seen(topics["codes"])
    for code in CODES.values():
        assert f"{code.title}. {code.meaning}" in text


def test_every_quality_field_and_example_is_there_as_it_is_written(
    topics: dict[str, Topic],
) -> None:
    assert all(QUALITY_WORDS[each] in seen(topics["quality"]) for each in Quality)
    fields = seen(topics["fields"])
    assert all(field.column in fields for field in FIELDS)
    examples = seen(topics["filter"])
    assert all(typed in examples and meaning in examples for typed, meaning in EXAMPLES)


def test_the_codes_of_model_years_are_those_that_vins_are_read_by(
    topics: dict[str, Topic],
) -> None:
    text = seen(topics["vin"])
    for code, years in year_codes():
        vin = Vin(f"1HGCM8263{code}A004352")
        assert model_years(vin, 2100) == years
        assert f"{code} {years[0]} or {years[1]}" in text


def test_the_sheet_has_every_action_with_its_key(topics: dict[str, Topic]) -> None:
    text = seen(topics["shortcuts"])
    shortcuts = keys()
    for spec in SPECS:
        name = spec.text.replace("&", "").rstrip("…")
        assert f"{shortcuts[spec.id]} {name} {spec.tip}" in text
        assert (shortcuts[spec.id] == "—") is (spec.shortcut is None)
    assert all(menu.replace("&", "") in text for menu in MENUS)


def test_cells_of_a_table_are_plain_text() -> None:
    odd = "a|b *c* <d> [e] `f` \\ g\nh"
    document = QTextDocument()
    document.setMarkdown(table(("One",), [(odd,)]))
    assert odd.replace("\n", " ") in document.toPlainText()


def test_what_is_said_in_a_heading_is_nearer_than_what_is_mentioned() -> None:
    topic = Topic("vin", "# The VIN\n\nSome words.\n\n## Check digit\n\nMore text.")
    assert [topic.rank([word]) for word in ("vin", "check", "more", "none")] == [0, 1, 2, None]
    assert topic.rank(["check", "more"]) == 2

"""What is wrong with a command line, in words of the language of the program."""

import pytest

from vindesk.config import spoken_parser
from vindesk.config.command_line import parse
from vindesk.config.language import Language, tongue_of
from vindesk.domain.words import speak

WRONG = [
    (["import"], "diese Argumente fehlen: FILE"),
    (["import", "a.csv", "--bogus"], "unbekannte Argumente: --bogus"),
    (["import", "a.csv", "--column"], "Argument --column: dahinter fehlt ein Wert"),
    (["import", "a.csv", "--keep"], "Argument --keep: dahinter fehlt wenigstens ein Wert"),
    (
        ["import", "a.csv", "--keep-none", "--keep", "Unit"],
        "Argument --keep: geht nicht zusammen mit dem Argument --keep-none",
    ),
    (["lookup", "A", "--json=yes"], "Argument --json: der Wert 'yes' ist hier nicht erlaubt"),
    (
        ["lookup", "A", "--year", "88"],
        "Argument --year: es ist ein Jahr aus vier Ziffern, wie 2014",
    ),
    (["lookup", "A", "--source", "{n}"], "Argument --source: '{n}' gibt es nicht (zur Wahl"),
]


def complaint(argv: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as caught:
        parse(argv)
    assert caught.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(("argv", "words"), WRONG)
def test_each_complaint_is_translated(
    argv: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    speak(tongue_of(Language.GERMAN, {}))
    assert f"Fehler: {words}" in complaint(argv, capsys)


@pytest.mark.parametrize("argv", [argv for argv, _ in WRONG])
def test_in_english_it_is_as_argparse_words_it(
    argv: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = complaint(argv, capsys)
    monkeypatch.setattr(spoken_parser, "_spoken", str)
    assert complaint(argv, capsys) == said


def test_the_usage_is_plain_and_told_once_in_a_terminal_with_colours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From Python 3.14 on ``argparse`` colours it by itself."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = complaint(["import", "--bogus"], capsys)
    assert said.startswith("usage: vindesk import ")
    assert said.count("usage: ") == 1
    assert "\x1b" not in said

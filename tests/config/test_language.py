import ctypes
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from vindesk.bundled import bundled
from vindesk.config.beginning import tongue
from vindesk.config.language import Language, shown_by_windows, tongue_of
from vindesk.domain.words import say, say_many, speak


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LC_MESSAGES": "de_DE", "LANG": "en_US.UTF-8"}, "de"),
        ({"LC_ALL": "en_US", "LC_MESSAGES": "de_DE"}, "en"),
        ({"LANGUAGE": "fr:de:en", "LANG": "en_US"}, "de"),
        ({"LANGUAGE": "", "LANG": "de_DE"}, "de"),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_of_the_system_is_the_first_that_there_is(
    variables: dict[str, str], language: str
) -> None:
    assert tongue_of(Language.SYSTEM, variables).language == language


def test_where_no_variable_says_it_the_system_is_asked() -> None:
    assert tongue_of(Language.SYSTEM, {"LANG": ""}, lambda: "de_AT").language == "de"
    assert tongue_of(Language.SYSTEM, {}, lambda: "fr_FR").language == "en"
    assert tongue_of(Language.SYSTEM, {"LANG": "en_US"}, lambda: "de_AT").language == "en"
    assert tongue_of(Language.ENGLISH, {}, lambda: "de_AT").language == "en"


def test_windows_is_asked_for_the_number_of_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: 0x0C07)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert shown_by_windows() == "de_AT"
    assert tongue_of(Language.SYSTEM, {}).language == "de"


def test_a_language_that_was_chosen_goes_before_that_of_the_system() -> None:
    assert tongue_of(Language.ENGLISH, {"LANG": "de_DE"}).language == "en"
    assert tongue_of(Language.GERMAN, {"LANG": "en_US"}).language == "de"


def test_there_are_words_for_every_language_that_can_be_chosen() -> None:
    folders = {folder.parent.name for folder in bundled("words").glob("*/LC_MESSAGES")}
    assert folders == set(Language) - {Language.SYSTEM, Language.ENGLISH}


def test_german_is_german() -> None:
    speak(tongue_of(Language.GERMAN, {}))
    assert say("The check digit is right.") == "Die Prüfziffer stimmt."
    assert say_many("{n} vehicle", "{n} vehicles", 1_240) == "1.240 Fahrzeuge"
    assert say_many("{n} vehicle", "{n} vehicles", 1) == "1 Fahrzeug"


def test_the_settings_file_is_asked_before_the_command_line_is_read(tmp_path: Path) -> None:
    arguments = ["lookup", "--data-dir", str(tmp_path), "--help"]
    assert tongue(arguments, {}).language == "en"
    (tmp_path / "settings.toml").write_text('language = "de"\n')
    assert tongue(arguments, {}).language == "de"
    assert tongue(arguments, {"VINDESK_LANGUAGE": "en"}).language == "en"
    assert tongue(["--data-dir"], {"VINDESK_LANGUAGE": "de"}).language == "de"


def run(*arguments: str, language: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "vindesk", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "PYTHONPATH": ":".join(sys.path), "LANGUAGE": language},
    )
    return done.stdout + done.stderr


def test_the_command_line_speaks_it_too(tmp_path: Path) -> None:
    data = ("--data-dir", str(tmp_path))
    assert "Schlägt VINs nach" in run("lookup", "--help", *data, language="de")
    assert "Look VINs up" in run("lookup", "--help", *data, language="en")
    german = run("export", "--help", *data, language="de")
    assert german.startswith("Aufruf: vindesk export [-h] [--version]")
    assert not [word for word in ("usage", "options", "arguments", "show ") if word in german]
    for heading in ("Argumente:", "Optionen:"):
        assert heading in german.split("\n")
    assert "--version             die Version zeigen und enden" in german
    assert "vindesk export: Fehler: " in run("export", *data, language="de")
    told = run("lookup", "1XPWD40X1ED21530", *data, "--source", "embedded", language="de")
    assert "Das ist keine VIN: Sie hat 16 von 17 Zeichen: 1 fehlt." in told
    assert "1XPWD40X1ED215307" in run(
        "lookup", "1XPWD40X1ED215307", *data, "--source", "embedded", language="de"
    )

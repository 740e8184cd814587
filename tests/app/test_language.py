from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from vindesk.app.language import follow_language
from vindesk.config.language import Language, tongue_of
from vindesk.domain.words import grouped, speak
from vindesk.ui import wording
from vindesk.ui.vehicles.vehicle_columns import cell, columns_by_key


@pytest.fixture
def german(qapp: QApplication, words_made_anew: None) -> None:
    speak(tongue_of(Language.GERMAN, {}))
    assert follow_language(qapp, Language.GERMAN) is not None


def test_qt_says_its_own_words_in_the_language_too(german: None) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"


def test_numbers_and_days_are_written_as_the_language_does(german: None) -> None:
    assert grouped(1_240_000) == "1.240.000"
    assert wording.duration(1.84) == "1,8 s"
    assert QLocale().language() is QLocale.Language.German


def test_vins_years_and_values_are_never_grouped(german: None) -> None:
    assert cell("model_year", 2014) == "2014"
    assert cell("requested_year", 2014) == "2014"
    assert cell("vin", "11111111111111111") == "11111111111111111"
    assert cell("base_price", 123456.5) == "123456.5"


def test_the_columns_have_names_in_the_language(german: None) -> None:
    assert columns_by_key()["model_year"].title == "Modelljahr"
    assert columns_by_key()["body_class"].group == "Außen / Aufbau"


def test_english_needs_no_other_words_of_qt(qapp: QApplication, tmp_path: Path) -> None:
    assert follow_language(qapp, Language.ENGLISH) is None
    assert grouped(1_240) == "1,240"

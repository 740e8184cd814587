"""vPIC's remarks in plain words, each of them."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.details.samples import vehicle
from vindesk.domain.vin import Vin
from vindesk.domain.vpic_codes import CODES
from vindesk.ui.details.remarks import Remarks
from vindesk.ui.theme import ink, palette

EVERY_CODE = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 400)
"""All that vPIC has; there is no 13."""


@pytest.fixture
def remarks(qtbot: QtBot) -> Remarks:
    made = Remarks()
    qtbot.addWidget(made)
    return made


def texts(remarks: Remarks) -> list[str]:
    return [label.text() for label in remarks.findChildren(QLabel) if label.text()]


def buttons(remarks: Remarks) -> list[QPushButton]:
    return [button for button in remarks.findChildren(QPushButton) if not button.isHidden()]


@pytest.mark.parametrize("code", EVERY_CODE)
def test_every_code_has_plain_words(remarks: Remarks, code: int) -> None:
    remarks.show_vehicle(vehicle(error_code=str(code)))
    if code == 0:
        assert remarks.isHidden()
        return
    (text,) = texts(remarks)
    assert text.startswith(f"{CODES[code].title}. ")
    assert text.endswith(".")
    assert not remarks.isHidden()


def test_several_codes_are_said_worst_first(remarks: Remarks) -> None:
    remarks.show_vehicle(vehicle(error_code="1,11,14,400"))
    titles = [text.partition(". ")[0] for text in texts(remarks)]
    assert titles == [
        "Model year unknown",
        "Invalid characters",
        "Check digit is wrong",
        "Not all characters explained",
    ]


def test_a_code_that_is_new_is_named(remarks: Remarks) -> None:
    remarks.show_vehicle(vehicle(error_code="0,13"))
    assert texts(remarks) == ["Code 13. A code that vindesk does not know."]


def test_a_year_that_disagrees_is_said_with_both_years(remarks: Remarks) -> None:
    remarks.show_vehicle(vehicle(error_code="12", requested_year=2015))
    assert texts(remarks) == [
        "Model year disagrees. You asked for 2015; the VIN was decoded as 2014."
    ]


def test_a_wrong_check_digit_is_said_with_the_right_one(remarks: Remarks) -> None:
    wrong = replace(vehicle(error_code="1"), vin=Vin("1XPWD40X9ED215307"))
    remarks.show_vehicle(wrong)
    (text,) = texts(remarks)
    assert text.startswith("Check digit is wrong. It is 9 and should be 1. Position 9 ")


def test_where_vpic_alone_doubts_the_check_digit_none_is_offered(remarks: Remarks) -> None:
    remarks.show_vehicle(vehicle(error_code="1"))
    (text,) = texts(remarks)
    assert text.startswith("Check digit is wrong. Position 9 ")


def test_the_suggested_vin_is_a_button_that_looks_it_up(remarks: Remarks, qtbot: QtBot) -> None:
    remarks.show_vehicle(vehicle(error_code="2", suggested_vin="1XKWDB0X57J211825 "))
    (button,) = buttons(remarks)
    assert button.text() == "Look up 1XKWDB0X57J211825"
    with qtbot.waitSignal(remarks.suggestion_chosen) as chosen:
        button.click()
    assert chosen.args == ["1XKWDB0X57J211825"]


@pytest.mark.parametrize(
    "suggested", ["", "1XPWD40X1ED215307", "1XPWD40X!ED215307", "1XPWD40X2ED215307", "<b>x</b>"]
)
def test_what_is_no_sound_other_vin_is_not_suggested(remarks: Remarks, suggested: str) -> None:
    remarks.show_vehicle(vehicle(error_code="4", suggested_vin=suggested))
    assert buttons(remarks) == []


def test_the_next_vehicle_leaves_nothing_of_the_last(remarks: Remarks) -> None:
    for _ in range(3):
        remarks.show_vehicle(vehicle(error_code="1,4", suggested_vin="1XKWDB0X57J211825"))
        remarks.show_vehicle(vehicle(error_code="8"))
    assert len(texts(remarks)) == 1
    assert buttons(remarks) == []
    shown = [label for label in remarks.findChildren(QLabel) if not label.isHidden()]
    assert len(shown) == 2  # its icon, its text


def test_what_one_vehicle_made_serves_the_next(remarks: Remarks) -> None:
    remarks.show_vehicle(vehicle(error_code="1,4", suggested_vin="1XKWDB0X57J211825"))
    made = remarks.findChildren(QWidget)
    for code in ("8", "0", "1,4", "400"):
        remarks.show_vehicle(vehicle(error_code=code))
    assert remarks.findChildren(QWidget) == made


def test_icons_follow_the_theme(remarks: Remarks) -> None:
    def drawn() -> QColor:
        icon = next(label for label in remarks.findChildren(QLabel) if not label.text())
        image = icon.pixmap().toImage()
        seen = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
        return max(seen, key=lambda colour: colour.alpha())

    lightness: list[int] = []
    for dark in (False, True):
        remarks.setPalette(palette(dark=dark))
        remarks.show_vehicle(vehicle(error_code="1"))
        lightness.append(drawn().lightness())
    expected = [ink(palette(dark=dark)).warning.lightness() for dark in (False, True)]
    assert lightness == pytest.approx(expected, abs=3)


def test_the_button_stands_under_the_texts_at_every_size(remarks: Remarks) -> None:
    remarks.show()
    for points in (9, 24):
        remarks.setFont(QFont(remarks.font().family(), points))
        remarks.show_vehicle(vehicle(error_code="1", suggested_vin="1XKWDB0X57J211825"))
        remarks.adjustSize()
        QCoreApplication.processEvents()
        button = buttons(remarks)[0]
        said = next(label for label in remarks.findChildren(QLabel) if label.text())
        assert button.x() == said.x()

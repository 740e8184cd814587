"""NHTSA's pages about a VIN: the right addresses, opened by whoever was given to do it."""

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.details.samples import VIN, vehicle
from vindesk.domain.vin import Vin
from vindesk.ui.details.vin_links import VinLinks, decoder_page, recalls_page


def test_the_decoder_page_is_asked_with_the_year_if_there_is_one() -> None:
    page = "https://vpic.nhtsa.dot.gov/decoder/Decoder?VIN=1XPWD40X1ED215307"
    assert decoder_page(VIN, None).toString() == page
    assert decoder_page(VIN, 2014).toString() == f"{page}&ModelYear=2014"


def test_the_recall_search_takes_the_vin() -> None:
    assert recalls_page(VIN).toString() == "https://www.nhtsa.gov/recalls?vin=1XPWD40X1ED215307"


def test_nothing_in_a_vin_becomes_another_parameter() -> None:
    page = recalls_page(Vin("1XPWD40X1&D=#5 %7"))
    assert (
        page.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        == "https://www.nhtsa.gov/recalls?vin=1XPWD40X1%26D%3D%235%20%257"
    )


def test_a_button_asks_for_the_page_of_the_vehicle_that_is_shown(qtbot: QtBot) -> None:
    links = VinLinks()
    qtbot.addWidget(links)
    pages: list[QUrl] = []
    links.page_requested.connect(pages.append)
    decoder, recalls = links.findChildren(QPushButton)
    decoder.click()
    recalls.click()
    assert pages == []
    links.show_vehicle(vehicle(requested_year=2014))
    decoder.click()
    recalls.click()
    assert pages == [decoder_page(VIN, 2014), recalls_page(VIN)]

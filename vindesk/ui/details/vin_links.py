"""What NHTSA's own pages say about a VIN, a click away."""

from typing import Final

from PySide6.QtCore import QUrl, QUrlQuery, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin
from vindesk.domain.words import say
from vindesk.ui.icons import line_icon

DECODER: Final = "https://vpic.nhtsa.dot.gov/decoder/Decoder"
RECALLS: Final = "https://www.nhtsa.gov/recalls"
_ICON: Final = 16


def decoder_page(vin: Vin, year: int | None) -> QUrl:
    """NHTSA's decoder; it takes the model year too."""
    return _address(DECODER, VIN=vin.text, **({} if year is None else {"ModelYear": str(year)}))


def recalls_page(vin: Vin) -> QUrl:
    return _address(RECALLS, vin=vin.text)


def _address(page: str, **parameters: str) -> QUrl:
    query = QUrlQuery()
    for name, value in parameters.items():
        query.addQueryItem(name, value)
    url = QUrl(page)
    url.setQuery(query)
    return url


class VinLinks(QWidget):
    """A button for each page; whoever listens opens it."""

    page_requested = Signal(QUrl)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("vin_links")
        self._vehicle: Vehicle | None = None
        self._decoder = _button(say("&NHTSA Decoder"), say("What NHTSA's own decoder says"))
        self._decoder.setObjectName("decoder_page")
        self._decoder.clicked.connect(self._request_decoder)
        self._recalls = _button(say("NHTSA &Recalls"), say("NHTSA's search for open recalls"))
        self._recalls.setObjectName("recalls_page")
        self._recalls.clicked.connect(self._request_recalls)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._decoder)
        layout.addWidget(self._recalls)
        layout.addStretch()

    def show_vehicle(self, vehicle: Vehicle) -> None:
        self._vehicle = vehicle

    def recolour(self, palette: QPalette) -> None:
        for button in (self._decoder, self._recalls):
            button.setIcon(line_icon("web", palette, _ICON))

    def _request_decoder(self) -> None:
        if self._vehicle is not None:
            year = self._vehicle.requested_year
            self.page_requested.emit(decoder_page(self._vehicle.vin, year))

    def _request_recalls(self) -> None:
        if self._vehicle is not None:
            self.page_requested.emit(recalls_page(self._vehicle.vin))


def _button(text: str, what: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setToolTip(say("{what} about this VIN, in your browser", what=what))
    return button

"""What vPIC remarks about a VIN, in plain words, with the suggested VIN as a button."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin, find_fault
from vindesk.domain.vpic_codes import ErrorCode, Severity, explain
from vindesk.domain.words import phrase, say
from vindesk.ui.icons import beside_text, picture
from vindesk.ui.labels import plain_label
from vindesk.ui.theme import fixed_font, ink

_BESIDE: Final = 8
_BELOW: Final = 6
"""Pixels between an icon and its text, and between two remarks."""

_WORDS: Final = {
    Severity.NOTE: phrase("Note"),
    Severity.WARNING: phrase("Warning"),
    Severity.FAULT: phrase("Fault"),
}
_ICONS = {Severity.NOTE: "info", Severity.WARNING: "warning", Severity.FAULT: "error"}


def suggestion(vehicle: Vehicle) -> Vin | None:
    """VPIC's suggested VIN, if it is one: whole, legal, sound and not what was asked."""
    text = (vehicle.text("suggested_vin") or "").strip()
    if find_fault(text) is not None or text == vehicle.vin.text:
        return None
    vin = Vin(text)
    return vin if vin.check_digit_ok else None


class _Remark:
    """One line: how grave it is as an icon, and what it says."""

    def __init__(self) -> None:
        self.mark = QLabel()
        self.text = plain_label(wrap=True, selectable=True)

    def show(self, severity: Severity, text: str, icon: QPixmap) -> None:
        self.mark.setAccessibleName(say(_WORDS[severity]))
        self.mark.setPixmap(icon)
        self.text.setText(text)
        self.mark.show()
        self.text.show()

    def hide(self) -> None:
        self.mark.hide()
        self.text.hide()
        self.text.clear()


class Remarks(QWidget):
    """One line for each remark; hidden if there is none.

    What was made for one vehicle serves the next: making it anew took longer than filling all
    the rest of the panel.
    """

    suggestion_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("remarks")
        self._made: list[_Remark] = []
        self._suggested = ""
        self._button = QPushButton()
        self._button.setFont(fixed_font(self._button.font()))
        self._button.setToolTip(say("The VIN that vPIC suggests instead"))
        self._button.setAutoDefault(False)
        self._button.clicked.connect(
            lambda _checked=False: self.suggestion_chosen.emit(self._suggested)
        )
        self._button.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_BESIDE)
        self._grid.setVerticalSpacing(_BELOW)
        self._grid.setColumnStretch(1, 1)
        self._under_texts = QHBoxLayout()
        self._under_texts.addWidget(self._button)
        self._under_texts.addStretch()
        self._indent()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_BELOW)
        layout.addLayout(self._grid)
        layout.addLayout(self._under_texts)
        self.hide()

    def show_vehicle(self, vehicle: Vehicle) -> None:
        codes = [code for code in explain(vehicle.error_codes) if code.severity > Severity.FINE]
        for place, code in enumerate(codes):
            text = f"{code.title}. {_meaning(code, vehicle)}"
            self._at(place).show(code.severity, text, self._icon(code.severity))
        for unused in self._made[len(codes) :]:
            unused.hide()
        self._suggest(suggestion(vehicle))
        self.setVisible(bool(codes or self._suggested))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._button.setFont(fixed_font(self.font()))
            self._indent()

    def _indent(self) -> None:
        """Put the button under the texts, right of their icons."""
        icon = beside_text(self.fontMetrics()).width()
        self._under_texts.setContentsMargins(icon + _BESIDE, 0, 0, 0)

    def _at(self, place: int) -> _Remark:
        if place == len(self._made):
            made = _Remark()
            self._grid.addWidget(made.mark, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(made.text, place, 1)
            self._made.append(made)
        return self._made[place]

    def _icon(self, severity: Severity) -> QPixmap:
        inks = ink(self.palette())
        colours = {Severity.NOTE: inks.quiet, Severity.WARNING: inks.warning}
        colour = colours.get(severity, inks.fault)
        size = beside_text(self.fontMetrics())
        return picture(_ICONS[severity], colour, size, self.devicePixelRatioF())

    def _suggest(self, better: Vin | None) -> None:
        self._suggested = better.text if better else ""
        self._button.setText(say("Look up {vin}", vin=better) if better else "")
        self._button.setVisible(better is not None)


def _meaning(code: ErrorCode, vehicle: Vehicle) -> str:
    if code.number == 12 and vehicle.requested_year is not None:
        decoded = vehicle.values.get("model_year", say("unknown"))
        return say(
            "You asked for {requested_year}; the VIN was decoded as {decoded}.",
            requested_year=vehicle.requested_year,
            decoded=decoded,
        )
    vin = vehicle.vin
    if code.number == 1 and vin.expected_check_digit not in {None, vin.check_digit}:
        return say(
            "It is {check_digit} and should be {expected_check_digit}. {meaning}",
            check_digit=vin.check_digit,
            expected_check_digit=vin.expected_check_digit,
            meaning=code.meaning,
        )
    return code.meaning

"""What vPIC remarks about a VIN, in plain words, with the suggested VIN as a button."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin, find_fault
from vindesk.domain.vpic_codes import ErrorCode, Severity, explain
from vindesk.domain.words import say
from vindesk.ui.icons import picture
from vindesk.ui.theme import fixed_font, ink

_ICON = QSize(16, 16)
_ICONS = {Severity.NOTE: "info", Severity.WARNING: "warning", Severity.FAULT: "error"}


def suggestion(vehicle: Vehicle) -> Vin | None:
    """VPIC's suggested VIN, if it is one: whole, legal, sound and not what was asked."""
    text = (vehicle.text("suggested_vin") or "").strip()
    if find_fault(text) is not None or text == vehicle.vin.text:
        return None
    vin = Vin(text)
    return vin if vin.check_digit_ok else None


class Remarks(QWidget):
    """One line for each remark; hidden if there is none."""

    suggestion_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("remarks")
        self._rows = 0  # a grid never forgets a row, so its own count only grows
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(8)
        self._layout.setVerticalSpacing(6)
        self._layout.setColumnStretch(1, 1)
        self.hide()

    def show_vehicle(self, vehicle: Vehicle) -> None:
        self._clear()
        self._rows = 0
        codes = [code for code in explain(vehicle.error_codes) if code.severity > Severity.FINE]
        for code in codes:
            self._add_remark(code.severity, f"{code.title}. {_meaning(code, vehicle)}")
        better = suggestion(vehicle)
        if better is not None:
            self._add_suggestion(better)
        self.setVisible(bool(codes) or better is not None)

    def _clear(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add_remark(self, severity: Severity, text: str) -> None:
        inks = ink(self.palette())
        colours = {Severity.NOTE: inks.quiet, Severity.WARNING: inks.warning}
        mark = QLabel()
        mark.setAccessibleName(severity.name.capitalize())
        colour = colours.get(severity, inks.fault)
        mark.setPixmap(picture(_ICONS[severity], colour, _ICON, self.devicePixelRatioF()))
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setWordWrap(True)
        self._layout.addWidget(mark, self._rows, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(label, self._rows, 1)
        self._rows += 1

    def _add_suggestion(self, vin: Vin) -> None:
        button = QPushButton(say("Look up {vin}", vin=vin))
        button.setFont(fixed_font(button.font()))
        button.setToolTip(say("The VIN that vPIC suggests instead"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: self.suggestion_chosen.emit(vin.text))
        self._layout.addWidget(button, self._rows, 1, Qt.AlignmentFlag.AlignLeft)
        self._rows += 1


def _meaning(code: ErrorCode, vehicle: Vehicle) -> str:
    if code.number == 12 and vehicle.requested_year is not None:
        decoded = vehicle.values.get("model_year", "unknown")
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

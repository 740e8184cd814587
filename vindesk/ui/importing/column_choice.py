"""Which column holds the VINs, and which the model years: two lists to choose from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from vindesk.domain.input_columns import Suggestion
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.importing.column_roles import ColumnRoles
from vindesk.ui.labels import plain_label
from vindesk.ui.quiet_wheel import quiet_wheel
from vindesk.ui.speaking import explain

_LONGEST = 60
_FEWEST_LETTERS = 12
_GAP = 8


class ColumnChoice(QWidget):
    vin_chosen = Signal(object)  # int | None
    year_chosen = Signal(object)  # int | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vin = _list("import_vin_column", say("Column that holds the VINs"))
        self.year = _list("import_year_column", say("Column that holds the model years"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for text, part in ((say("&VIN column"), self.vin), (say("Model &year column"), self.year)):
            label = plain_label(text)
            label.setBuddy(part)
            layout.addWidget(label)
            layout.addWidget(part, 1)
        self.vin.currentIndexChanged.connect(lambda: self._tell(self.vin))
        self.year.currentIndexChanged.connect(lambda: self._tell(self.year))

    def show_roles(self, roles: ColumnRoles) -> None:
        for part, column, none in (
            (self.vin, roles.vin, say("Choose…")),
            (self.year, roles.year, say("None")),
        ):
            part.blockSignals(True)
            names = [none, *(shown_line(name, _LONGEST) for name in roles.names)]
            if names != [part.itemText(place) for place in range(part.count())]:
                part.clear()
                part.addItems(names)
            part.setCurrentIndex(0 if column is None else column + 1)
            part.blockSignals(False)

    def explain(self, suggestion: Suggestion) -> None:
        """Say in the tips why these columns were proposed."""
        for part, candidate in ((self.vin, suggestion.vin), (self.year, suggestion.year)):
            explain(part, candidate.reason if candidate else "")

    def _tell(self, part: QComboBox) -> None:
        place = part.currentIndex() - 1
        chosen = self.vin_chosen if part is self.vin else self.year_chosen
        chosen.emit(place if place >= 0 else None)


def _list(name: str, accessible: str) -> QComboBox:
    part = QComboBox()
    part.setObjectName(name)
    part.setAccessibleName(accessible)
    part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    part.setMinimumContentsLength(_FEWEST_LETTERS)
    quiet_wheel(part)
    return part

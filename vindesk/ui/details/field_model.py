"""The fields of one vehicle, in vPIC's groups."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QBrush, QPalette, QStandardItem, QStandardItemModel
from typing_extensions import override

from vindesk.domain.fields import BY_KEY, NOT_APPLICABLE, VALUE_FIELDS, shown
from vindesk.domain.vehicle import Vehicle
from vindesk.ui.paging.paged_table_model import ROOT, Index
from vindesk.ui.theme import ink

_HAS_INFORMATION = Qt.ItemDataRole.UserRole
WHOLE_VALUE = Qt.ItemDataRole.UserRole + 1
"""The value as vPIC wrote it: numbers with every place."""

_GROUP_ORDER = (
    "General",
    "Exterior / Body",
    "Exterior / Dimension",
    "Exterior / Truck",
    "Exterior / Bus",
    "Exterior / Trailer",
    "Exterior / Motorcycle",
    "Exterior / Wheel Tire",
    "Engine",
    "Mechanical / Drivetrain",
    "Mechanical / Transmission",
    "Mechanical / Brake",
    "Mechanical / Battery",
    "Mechanical / Battery / Charger",
)
"""What people look for first; the other groups follow by name, our own come last."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a vehicle; ``whole`` is None where there is no data."""

    group: str
    label: str
    text: str
    whole: str | None
    tip: str

    @property
    def informs(self) -> bool:
        return self.whole is not None and self.text != NOT_APPLICABLE


def lines(vehicle: Vehicle) -> Iterator[Line]:
    """All fields of ``vehicle``: those of the catalogue, then what else vPIC said."""
    for field in VALUE_FIELDS:
        whole = vehicle.text(field.column)
        value = vehicle.values.get(field.column, whole)
        yield Line(field.group, field.label, shown(value), whole, field.description)
    for key, text in vehicle.extra.items():
        if key not in BY_KEY:
            yield Line("Other", key, text, text, "Not in the catalogue: as vPIC named it")


def _rank(group: str) -> tuple[int, str]:
    if group in _GROUP_ORDER:
        return _GROUP_ORDER.index(group), ""
    last = {"Internal": 2, "Decoding": 3, "Other": 4}
    return len(_GROUP_ORDER) + last.get(group, 0), group


class FieldModel(QStandardItemModel):
    """A tree of groups and fields, in two columns."""

    def show_vehicle(self, vehicle: Vehicle, palette: QPalette) -> None:
        self.clear()
        self.setHorizontalHeaderLabels(["Field", "Value"])
        groups: dict[str, QStandardItem] = {}
        every = tuple(lines(vehicle))
        for group in sorted({line.group for line in every}, key=_rank):
            groups[group] = _heading(group)
            self.appendRow(groups[group])
        quiet = QBrush(ink(palette).quiet)
        for line in every:
            groups[line.group].appendRow(_cells(line, quiet))


def _heading(group: str) -> QStandardItem:
    item = QStandardItem(group)
    item.setEditable(False)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    return item


def _cells(line: Line, quiet: QBrush) -> list[QStandardItem]:
    label, value = QStandardItem(line.label), QStandardItem(line.text)
    for item in (label, value):
        item.setEditable(False)
        item.setData(line.informs, _HAS_INFORMATION)
        item.setData(line.whole or "", WHOLE_VALUE)
    label.setToolTip(line.tip)
    value.setToolTip(line.whole or "vPIC has no data")
    label.setForeground(quiet)
    if not line.informs:
        value.setForeground(quiet)
    return [label, value]


class FieldFilter(QSortFilterProxyModel):
    """Shows fields whose name or value has the words; empties only when asked."""

    def __init__(self, model: FieldModel) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()
        self._empties = False
        self.setSourceModel(model)
        self.setRecursiveFilteringEnabled(True)

    def search(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def show_empties(self, wanted: bool) -> None:
        self._empties = wanted
        self.invalidate()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index = ROOT) -> bool:
        """Groups are shown for the fields in them, never for themselves."""
        if not source_parent.isValid():
            return False
        model = self.sourceModel()
        label = model.index(source_row, 0, source_parent)
        if not self._empties and not label.data(_HAS_INFORMATION):
            return False
        value = model.index(source_row, 1, source_parent)
        text = f"{label.data()} {value.data()}".casefold()
        return all(word in text for word in self._words)

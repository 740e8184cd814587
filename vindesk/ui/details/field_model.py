"""The fields of one vehicle, in vPIC's groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QBrush, QPalette, QStandardItem, QStandardItemModel
from typing_extensions import override

from vindesk.domain.fields import BY_KEY, NO_DATA, NOT_APPLICABLE, VALUE_FIELDS, Value, shown
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vehicle import Vehicle
from vindesk.ui.paging.paged_table_model import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.theme import ink

_LINE = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1

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
    """One field of a vehicle; ``whole`` is the value as vPIC wrote it, None where it has none.

    ``column`` and ``value`` are those of the cache; ``column`` is None where what vPIC said
    has no column, or does not fit its type.
    """

    group: str
    label: str
    text: str
    whole: str | None
    tip: str
    column: str | None = None
    value: Value | None = None

    @property
    def informs(self) -> bool:
        return self.whole is not None and self.text != NOT_APPLICABLE


def lines(vehicle: Vehicle) -> Iterator[Line]:
    """All fields of ``vehicle``: those of the catalogue, then what else vPIC said."""
    for field in VALUE_FIELDS:
        whole, value = vehicle.text(field.column), vehicle.values.get(field.column)
        fits = value is not None or whole is None
        yield Line(
            field.group,
            field.label,
            shown(value if fits else whole),
            whole,
            field.description,
            field.column if fits else None,
            value,
        )
    for key, text in vehicle.extra.items():
        if key not in BY_KEY:
            yield Line("Other", key, text, text, "Not in the catalogue: as vPIC named it")


def line_at(index: Index) -> Line | None:
    """The field in the row of ``index``; None for a group, and for no row."""
    found = index.sibling(index.row(), 0).data(_LINE)
    return found if isinstance(found, Line) else None


def _rank(group: str) -> tuple[int, str]:
    if group in _GROUP_ORDER:
        return _GROUP_ORDER.index(group), ""
    last = {"Internal": 2, "Decoding": 3, "Other": 4}
    return len(_GROUP_ORDER) + last.get(group, 0), group


class FieldModel(QStandardItemModel):
    """A tree of groups and fields, in two columns."""

    def show_vehicle(self, vehicle: Vehicle, palette: QPalette) -> None:
        """Whole groups are put in, not line by line: each time the filter looks at all again."""
        quiet = QBrush(ink(palette).quiet)
        groups: dict[str, QStandardItem] = {}
        for line in lines(vehicle):
            if line.group not in groups:
                groups[line.group] = _heading(line.group)
            groups[line.group].appendRow(_cells(line, quiet))
        self.clear()
        self.setHorizontalHeaderLabels(["Field", "Value"])
        self.invisibleRootItem().appendRows([groups[name] for name in sorted(groups, key=_rank)])


def _heading(group: str) -> QStandardItem:
    item = QStandardItem(group)
    item.setEditable(False)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    return item


def _cells(line: Line, quiet: QBrush) -> list[QStandardItem]:
    """A screen reader says the whole row, whichever of the two cells it is on."""
    name, text = _name(line.label), shown_line(line.text)
    label, value = QStandardItem(name), QStandardItem(text)
    said = f"{name}: {'no data' if text == NO_DATA else text}"
    for item in (label, value):
        item.setEditable(False)
        item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
    label.setData(line, _LINE)
    label.setData(f"{name} {text}".casefold(), _WORDS)
    label.setToolTip(_explained(line.tip))
    value.setToolTip(tip(line.whole) if line.whole else _explained("vPIC has no data"))
    label.setForeground(quiet)
    if not line.informs:
        value.setForeground(quiet)
    return [label, value]


@lru_cache(maxsize=512)
def _name(label: str) -> str:
    """The names of the fields are the same for every vehicle, and so are their explanations."""
    return shown_line(label)


@lru_cache(maxsize=512)
def _explained(text: str) -> str:
    return tip(text)


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

    def shown_lines(self) -> Iterator[Line]:
        """The fields that pass, group after group, as they stand on the screen."""
        for row in range(self.rowCount()):
            group = self.index(row, 0)
            found = (line_at(self.index(n, 0, group)) for n in range(self.rowCount(group)))
            yield from filter(None, found)

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index = ROOT) -> bool:
        """Groups are shown for the fields in them, never for themselves."""
        if not source_parent.isValid():
            return False
        label = self.sourceModel().index(source_row, 0, source_parent)
        line = line_at(label)
        if line is None or not (self._empties or line.informs):
            return False
        text = str(label.data(_WORDS))
        return all(word in text for word in self._words)

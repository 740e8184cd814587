"""The fields of one vehicle, in vPIC's groups."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QFont, QPalette
from typing_extensions import override

from vindesk.domain.fields import (
    BY_KEY,
    NO_DATA,
    NOT_APPLICABLE,
    VALUE_FIELDS,
    Value,
    group_name,
    shown,
)
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.words import phrase, say
from vindesk.ui.paging.paged_table_model import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.theme import ink

_LINE = Qt.ItemDataRole.UserRole
_COLUMNS = range(2)
_OTHER = phrase("Other")

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


class Line(Struct, frozen=True):
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


def lines(vehicle: Vehicle, *, empties: bool = True) -> Iterator[Line]:
    """The fields of ``vehicle``: those of the catalogue, then what else vPIC said.

    ``empties``: those without a value too, which are most of them.
    """
    for field in VALUE_FIELDS:
        whole, value = vehicle.text(field.column), vehicle.values.get(field.column)
        if whole is None and not empties:
            continue
        fits = value is not None or whole is None
        yield Line(
            field.group,
            say(field.label),
            shown(value if fits else whole),
            whole,
            field.description,
            field.column if fits else None,
            value,
        )
    for key, text in vehicle.extra.items():
        if key not in BY_KEY:
            yield Line(_OTHER, key, text, text, say("Not in the catalogue: as vPIC named it"))


def line_at(index: Index) -> Line | None:
    """The field in the row of ``index``; None for a group, and for no row."""
    found = index.sibling(index.row(), 0).data(_LINE)
    return found if isinstance(found, Line) else None


def _rank(group: str) -> tuple[int, str]:
    if group in _GROUP_ORDER:
        return _GROUP_ORDER.index(group), ""
    last = {"Internal": 2, "Decoding": 3, _OTHER: 4}
    return len(_GROUP_ORDER) + last.get(group, 0), group


class Group(Struct, frozen=True):
    """Fields that belong together, in the order of the catalogue."""

    name: str
    lines: list[Line]


class Cell(NamedTuple):
    """What is drawn of a cell; without an ink or a font of its own it has those of the view."""

    text: str
    ink: QBrush | None = None
    font: QFont | None = None


class FieldModel(QAbstractItemModel):
    """A tree of groups and fields, in two columns; texts are made when they are looked at.

    It has the fields that are shown, and groups for these alone. It chooses them itself: a
    model above it that did would take most of the time in which a vehicle is shown.

    The internal id of a group is 0, that of a field the number of its group, from 1 on.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vehicle: Vehicle | None = None
        self._groups: Sequence[Group] = ()
        self._words: tuple[str, ...] = ()
        self._empties = False
        self._quiet = QBrush()
        self._bold = QFont()
        self._bold.setBold(True)

    def show_vehicle(self, vehicle: Vehicle, palette: QPalette) -> None:
        self.beginResetModel()
        self._quiet = QBrush(ink(palette).quiet)
        self._vehicle = vehicle
        self._groups = self._chosen()
        self.endResetModel()

    # -- what is shown -------------------------------------------------------

    def search(self, text: str) -> None:
        """Show the fields whose name or value has every word of ``text``."""
        self._words = tuple(text.casefold().split())
        self._choose_again()

    def show_empties(self, wanted: bool) -> None:
        self._empties = wanted
        self._choose_again()

    def shown_lines(self) -> Iterator[Line]:
        """Group after group, as they stand on the screen."""
        for group in self._groups:
            yield from group.lines

    def _chosen(self) -> Sequence[Group]:
        groups: dict[str, Group] = {}
        if self._vehicle is not None:
            for line in filter(self._shows, lines(self._vehicle, empties=self._empties)):
                groups.setdefault(line.group, Group(line.group, [])).lines.append(line)
        return [groups[name] for name in sorted(groups, key=_rank)]

    def _shows(self, line: Line) -> bool:
        if not (self._empties or line.informs):
            return False
        if not self._words:
            return True
        text = f"{_name(line.label)} {shown_line(line.text)}".casefold()
        return all(word in text for word in self._words)

    def _choose_again(self) -> None:
        """What is selected stays so, as far as it is still shown."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._key(index), index.column()) for index in before]
        self._groups = self._chosen()
        places = {key: place for key, *place in self._places()}
        after = [
            self.createIndex(places[key][0], column, places[key][1])
            if key in places
            else QModelIndex()
            for key, column in kept
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _key(self, index: Index) -> tuple[str, str]:
        """The group and the field in the row of ``index``; a group itself has no field."""
        number = index.internalId()
        if not number:
            return self._groups[index.row()].name, ""
        group = self._groups[number - 1]
        return group.name, group.lines[index.row()].label

    def _places(self) -> Iterator[tuple[tuple[str, str], int, int]]:
        """Every row by its key: where it stands in its group, and the internal id."""
        for number, group in enumerate(self._groups):
            yield (group.name, ""), number, 0
            for row, line in enumerate(group.lines):
                yield (group.name, line.label), row, number + 1

    # -- Qt ------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() or parent.column():
            return 0
        return len(self._groups[parent.row()].lines)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return len(_COLUMNS)

    @override
    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        if not (0 <= row < self.rowCount(parent) and column in _COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    @override
    def parent(self, child: Index = ROOT) -> QModelIndex:  # pyright: ignore[reportIncompatibleMethodOverride] - one name for two functions in Qt
        number = child.internalId() if child.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (say("Field"), say("Value"))[section] if section in {0, 1} else None
        return None

    def cell(self, index: Index) -> Cell:
        """How a cell is drawn."""
        number, row, column = index.internalId(), index.row(), index.column()
        if not number:
            return Cell("" if column else group_name(self._groups[row].name), font=self._bold)
        return self._cells_of(self._groups[number - 1].lines[row])[column]

    def cells(self, index: Index) -> tuple[Cell, Cell]:
        """How the row of a field is drawn."""
        return self._cells_of(self._groups[index.internalId() - 1].lines[index.row()])

    def _cells_of(self, line: Line) -> tuple[Cell, Cell]:
        """The name of the field, and its value."""
        value = Cell(shown_line(line.text), None if line.informs else self._quiet)
        return Cell(_name(line.label), self._quiet), value

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(index).text
            case Qt.ItemDataRole.ForegroundRole:
                return self.cell(index).ink
            case Qt.ItemDataRole.FontRole:
                return self.cell(index).font
            case _ if number := index.internalId():
                line = self._groups[number - 1].lines[index.row()]
                return self._of_field(line, index.column(), role)
            case _:
                return None

    def _of_field(self, line: Line, column: int, role: int) -> object:
        """A screen reader says the whole row, whichever of the two cells it is on."""
        match role:
            case Qt.ItemDataRole.AccessibleTextRole:
                text = say("no data") if line.text == NO_DATA else shown_line(line.text)
                return f"{_name(line.label)}: {text}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(line.whole or say("vPIC has no data")) if column else tip(line.tip)
            case _ if role == _LINE and not column:
                return line
            case _:
                return None


@lru_cache(maxsize=512)
def _name(label: str) -> str:
    """The names of the fields are the same for every vehicle."""
    return shown_line(label)

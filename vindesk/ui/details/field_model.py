"""The fields of one vehicle, in vPIC's groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QSortFilterProxyModel, Qt
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


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, in the order of the catalogue."""

    name: str
    lines: list[Line]


class FieldModel(QAbstractItemModel):
    """A tree of groups and fields, in two columns; texts are made when they are looked at.

    The internal id of a group is 0, that of a field the number of its group, from 1 on.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[Group] = ()
        self._quiet = QBrush()
        self._bold = QFont()
        self._bold.setBold(True)

    def show_vehicle(self, vehicle: Vehicle, palette: QPalette) -> None:
        groups: dict[str, Group] = {}
        for line in lines(vehicle):
            groups.setdefault(line.group, Group(line.group, [])).lines.append(line)
        self.beginResetModel()
        self._quiet = QBrush(ink(palette).quiet)
        self._groups = [groups[name] for name in sorted(groups, key=_rank)]
        self.endResetModel()

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
        return 2

    @override
    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        if not (0 <= row < self.rowCount(parent) and 0 <= column < self.columnCount()):
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

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        number = index.internalId()
        if number:
            line = self._groups[number - 1].lines[index.row()]
            return self._of_field(line, index.column(), role)
        if index.column() == 0 and role == Qt.ItemDataRole.DisplayRole:
            return group_name(self._groups[index.row()].name)
        return self._bold if role == Qt.ItemDataRole.FontRole else None

    def _of_field(self, line: Line, column: int, role: int) -> object:
        """A screen reader says the whole row, whichever of the two cells it is on."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown_line(line.text) if column else _name(line.label)
            case Qt.ItemDataRole.ForegroundRole:
                return None if column and line.informs else self._quiet
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
        if not self._words:
            return True
        text = f"{_name(line.label)} {shown_line(line.text)}".casefold()
        return all(word in text for word in self._words)

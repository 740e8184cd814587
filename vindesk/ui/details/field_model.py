"""The fields of one vehicle, in vPIC's groups."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QFont, QPalette
from typing_extensions import override

from vindesk.domain.fields import NO_DATA
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.words import say
from vindesk.ui.details.field_lines import Group, Line, lines, rank
from vindesk.ui.details.own_lines import OwnLine, awaited
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.speaking import is_cell_by_cell
from vindesk.ui.theme import ink

_LINE = Qt.ItemDataRole.UserRole
_COLUMNS = range(2)


def line_at(index: Index) -> Line | None:
    """The field in the row of ``index``; None for a group, and for no row."""
    found = index.sibling(index.row(), 0).data(_LINE)
    return found if isinstance(found, Line) else None


class Cell(NamedTuple):
    """What is drawn of a cell; without an ink or a font of its own it has those of the view."""

    text: str
    ink: QBrush | None = None
    font: QFont | None = None


class FieldModel(QAbstractItemModel):
    """A tree of groups and fields, in two columns; texts are made when they are looked at.

    The user's own columns stand above the fields. They arrive later than these, so those of
    the vehicle before keep the place for them: else all would move with every vehicle.

    It has the fields that are shown, and groups for these alone. It chooses them itself: a
    model above it that did would take most of the time in which a vehicle is shown.

    The internal id of a group is 0, that of a field the number of its group, from 1 on.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vehicle: Vehicle | None = None
        self._groups: Sequence[Group] = ()
        self._own: Sequence[OwnLine] = ()
        self._words: tuple[str, ...] = ()
        self._empties = False
        self._quiet = QBrush()
        self._bold = QFont()
        self._bold.setBold(True)

    def show_vehicle(self, vehicle: Vehicle, palette: QPalette) -> None:
        self.beginResetModel()
        self._quiet = QBrush(ink(palette).quiet)
        if self._vehicle is None or self._vehicle.vin != vehicle.vin:
            self._own = awaited(self._own)
        self._vehicle = vehicle
        self._groups = self._chosen()
        self.endResetModel()

    def show_own(self, own: Sequence[OwnLine]) -> Sequence[QModelIndex]:
        """Show what the user's own columns say about the vehicle; returns the groups that came."""
        if own == self._own:
            return ()
        before = {group.name for group in self._groups}
        self._own = own
        self._choose_again()
        return [
            self.index(row, 0) for row, group in enumerate(self._groups) if group.name not in before
        ]

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
        if self._vehicle is None:
            return ()
        own = self._grouped(self._own)
        groups = self._grouped(lines(self._vehicle, empties=self._empties))
        return [*own.values(), *(groups[name] for name in sorted(groups, key=rank))]

    def _grouped(self, every: Iterable[Line]) -> dict[str, Group]:
        groups: dict[str, Group] = {}
        for line in filter(self._shows, every):
            groups.setdefault(line.group, Group(line.group, [])).lines.append(line)
        return groups

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
            return Cell("" if column else self._groups[row].heading, font=self._bold)
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
        """Where a screen reader says one cell only, each of the two speaks for both."""
        match role:
            case Qt.ItemDataRole.AccessibleTextRole:
                text = say("no data") if line.text == NO_DATA else shown_line(line.text)
                name = _name(line.label)
                return (name, text)[column] if is_cell_by_cell() else f"{name}: {text}"
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

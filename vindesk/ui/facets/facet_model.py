"""The values of one facet, as rows of a list."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal
from PySide6.QtGui import QIcon
from typing_extensions import override

from vindesk.domain.fields import Value, folded
from vindesk.domain.words import grouped, say
from vindesk.store.facets import Facet, FacetValue
from vindesk.ui.facets.facet_kinds import FacetKind
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.plain_text import tip
from vindesk.ui.wording import vehicles

Role = Qt.ItemDataRole
SHORT = 8
_SHORT_ENOUGH = 10
"""So many are shown at once: to hide one or two would save no place."""


class FacetRow(Struct, frozen=True):
    """What the delegate draws; ``count`` is None where it is not known."""

    text: str
    count: int | None
    share: float
    """Of the most frequent value: the length of the bar."""

    informs: bool
    chosen: bool

    @property
    def number(self) -> str:
        return "" if self.count is None else grouped(self.count)

    @property
    def spoken(self) -> str:
        return "" if self.count is None else vehicles(self.count)


class FacetModel(QAbstractListModel):
    """The most frequent values, or all of them; the chosen ones are always among them.

    Setting a check mark changes nothing here: it asks, and ``show_chosen`` answers.
    """

    toggle_requested = Signal(object)  # Value | None

    def __init__(self, kind: FacetKind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._facet: Facet | None = None
        self._chosen: frozenset[Value | None] = frozenset()
        self._whole = False
        self._searched = False
        self._values: Sequence[Value | None] = ()
        self._rows: Sequence[FacetRow] = ()
        self._icons: Mapping[Value, QIcon] = {}
        self._readers: Mapping[int, Callable[[int], object]] = {
            Role.DisplayRole: lambda row: self._rows[row].text,
            Role.ToolTipRole: self._tip,
            Role.AccessibleTextRole: self._spoken,
            Role.CheckStateRole: self._mark,
            Role.DecorationRole: self._icon,
        }

    # -- what is shown -------------------------------------------------------

    @property
    def counted(self) -> bool:
        """Whether there are numbers at all, old or new."""
        return self._facet is not None

    @property
    def distinct(self) -> int | None:
        return None if self._facet is None else self._facet.distinct

    @property
    def searched(self) -> bool:
        """Whether these are only the values that contain a text."""
        return self._searched

    @property
    def hidden(self) -> int:
        """How many values the cache has beyond those that were brought."""
        if self._facet is None:
            return 0
        brought = sum(found.value is not None for found in self._facet.values)
        return max(self._facet.distinct - brought, 0)

    @property
    def is_long(self) -> bool:
        """Whether there are more values than are shown at first."""
        return self._facet is not None and len(self._facet.values) > _SHORT_ENOUGH

    @property
    def chosen_count(self) -> int:
        return len(self._chosen)

    def show_facet(self, facet: Facet, *, searched: bool = False) -> None:
        """``searched``: these are only the values that contain a text."""
        self._facet = facet
        self._searched = searched
        self._lay_out()

    def show_chosen(self, chosen: frozenset[Value | None]) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self._lay_out()

    def show_whole(self, whole: bool) -> None:
        if whole != self._whole:
            self._whole = whole
            self._lay_out()

    def dress(self, icons: Mapping[Value, QIcon]) -> None:
        self._icons = icons
        self._tell_changed()

    def value(self, row: int) -> Value | None:
        return self._values[row]

    def facet_row(self, row: int) -> FacetRow:
        return self._rows[row]

    def row_of(self, value: Value | None) -> int | None:
        """Where ``value`` is shown; None if it is not."""
        return self._values.index(value) if value in self._values else None

    def _lay_out(self) -> None:
        """Where the same values stay in the same places, the view keeps its own."""
        found = self._in_view()
        values = [each.value for each in found]
        most = max((each.vehicles for each in self._all()), default=0)
        chosen = frozenset(map(folded, self._chosen))
        rows = [self._row(each, most, chosen) for each in found]
        unknown = () if self._searched else self._not_counted(found)
        values.extend(unknown)
        rows.extend(self._unknown_row(value) for value in unknown)
        if values == self._values:
            self._rows = rows
            self._tell_changed()
            return
        self.beginResetModel()
        self._values, self._rows = values, rows
        self.endResetModel()

    def _all(self) -> Sequence[FacetValue]:
        return () if self._facet is None else self._facet.values

    def _in_view(self) -> Sequence[FacetValue]:
        every = self._all()
        if self._whole or len(every) <= _SHORT_ENOUGH:
            return self._in_order(every)
        chosen = frozenset(map(folded, self._chosen))
        more = [each for each in every[SHORT:] if folded(each.value) in chosen]
        return [*every[:SHORT], *more]

    def _in_order(self, every: Sequence[FacetValue]) -> Sequence[FacetValue]:
        rank = self._kind.rank
        if rank is None:
            return every

        def place(each: FacetValue) -> tuple[bool, int]:
            return each.value is None, 0 if each.value is None else rank(each.value)

        return sorted(every, key=place)

    def _not_counted(self, found: Sequence[FacetValue]) -> Sequence[Value | None]:
        """What is chosen, but not among the values that were counted."""
        there = {folded(each.value) for each in found}
        missing = (value for value in self._chosen if folded(value) not in there)
        return sorted(missing, key=self._kind.text)

    def _row(self, each: FacetValue, most: int, chosen: frozenset[Value | None]) -> FacetRow:
        return FacetRow(
            text=self._kind.text(each.value),
            count=each.vehicles,
            share=each.vehicles / most if most else 0.0,
            informs=self._kind.informs(each.value),
            chosen=folded(each.value) in chosen,
        )

    def _unknown_row(self, value: Value | None) -> FacetRow:
        """If all values were brought, one that is not among them has no vehicles."""
        count = 0 if self._facet is not None and not self.hidden else None
        row = FacetRow(self._kind.text(value), count, 0.0, self._kind.informs(value), chosen=True)
        return replace(row, informs=row.informs and count != 0)

    def _tell_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    # -- QAbstractListModel --------------------------------------------------

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        reader = self._readers.get(role)
        if reader is None or not index.isValid() or index.row() >= len(self._rows):
            return None
        return reader(index.row())

    @override
    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole or not index.isValid():
            return False
        self.toggle_requested.emit(self._values[index.row()])
        return True

    def _tip(self, row: int) -> str:
        shown = self._rows[row]
        return tip(", ".join(filter(None, (shown.text, shown.spoken))))

    def _spoken(self, row: int) -> str:
        shown = self._rows[row]
        name = self._kind.spoken(self._values[row])
        return ", ".join(filter(None, (name, shown.spoken, say("chosen") if shown.chosen else "")))

    def _mark(self, row: int) -> Qt.CheckState:
        return Qt.CheckState.Checked if self._rows[row].chosen else Qt.CheckState.Unchecked

    def _icon(self, row: int) -> QIcon | None:
        value = self._values[row]
        return None if value is None else self._icons.get(value)

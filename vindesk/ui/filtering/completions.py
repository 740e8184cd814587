"""What may be meant by what is being typed: fields, or values of one."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QBrush
from typing_extensions import override

from vindesk.domain.fields import Value
from vindesk.domain.filter import Empty, Is
from vindesk.domain.filter_fields import FilterField, Kind, fields_beginning
from vindesk.domain.filter_words import EMPTY
from vindesk.domain.filter_writing import written_test
from vindesk.domain.local_days import Calendar
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.model_index import ROOT, Index
from vindesk.ui.vehicles.vehicle_columns import cell
from vindesk.ui.wording import vehicles

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.store.facets import FacetValue

_LONGEST_SHOWN = 120
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Completion(Struct, frozen=True):
    """``inserted`` takes the place of what was typed; ``text`` and ``detail`` are shown."""

    text: str
    detail: str
    inserted: str


def field_completions(prefix: str) -> Sequence[Completion]:
    return [
        Completion(field.name, say(field.label), f"{field.name}:")
        for field in fields_beginning(prefix)
    ]


def date_completions(prefix: str, calendar: Calendar) -> Sequence[Completion]:
    today = calendar.today()
    offers = {
        "today": "",
        "yesterday": "",
        f"{today:%Y-%m}": say("this month"),
        f"{today:%Y}": say("this year"),
        EMPTY: say("no date"),
    }
    return [
        Completion(text, detail, text)
        for text, detail in offers.items()
        if text.startswith(prefix.lower())
    ]


def value_completions(
    field: FilterField, counted: "Iterable[FacetValue]", prefix: str
) -> Sequence[Completion]:
    """Those of the values that have ``prefix`` in them, those that begin with it first."""
    sought = prefix.lower()
    offers = [_value(field, one.value, vehicles(one.vehicles)) for one in counted]
    fitting = [offer for offer in offers if sought in f"{offer.text}\n{offer.inserted}".lower()]
    return sorted(fitting, key=lambda offer: not offer.text.lower().startswith(sought))


def _value(field: FilterField, value: Value | None, detail: str) -> Completion:
    if value is None:
        return Completion(EMPTY, detail, written_test(Empty(), field.column))
    text = shown_line(cell(field.column, value), _LONGEST_SHOWN)
    return Completion(text, detail, written_test(Is(value), field.column))


def is_searched_in_the_cache(field: FilterField) -> bool:
    """Whether a column may have more values than are worth fetching to search them here."""
    return field.kind in {Kind.TEXT, Kind.CODES}


class CompletionModel(QAbstractTableModel):
    """A completion in each row: what it is, and how many vehicles, or its long name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offers: Sequence[Completion] = ()
        self._quiet = QBrush()

    def show(self, offers: Sequence[Completion]) -> None:
        self.beginResetModel()
        self._offers = tuple(offers)
        self.endResetModel()

    def dress(self, quiet: QBrush) -> None:
        self._quiet = quiet

    def offer(self, row: int) -> Completion:
        return self._offers[row]

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._offers)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 2

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._offers):
            return None
        offer = self._offers[index.row()]
        match role, index.column():
            case ((Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole), 0):
                return offer.text
            case ((Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole), _):
                return offer.detail
            case Qt.ItemDataRole.TextAlignmentRole, 1:
                return _RIGHT
            case Qt.ItemDataRole.ForegroundRole, 1:
                return self._quiet
            case _:
                return None

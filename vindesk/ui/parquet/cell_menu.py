"""What a right click on a cell of a Parquet window offers."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.fields import NO_DATA
from vindesk.domain.words import say
from vindesk.ui.menu import Menu
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.parquet.parquet_snapshot import LONGEST_READ

_SIMPLE: Final = frozenset({ColumnKind.TEXT, ColumnKind.TRUTH, ColumnKind.NUMBER})
_NO_NUMBERS: Final = frozenset({"nan", "inf"})
"""What a column of numbers can hold, but no filter can ask for."""


class CellMenu(Menu):
    """Copying, and filters by the value of a cell."""

    term_chosen = Signal(str, object, bool)
    """What filters call a column, its value (str; None: nothing there); whether it is excluded."""

    def __init__(
        self,
        copying: Iterable[QAction],
        cell: tuple[str, ColumnKind, str] | None,
        parent: QWidget,
    ) -> None:
        """``cell``: what filters call its column, the kind and the text; None: none is current."""
        super().__init__(parent)
        self._cell = cell
        for action in copying:
            self.addAction(action)
        self.addSeparator()
        for name, title, negated in (
            ("filter_by_value", say("Filter by This &Value"), False),
            ("filter_without_value", say("E&xclude This Value"), True),
        ):
            action = self.addAction(title)
            action.setObjectName(name)
            action.setEnabled(self._can_filter())
            action.triggered.connect(
                lambda _checked=False, negated=negated: self._choose(negated=negated)
            )

    def offer(self, place: QPoint) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.popup(place)

    def _can_filter(self) -> bool:
        if self._cell is None:
            return False
        _, kind, text = self._cell
        if text is NO_DATA:  # by identity: a text may look so too
            return True
        no_number = kind is ColumnKind.NUMBER and text.removeprefix("-") in _NO_NUMBERS
        if text is LOADING or no_number:
            return False
        return kind in _SIMPLE and len(text) < LONGEST_READ

    def _choose(self, *, negated: bool) -> None:
        assert self._cell is not None  # noqa: S101 - the actions are enabled for a cell only
        name, _, text = self._cell
        self.term_chosen.emit(name, None if text is NO_DATA else text, negated)

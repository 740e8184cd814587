"""The fields on the screen: walked with the keyboard, copied, and taken as a filter."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.shown_text import copied_cell, shown_line
from vindesk.domain.tab_separated import tab_lines
from vindesk.domain.words import say, say_many
from vindesk.ui.details.field_lines import Line
from vindesk.ui.details.field_model import FieldModel, line_at
from vindesk.ui.details.field_painting import FieldPainter
from vindesk.ui.details.field_rows import FieldRows
from vindesk.ui.given_widths import GivenWidths
from vindesk.ui.menu import Menu
from vindesk.ui.model_index import Index

_MOST_FOR_NAMES: Final = 0.5
_INDENT: Final = 14
_SHORTEST: Final = 180
_LONGEST_MEASURED: Final = 36
"""Of a name, in characters: no single one takes the room of all values."""

_LONGEST_NAMED: Final = 30

_COPY: Final = QKeySequence.StandardKey.Copy
_COPY_BOTH: Final = "Ctrl+Shift+C"


class FieldTree(QTreeView):
    """Groups that fold, and in them fields with their values."""

    filter_requested = Signal(str, object)  # column, Value | None
    told = Signal(str)

    def __init__(self, fields: FieldModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self.setModel(fields)
        self.setObjectName("field_tree")
        self.setAccessibleName(say("Fields of the vehicle"))
        self.setUniformRowHeights(True)
        self.setItemDelegate(FieldRows(fields, self))
        self._rows = FieldPainter(self, fields)
        self._measured = set[str]()
        """The names that have been looked at for the widest."""

        self._widest = 0
        self._widths = GivenWidths(self.header())
        self.setMinimumHeight(_SHORTEST)
        self.setIndentation(_INDENT)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)

    def open_groups(self) -> None:
        """Show the fields of every group, and let the group's name run the whole width."""
        self.expandToDepth(0)  # all: their fields would be told as opened, too
        for row in range(self._fields.rowCount()):
            self.setFirstColumnSpanned(row, QModelIndex(), True)

    def open_new(self, groups: Iterable[QModelIndex]) -> None:
        """Show the fields of some groups; those that the user folded stay so."""
        for group in groups:
            self.expand(group)
            self.setFirstColumnSpanned(group.row(), QModelIndex(), True)

    def share_the_room(self) -> None:
        """Give the names as much as any so far has needed, until the user knows better."""
        if self._widths.is_dragged(0):
            return
        for line in self._fields.shown_lines():
            if line.label not in self._measured:
                self._measured.add(line.label)
                name = shown_line(line.label, _LONGEST_MEASURED)
                self._widest = max(self._widest, self._rows.room_for(name))
        most = round(self.viewport().width() * _MOST_FOR_NAMES)
        self._widths.give(0, min(self._widest, most))

    def share_anew(self) -> None:
        """Give the names what those need that are shown, whatever was needed before."""
        self._measured.clear()
        self._widest = 0
        self.share_the_room()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.share_anew()

    @override
    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        if not self._rows.draw(painter, options, index):
            super().drawRow(painter, options, index)

    # -- copying -------------------------------------------------------------

    def copy_values(self) -> None:
        """Copy the whole values of the selected fields, a line each."""
        lines = self._selected()
        if len(lines) == 1:
            only = lines[0]
            self._put(
                copied_cell(only.whole or ""),
                say("the value of {label}", label=shown_line(only.label)),
            )
        elif lines:
            values = tab_lines([line.whole or ""] for line in lines)
            self._put(values, say_many("{n} value", "{n} values", len(lines)))

    def copy_fields_and_values(self) -> None:
        """Copy the selected fields: name, tab, value, a line each."""
        lines = self._selected()
        if lines:
            text = tab_lines((line.label, line.whole or "") for line in lines)
            self._put(text, say_many("{n} field", "{n} fields", len(lines)))

    def copy_all(self, vin: str) -> None:
        """Copy every field that is shown, with its group, under the VIN."""
        lines = tuple(self._fields.shown_lines())
        rows = [(say("Group"), say("Field"), say("Value")), ("", "VIN", vin)]
        rows += [(line.heading, line.label, line.whole or "") for line in lines]
        self._put(
            tab_lines(rows),
            say_many("the VIN and {n} field", "the VIN and {n} fields", len(lines)),
        )

    def _selected(self) -> Sequence[Line]:
        """The selected fields from the top, wherever they were clicked first."""
        places = sorted(
            (index.parent().row(), index.row(), index)
            for index in self.selectionModel().selectedRows(0)
            if index.parent().isValid()
        )
        return [line for _, _, index in places if (line := line_at(index)) is not None]

    def _put(self, text: str, what: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.told.emit(say("Copied {what}.", what=what))

    # -- the menu ------------------------------------------------------------

    def menu(self) -> QMenu:
        """What can be done with the current field; the Menu key opens it too."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = line_at(self.currentIndex())
        selected = bool(self._selected())
        self._add(menu, say("&Copy Value"), self.copy_values, _COPY).setEnabled(selected)
        both = self._add(
            menu, say("Copy Field &and Value"), self.copy_fields_and_values, _COPY_BOTH
        )
        both.setEnabled(selected)
        menu.addSeparator()
        wanted = self._add(menu, _filter_text(line), self.request_filter)
        wanted.setEnabled(line is not None and line.column is not None)
        return menu

    def request_filter(self) -> None:
        """Ask for the vehicles that have the current field's value; None: that have none."""
        line = line_at(self.currentIndex())
        if line is not None and line.column is not None:
            self.filter_requested.emit(line.column, line.value)

    def _add(
        self,
        menu: QMenu,
        text: str,
        slot: Callable[[], None],
        keys: QKeySequence.StandardKey | str = "",
    ) -> QAction:
        """The keys are told in the menu; it is the tree that obeys them."""
        action = menu.addAction(text)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def _open_menu(self, place: QPoint) -> None:
        if line_at(self.currentIndex()) is not None:
            self.menu().popup(self.viewport().mapToGlobal(place))

    # -- keys ----------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        """Claim its own keys before the window's actions see them."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._slot_for(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        slot = self._slot_for(event)
        if slot is None:
            super().keyPressEvent(event)
        else:
            slot()

    def _slot_for(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.matches(_COPY):
            return self.copy_values
        if QKeySequence(event.keyCombination()) == QKeySequence(_COPY_BOTH):
            return self.copy_fields_and_values
        if event.matches(QKeySequence.StandardKey.SelectAll):
            return self.selectAll
        return None


def _filter_text(line: Line | None) -> str:
    if line is None or line.value is None:
        return say("&Filter by No Data")
    text = shown_line(line.text, _LONGEST_NAMED).replace("&", "&&")
    return say("&Filter by “{text}”", text=text)

"""The dialog in which the columns of the vehicle table are chosen and put in order."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.words import say, say_many
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.columns.field_tree import FieldSearch, FieldTree
from vindesk.ui.columns.shown_columns import ShownColumns
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.search_entry import SearchEntry
from vindesk.ui.seen_boxes import SeenBoxes
from vindesk.ui.vehicles.vehicle_columns import all_columns
from vindesk.ui.window_sizes import first_size

_SIZE: Final = QSize(780, 560)
_GAP: Final = 8
_OPENED_GROUPS: Final = 2


class ColumnChooser(QDialog):
    """All fields at the left, the shown ones at the right; the table follows at once.

    Cancel puts back what was there when the dialog was opened.
    """

    layout_changed = Signal(ColumnLayout)

    def __init__(self, layout: ColumnLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = self._chosen = layout
        self._fields = FieldTree(layout, self)
        self._found = FieldSearch(self._fields, self)
        self._shown = ShownColumns(layout, self)
        self.search = SearchEntry(
            "column_search",
            say("Search by name, group or description"),
            say("Search the fields"),
            self._enter_tree,
        )
        self.tree = QTreeView()
        self.list = QListView()
        self.pin = QCheckBox(say("&Keep the VIN in view"))
        self._count = QLabel()
        self._up = QPushButton(say("Move &Up"))
        self._down = QPushButton(say("Move &Down"))
        self._remove = QPushButton(say("&Remove"))
        self._reset = QPushButton(say("R&eset"))
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        without_icons(self._buttons)
        self.setObjectName("column_chooser")
        self.setWindowTitle(say("Columns"))
        self._set_up_fields()
        self._set_up_list()
        self._lay_out()
        self._connect()
        self._search("")
        self._show_choice()
        first_size(self, _SIZE)
        self.search.setFocus()

    @property
    def chosen(self) -> ColumnLayout:
        return self._chosen

    # -- parts ---------------------------------------------------------------------

    def _set_up_fields(self) -> None:
        self.tree.setObjectName("column_tree")
        self.tree.setAccessibleName(say("All fields"))
        self.tree.setModel(self._found)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setItemDelegate(SeenBoxes(self.tree, _GAP))
        self._count.setObjectName("column_count")
        self._count.setTextFormat(Qt.TextFormat.PlainText)

    def _set_up_list(self) -> None:
        self.list.setObjectName("shown_columns")
        self.list.setAccessibleName(say("Shown columns, from left to right"))
        self.list.setModel(self._shown)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setDropIndicatorShown(True)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(SeenBoxes(self.list, _GAP))
        for button, name, tip in (
            (self._up, "move_up", say("Further to the left (Alt+Up)")),
            (self._down, "move_down", say("Further to the right (Alt+Down)")),
            (self._remove, "remove_column", say("Hide this column (Delete)")),
            (self._reset, "reset_columns", say("The usual columns, in their usual widths")),
        ):
            button.setObjectName(name)
            button.setToolTip(tip)
            button.setAutoDefault(False)
        self.pin.setObjectName("keep_vin")
        self.pin.setToolTip(
            say("The VIN stays at the left edge while the table is scrolled sideways")
        )

    def _lay_out(self) -> None:
        fields = QVBoxLayout()
        fields.setSpacing(_GAP)
        title = QLabel(say("All &fields"))
        title.setBuddy(self.tree)
        for part in (title, self.search, self.tree, self._count):
            fields.addWidget(part)
        shown = QVBoxLayout()
        shown.setSpacing(_GAP)
        title = QLabel(say("Shown &columns, from left to right"))
        title.setBuddy(self.list)
        moves = QHBoxLayout()
        for button in (self._up, self._down, self._remove):
            moves.addWidget(button)
        moves.addStretch()
        shown.addWidget(title)
        shown.addWidget(self.list)
        shown.addLayout(moves)
        shown.addWidget(self.pin)
        sides = QHBoxLayout()
        sides.setSpacing(2 * _GAP)
        sides.addLayout(fields, 1)
        sides.addLayout(shown, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._reset)
        foot.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        whole.setSpacing(2 * _GAP)
        whole.addLayout(sides)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self._fields.asked.connect(self._show_or_hide)
        self._shown.reordered.connect(self._reorder)
        self.list.selectionModel().currentChanged.connect(self._enable)
        self._up.clicked.connect(self.move_up)
        self._down.clicked.connect(self.move_down)
        self._remove.clicked.connect(self.remove)
        self.pin.toggled.connect(self._pin)
        self._reset.clicked.connect(self.reset)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for keys, command in (
            ("Alt+Up", self.move_up),
            ("Alt+Down", self.move_down),
            ("Delete", self.remove),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(command)

    # -- commands ------------------------------------------------------------------

    def move_up(self) -> None:
        row = self.list.currentIndex().row()
        self._shown.moveRow(self.list.rootIndex(), row, self.list.rootIndex(), row - 1)

    def move_down(self) -> None:
        row = self.list.currentIndex().row()
        self._shown.moveRow(self.list.rootIndex(), row, self.list.rootIndex(), row + 2)

    def remove(self) -> None:
        """Show the current column no longer."""
        row = self.list.currentIndex().row()
        if row >= 0:
            self._take(self._chosen.hide(self._shown.keys[row]))

    def reset(self) -> None:
        """Back to the columns of the first start."""
        self._take(ColumnLayout())

    def _show_or_hide(self, keys: list[str], wanted: bool) -> None:
        self._take(self._chosen.show(*keys) if wanted else self._chosen.hide(*keys))
        if wanted:
            self.list.setCurrentIndex(self._shown.index(self._shown.rowCount() - 1, 0))

    def _reorder(self, keys: list[str]) -> None:
        self._take(self._chosen.reorder(keys))

    def _pin(self, wanted: bool) -> None:
        self._take(self._chosen.pin_vin(wanted))

    def _take(self, layout: ColumnLayout) -> None:
        if layout != self._chosen:
            self._chosen = layout
            self._show_choice()
            self.layout_changed.emit(layout)

    @override
    def reject(self) -> None:
        self._take(self._before)
        super().reject()

    # -- what is shown ---------------------------------------------------------------

    def _show_choice(self) -> None:
        self._fields.show_layout(self._chosen)
        self._shown.show_layout(self._chosen)
        self.pin.setChecked(self._chosen.vin_pinned)
        self._enable()

    def _enable(self) -> None:
        row = self.list.currentIndex().row()
        free = row >= 0 and self._shown.may_move(row)
        top = 1 if self._chosen.vin_pinned else 0
        self._up.setEnabled(free and row > top)
        self._down.setEnabled(free and row < self._shown.rowCount() - 1)
        self._remove.setEnabled(
            row >= 0 and self._chosen.hide(self._shown.keys[row]) != self._chosen
        )

    def _search(self, text: str) -> None:
        self._found.search(text)
        if text.strip():
            self.tree.expandAll()
            found = self._found.found()
            self._count.setText(
                say_many("{n} field found", "{n} fields found", found)
                if found
                else say("No field by that name")
            )
            return
        self.tree.collapseAll()
        for group in range(_OPENED_GROUPS):
            self.tree.expand(self._found.index(group, 0))
        self._count.setText(say_many("{n} field", "{n} fields", len(all_columns())))

    def _enter_tree(self) -> None:
        best = self._found.best()
        if best.isValid():
            self.tree.expand(best.parent())
            self.tree.setCurrentIndex(best)
            self.tree.setFocus(Qt.FocusReason.TabFocusReason)

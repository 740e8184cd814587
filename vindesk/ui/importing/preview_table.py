"""The preview: rows to read, heads that ask what their column is."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget
from typing_extensions import override

from vindesk.domain.words import phrase, say
from vindesk.ui.code_cells import CodeCells
from vindesk.ui.importing.column_roles import ColumnRoles, Role
from vindesk.ui.importing.handed_in import Glance
from vindesk.ui.importing.preview_model import PreviewModel
from vindesk.ui.menu import Menu
from vindesk.ui.whole_rows import EvenRows, set_up_rows

_CELL_PADDING: Final = 8
_WIDEST: Final = 260
_NARROWEST: Final = 64
_FITTED: Final = 60
"""Columns; fitting more takes longer than anybody looks."""

_RETURN: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TEXTS: Final[Mapping[Role, str]] = {
    Role.VIN: phrase("This Holds the &VIN"),
    Role.YEAR: phrase("This Holds the Model &Year"),
    Role.KEPT: phrase("&Keep beside the VIN"),
    Role.LEFT_OUT: phrase("&Leave Out"),
}


class PreviewTable(EvenRows):
    """It has the keyboard first; Return at the end of letters is a scanner's, and does nothing."""

    role_chosen = Signal(int, Role)
    """A column is to become something else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles = ColumnRoles(())
        self._typed = False
        """Whether the last key was a letter or a digit."""

        self._preview = PreviewModel(self)
        self.setModel(self._preview)
        self.setObjectName("import_preview")
        self.setAccessibleName(say("The first rows"))
        set_up_rows(self, QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(CodeCells(self))  # whichever column turns out to be that of the VINs
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_here)
        heads = self.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.setStretchLastSection(True)
        heads.sectionClicked.connect(self._ask_under_head)
        self._dress()

    def show_glance(self, glance: Glance, roles: ColumnRoles) -> None:
        self._roles = roles
        self._preview.show_rows(glance.rows, roles, is_text=glance.is_text)
        self._fit()
        if roles.vin is not None:
            self.scrollTo(self._preview.index(0, roles.vin))

    def show_roles(self, roles: ColumnRoles) -> None:
        self._roles = roles
        self._preview.show_roles(roles)

    def role_menu(self, column: int) -> QMenu:
        """What a column may become, built but not shown."""
        menu = Menu(self)
        menu.setObjectName("column_role_menu")
        group = QActionGroup(menu)
        for role, text in _TEXTS.items():
            action = menu.addAction(say(text))
            action.setCheckable(True)
            action.setChecked(self._roles.role(column) is role)
            action.triggered.connect(self._choosing(column, role))
            group.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _choosing(self, column: int, role: Role) -> Callable[[], None]:
        return lambda: self.role_chosen.emit(column, role)

    def _ask_under_head(self, column: int) -> None:
        heads = self.horizontalHeader()
        under = QPoint(heads.sectionViewportPosition(column), heads.height())
        self.role_menu(column).popup(heads.mapToGlobal(under))

    def _ask_here(self, place: QPoint) -> None:
        index = self.indexAt(place)
        column = index.column() if index.isValid() else self.currentIndex().column()
        if column >= 0:
            self.role_menu(column).popup(self.viewport().mapToGlobal(place))

    def _fit(self) -> None:
        """While the last section fills the room, each width that is set walks all sections."""
        heads = self.horizontalHeader()
        heads.setStretchLastSection(False)
        for column in range(min(self._preview.columnCount(), _FITTED)):
            wanted = max(self.sizeHintForColumn(column), self._head_width(column)) + _CELL_PADDING
            self.setColumnWidth(column, max(min(wanted, _WIDEST), _NARROWEST))
        heads.setStretchLastSection(True)

    def _head_width(self, column: int) -> int:
        """With room to become the VIN or the year."""
        title = f"{self._preview.headerData(column, Qt.Orientation.Horizontal)}"
        return self.fontMetrics().horizontalAdvance(title) * 6 // 5 + 2 * _CELL_PADDING

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        after_letters, self._typed = self._typed, event.text().isalnum()
        if self._typed or (after_letters and event.key() in _RETURN):
            event.accept()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()

    def _dress(self) -> None:
        self._preview.dress(self.palette(), self.font())

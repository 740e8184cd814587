"""Keeps the columns of the vehicle table as they were chosen, and remembers them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from vindesk.domain.words import say
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.columns.column_memory import ColumnMemory
from vindesk.ui.menu import Menu
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.vehicles.vehicle_columns import VIN

_SEPARATOR: Final = None


class ColumnsController(QObject):
    """The one place where the layout changes: by the header, its menu, or the chooser."""

    layout_changed = Signal(ColumnLayout)
    """The view shows it already, as far as its model has the columns."""

    choosing = Signal()
    """The chooser opens: the table follows it at once."""

    taken_back = Signal()
    """The chooser was cancelled: the columns are those of before."""

    def __init__(self, view: PagedTableView, memory: ColumnMemory) -> None:
        super().__init__(view)
        self._view = view
        self._memory = memory
        self._chosen = memory.load()
        self._arranged: tuple[str, ...] = ()
        view.model().modelReset.connect(self._arrange_others)
        view.arranged.connect(self._read)
        view.heads.menu_requested.connect(self._offer)

    @property
    def chosen(self) -> ColumnLayout:
        return self._chosen

    def change(self, layout: ColumnLayout) -> None:
        """Show the columns so, from now on."""
        if layout == self._chosen:
            return
        self._chosen = layout
        self._memory.save(layout)
        self._arrange()
        self.layout_changed.emit(layout)

    def choose(self) -> None:
        """Open the chooser."""
        from vindesk.ui.columns.column_chooser import ColumnChooser  # noqa: PLC0415

        chooser = ColumnChooser(self._chosen, self._view.window())
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.layout_changed.connect(self._take_chosen)
        chooser.rejected.connect(self.taken_back)
        self.choosing.emit()
        chooser.open()

    def _take_chosen(self, layout: ColumnLayout) -> None:
        """What was added comes in view: at the right it may well be out of it."""
        added = [key for key in layout.order if not self._chosen.shows(key)]
        self.change(layout)
        keys = [column.key for column in self._view.columns]
        if added and added[-1] in keys:
            self._view.show_column(keys.index(added[-1]))

    def menu(self, section: int) -> QMenu:
        """What can be done with the column ``section``, and with all of them."""
        menu = Menu(self._view)
        column = self._view.column(section)
        for entry in (
            _action("hide_column", say("&Hide This Column"), lambda: self._hide(section)),
            _action("show_columns", say("Show &Columns…"), self.choose),
            _SEPARATOR,
            _action("fit_column", say("&Fit This Column"), lambda: self._fit(section)),
            _action("fit_all_columns", say("Fit &All Columns"), self._fit_all),
            _SEPARATOR,
            _action("keep_vin", say("&Keep the VIN in View"), self._turn_pin),
            _action("reset_columns", say("&Reset Columns"), self._reset),
        ):
            if entry is None:
                menu.addSeparator()
            else:
                entry.setParent(menu)
                menu.addAction(entry)
        by_name = {action.objectName(): action for action in menu.actions()}
        by_name["hide_column"].setEnabled(column is not None and column.key != VIN)
        by_name["fit_column"].setEnabled(column is not None)
        by_name["keep_vin"].setCheckable(True)
        by_name["keep_vin"].setChecked(self._chosen.vin_pinned)
        by_name["reset_columns"].setEnabled(self._chosen != ColumnLayout())
        return menu

    def _offer(self, section: int, place: QPoint) -> None:
        menu = self.menu(section)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _hide(self, section: int) -> None:
        column = self._view.column(section)
        if column is not None:
            self.change(self._chosen.hide(column.key))

    def _fit(self, section: int) -> None:
        self._view.fit_column(section)
        self._read()

    def _fit_all(self) -> None:
        self._view.fit_all()
        self._read()

    def _turn_pin(self) -> None:
        self.change(self._chosen.pin_vin(not self._chosen.vin_pinned))

    def _reset(self) -> None:
        self.change(ColumnLayout())

    # -- the view --------------------------------------------------------------------

    def _arrange(self) -> None:
        self._arranged = tuple(column.key for column in self._view.columns)
        chosen = self._chosen
        self._view.arrange(chosen.order, chosen.widths, keep_first=chosen.vin_pinned)

    def _arrange_others(self) -> None:
        """The rows are new; only new columns are arranged, so that no dragging is disturbed."""
        if self._arranged != tuple(column.key for column in self._view.columns):
            self._arrange()

    def _read(self) -> None:
        """Take over what the mouse did to the view."""
        columns = {column.key for column in self._view.columns}
        waiting = [key for key in self._chosen.order if key not in columns]
        chosen = self._chosen.reorder((*self._view.order(), *waiting))
        self.change(chosen.resize(self._view.widths_other_than(chosen.widths)))


def _action(name: str, text: str, command: Callable[[], object]) -> QAction:
    action = QAction(text)
    action.setObjectName(name)
    action.triggered.connect(lambda _checked=False: command())
    return action

"""What a person can do at the window, each as one gesture."""

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from tests.exporting import export_every_vehicle, hear_exported
from tests.long.closing_words import (
    Asked,
    Exported,
    Orders,
    Redoing,
    Removing,
    Seen,
    Settled,
    Undoing,
    say,
)
from vindesk.app.wiring import Desk
from vindesk.services.found import Found
from vindesk.ui.actions import ActionId
from vindesk.ui.exporting.export_dialog import ExportDialog
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
_MOST_PASTED = 30
_LOADED_AT_FIRST = 256

Act = Callable[[], object]


class Hands:
    """Keys, clicks, menus and dialogs; what the user learns by it is said."""

    def __init__(self, desk: Desk, orders: Orders, rng: random.Random) -> None:
        self._desk = desk
        self._rng = rng
        self._entry = desk.panel.entry
        self._view: PagedTableView = desk.table.view
        self._fresh = list(orders.fresh)
        self._are_fresh = frozenset(orders.fresh)
        self._folder = orders.exports
        self._not_parquet = orders.not_parquet
        self._exports = 0
        self._written: list[Path] = []
        self._removed: set[str] = set()
        self._listen()

    @property
    def habits(self) -> Mapping[Act, int]:
        """What is done how often."""
        return {
            self.type_a_vin: 10,
            self.paste_some: 4,
            self.remove_some: 6,
            self.remove_all: 1,
            self.undo: 4,
            self.redo: 2,
            self.sort: 4,
            self.scroll: 3,
            self.copy: 3,
            self.export: 4,
            self.ask_where_to_export: 1,
            self.open_an_export: 3,
            self.open_what_is_no_parquet: 1,
            self.ask_for_a_file: 1,
            self.ask_about_vindesk: 1,
            self.use_a_parquet_window: 4,
            self.change_the_source: 1,
            self.change_the_size: 2,
            self.toggle_details: 1,
            self.give_up: 1,
        }

    @property
    def last_acts(self) -> Sequence[Act]:
        """What is best done just before leaving."""
        commands = (self.remove_some, self.remove_several, self.remove_all, self.undo, self.redo)
        return (
            *commands,
            *commands,
            self.type_a_vin,
            self.paste_some,
            self.copy,
            self.export,
            self.export_over_another,
            self.open_an_export,
            self.open_what_is_no_parquet,
            self.ask_for_a_file,
            self.ask_about_vindesk,
        )

    # -- seeing --------------------------------------------------------------

    def _listen(self) -> None:
        desk = self._desk
        desk.lookup.found.connect(self._see_vehicle)
        desk.table.counted.connect(self._see_table)
        hear_exported(desk.exports, self._see_export)
        desk.history.changed.connect(self._see_history)
        desk.actions[ActionId.REMOVE].triggered.connect(self._tell_removal)
        desk.actions[ActionId.UNDO].triggered.connect(lambda: say(Undoing()))
        desk.actions[ActionId.REDO].triggered.connect(lambda: say(Redoing()))

    def _see_vehicle(self, found: Found) -> None:
        self._tell_seen([found.vehicle.vin.text])

    def _see_table(self, _count: int) -> None:
        self._tell_seen(self._texts(self._view.rows_in_view()))

    def _tell_seen(self, vins: Sequence[str]) -> None:
        if fresh := self._are_fresh.intersection(vins):
            say(Seen(tuple(sorted(fresh))))

    def _see_history(self) -> None:
        if not self._desk.history._running:
            say(Settled())

    def _see_export(self, path: Path) -> None:
        self._written.append(path)
        say(Exported(path.name))

    def _tell_removal(self) -> None:
        whole = self._desk.table.selected_count() == self._desk.table.row_count()
        rows = range(_LOADED_AT_FIRST) if whole else self._selected()
        vins = self._texts(rows)
        self._removed.update(vins)
        say(Removing(tuple(vins), whole))

    def _selected(self) -> list[int]:
        return [row for part in self._view.selected_ranges() for row in part]

    def _texts(self, rows: Sequence[int]) -> list[str]:
        """The VINs of those rows that have arrived."""
        model = self._view.model()
        assert isinstance(model, PagedTableModel)
        present = (row for row in rows if row < model.rowCount())
        return [texts[0] for row in present if (texts := model.row(row))]

    # -- looking up ----------------------------------------------------------

    def type_a_vin(self) -> None:
        """A new one, or one that the table shows."""
        shown = [vin for vin in self._texts(self._view.rows_in_view()) if vin not in self._removed]
        vins = [self._rng.choice(shown)] if shown and self._rng.random() < 0.3 else self._take(1)
        self._entry.selectAll()
        QTest.keyClicks(self._entry, "".join(vins))
        self._submit(vins)

    def paste_some(self) -> None:
        vins = self._take(self._rng.randint(2, _MOST_PASTED))
        QGuiApplication.clipboard().setText(self._rng.choice((" ", "\n")).join(vins))
        self._entry.selectAll()
        QTest.keyClick(self._entry, Qt.Key.Key_V, _CTRL)
        self._submit(vins)

    def give_up(self) -> None:
        QTest.keyClick(self._entry, Qt.Key.Key_Escape)

    def change_the_source(self) -> None:
        QTest.keyClick(self._desk.panel.source, self._rng.choice((Qt.Key.Key_Up, Qt.Key.Key_Down)))

    def _take(self, count: int) -> list[str]:
        taken, self._fresh = self._fresh[:count], self._fresh[count:]
        return taken

    def _submit(self, vins: Sequence[str]) -> None:
        say(Asked(tuple(vins)))
        QTest.keyClick(self._entry, Qt.Key.Key_Return)

    # -- the table -----------------------------------------------------------

    def remove_some(self) -> None:
        """Only rows that can be read: nobody else knows what they remove."""
        rows = self._view.rows_in_view()
        if not rows or len(self._texts(rows)) < len(rows):
            return
        self._click(self._rng.choice(rows))
        for modifier in self._rng.choice(((), (_CTRL,), (_SHIFT,), (_CTRL, _CTRL))):
            self._click(self._rng.choice(rows), modifier)
        QTest.keyClick(self._view, Qt.Key.Key_Delete)

    def remove_several(self) -> None:
        """One command after the other, faster than they can be carried out."""
        for _ in range(self._rng.randint(2, 5)):
            self.remove_some()

    def remove_all(self) -> None:
        self._view.setFocus()
        QTest.keyClick(self._view, Qt.Key.Key_A, _CTRL)
        QTest.keyClick(self._view, Qt.Key.Key_Delete)

    def undo(self) -> None:
        self._desk.actions[ActionId.UNDO].trigger()

    def redo(self) -> None:
        self._desk.actions[ActionId.REDO].trigger()

    def sort(self) -> None:
        header = self._view.horizontalHeader()
        place = QPoint(header.sectionViewportPosition(self._rng.randrange(4)) + 5, 5)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, _NONE, place)

    def scroll(self) -> None:
        keys = (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        QTest.keyClick(self._view, self._rng.choice(keys))

    def copy(self) -> None:
        if self._rng.random() < 0.5:
            QTest.keyClick(self._view, Qt.Key.Key_A, _CTRL)
        self._desk.actions[ActionId.COPY].trigger()

    def _click(self, row: int, modifier: Qt.KeyboardModifier = _NONE) -> None:
        place = self._view.visualRect(self._view.model().index(row, 0)).center()
        QTest.mouseClick(self._view.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    # -- files ---------------------------------------------------------------

    def export(self) -> None:
        export_every_vehicle(self._desk.exports, self._new_target())

    def ask_where_to_export(self) -> None:
        self._desk.actions[ActionId.EXPORT].trigger()

    def export_over_another(self) -> None:
        """Whether it may is asked later."""
        self.ask_where_to_export()
        options = QApplication.activeModalWidget()
        if isinstance(options, ExportDialog):
            options.accept()
        dialog = self._dialog()
        if dialog is not None and self._written:
            dialog.selectFile(str(self._rng.choice(self._written)))
            dialog.accept()

    def open_an_export(self) -> None:
        if self._written:
            self._desk.parquet.open(self._rng.choice(self._written))

    def open_what_is_no_parquet(self) -> None:
        self._desk.parquet.open(self._not_parquet)

    def ask_for_a_file(self) -> None:
        self._desk.actions[ActionId.OPEN_PARQUET].trigger()

    def use_a_parquet_window(self) -> None:
        windows = [
            w
            for w in QApplication.topLevelWidgets()
            if w.objectName() == "parquet_window" and w.isVisible()
        ]
        if not windows:
            return
        window = self._rng.choice(windows)
        table = window.findChild(PagedTableView, "parquet_table")
        assert isinstance(table, PagedTableView)
        if self._rng.random() < 0.2:
            window.close()
            return
        QTest.keyClick(table, Qt.Key.Key_End)
        QTest.keyClick(table, Qt.Key.Key_A, _CTRL)
        QTest.keyClick(table, Qt.Key.Key_C, _CTRL)

    def _new_target(self) -> Path:
        self._exports += 1
        return self._folder / f"vehicles {self._exports}.parquet"

    # -- the window ----------------------------------------------------------

    def ask_about_vindesk(self) -> None:
        self._desk.actions[ActionId.ABOUT].trigger()

    def change_the_size(self) -> None:
        self._desk.window.resize(self._rng.randint(700, 1600), self._rng.randint(450, 1000))

    def toggle_details(self) -> None:
        self._desk.actions[ActionId.SHOW_DETAILS].trigger()

    def answered_what_was_asked(self) -> bool:
        """Whether a box or a dialog stood in the way; it is answered, or left for a while."""
        in_the_way = QApplication.activeModalWidget()
        if in_the_way is None:
            return False
        dialog = self._dialog()
        if self._rng.random() < 0.5:
            QTest.keyClick(in_the_way, Qt.Key.Key_Escape)
        elif isinstance(in_the_way, ExportDialog):
            in_the_way.accept()
        elif isinstance(in_the_way, QMessageBox) and in_the_way.objectName() == "export_question":
            QTest.keyClick(in_the_way, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
        elif dialog is not None and dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave:
            dialog.selectFile(str(self._new_target()))
            dialog.accept()
        return True

    def _dialog(self) -> QFileDialog | None:
        dialogs = self._desk.window.findChildren(QFileDialog)
        return next((dialog for dialog in dialogs if dialog.isVisible()), None)

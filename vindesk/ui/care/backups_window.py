"""The backups there are: to look at, to make one, to bring one back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.backups import Backup, Why
from vindesk.domain.words import say
from vindesk.ui.care.backup_model import BackupModel
from vindesk.ui.labels import plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.plain_text import sentence
from vindesk.ui.whole_rows import EvenRows, ask_no_rows, set_up_rows
from vindesk.ui.window_sizes import first_size

_SIZE: Final = QSize(680, 440)
_RETURN: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class BackupTable(EvenRows):
    """Return activates the current row, and is not for the default button of the window too."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURN and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class BackupsWindow(QDialog):
    """It asks for what is to be done, and shows what there is when it is told."""

    make_requested = Signal()
    restore_requested = Signal(object)  # Backup
    undo_requested = Signal(object)  # Backup
    folder_requested = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backups_window")
        self.setWindowTitle(say("Backups"))
        self.model = BackupModel(self)
        self.table = BackupTable()
        self._words = plain_label(wrap=True)
        self._words.setObjectName("backups_words")
        self._make = _button(
            say("&Back Up Now"), "backup_now", say("Copy the cache and read the copy")
        )
        self._restore = _button(
            say("&Restore…"), "restore_backup", say("Put the backup in place of the cache")
        )
        self._undo = _button(
            say("&Undo Restore"), "undo_restore", say("Bring back the previous cache")
        )
        self._folder = _button(
            say("Show in &Folder"), "show_backups", say("Open the folder of the backups")
        )
        self._undoable: Backup | None = None
        self._busy = False
        self._set_up_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        self._place = plain_label(wrap=True, selectable=True)
        self._place.setObjectName("backups_place")
        self.show_folder(folder)
        layout.addWidget(self._place)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._words)
        layout.addLayout(self._buttons())
        first_size(self, _SIZE)
        self._make.clicked.connect(self.make_requested)
        self._restore.clicked.connect(self._ask_to_restore)
        self._undo.clicked.connect(self._ask_to_undo)
        self._folder.clicked.connect(self.folder_requested)
        self._enable()
        self.table.setFocus()

    def show_folder(self, folder: Path) -> None:
        """Where they are; another folder may be chosen while the window is closed."""
        told = say("A backup is a whole copy of the cache. They are in {folder}.", folder=folder)
        self._place.setText(told)

    @property
    def current(self) -> Backup | None:
        row = self.table.currentIndex().row()
        return self.model.backups[row] if 0 <= row < len(self.model.backups) else None

    def show_backups(self, backups: Sequence[Backup], kept: Path | None = None) -> None:
        """The newest first; the current one stays current.

        ``kept`` is what Undo brings back, if it is a backup: the cache before the last restore.
        Without it there was none in this session, and the newest of this kind is offered.
        """
        chosen = self.current
        self.model.show(backups)
        of_restores = (each for each in backups if each.why is Why.BEFORE_RESTORE)
        self._undoable = next((each for each in of_restores if kept in {None, each.path}), None)
        row = backups.index(chosen) if chosen in backups else 0
        if backups:
            self.table.selectRow(row)
        else:
            self.tell(say("There is no backup yet."))
        self._enable()

    def tell(self, words: str) -> None:
        self._words.setText(sentence(words))

    def show_busy(self, busy: bool) -> None:
        """While something runs, nothing else is begun."""
        self._busy = busy
        self._enable()

    def _ask_to_restore(self) -> None:
        if self.current is not None and not self._busy:
            self.restore_requested.emit(self.current)

    def _ask_to_undo(self) -> None:
        if self._undoable is not None:
            self.undo_requested.emit(self._undoable)

    def _enable(self) -> None:
        """A button that was pressed by key leaves the focus to the list, not to its neighbour."""
        for button, there_is_one in (
            (self._make, True),
            (self._restore, self.current is not None),
            (self._undo, self._undoable is not None),
        ):
            can = there_is_one and not self._busy
            if not can and self.focusWidget() is button:
                self.table.setFocus()
            button.setEnabled(can)

    def _set_up_table(self) -> None:
        self.table.setObjectName("backup_table")
        self.table.setAccessibleName(say("Backups"))
        set_up_rows(self.table, QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setModel(self.model)
        ask_no_rows(self.table)
        heads = self.table.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.table.activated.connect(self._ask_to_restore)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self._make, self._restore, self._undo, self._folder):
            line.addWidget(button)
        line.addStretch(1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        without_icons(box)
        line.addWidget(box)
        return line


def _button(text: str, name: str, told: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(told)
    button.setAutoDefault(False)
    return button

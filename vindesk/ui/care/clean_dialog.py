"""What would be cleaned: each file and each kind of rows, to be taken out of it or not."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vindesk.domain.cleaning import Item
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import phrase, say, say_many
from vindesk.ui.labels import headline, plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.plain_text import sentence, tip
from vindesk.ui.seen_boxes import SeenBoxes
from vindesk.ui.window_sizes import first_size, no_narrower
from vindesk.ui.wording import size

_SIZE: Final = QSize(640, 420)
_NARROWEST: Final = 60
"""In characters."""
_UNTOUCHED: Final = phrase(
    "Files that vindesk did not make are never touched, and damaged caches that were set aside "
    "stay. What is not listed is within the limits in the settings."
)


class CleanDialog(QDialog):
    """Says what of the preview is meant."""

    confirmed = Signal(list)
    """Items."""

    def __init__(self, items: Sequence[Item], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clean_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Clean Up"))
        self._items = items
        self._sum = headline("")
        self._sum.setObjectName("clean_sum")
        self.list = QTreeWidget()
        self._box = QDialogButtonBox()
        self._clean = self._box.addButton(say("&Clean Up"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._clean.setObjectName("confirm_clean")
        self._clean.setAutoDefault(False)
        cancel = self._box.addButton(QDialogButtonBox.StandardButton.Cancel)
        without_icons(self._box)
        self._box.accepted.connect(self._confirm)
        self._box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self._sum)
        layout.addWidget(self.list, 1)
        layout.addWidget(plain_label(say(_UNTOUCHED), wrap=True))
        layout.addWidget(self._box)
        cancel.setDefault(True)  # it opens by itself: Return may be meant for what was before it
        no_narrower(layout, self, _NARROWEST)
        first_size(self, _SIZE)
        self._fill()
        self.list.itemChanged.connect(self._count)
        self._count()

    @property
    def chosen(self) -> list[Item]:
        rows = range(self.list.topLevelItemCount())
        ticked = Qt.CheckState.Checked
        return [self._items[n] for n in rows if self._row(n).checkState(0) is ticked]

    def _row(self, number: int) -> QTreeWidgetItem:
        row = self.list.topLevelItem(number)
        assert row is not None  # noqa: S101 - narrows the type
        return row

    def _fill(self) -> None:
        self.list.setObjectName("clean_list")
        self.list.setAccessibleName(say("What would go"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setItemDelegate(SeenBoxes(self.list))
        self.list.setHeaderLabels([say("What"), say("Which"), say("Frees")])
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.list.headerItem().setTextAlignment(2, right)
        for item in self._items:
            cells = [say(item.litter), shown_line(item.words), size(item.bytes)]
            row = QTreeWidgetItem(self.list, cells)
            row.setCheckState(0, Qt.CheckState.Checked)
            row.setTextAlignment(2, right)
            if item.path is not None:
                row.setToolTip(1, tip(str(item.path)))
        heads = self.list.header()
        heads.setStretchLastSection(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def _count(self) -> None:
        chosen = self.chosen
        freed = size(sum(item.bytes for item in chosen))
        words = say_many(
            "{n} item to clean, freeing {freed}.",
            "{n} items to clean, freeing {freed}.",
            len(chosen),
            freed=freed,
        )
        self._sum.setText(sentence(words if self._items else say("There is nothing to clean.")))
        self._clean.setEnabled(bool(chosen))

    def _confirm(self) -> None:
        self.confirmed.emit(self.chosen)
        self.accept()

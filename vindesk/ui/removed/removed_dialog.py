"""The removals whose vehicles are still set aside: to look at, and to bring one back."""

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

from vindesk.domain.words import grouped, say, say_many
from vindesk.store.removals import SetAside
from vindesk.ui.airy_rows import AiryRows
from vindesk.ui.labels import plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.window_sizes import first_size
from vindesk.ui.wording import to_the_second

_SIZE: Final = QSize(680, 420)
_COUNT: Final = 1
_LEAST_WIDTH: Final = 14
"""Of a column, in characters."""


class RemovedDialog(QDialog):
    """Says which removal is to be brought back, and closes."""

    chosen = Signal(SetAside)

    def __init__(
        self, removals: Sequence[SetAside], days: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("removed_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Removed Vehicles"))
        self._removals = removals
        self.list = QTreeWidget()
        box = QDialogButtonBox()
        bring = box.addButton(say("&Bring Back"), QDialogButtonBox.ButtonRole.AcceptRole)
        bring.setObjectName("bring_back")
        bring.setToolTip(say("Put the vehicles of the selected removal into the table again"))
        bring.setEnabled(bool(removals))
        bring.setDefault(True)
        box.addButton(QDialogButtonBox.StandardButton.Close)
        without_icons(box)
        box.accepted.connect(self._choose)
        box.rejected.connect(self.reject)
        self.list.itemActivated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(plain_label(_told(removals, days), wrap=True))
        layout.addWidget(self.list, 1)
        layout.addWidget(box)
        first_size(self, _SIZE)
        self._fill()
        self.list.setFocus()

    def _fill(self) -> None:
        self.list.setObjectName("removed_list")
        self.list.setAccessibleName(say("Removals"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setItemDelegate(AiryRows(self.list))
        self.list.setHeaderLabels([say("When"), say("Vehicles"), say("VINs")])
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.list.headerItem().setTextAlignment(_COUNT, right)
        for each in self._removals:
            cells = [to_the_second(each.removed_at), grouped(each.count), _vins(each)]
            row = QTreeWidgetItem(self.list, cells)
            row.setTextAlignment(_COUNT, right)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        heads = self.list.header()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setStretchLastSection(True)
        heads.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * _LEAST_WIDTH)

    def _choose(self) -> None:
        """Return in the list activates a row and presses the default button: it counts once."""
        current = self.list.currentItem()
        if self.isVisible() and current is not None:
            self.accept()
            self.chosen.emit(self._removals[self.list.indexOfTopLevelItem(current)])


def _told(removals: Sequence[SetAside], days: int) -> str:
    if not removals:
        return say("Nothing that was removed is left to be brought back.")
    return say_many(
        "What was removed stays in the file for {n} day, then cleaning deletes it for good.",
        "What was removed stays in the file for {n} days, then cleaning deletes it for good.",
        days,
    )


def _vins(removal: SetAside) -> str:
    """Some of them, and how many others."""
    some = ", ".join(removal.vins)
    others = removal.count - len(removal.vins)
    if not others:
        return some
    return say_many("{vins} and {n} other", "{vins} and {n} others", others, vins=some)

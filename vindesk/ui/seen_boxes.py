"""Rows with check boxes that can be seen in the dark."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from vindesk.ui.airy_rows import AiryRows
from vindesk.ui.model_index import Index


class SeenBoxes(AiryRows):
    """Fusion draws a box a shade darker than the window: on a dark one nobody sees it.

    Only a row has another colour there: from that of the view Fusion draws frames and heads too.
    """

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        colours = QPalette(option.palette)
        colours.setColor(QPalette.ColorRole.Window, colours.placeholderText().color())
        option.palette = colours

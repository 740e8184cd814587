"""A choice that may be narrower than its text."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox
from typing_extensions import override

_BESIDE_ICON: Final = 6
"""What the style leaves free around the icon and the text, in pixels."""

_FEWEST_LETTERS: Final = 4
"""Of a text that is cut, the dots included: fewer say nothing."""


class SourceBox(QComboBox):
    """Cuts its text with dots; where next to nothing would be left, the icon stands alone."""

    @override
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        option.currentText = self._fitted(option)

    def _fitted(self, option: QStyleOptionComboBox) -> str:
        style, text = self.style(), option.currentText
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(control, option, field, self).width() - _BESIDE_ICON
        if not option.currentIcon.isNull():
            room -= option.iconSize.width()
        cut = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return cut if cut == text or len(cut) >= _FEWEST_LETTERS else ""

"""A flat button that does not look pressed while it is on: its text or icon says so."""

from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QToolButton
from typing_extensions import override


class QuietToggle(QToolButton):
    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setAutoRaise(True)

    @override
    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        option.state &= ~QStyle.StateFlag.State_On

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vindesk.ui.first_paint import FirstPaint


def test_the_first_paint_is_told_once(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    told: list[bool] = []
    first = FirstPaint(widget)
    first.painted.connect(lambda: told.append(widget.isVisible()))
    with qtbot.waitSignal(first.painted):
        widget.show()
    widget.repaint()
    assert told == [True]

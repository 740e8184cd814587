"""A ring around what has the keyboard, for who needs strong edges."""

from functools import cached_property

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override


class _Above(QProxyStyle):
    """The frame lies above everything: else what is close to the place would cover it."""

    @override
    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint is QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returnData)


class FocusRing(QObject):
    """Qt's own frame, which follows the place that it is around.

    It goes with the window that it is in, so that each place gets a new one.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._wanted = False
        self._frame: QFocusFrame | None = None
        self._place: QWidget | None = None
        application.focusChanged.connect(self._follow)

    @cached_property
    def _style(self) -> QStyle:
        style = _Above()
        style.setParent(self)
        return style

    @property
    def around(self) -> QWidget | None:
        """What it is around now."""
        frame, place = self._frame, self._place
        there = frame is not None and isValid(frame) and place is not None and isValid(place)
        return place if there else None

    def show_if(self, wanted: bool) -> None:
        self._wanted = wanted
        self._move_to(self._application.focusWidget())

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._move_to(now)

    def _move_to(self, place: QWidget | None) -> None:
        if self._frame is not None and isValid(self._frame):
            self._frame.setWidget(None)  # pyright: ignore[reportArgumentType] - as Qt has it
            self._frame.setParent(None)  # else the place would keep it, in Python, until its end
            self._frame.deleteLater()  # it is not always Python's
        self._frame = self._place = None
        if self._wanted and place is not None and not place.isWindow():
            self._frame, self._place = _frame_around(place, self._style), place


def _frame_around(place: QWidget, style: QStyle) -> QFocusFrame:
    frame = QFocusFrame(place)
    frame.setStyle(style)
    colours = QPalette(place.palette())
    colours.setColor(QPalette.ColorRole.WindowText, colours.highlight().color())
    frame.setPalette(colours)
    frame.setWidget(place)
    # PySide takes the place for a child of the frame, here and where it is asked for: what Qt has
    # made of a widget would be done with in Python when the frame is.
    place.setParent(place.parentWidget())
    return frame

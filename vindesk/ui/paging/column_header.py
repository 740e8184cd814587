"""The heads of a paged table, of which the first can stay in view."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QWidget
from typing_extensions import override

from vindesk.ui.paging.sorting_header import SortingHeader

_LARGEST_SHARE: Final = 0.6
"""Of the width in view: a wider first column would leave no room to read the others."""


class ColumnHeader(SortingHeader):
    """Shows a first section that stays at the left edge while its own place is scrolled away.

    What the mouse does there is done to it.
    """

    menu_requested = Signal(int, QPoint)
    """A section (-1: none), and a place on the screen."""

    arranged = Signal()
    """The user moved or resized sections; told once, when the mouse button is let go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_stays = False
        self._held = False
        self._touched = False
        self._on_kept = False
        self.setSectionsMovable(True)
        self.sectionMoved.connect(self._touch)
        self.sectionResized.connect(self._touch)

    # -- the section that stays --------------------------------------------------

    @property
    def first_stays(self) -> bool:
        return self._first_stays

    def keep_first(self, wanted: bool) -> None:
        """Whether the first section stays first, and in view."""
        self._first_stays = wanted
        self.setFirstSectionMovable(not wanted)
        self.viewport().update()

    def kept_width(self) -> int:
        """How much of the first section is seen over the others; 0 where it is in its place."""
        if not self._first_stays or self.offset() <= 0 or self.visualIndex(0):
            return 0
        width = self.sectionSize(0)
        return width if width <= self.viewport().width() * _LARGEST_SHARE else 0

    def section_at(self, x: int) -> int:
        """The section seen at ``x``; -1 if there is none."""
        return self.logicalIndexAt(x - self._shift_at(x))

    def place_of(self, section: int) -> int:
        """Where ``section`` is seen to begin."""
        stays = section == 0 and self.kept_width()
        return 0 if stays else self.sectionViewportPosition(section)

    def _shift_at(self, x: int) -> int:
        """How far what is seen at ``x`` is from its own place."""
        width = self.kept_width()
        return self.offset() if width and x < width + self._grip() else 0

    def _grip(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderGripMargin, None, self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        width = self.kept_width()
        if width:
            painter = QPainter(self.viewport())
            self.paintSection(painter, QRect(0, 0, width, self.viewport().height()), 0)
            painter.end()

    # -- mouse -------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hold(event)
        with self._under_the_mouse():
            super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = round(event.position().x())
        if not event.buttons() and self._shift_at(x):
            self._point_at(x)
            return
        with self._under_the_mouse():
            super().mouseMoveEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        with self._under_the_mouse():
            super().mouseReleaseEvent(event)
        self._let_go()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._hold(event)
        with self._under_the_mouse():
            super().mouseDoubleClickEvent(event)

    def _hold(self, event: QMouseEvent) -> None:
        """Until the button is let go, all that the mouse does is done to the same section."""
        self._on_kept = self._shift_at(round(event.position().x())) > 0
        self._held = True

    def _let_go(self) -> None:
        self._held = self._on_kept = False
        if self._touched:
            self._touched = False
            self.arranged.emit()

    def _touch(self) -> None:
        self._touched = self._touched or self._held

    @contextmanager
    def _under_the_mouse(self) -> Generator[None, None, None]:
        """The section that stays is where it is seen, as long as Qt looks for it."""
        if not self._on_kept:
            yield
            return
        self.viewport().setUpdatesEnabled(False)
        self.setOffset(0)
        try:
            yield
        finally:
            self.setOffset(self._scrolled())
            self.viewport().setUpdatesEnabled(True)

    def _scrolled(self) -> int:
        """How far the table is scrolled by now: a click can have changed all of it."""
        table = self.parentWidget()
        scrolls = isinstance(table, QAbstractScrollArea)
        return table.horizontalScrollBar().value() if scrolls else 0

    def _point_at(self, x: int) -> None:
        """Show whether the border of the section that stays can be dragged at ``x``."""
        if x > self.kept_width() - self._grip():
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            there = event.pos() - QPoint(self._shift_at(event.pos().x()), 0)
            return super().viewportEvent(QHelpEvent(event.type(), there, event.globalPos()))
        return super().viewportEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            corner = QPoint(max(self.place_of(self.current), 0), self.viewport().height())
            self.menu_requested.emit(self.current, self.viewport().mapToGlobal(corner))
        else:
            self.menu_requested.emit(self.section_at(event.pos().x()), event.globalPos())

"""The heads of a table that is sorted by several columns, with the mouse or the keyboard."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyleOptionFocusRect,
    QStyleOptionHeader,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.words import say
from vindesk.ui.speaking import say_head, say_head_again

_RANK_SCALE: Final = 0.8
_SPACE: Final = "\N{NO-BREAK SPACE}"
"""Qt keeps it at the end of a title that is aligned at the right, where the rank stands."""

_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_CHOOSING: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class SortingHeader(QHeaderView):
    """Asks to be sorted, and shows by what the rows are sorted; it sorts nothing itself.

    Tab leads here; the arrow keys walk the sections, Return sorts.
    """

    sort_requested = Signal(int, bool)
    """A section; whether Shift was held: to sort by it after what is sorted by already."""

    current_changed = Signal(int)
    """The section that the arrow keys have come to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._marks: Mapping[int, tuple[bool, int]] = {}
        self._current = 0
        self._shift_held = False
        self._awaited = False
        """Whether the order was told, but the rows may not stand in it yet."""

        self.setSectionsClickable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(say("Columns"))
        self.sectionClicked.connect(self._sort_by)

    def show_sorts(self, sorts: Sequence[tuple[int, bool]]) -> None:
        """Mark the sections that the rows are sorted by: each with whether it descends."""
        before = self._marks
        self._marks = {
            section: (descending, rank) for rank, (section, descending) in enumerate(sorts, 1)
        }
        self._describe()
        self._name({*before, *self._marks})
        self.headerDataChanged(self.orientation(), 0, self.count() - 1)
        self._say_order(self._marks != before)

    def _say_order(self, changed: bool) -> None:
        """When it is asked for, and again when the rows stand in it: then the heads are others."""
        if changed and self.hasFocus():
            say_head_again(self, self._current)
        elif self._awaited:
            self._say_current()
        self._awaited = changed and self.hasFocus()

    def request_sort(self, section: int, extend: bool) -> None:
        """As a click on ``section`` does, with Shift held if ``extend``."""
        if 0 <= section < self.count():
            self.sort_requested.emit(section, extend)

    @property
    def current(self) -> int:
        """The section that keys act on."""
        return self._current

    def set_current(self, section: int) -> None:
        self._current = section
        self._describe()
        self.viewport().update()
        self.current_changed.emit(section)
        self._say_current()

    def _say_current(self) -> None:
        say_head(self, self._current)

    def shown_sections(self) -> list[int]:
        """From left to right."""
        order = map(self.logicalIndex, range(self.count()))
        return [section for section in order if not self.isSectionHidden(section)]

    def _sort_by(self, section: int) -> None:
        self.request_sort(section, self._shift_held)

    def _describe(self) -> None:
        """For a screen reader, which sees neither the arrows nor the frame."""
        order = say(", then ").join(
            say("{column} descending", column=self._title(section))
            if descending
            else say("{column} ascending", column=self._title(section))
            for section, (descending, _rank) in self._marks.items()
        )
        sentences = (self._title(self._current), order and say("Sorted by {order}", order=order))
        self.setAccessibleDescription(". ".join(filter(None, sentences)))

    def _name(self, sections: Iterable[int]) -> None:
        """A screen reader asks the model what stands in a head."""
        role = Qt.ItemDataRole.AccessibleTextRole
        for section in sections:
            self.model().setHeaderData(section, self.orientation(), self._spoken(section), role)

    def _spoken(self, section: int) -> str:
        """What stands in a head; empty where that is only its title."""
        if section not in self._marks:
            return ""
        descending, rank = self._marks[section]
        title = self._title(section)
        told = (
            say("{column}, sorted descending", column=title)
            if descending
            else say("{column}, sorted ascending", column=title)
        )
        count = len(self._marks)
        many = say("{told}, {rank} of {count}", told=told, rank=rank, count=count)
        return told if count == 1 else many

    def _title(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()) or "")

    # -- look ------------------------------------------------------------------

    @override
    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        at_right = option.textAlignment & Qt.AlignmentFlag.AlignRight
        mark = self._marks.get(section)
        if mark is None:
            option.text += _SPACE * 2 if at_right else ""
            return
        kinds = QStyleOptionHeader.SortIndicator
        option.sortIndicator = kinds.SortUp if mark[0] else kinds.SortDown  # as Qt has it
        metrics = self.fontMetrics()
        rank = self._rank_room(section)
        room = self.sectionSize(section) - self._arrow_room() - rank
        title = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)
        filling = ceil(rank / metrics.horizontalAdvance(_SPACE)) + 1 if at_right else 0
        option.text = title + _SPACE * filling

    def _rank(self, section: int) -> str:
        several = len(self._marks) > 1 and section in self._marks
        return str(self._marks[section][1]) if several else ""

    def _rank_font(self) -> QFont:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _RANK_SCALE)
        return font

    def _rank_room(self, section: int) -> int:
        rank = self._rank(section)
        return QFontMetrics(self._rank_font()).horizontalAdvance(rank) if rank else 0

    def _arrow_room(self) -> int:
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, self)
        return self.fontMetrics().height() // 2 + 6 * margin

    @override
    def sizeHint(self) -> QSize:
        """As high as one section: all are; Qt's own way asks two hundred, again and again."""
        return self.sectionSizeFromContents(0) if self.count() else super().sizeHint()

    @override
    def sectionSizeFromContents(self, section: int) -> QSize:
        """With room for an arrow, so that sorting never cuts a title."""
        size = super().sectionSizeFromContents(section)
        return size + QSize(self._arrow_room() + self._rank_room(section), 0)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if self._rank(section):
            self._paint_rank(painter, rect, section)
        if self.hasFocus() and section == self._current:
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            option.rect = rect.adjusted(2, 2, -3, -3)
            option.state |= QStyle.StateFlag.State_KeyboardFocusChange
            focus = QStyle.PrimitiveElement.PE_FrameFocusRect
            self.style().drawPrimitive(focus, option, painter, self)

    def _paint_rank(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Which column comes first, second, third: before the arrow."""
        option = QStyleOptionHeader()
        self.initStyleOption(option)
        option.rect = rect
        arrow = self.style().subElementRect(QStyle.SubElement.SE_HeaderArrow, option, self)
        place = QRect(arrow.left() - rect.width() - 1, rect.top(), rect.width(), rect.height())
        painter.save()
        painter.setFont(self._rank_font())
        painter.setPen(self.palette().buttonText().color())
        where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, int(where), self._rank(section))
        painter.restore()

    # -- mouse and keys ----------------------------------------------------------

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._shift_held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)
        self._shift_held = False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self._walk(_STEPS[Qt.Key(event.key())])
        elif event.key() in _CHOOSING:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self._current in self.shown_sections():
                self.request_sort(self._current, shift)
        else:
            event.ignore()

    def _walk(self, step: int) -> None:
        shown = self.shown_sections()
        if not shown:
            return
        here = shown.index(self._current) + step if self._current in shown else 0
        self.set_current(shown[min(max(here, 0), len(shown) - 1)])

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.current_changed.emit(self._current)
        self.viewport().update()
        QTimer.singleShot(0, self, self._say_current)  # Qt names the heads as a whole first

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

"""Lists that look like charts: bars in rows, and years in columns."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.fields import Value
from vindesk.domain.words import say
from vindesk.ui.drawn_focus import draw_focus
from vindesk.ui.icons import line_icon
from vindesk.ui.model_index import Index
from vindesk.ui.summary.bar_model import BarModel
from vindesk.ui.summary.bar_painting import (
    GAP,
    Brushes,
    axis,
    draw_column,
    draw_row,
    places,
    row_height,
)
from vindesk.ui.summary.bars import KINDS, YEAR, Bar, Sort
from vindesk.ui.theme import ink

_ICON: Final = 16
_NARROWEST_SLOT: Final = 9
_WIDEST_SLOT: Final = 64
_FEWEST_CHARACTERS: Final = 30
"""In a row: some of the name, a bar, the number."""

_COLUMN_LINES: Final = 9
"""How high the years are, in lines of text."""

_FEWEST_LINES: Final = 5
_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Chart(QListView):
    """Bars of one column: a click, Space or Return asks to filter by one."""

    chosen = Signal(object)  # Value | None

    def __init__(self, column: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self.model_of_bars = BarModel(self)
        self.note = ""
        self.pale = False
        self._current: tuple[Sort, Value | None] | None = None
        self.setObjectName(f"chart_{column}")
        self.setAccessibleName(say(KINDS[column].title))
        self.setModel(self.model_of_bars)
        self.setItemDelegate(_BarDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.model_of_bars.modelAboutToBeReset.connect(self._remember)
        self.model_of_bars.modelReset.connect(self._restore)
        self.clicked.connect(self._take)

    @property
    def brushes(self) -> Brushes:
        return Brushes(self.palette(), self.font(), self.pale)

    def show_note(self, note: str, *, pale: bool = False) -> None:
        """What to say where there are no bars; ``pale``: those that are there are old."""
        self.note, self.pale = note, pale
        self.viewport().update()

    def size_of(self, bar: Bar) -> QSize:
        """The room that ``bar`` gets."""
        raise NotImplementedError

    def draw(self, painter: QPainter, area: QRect, bar: Bar) -> None:
        """Draw ``bar`` into ``area``, which is as large as ``size_of`` wants it, or larger."""
        raise NotImplementedError

    def _take(self, index: QModelIndex) -> None:
        bar = self.model_of_bars.bars[index.row()]
        if bar.can_be_chosen:
            self.chosen.emit(bar.value)

    def _remember(self) -> None:
        current = self.currentIndex()
        self._current = None
        if current.isValid():
            bar = self.model_of_bars.bars[current.row()]
            self._current = bar.sort, bar.value

    def _restore(self) -> None:
        """Who walks through the bars with the keyboard stays on one."""
        if self._current is None or not self.model_of_bars.bars:
            return
        row = self.model_of_bars.row_of(*self._current)
        self.setCurrentIndex(self.model_of_bars.index(row or 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and self.currentIndex().isValid():
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """No bar is dragged."""

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        """Labels reach over their neighbours: all of them are drawn anew."""
        super().currentChanged(current, previous)
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.model_of_bars.bars and self.note:
            painter = QPainter(self.viewport())
            painter.setPen(ink(self.palette()).quiet)
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self.note)
            painter.end()


class RowChart(Chart):
    """One bar under the other: a name, a bar, a number."""

    def __init__(self, column: str, parent: QWidget | None = None) -> None:
        super().__init__(column, parent)
        self.icons: dict[Value | None, QIcon] = {}
        self.places = places(self.brushes, (), 0)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for signal in (self.model_of_bars.modelReset, self.model_of_bars.dataChanged):
            signal.connect(self._fit)
        self._dress()

    @property
    def icon_room(self) -> int:
        return _ICON + GAP if self.icons else 0

    @override
    def sizeHint(self) -> QSize:
        rows = max(len(self.model_of_bars.bars), 1)
        return QSize(300, min(rows, 14) * row_height(self.fontMetrics()) + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(_FEWEST_CHARACTERS * metrics.averageCharWidth(), 3 * row_height(metrics))

    @override
    def size_of(self, bar: Bar) -> QSize:
        return QSize(0, row_height(self.fontMetrics()))

    @override
    def draw(self, painter: QPainter, area: QRect, bar: Bar) -> None:
        within = area.adjusted(GAP, 0, -GAP, 0)
        icon = self.icons.get(bar.value) if bar.sort is Sort.VALUE else None
        if icon is not None:
            top = within.top() + (within.height() - _ICON) // 2
            icon.paint(painter, QRect(within.left(), top, _ICON, _ICON))
        draw_row(painter, within, bar, self.brushes, self.places)

    def _fit(self) -> None:
        room = self.viewport().width() - 2 * GAP
        self.places = places(self.brushes, self.model_of_bars.bars, room, self.icon_room)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()
            self._fit()

    def _dress(self) -> None:
        icons = KINDS[self.column].icons
        self.icons = {
            value: line_icon(name, self.palette(), _ICON) for value, name in icons.items()
        }


class YearChart(Chart):
    """One column for each year, from the left; a year without vehicles is an empty place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(YEAR, parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model_of_bars.modelReset.connect(self.scheduleDelayedItemsLayout)

    def slot_size(self) -> QSize:
        """All years share the room there is, as long as each can be seen."""
        room = self.viewport().width() - 2
        wide = room // max(len(self.model_of_bars.bars), 1)
        return QSize(min(max(wide, _NARROWEST_SLOT), _WIDEST_SLOT), self.viewport().height())

    @override
    def size_of(self, bar: Bar) -> QSize:
        return _slot(bar, self.slot_size(), self.brushes)

    @override
    def draw(self, painter: QPainter, area: QRect, bar: Bar) -> None:
        slot, brushes = self.slot_size().width(), self.brushes
        at = axis(self.model_of_bars.bars, slot, brushes.metrics)
        draw_column(painter, area, bar, brushes, at)

    @override
    def sizeHint(self) -> QSize:
        return QSize(600, _COLUMN_LINES * self.fontMetrics().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(300, _FEWEST_LINES * self.fontMetrics().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _BarDelegate(QStyledItemDelegate):
    """Has the chart draw its bars, and draws the focus itself."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        self._chart = chart

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._chart.size_of(self._chart.model_of_bars.bars[index.row()])

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._chart.draw(painter, option.rect, self._chart.model_of_bars.bars[index.row()])
        painter.restore()
        draw_focus(painter, option, option.rect, option.palette.base().color())


def _slot(bar: Bar, usual: QSize, brushes: Brushes) -> QSize:
    """What is no year is as wide as its name."""
    if isinstance(bar.value, int):
        return usual
    need = brushes.metrics.horizontalAdvance(bar.text) + GAP
    return QSize(max(usual.width(), need), usual.height())

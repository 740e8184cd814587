"""A list of lines with a search, a level, and a place where the current one is shown whole."""

import logging
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.config.log_memory import LogLine
from vindesk.domain.monitor import Monitor
from vindesk.domain.shown_text import shown_lines
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.store.at_ease import at_ease
from vindesk.ui.given_widths import GivenWidths
from vindesk.ui.labels import plain_label
from vindesk.ui.logs.log_model import LogModel, level_name, when
from vindesk.ui.quiet_wheel import quiet_wheel
from vindesk.ui.speaking import name_box
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.whole_rows import LongTable, ask_no_rows, selected_ranges, set_up_rows

_GAP: Final = 8
_PADDING: Final = 24
_PAUSE_MS: Final = 120
"""In typing, before the lines are searched."""

_AT_A_TIME: Final = 100
"""Lines: some two milliseconds of Python, in which nobody else has a turn."""

_LONGEST_SHOWN: Final = 20_000
_LEVELS: Final = {
    phrase("All levels"): logging.NOTSET,
    phrase("Info and above"): logging.INFO,
    phrase("Warnings and errors"): logging.WARNING,
    phrase("Errors"): logging.ERROR,
}


class LogTable(LongTable):
    """Whole rows; stays quick at 100,000 of them."""

    copy_wanted = Signal()

    def __init__(self, model: LogModel, name: str, widths: Sequence[str]) -> None:
        """``name`` in English; ``widths``: texts as wide as the columns are to be."""
        super().__init__()
        set_up_rows(self, QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setModel(model)
        ask_no_rows(self)
        self.setObjectName(f"{name.lower()}_table")
        self.setAccessibleName(say(name))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        heads = self.horizontalHeader()
        heads.setStretchLastSection(True)
        self._texts, self._given = widths, GivenWidths(heads)
        self._fit()

    def _fit(self) -> None:
        """Columns are as wide as their texts; a width that the user gave stays."""
        for column, widest in enumerate(self._texts):
            font = fixed_font(self.font()) if column == 0 else self.font()
            width = QFontMetrics(font).horizontalAdvance(widest)
            if not self._given.is_dragged(column):
                self._given.give(column, width + _PADDING)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @override
    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The keyboard comes in at the last line that is seen, not at the first of all."""
        if self.currentIndex().isValid():
            return super().moveCursor(cursorAction, modifiers)
        bar, last = self.verticalScrollBar(), self.model().rowCount() - 1
        seen = self.rowAt(self.viewport().height() - 1) if bar.value() < bar.maximum() else last
        return self.model().index(last if seen < 0 else seen, 0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)


class LogView(QWidget):
    """One list of the window."""

    copy_wanted = Signal(object)
    """A sequence of ``LogLine``."""

    def __init__(self, model: LogModel, name: str, widths: Sequence[str], *, levels: bool) -> None:
        """As ``LogTable``; ``levels``: whether they can be chosen."""
        super().__init__()
        self.model = model
        model.setParent(self)
        self.table = LogTable(model, name, widths)
        self.search = QLineEdit()
        self.level = QComboBox()
        quiet_wheel(self.level)
        self.follow = QCheckBox(say("&Follow"))
        self.count = plain_label()
        self.whole = QPlainTextEdit()
        key = name.lower()
        self.search.setObjectName(f"{key}_search")
        self.search.setPlaceholderText(say("Search"))
        self.search.setAccessibleName(say("Search: {name}", name=say(name)))
        self.search.setClearButtonEnabled(True)
        self.level.setObjectName(f"{key}_levels")
        name_box(self.level, say("Which levels are shown"), self)
        for text, level in _LEVELS.items():
            self.level.addItem(say(text), level)
        self.level.setVisible(levels)
        self.follow.setObjectName(f"{key}_follow")
        self.follow.setToolTip(say("Stay at the end while new lines come"))
        self.follow.setChecked(True)
        self.whole.setObjectName(f"{key}_whole")
        self.whole.setAccessibleName(say("The current line, whole"))
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._is_taking = False
        self._lay_out()
        self._connect()
        self._dress()
        self._tell()

    def take(self, lines: Sequence[LogLine]) -> None:
        """Show new lines, at the end."""
        if lines:
            self._is_taking = True  # of the old ones the current may go, and another become it
            self.model.append(lines)
            self._is_taking = False
            self._keep_up()

    def take_earlier(self, lines: Sequence[LogLine]) -> None:
        if lines:
            self.model.prepend(lines)
            self._keep_up()

    def copy(self) -> None:
        """Ask for the selected lines to be copied; for all that are shown, if none is."""
        rows = [row for part in selected_ranges(self.table) for row in part]
        self.copy_wanted.emit(self.model.lines(rows) if rows else self.model.all_shown())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(_GAP)
        top.addWidget(self.search, 1)
        for part in (self.level, self.follow, self.count):
            top.addWidget(part)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(self.whole)
        parts.setStretchFactor(0, 4)
        parts.setStretchFactor(1, 1)
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        layout.setSpacing(_GAP)
        layout.addLayout(top)
        layout.addWidget(parts, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._filter)
        self.level.currentIndexChanged.connect(self._filter)
        self.follow.toggled.connect(self._keep_up)
        self.table.copy_wanted.connect(self.copy)
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        self.table.selectionModel().currentRowChanged.connect(self._follow_current)
        bar = self.table.verticalScrollBar()
        bar.actionTriggered.connect(self._scrolled)
        bar.rangeChanged.connect(self._stay_at_end)

    def _filter(self) -> None:
        self.model.filter_by(self.search.text(), self.level.currentData())
        self.whole.clear()
        self._keep_up()

    def _keep_up(self) -> None:
        self._tell()
        self._stay_at_end()

    def _stay_at_end(self) -> None:
        if self.follow.isChecked():
            bar = self.table.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _scrolled(self, action: int) -> None:
        """Who scrolls back wants to read; who comes to the end follows again."""
        bar = self.table.verticalScrollBar()
        if action != QAbstractSlider.SliderAction.SliderNoAction.value:
            self.follow.setChecked(bar.sliderPosition() >= bar.maximum())

    def _follow_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        """As who scrolls, so who goes from line to line; to come into the table begins nothing."""
        is_last = current.row() == self.model.rowCount() - 1
        if not self._is_taking and (previous.isValid() or not is_last):
            self.follow.setChecked(is_last)

    def _show_current(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        self.whole.setPlainText(shown_lines(line.text, _LONGEST_SHOWN) if line else "")

    def _tell(self) -> None:
        shown, count = self.model.rowCount(), self.model.count
        whole = say_many("{n} line", "{n} lines", count)
        if shown < count:
            whole = say("{shown} of {whole}", shown=grouped(shown), whole=whole)
        self.count.setText(whole)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()

    def _dress(self) -> None:
        self.model.dress(ink(self.palette()), fixed_font(self.font()))
        self.table.viewport().update()
        self.whole.setFont(fixed_font(self.font(), 0.95))


def as_text(lines: Sequence[LogLine]) -> str:
    """As in a log file, one line after the other."""
    return "".join(
        f"{when(line)} {level_name(line):7} {line.thread} {line.name}: {line.text}\n"
        for line in lines
    )


def as_long_text(lines: Sequence[LogLine], monitor: Monitor) -> str:
    """As ``as_text``, on a worker: a window that must be drawn meanwhile gets its turns.

    Raises:
        Cancelled: the monitor was cancelled.

    """
    starts = range(0, len(lines), _AT_A_TIME)
    return "".join(as_text(lines[start : start + _AT_A_TIME]) for start in at_ease(starts, monitor))

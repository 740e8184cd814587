"""The window of the summary: layout, and what it shows."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.fields import Value
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import grouped, say
from vindesk.store.breakdowns import Breakdown
from vindesk.ui.icons import application_icon
from vindesk.ui.labels import headline, plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.plain_text import sentence
from vindesk.ui.summary.bars import KINDS, MOST, YEAR, bars
from vindesk.ui.summary.charts import Chart, RowChart, YearChart
from vindesk.ui.summary.summary_picture import Caption
from vindesk.ui.window_sizes import first_size
from vindesk.ui.wording import vehicles

_SIZE: Final = QSize(1060, 720)
_PATIENCE_MS: Final = 150
"""Counting that is quicker is not told."""

_LONGEST_FILTER: Final = 300
_ROLE = QDialogButtonBox.ButtonRole


class SummaryWindow(QMainWindow):
    """Shows the vehicles of the filter as bars, and tells which bar the user chose."""

    chosen = Signal(str, object)  # column, Value | None
    copy_requested = Signal()
    picture_requested = Signal()
    view_changed = Signal()
    """The window was shown or closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("summary_window")
        self.setWindowTitle(say("Summary — vindesk"))
        self.setWindowIcon(application_icon())
        self._title = headline(say("Counting…"))
        self._title.setObjectName("summary_title")
        self._note = plain_label(wrap=True, selectable=True)
        self._note.setObjectName("summary_filter")
        self._charts: Mapping[str, Chart] = {
            column: YearChart() if column == YEAR else RowChart(column) for column in MOST
        }
        self._found: Sequence[Breakdown] = ()
        self._caption = Caption("", "")
        self._chosen: Mapping[str, AbstractSet[Value | None]] = {}
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._show_waiting)
        self._takers: list[QPushButton] = []
        self._buttons = self._make_buttons()
        self._lay_out()
        for column, chart in self._charts.items():
            chart.chosen.connect(partial(self.chosen.emit, column))
        self._add_keys()
        first_size(self, _SIZE)
        self._charts[YEAR].setFocus()

    # -- what is shown -------------------------------------------------------

    @property
    def found(self) -> Sequence[Breakdown]:
        """What is shown; empty before anything was counted."""
        return self._found

    @property
    def caption(self) -> Caption:
        """That of what was found, also while other numbers are on their way."""
        return self._caption

    def chart(self, column: str) -> Chart:
        return self._charts[column]

    def show_counting(self) -> None:
        """Other numbers are on their way; those that are there stay, dimmed after a moment."""
        self._patience.start()

    def stop_counting(self) -> None:
        self._patience.stop()

    def show_failure(self) -> None:
        self._patience.stop()
        self._mark_as_old(say("Could not be counted"))

    def show_found(self, found: Sequence[Breakdown], total: int, filter_text: str) -> None:
        """``total``: how many vehicles there are without the filter."""
        self._patience.stop()
        self._found = found
        shown = max((each.vehicles for each in found), default=0)
        if filter_text:
            self._title.setText(
                sentence(
                    say("{shown} of {vehicles}", shown=grouped(shown), vehicles=vehicles(total))
                )
            )
            self._note.setText(
                sentence(
                    say(
                        "Filter: {text}",
                        text=shown_line(filter_text, _LONGEST_FILTER),
                    )
                )
            )
        else:
            self._title.setText(sentence(vehicles(shown)))
            self._note.setText(say("All vehicles in the cache"))
        self._caption = Caption(self._title.text(), self._note.text())
        self._draw()

    def show_chosen(self, chosen: Mapping[str, AbstractSet[Value | None]]) -> None:
        """Mark these values, None for no data."""
        self._chosen = chosen
        self._draw()

    def _draw(self) -> None:
        for each in self._found:
            chart = self._charts[each.column]
            chart.show_note(say("No vehicles"))
            chart.model_of_bars.show(bars(each, self._chosen.get(each.column, frozenset())))
            chart.updateGeometry()
        for button in self._takers:
            button.setEnabled(any(each.vehicles for each in self._found))

    def _show_waiting(self) -> None:
        self._mark_as_old(say("Counting…"))

    def _mark_as_old(self, reason: str) -> None:
        """Numbers that are there are not only paler: why is said under the title."""
        self._note.setText(reason)
        for chart in self._charts.values():
            chart.show_note(reason, pale=True)

    # -- layout --------------------------------------------------------------

    def _lay_out(self) -> None:
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._note)
        layout.addLayout(self._titled(self._charts[YEAR]), 2)
        row = QHBoxLayout()
        row.setSpacing(16)
        for column, chart in self._charts.items():
            if column != YEAR:
                row.addLayout(self._titled(chart), 1)
        layout.addLayout(row, 3)
        layout.addWidget(self._buttons)
        self.setCentralWidget(centre)

    @staticmethod
    def _titled(chart: Chart) -> QVBoxLayout:
        title = plain_label(say(KINDS[chart.column].title))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        title.setBuddy(chart)
        part = QVBoxLayout()
        part.setSpacing(4)
        part.addWidget(title)
        part.addWidget(chart, 1)
        return part

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._title.setFont(headline("").font())

    def _make_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        for name, text, tip, asked in (
            (
                "copy_summary",
                say("&Copy as Table"),
                say("Copy the numbers, for a spreadsheet (Ctrl+C)"),
                self.copy_requested,
            ),
            (
                "save_summary",
                say("&Save as Picture…"),
                say("Save the bars as a PNG file (Ctrl+S)"),
                self.picture_requested,
            ),
        ):
            button = box.addButton(text, _ROLE.ActionRole)
            button.setObjectName(name)
            button.setToolTip(tip)
            button.setEnabled(False)
            self._takers.append(button)
            button.clicked.connect(asked)
        box.addButton(QDialogButtonBox.StandardButton.Close).clicked.connect(self.close)
        without_icons(box)
        return box

    def _add_keys(self) -> None:
        for key, act in (
            (QKeySequence.StandardKey.Copy, self.copy_requested.emit),
            (QKeySequence.StandardKey.Save, self.picture_requested.emit),
            (QKeySequence.StandardKey.Close, self.close),
            (Qt.Key.Key_Escape, self.close),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_changed.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.hide()
        self.view_changed.emit()

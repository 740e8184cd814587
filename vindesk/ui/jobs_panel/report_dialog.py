"""What came of an import: how good the answers are, what failed, what was refused and why."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.import_job import Failed, ImportReport, Rejected
from vindesk.domain.vehicle import Quality
from vindesk.domain.words import grouped, phrase, say
from vindesk.ui.icons import picture
from vindesk.ui.jobs_panel.job_telling import Activity, name_of, row_of
from vindesk.ui.jobs_panel.reject_model import RejectModel
from vindesk.ui.labels import headline, plain_label
from vindesk.ui.lines.line_lists import LineLists
from vindesk.ui.lines.line_model import LineModel
from vindesk.ui.lines.line_table import LineTable
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.plain_text import window_title
from vindesk.ui.theme import fixed_font
from vindesk.ui.vehicles.vehicle_columns import QUALITY_ICONS, QUALITY_WORDS
from vindesk.ui.window_sizes import first_size, no_narrower

MOST_LISTED: Final = 50_000
"""Of the rows that were refused, and of the VINs that failed; a file holds them all."""

MOST_OWN: Final = 12
"""Of the user's own columns beside what was refused; a file holds them all."""

_SIZE: Final = QSize(820, 600)
_NARROWEST: Final = 60
"""In characters."""

_ICON: Final = QSize(16, 16)
_FAILED_TITLES: Final = ("VIN", phrase("Why It Got No Answer"))


class Details(Struct, frozen=True):
    """A report, and the beginnings of its lists."""

    report: ImportReport
    rejected: Sequence[Rejected]
    failed: Sequence[Failed]


class ReportDialog(QDialog):
    """The counts, then the lists; it asks for what it cannot do itself."""

    retry_requested = Signal()
    rejects_wanted = Signal()
    """As a file."""

    answers_wanted = Signal()
    """As a file, the whole input."""

    def __init__(
        self,
        details: Details,
        activity: Activity,
        give_up: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        """``give_up`` ends the file that is written, and says whether there was one."""
        super().__init__(parent)
        self._give_up = give_up
        self.setObjectName("import_report")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        record = details.report.record
        self.setWindowTitle(window_title(say("Report: {record}", record=name_of(record))))
        self._icons: list[tuple[QLabel, str]] = []
        self._lists = LineLists("report_search", say("Search the lists"))
        self._fill_lists(details)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        name = headline(name_of(record))
        name.setObjectName("report_name")
        layout.addWidget(name)
        row = row_of(record, activity)
        told = f"{row.state} · {row.detail}"
        layout.addWidget(plain_label(told, wrap=True, selectable=True))
        layout.addLayout(self._counts(details.report))
        if self._lists.tables:
            layout.addWidget(self._lists, 1)
        layout.addWidget(self._buttons(details.report, idle=activity.at_rest))
        no_narrower(layout, self, _NARROWEST)
        self._dress()
        if self._lists.tables:
            first_size(self, _SIZE)
            self._lists.tables[0].setFocus()
        else:
            self.setObjectName("short_import_report")  # its size is kept apart from that of lists

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the file that is written before it ends the dialog."""
        if event.key() != Qt.Key.Key_Escape or not self._give_up():
            super().keyPressEvent(event)

    # -- counts --------------------------------------------------------------

    def _counts(self, report: ImportReport) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for line, quality in enumerate(Quality):
            count = report.by_quality.get(quality, 0)
            self._add_count(
                grid, (line, 0), (QUALITY_ICONS[quality], QUALITY_WORDS[quality], count)
            )
        others = (
            ("error", phrase("Failed"), report.failed),
            ("warning", phrase("Rejected"), report.rejected),
            ("copy", phrase("Duplicates"), report.duplicates),
            ("cache", phrase("In the cache already"), report.kept),
            ("car", phrase("Different VINs"), report.vins),
        )
        for line, what in enumerate(others):
            self._add_count(grid, (line, 4), what)
        grid.setColumnMinimumWidth(3, 40)
        grid.setColumnStretch(7, 1)
        return grid

    def _add_count(
        self, grid: QGridLayout, place: tuple[int, int], what: tuple[str, str, int]
    ) -> None:
        """``what``: an icon, what is counted, in English, and how often."""
        row, column = place
        icon, english, count = what
        word = say(english)
        image = QLabel()
        self._icons.append((image, icon))
        number = plain_label(grouped(count), selectable=True)
        number.setObjectName(f"count_{english.lower().replace(' ', '_')}")
        number.setAccessibleName(f"{word}: {number.text()}")
        grid.addWidget(image, row, column)
        grid.addWidget(plain_label(word, selectable=True), row, column + 1)
        grid.addWidget(number, row, column + 2, Qt.AlignmentFlag.AlignRight)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        colour = self.palette().windowText().color()
        for image, icon in self._icons:
            image.setPixmap(picture(icon, colour, _ICON, self.devicePixelRatioF()))

    # -- lists ---------------------------------------------------------------

    def _fill_lists(self, details: Details) -> None:
        code = fixed_font(self.font())
        report = details.report
        if details.failed:
            rows = [(each.vin, each.reason) for each in details.failed]
            model = LineModel([say(title) for title in _FAILED_TITLES], rows, code)
            table = LineTable(model, say("Failed"))
            table.setObjectName("failed")
            self._add(table, report.failed, len(rows))
        if details.rejected:
            own_names = report.record.plan.columns.own_names[:MOST_OWN]
            model = RejectModel(details.rejected, code, own_names)
            table = LineTable(model, say("Rejected"))
            table.setObjectName("rejected")
            self._add(table, report.rejected, len(details.rejected))

    def _add(self, table: LineTable, count: int, listed: int) -> None:
        name = f"{table.accessibleName()} ({grouped(count)})"
        if listed < count:
            name = say("{name}, the first {n}", name=name, n=grouped(listed))
        self._lists.add(table, name)

    # -- buttons -------------------------------------------------------------

    def _buttons(self, report: ImportReport, *, idle: bool) -> QDialogButtonBox:
        box = QDialogButtonBox()
        box.rejected.connect(self.reject)
        if self._lists.tables:
            copy = _button(box, say("&Copy All"), "copy_report")
            copy.setToolTip(say("Copy the rows of this list, for a spreadsheet"))
            copy.clicked.connect(self._lists.copy_all)
        if report.failed:
            retry = _button(box, say("&Retry Failed"), "retry_failed")
            retry.setToolTip(say("Ask again about the VINs that got no answer"))
            retry.setEnabled(idle)
            retry.clicked.connect(self.retry_requested)
            retry.clicked.connect(self.accept)
        if report.rejected:
            rejects = _button(box, say("Export Re&jects…"), "export_rejects")
            rejects.setToolTip(say("Save the rows that were refused, and why"))
            rejects.clicked.connect(self.rejects_wanted)
        every = _button(box, say("&Export All with Answers…"), "export_answers")
        every.setToolTip(say("Save the whole list in its order, the answers beside it"))
        every.clicked.connect(self.answers_wanted)
        box.addButton(QDialogButtonBox.StandardButton.Close)
        without_icons(box)
        return box


def _button(box: QDialogButtonBox, text: str, name: str) -> QPushButton:
    button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button

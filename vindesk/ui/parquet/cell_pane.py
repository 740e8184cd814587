"""The whole value of the current cell."""

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.errors import FileChanged, UserError
from vindesk.domain.fields import NO_DATA
from vindesk.domain.monitor import Monitor
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import grouped, say, say_many
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_columns import ParquetColumn
from vindesk.ui.labels import LineLabel
from vindesk.ui.parquet.parquet_snapshot import ParquetSnapshot
from vindesk.ui.parquet.whole_value import dumped, laid_out
from vindesk.ui.plain_text import sentence
from vindesk.ui.speaking import explain
from vindesk.ui.theme import fixed_font

LONGEST: Final = 100_000
"""Characters that are shown; a copy gets all."""


class CellPane(QWidget):
    """Reads the value off the GUI thread; the newest cell counts."""

    told = Signal(str)
    failed = Signal(Exception)
    """The file is not the one any more; other trouble is said in the value's place."""

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: Job[str | None] | None = None
        self._copying: Job[str | None] | None = None
        self._value: str | None = None
        self._name = ""
        self._about = LineLabel()
        self._about.setObjectName("parquet_cell_about")
        self.text = QPlainTextEdit()
        self.text.setObjectName("parquet_cell")
        self.text.setAccessibleName(say("Whole value of the current cell"))
        self.text.setReadOnly(True)
        self._copy = QPushButton(say("Cop&y Value"))
        self._copy.setObjectName("parquet_copy_value")
        self._copy.clicked.connect(self.copy)
        self._dress()
        self.clear()
        line = QHBoxLayout()
        line.addWidget(self._about, 1)
        line.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.text, 1)

    def clear(self) -> None:
        """No cell is current: the one that was stands elsewhere by now, or nowhere."""
        self._forget()
        self._tell_about(say("No cell is current."))
        self.text.clear()

    def show_cell(self, snapshot: ParquetSnapshot, row: int, place: int) -> None:
        """Read the cell and show it, or why it cannot be read."""
        self._forget()
        column = snapshot.file.columns[place]
        number = snapshot.first + row + 1

        def show(value: str | None) -> None:
            self._job = None
            self._show(value, column, number)

        def fail(error: Exception) -> None:
            self.clear()
            if isinstance(error, UserError) and not isinstance(error, FileChanged):
                self._tell_about(error.detail)
            else:
                self.failed.emit(error)

        job = _reading(snapshot, row, place).on_success(show).on_failure(fail)
        self._job = job
        self._runner.start(job, Lane.FILES)

    def copy(self) -> None:
        """Copy the value that is shown."""
        if self._value is not None:
            self._take(self._value, self._name)

    def copy_cell(self, snapshot: ParquetSnapshot, row: int, place: int) -> None:
        """Read the cell and copy it, whatever is shown by then."""
        if self._copying is not None:
            self._copying.cancel()
        name = shown_line(snapshot.file.columns[place].name, 60)

        def take(value: str | None) -> None:
            if value is None:
                self.told.emit(say("The cell is empty. Nothing was copied."))
            else:
                self._take(value, name)

        def end() -> None:
            if self._copying is job:
                self._copying = None

        job = _reading(snapshot, row, place).on_success(take).on_failure(self.failed.emit)
        job.finished.connect(end)
        self._copying = job
        self._runner.start(job, Lane.FILES)

    def _take(self, value: str, name: str) -> None:
        QGuiApplication.clipboard().setText(value)
        self.told.emit(say("Copied {what}.", what=name))

    def close_file(self) -> None:
        """Nothing is read of the file any more."""
        self._forget()
        if self._copying is not None:
            self._copying.cancel()

    def _forget(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        self._value = None
        self._copy.setEnabled(False)

    def _show(self, value: str | None, column: ParquetColumn, number: int) -> None:
        self._value = value
        self._copy.setEnabled(value is not None)
        length = "null" if value is None else _length(value, column)
        if value and len(value) > LONGEST:
            length = say("{length}, the first {n} shown", length=length, n=grouped(LONGEST))
        self._name = shown_line(column.name, 60)
        self._tell_about(
            say(
                "{name} · row {number} · {type} · {length}",
                name=self._name,
                number=grouped(number),
                type=shown_line(column.told_type, 60),
                length=length,
            )
        )
        self.text.setPlainText(_readable(value, column))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._dress()

    def _dress(self) -> None:
        self.text.setFont(fixed_font(self.font()))

    def _tell_about(self, text: str) -> None:
        self._about.setText(sentence(text))
        explain(self._about, text)


def _reading(snapshot: ParquetSnapshot, row: int, place: int) -> Job[str | None]:
    def work(monitor: Monitor) -> str | None:
        numbers = snapshot.order.at(snapshot.first + row, 1)
        return snapshot.file.rows(numbers, monitor, columns=[place])[0][0]

    return Job("read a value", work)


def _length(value: str, column: ParquetColumn) -> str:
    if column.kind is ColumnKind.BYTES:
        return say_many("{n} byte", "{n} bytes", len(value) // 2)
    return say_many("{n} character", "{n} characters", len(value))


def _readable(value: str | None, column: ParquetColumn) -> str:
    if value is None:
        return NO_DATA
    text = value[:LONGEST]
    if column.kind is ColumnKind.BYTES:
        return dumped(text)
    if column.kind is ColumnKind.NESTED:
        text = laid_out(text)
    return "\n".join(shown_line(line, LONGEST) for line in text.split("\n"))

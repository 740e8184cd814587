"""File > Export: which vehicles, which columns, as what; layout and choices only."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vindesk.domain.export_plan import ExportFormat
from vindesk.domain.import_job import ImportRecord
from vindesk.domain.words import say, say_many
from vindesk.ui.exporting.choices import Choices, Columns, Subject, Which
from vindesk.ui.exporting.parquet_rows import ParquetRows
from vindesk.ui.exporting.telling import COLUMNS, FORMATS, WHICH, count_line, note
from vindesk.ui.jobs_panel.job_telling import name_of
from vindesk.ui.labels import plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.quiet_wheel import quiet_wheel
from vindesk.ui.wording import to_the_second

_MARGIN, _GAP = 16, 8
_WIDTH: Final = 480
_NOTHING: Final = -1


class ExportDialog(QDialog):
    """Shows what it is given; whoever opens it counts, and asks where to."""

    count_wanted = Signal()
    """Other vehicles are chosen than before."""

    def __init__(self, choices: Choices, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_options")
        self.setWindowTitle(say("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._subject = subject
        self._count: int | None = None
        self._own_of = choices.own_of
        self._unlisted = True
        """Who is quicker than the list of imports has what was chosen last time."""

        self.which = _combo("export_vehicles", say("Which vehicles"))
        for which in subject.offers:
            self.which.addItem(say(WHICH[which]), which.value)
        self.columns = _combo("export_columns", say("Which columns"))
        for columns, text in COLUMNS.items():
            self.columns.addItem(say(text), columns.value)
        self.own = _combo("export_own_columns", say("Your own columns of an import"))
        self.own.addItem(say("None"), _NOTHING)
        self.form = _combo("export_format", say("Format"))
        for form, text in FORMATS.items():
            self.form.addItem(say(text), form.value)
        self._form = QFormLayout()
        self._own_label = plain_label(say("&Your own columns of"))
        self._line = _words("export_count")
        self._note = _words("export_note")
        self._buttons = QDialogButtonBox()
        self.export_button = self._buttons.addButton(
            say("&Export…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.export_button.setObjectName("export_button")
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        without_icons(self._buttons)
        for button in self._buttons.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.export_button.setDefault(True)
        self._fill_form()
        self.parquet = ParquetRows(self._form, self)
        self._lay_out()
        self._show(choices)
        self._connect()
        self._tell()
        self.which.setFocus()

    @property
    def chosen(self) -> Choices:
        own = int(self.own.currentData())
        chosen = self._own_of if self._unlisted else None if own == _NOTHING else own
        compression, size, partition = self.parquet.chosen
        return Choices(
            Which(self.which.currentData()),
            Columns(self.columns.currentData()),
            chosen,
            ExportFormat(self.form.currentData()),
            compression,
            size,
            partition,
        )

    def show_count(self, count: int) -> None:
        """How many vehicles would be written as things stand."""
        self._count = count
        self._tell()

    def show_imports(self, records: Sequence[ImportRecord]) -> None:
        """The imports that have columns of the user's own, the newest first.

        Of one name, it is said when they began. Where the filter asks for one of them, its
        columns are chosen.
        """
        self._unlisted = False
        asked = [each.id for each in records if self._subject.is_of_import(each.plan.name)]
        own_of = asked[0] if len(asked) == 1 else self._own_of
        names = [name_of(record) for record in records]
        for record, name in zip(records, names, strict=True):
            told = [say_many("{n} column", "{n} columns", len(record.plan.columns.own_names))]
            if names.count(name) > 1:
                told.append(say("begun {moment}", moment=to_the_second(record.added_at)))
            self.own.addItem(f"{name} ({', '.join(told)})", record.id)
        self.own.setCurrentIndex(max(self.own.findData(own_of), 0))
        self._form.setRowVisible(self.own, bool(records))

    # -- parts -----------------------------------------------------------------

    def _show(self, choices: Choices) -> None:
        selected = self._subject.selected
        if selected is not None:
            place = self.which.findData(Which.SELECTED.value)
            said = say_many("{n} vehicle", "{n} vehicles", selected.count)
            self.which.setItemText(place, f"{say(WHICH[Which.SELECTED])} ({said})")
        self.which.setCurrentIndex(max(self.which.findData(choices.which.value), 0))
        self.columns.setCurrentIndex(self.columns.findData(choices.columns.value))
        self.form.setCurrentIndex(self.form.findData(choices.form.value))
        self.parquet.show_choice(choices.compression, choices.row_group_size, choices.partition)

    def _fill_form(self) -> None:
        form = self._form
        form.setSpacing(_GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, part in (
            (plain_label(say("&Vehicles")), self.which),
            (plain_label(say("&Columns")), self.columns),
            (self._own_label, self.own),
            (plain_label(say("&Format")), self.form),
        ):
            label.setBuddy(part)
            form.addRow(label, part)
        form.setRowVisible(self.own, False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_GAP)
        layout.addLayout(self._form)
        layout.addWidget(self._note)
        layout.addStretch(1)
        layout.addWidget(self._line)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH)

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(self._count_again)
        for part in (self.columns, self.form, self.own):
            part.currentIndexChanged.connect(self._tell)
        self.parquet.changed.connect(self._tell)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _count_again(self) -> None:
        self._count = None
        self._tell()
        self.count_wanted.emit()

    def _tell(self) -> None:
        chosen = self.chosen
        told = note(chosen)
        if not told:  # what goes, goes first: else the dialog would grow
            self._note.hide()
        self.parquet.set_visible(chosen.form is ExportFormat.PARQUET)
        self._line.setText(count_line(self._count, chosen, self._subject))
        self._note.setText(told)
        self._note.setVisible(bool(told))
        if self.isVisible():  # who made it larger wants it so
            self.resize(self.size().expandedTo(self.sizeHint()))
        else:
            self.adjustSize()


def _combo(name: str, spoken: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(spoken)
    quiet_wheel(combo)
    return combo


def _words(name: str) -> QLabel:
    label = plain_label(wrap=True)
    label.setObjectName(name)
    return label

"""File > Import: what is in the file, what becomes of it; layout and choices only."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.input_counts import Counts, Findings
from vindesk.domain.monitor import Progress
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import grouped, say
from vindesk.ui.importing.column_choice import ColumnChoice
from vindesk.ui.importing.column_roles import ColumnRoles, Role
from vindesk.ui.importing.handed_in import Glance
from vindesk.ui.importing.kept_columns import KeptColumns
from vindesk.ui.importing.planning import Chosen, Policy
from vindesk.ui.importing.policy_box import PolicyBox
from vindesk.ui.importing.preview_table import PreviewTable
from vindesk.ui.importing.problem_list import ProblemList
from vindesk.ui.importing.telling import (
    NO_VIN_COLUMN,
    counts_line,
    import_button,
    who_answers,
)
from vindesk.ui.labels import plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.plain_text import sentence
from vindesk.ui.quiet_wheel import quiet_wheel
from vindesk.ui.speaking import announce
from vindesk.ui.window_sizes import first_size

_SIZE: Final = QSize(880, 640)
_MARGIN, _GAP = 16, 8
_STEPS: Final = 1_000
_LONGEST_NAME: Final = 200


class ImportDialog(QDialog):
    """Shows what it is given; whoever opens it reads the file and answers the signals.

    It opens by itself: a Return may be meant for what was before it, until everything is counted.
    """

    table_wanted = Signal()
    """Another sheet, or the header taken differently."""

    count_wanted = Signal()
    """Another column holds the VINs, or none does."""

    def __init__(self, name: str, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle(say("Import VINs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit(shown_line(name, _LONGEST_NAME))
        self.sheet = QComboBox()
        self.header = QCheckBox(say("The first row &names the columns"))
        self.columns = ColumnChoice()
        self.tabs = QTabWidget()
        self.preview = PreviewTable()
        self.kept = KeptColumns()
        self.problems = ProblemList()
        self.policy = PolicyBox()
        self.policy.show_policy(policy)
        self._sheet_label = QLabel(say("S&heet"))
        self._line = _words("import_counts")
        self._why = _words("import_source_words")
        self._reading = QProgressBar()
        self._buttons = QDialogButtonBox()
        self.import_button = self._buttons.addButton(
            say("&Import"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._roles = ColumnRoles(())
        self._proposed = self._roles
        self._counts = Counts()
        self._counted = False
        self._trouble = ""
        self._seen = False
        """Whether what is shown is of the sheet that is chosen, its header taken as chosen."""

        self._glance: Glance | None = None
        """The last at the sheet that is chosen."""

        self._looked_through: int | None = None
        """The column of which rows to look at were listed last."""

        self._again = False
        """Whether it is read once more: the repairs that were taken are of it."""

        self._header_wanted: bool | None = None
        self._set_up()
        self._lay_out()
        self._connect()
        first_size(self, _SIZE)
        self._tell()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """When it is shown, a box of buttons makes one of them the default."""
        super().showEvent(event)
        self.import_button.setDefault(self._counted)

    @property
    def roles(self) -> ColumnRoles:
        return self._roles

    @property
    def chosen_sheet(self) -> str | None:
        return self.sheet.currentData()

    @property
    def header_wanted(self) -> bool | None:
        """None until the user says so: another sheet is looked at without prejudice."""
        return self._header_wanted

    @property
    def chosen(self) -> Chosen:
        return Chosen(
            self.name.text(),
            self.chosen_sheet,
            self.header.isChecked(),
            self._roles,
            self.policy.policy,
            self.problems.repairs,
        )

    # -- what it is given ------------------------------------------------------

    def show_glance(self, glance: Glance) -> None:
        """A sheet has been opened; what was chosen of the same columns stays."""
        self._seen = True
        for part in (self.sheet, self.header):
            part.blockSignals(True)
        if not self.sheet.count():
            for sheet in glance.sheets:
                self.sheet.addItem(shown_line(sheet, _LONGEST_NAME), sheet)
        self.sheet.setCurrentIndex(self.sheet.findData(glance.sheet))
        self.header.setChecked(glance.has_header)
        for part in (self.sheet, self.header):
            part.blockSignals(False)
        self.header.setVisible(glance.may_have_header)
        several = len(glance.sheets) > 1
        self.sheet.setVisible(several)
        self._sheet_label.setVisible(several)
        same = self._take_glance(glance)
        self.preview.show_glance(glance, self._roles)
        self._show_roles()
        self.columns.explain(glance.suggestion)
        if not self.isVisible():
            self.preview.setFocus()
        self._count_anew(again=same and self._roles.vin == self._looked_through)

    def _take_glance(self, glance: Glance) -> bool:
        """Whether its columns are those of the last one."""
        before, last = self._proposed, self._glance
        self._glance = glance
        self._proposed = ColumnRoles.suggested(glance.columns, glance.suggestion)
        if last is None or len(last.columns) != len(glance.columns):
            self._roles = self._proposed
            return False
        self._roles = self._roles.seen_again(before, self._proposed)
        return True

    def _count_anew(self, *, again: bool = False) -> None:
        self._again, self._looked_through = again, self._roles.vin
        self.show_findings_so_far(Findings())
        self.count_wanted.emit()

    def show_findings_so_far(self, findings: Findings) -> None:
        self._show_findings(findings, whole=False)

    def show_all_findings(self, findings: Findings) -> None:
        """Everything has been read."""
        self._show_findings(findings, whole=True)
        announce(self, self._line.text())

    def _show_findings(self, findings: Findings, *, whole: bool) -> None:
        self._counts, self._counted, self._trouble = findings.counts, whole, ""
        self.problems.show_findings(findings, again=self._again and not whole)
        counts = findings.counts
        number = counts.mistyped + counts.check_digits + counts.no_vins
        self.tabs.setTabText(2, say("&Rows to Look At ({number})", number=grouped(number)))
        self._reading.setVisible(not whole and self._roles.vin is not None)
        self._tell()

    def show_progress(self, progress: Progress) -> None:
        """How far reading is; where that is unknown it only says that it goes on."""
        self._reading.setRange(0, _STEPS if progress.total else 0)
        if progress.total:
            self._reading.setValue(min(_STEPS, _STEPS * progress.done // progress.total))

    def show_trouble(self, trouble: str) -> None:
        """Why it could not be read to its end; what else is chosen may help."""
        self._trouble = trouble
        self._reading.hide()
        self._tell()
        announce(self, self._line.text())

    # -- choices ---------------------------------------------------------------

    def _take_sheet(self) -> None:
        self._header_wanted = self._glance = None
        self._look_anew()

    def _take_header(self, wanted: bool) -> None:
        self._header_wanted = wanted
        self._look_anew()

    def _look_anew(self) -> None:
        """Nobody agrees to a sheet whose columns are still those of another."""
        self._seen = False
        self._counts, self._counted, self._trouble = Counts(), False, ""
        self._reading.setRange(0, 0)
        self._reading.show()
        self._tell()
        self.table_wanted.emit()

    def _take_roles(self, roles: ColumnRoles) -> None:
        before, self._roles = self._roles, roles
        self.preview.show_roles(roles)
        self._show_roles()
        if self._seen and roles.vin != before.vin:
            self._count_anew()

    def _show_roles(self) -> None:
        self.columns.show_roles(self._roles)
        self.kept.model.show_roles(self._roles)
        number, of = len(self._roles.kept), len(self._roles.others)
        self.tabs.setTabText(1, say("&Kept Columns ({number} of {of})", number=number, of=of))
        self._tell()

    def _take_role(self, column: int, role: Role) -> None:
        roles = self._roles
        if role is Role.VIN:
            roles = roles.with_vin(column)
        elif role is Role.YEAR:
            roles = roles.with_year(column)
        else:
            roles = roles.with_vin(None) if roles.vin == column else roles
            roles = roles.with_year(None) if roles.year == column else roles
            roles = roles.keep([column], role is Role.KEPT)
        self._take_roles(roles)

    def _take_vin(self, column: int | None) -> None:
        self._take_roles(self._roles.with_vin(column))

    def _take_year(self, column: int | None) -> None:
        self._take_roles(self._roles.with_year(column))

    def _keep(self, columns: list[int], wanted: bool) -> None:
        self._take_roles(self._roles.keep(columns, wanted))

    def _tell(self) -> None:
        ready = self._seen and self._roles.vin is not None
        fine = not self._trouble and bool(not self._counted or self._anything)
        self.import_button.setEnabled(ready and fine)
        self.import_button.setDefault(self._counted)
        if self._trouble:
            self._line.setText(sentence(self._trouble))
        elif not ready:
            self._line.setText(say(NO_VIN_COLUMN) if self._seen else say("Opening…"))
        else:
            repaired = len(self.problems.repairs)
            taken = say(" {repaired} repaired.", repaired=grouped(repaired)) if repaired else ""
            self._line.setText(counts_line(self._counts, reading=not self._counted) + taken)
        counts, taken, reading = self._counts, self.problems.taken, not self._counted
        self.import_button.setText(import_button(counts, taken, reading=reading))
        known = self._counted or bool(self._trouble)
        self.import_button.setAccessibleDescription(self._line.text() if known else "")
        self._why.setText(who_answers(counts, self.policy.policy, taken))

    @property
    def _anything(self) -> bool:
        return bool(self._counts.vins or self.problems.repairs)

    # -- parts -----------------------------------------------------------------

    def _set_up(self) -> None:
        self.name.setObjectName("import_name")
        self.name.setAccessibleName(say("Name of the import"))
        self.sheet.setObjectName("import_sheet")
        self.sheet.setAccessibleName(say("Sheet"))
        self.sheet.hide()
        quiet_wheel(self.sheet)
        self._sheet_label.hide()
        self._sheet_label.setTextFormat(Qt.TextFormat.PlainText)
        self._sheet_label.setBuddy(self.sheet)
        self.header.setObjectName("import_header")
        self.tabs.setObjectName("import_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.preview, say("&Preview"))
        self.tabs.addTab(self.kept, say("&Kept Columns"))
        self.tabs.addTab(self.problems, say("&Rows to Look At"))
        self._reading.setObjectName("import_reading")
        self._reading.setAccessibleName(say("How far the input has been read"))
        self._reading.setTextVisible(False)
        self._reading.setMaximumHeight(6)
        self._reading.setRange(0, 0)
        self.import_button.setObjectName("import_button")
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        without_icons(self._buttons)
        for button in self._buttons.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        top = QGridLayout()
        top.setHorizontalSpacing(_GAP)
        top.setVerticalSpacing(_GAP)
        name = plain_label(say("Na&me"))
        name.setBuddy(self.name)
        top.addWidget(name, 0, 0)
        top.addWidget(self.name, 0, 1)
        top.addWidget(self._sheet_label, 0, 2)
        top.addWidget(self.sheet, 0, 3)
        top.addWidget(self.header, 0, 4)
        top.setColumnStretch(1, 2)
        top.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_GAP)
        layout.addLayout(top)
        layout.addWidget(self.columns)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._reading)
        layout.addWidget(self._line)
        layout.addWidget(self.policy)
        layout.addWidget(self._why)
        layout.addWidget(self._buttons)

    def _connect(self) -> None:
        self.sheet.currentIndexChanged.connect(self._take_sheet)
        self.header.toggled.connect(self._take_header)
        self.columns.vin_chosen.connect(self._take_vin)
        self.columns.year_chosen.connect(self._take_year)
        self.preview.role_chosen.connect(self._take_role)
        self.kept.kept_changed.connect(self._keep)
        self.problems.repairs_changed.connect(self._tell)
        self.policy.changed.connect(self._tell)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)


def _words(name: str) -> QLabel:
    label = plain_label(wrap=True)
    label.setObjectName(name)
    return label

"""The settings, all in one list: searched, changed, put back."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.config.settings import SETTINGS
from vindesk.domain.words import say
from vindesk.ui.airy_rows import AiryRows
from vindesk.ui.labels import colour, headline, plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.plain_text import sentence
from vindesk.ui.preferences.choices import Choices
from vindesk.ui.preferences.setting_row import SettingRow
from vindesk.ui.search_entry import SearchEntry
from vindesk.ui.theme import ink
from vindesk.ui.window_sizes import first_size, room_for

_SIZE: Final = QSize(860, 640)
_MARGIN: Final = 16
_GAP: Final = 8
_MOST_PROBLEMS: Final = 5


class PreferencesDialog(QDialog):
    """Shows the choices it is given, and asks for others; *Cancel* is the asker's business."""

    chosen = Signal(str, object)
    reset_wanted = Signal(str)
    all_reset_wanted = Signal()

    def __init__(self, problems: Sequence[str], file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences_dialog")
        self.setWindowTitle(say("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = SearchEntry(
            "preferences_search",
            say("Search by name or explanation"),
            say("Search the settings"),
            self._go_on,
        )
        self.groups = QListWidget()
        self.rows = {name: SettingRow(setting) for name, setting in SETTINGS.items()}
        self._heads: dict[str, QLabel] = {}
        self._nothing = plain_label(say("No setting by that name."))
        self._problems = plain_label(wrap=True)
        self._problems.setObjectName("preferences_problems")
        self._place = plain_label(wrap=True, selectable=True)
        self._place.setObjectName("preferences_file")
        self._area = QScrollArea()
        self._reset_all = QPushButton(say("Reset &All"))
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        without_icons(self._buttons)
        self._set_up()
        self._lay_out(problems, file)
        self._connect()
        self._dress()
        self._search("")
        first_size(self, _SIZE)
        self.search.setFocus()

    def show_choices(self, choices: Choices) -> None:
        for name, row in self.rows.items():
            row.show_value(choices.value(name), choices.origin(name))
        self._reset_all.setEnabled(choices.reset(*SETTINGS) != choices)

    # -- parts ---------------------------------------------------------------

    def _set_up(self) -> None:
        self.groups.setObjectName("preferences_groups")
        self.groups.setAccessibleName(say("Groups of settings"))
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.groups.setItemDelegate(AiryRows(self.groups, _GAP))
        for row in self.rows.values():
            group = row.setting.group
            if group not in self._heads:
                self._heads[group] = headline(say(group))
                self._heads[group].setContentsMargins(0, _GAP if self.groups.count() else 0, 0, 0)
                self.groups.addItem(say(group))
        width = self.groups.sizeHintForColumn(0) + 2 * self.groups.frameWidth()
        self.groups.setFixedWidth(width + _MARGIN)
        self._reset_all.setObjectName("reset_all")
        self._reset_all.setToolTip(say("Restore the default of every setting chosen here"))
        self._reset_all.setAutoDefault(False)
        self._area.setObjectName("preferences_list")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)

    def _lay_out(self, problems: Sequence[str], file: str) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(_MARGIN)
        lists.addWidget(self.groups)
        lists.addWidget(self._area, 1)
        inside = self._list()
        self._area.setWidget(inside)
        self._area.setMinimumWidth(self._narrowest(inside))
        foot = QHBoxLayout()
        foot.addWidget(self._reset_all)
        self._place.setText(sentence(say("Kept in {file}", file=file)))
        foot.addWidget(self._place, 1)
        foot.addWidget(self._buttons)
        foot.setSpacing(_MARGIN)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        whole.setSpacing(_GAP)
        whole.addWidget(self.search)
        if problems:
            self._tell_problems(problems)
            whole.addWidget(self._problems)
        whole.addLayout(lists, 1)
        whole.addLayout(foot)

    def _narrowest(self, inside: QWidget) -> int:
        """As wide as the list needs, so that it scrolls sideways only where a screen is small."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        beside = self.groups.width() + 3 * _MARGIN
        return min(inside.minimumSizeHint().width() + bar, room_for(self).width() - beside)

    def _tell_problems(self, problems: Sequence[str]) -> None:
        told = list(problems[:_MOST_PROBLEMS])
        more = len(problems) - len(told)
        told += [say("And {n} more.", n=more)] if more else []
        self._problems.setText(sentence(" ".join(told)))

    def _list(self) -> QWidget:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, _GAP, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self._nothing)
        for group, head in self._heads.items():
            layout.addWidget(head)
            for row in self.rows.values():
                if row.setting.group == group:
                    layout.addWidget(row)
        layout.addStretch(1)
        return inside

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.groups.currentRowChanged.connect(self._go_to)
        self.groups.itemClicked.connect(self._go_to_clicked)
        self._reset_all.clicked.connect(self._ask_to_reset_all)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for row in self.rows.values():
            row.chosen.connect(self.chosen)
            row.reset_wanted.connect(self.reset_wanted)

    # -- what happens ----------------------------------------------------------

    def _ask_to_reset_all(self) -> None:
        for row in self.rows.values():
            row.show_again()
        self.all_reset_wanted.emit()

    def _search(self, text: str) -> None:
        words = tuple(text.casefold().split())
        found: set[str] = set()
        for row in self.rows.values():
            is_found = row.matches(words)
            row.setVisible(is_found)
            if is_found:
                found.add(row.setting.group)
        for number, (group, head) in enumerate(self._heads.items()):
            head.setVisible(group in found)
            item = self.groups.item(number)
            item.setHidden(group not in found)
        self._nothing.setVisible(not found)
        self._area.verticalScrollBar().setValue(0)

    def _go_on(self) -> None:
        """From the search to what was found."""
        found = [row for row in self.rows.values() if row.isVisible()]
        if found:
            self._lead_to(found[0])

    def _lead_to(self, row: SettingRow) -> None:
        self._area.ensureWidgetVisible(row)
        row.editor.setFocus()

    def _go_to(self, number: int) -> None:
        if number >= 0:
            head = tuple(self._heads.values())[number]
            self._area.verticalScrollBar().setValue(head.y())

    def _go_to_clicked(self, item: QListWidgetItem) -> None:
        """Also to the group that is the current one: its settings may be out of sight."""
        self._go_to(self.groups.row(item))

    @override
    def accept(self) -> None:
        """What cannot be used is not passed over in silence: the user is led to it."""
        for row in self.rows.values():
            if row.problem:
                self.search.clear()
                self._lead_to(row)
                return
        super().accept()

    # -- look ----------------------------------------------------------------

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        inks = ink(self.palette())
        colour(self._problems, inks.warning)
        colour(self._place, inks.quiet)

"""The dock of the imports: the list, and what can be done with the current one."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.import_job import ImportRecord
from vindesk.domain.words import phrase, say
from vindesk.ui.jobs_panel.job_list import JobList
from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.job_telling import Verb
from vindesk.ui.jobs_panel.unfinished_bar import UnfinishedBar
from vindesk.ui.labels import QuietLabel
from vindesk.ui.menu import Menu

_TIPS: Final = {
    Verb.PAUSE: phrase("Pause the import (Space)"),
    Verb.RESUME: phrase("Resume the import (Space)"),
    Verb.CANCEL: phrase("Cancel it; answers so far stay"),
    Verb.REPORT: phrase("Show the import's results (Return)"),
    Verb.SHOW: phrase("Show the vehicles of this list in the table"),
    Verb.FORGET: phrase("Delete the list; its vehicles stay in the cache (Delete)"),
}
_NOTHING: Final = phrase("Imports are listed here.")


class JobsPanel(QWidget):
    """Asks; whoever listens acts, and changes the model."""

    wished = Signal(Verb, int)
    """What the user wants done with which import."""

    go_on_requested = Signal()
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs_panel")
        self.model = JobModel(self)
        self._bar = UnfinishedBar()
        self._bar.go_on_requested.connect(self.go_on_requested)
        self._bar.leave_requested.connect(self.leave_requested)
        self._list = JobList(self.model)
        self._list.wished.connect(self._wish)
        self._list.menu_requested.connect(self._open_menu)
        self._actions = {verb: self._action(verb) for verb in Verb}
        self._tools = {verb: _button(verb, action) for verb, action in self._actions.items()}
        self._stack = QStackedWidget()
        self._stack.addWidget(QuietLabel(say(_NOTHING)))
        self._stack.addWidget(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._bar)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._buttons())
        self._list.current_changed.connect(self._enable)
        for signal in (
            self.model.dataChanged,
            self.model.modelReset,
            self.model.rowsInserted,
            self.model.rowsRemoved,
        ):
            signal.connect(self._enable)
        self._enable()

    def offer(self, records: Sequence[ImportRecord]) -> None:
        """Ask whether to go on with ``records``; none: stop asking."""
        self._bar.offer(records)

    def choose(self, number: int) -> None:
        """Make an import the current one."""
        self._list.choose(number)

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 9 * self.fontMetrics().height())

    # -- what may be done ----------------------------------------------------

    def _action(self, verb: Verb) -> QAction:
        action = QAction(say(verb.value), self)
        action.setObjectName(f"job_{verb.name.lower()}")
        action.setToolTip(say(_TIPS[verb]))
        action.setStatusTip(say(_TIPS[verb]))
        action.triggered.connect(lambda _checked=False: self._wish(verb))
        return action

    def _buttons(self) -> QHBoxLayout:
        layout = QHBoxLayout()
        layout.setContentsMargins(8, 0, 8, 6)
        layout.setSpacing(4)
        for button in self._tools.values():
            layout.addWidget(button)
        layout.addStretch()
        return layout

    def _wish(self, verb: Verb) -> None:
        number = self._list.current()
        if number is not None:
            self.wished.emit(verb, number)

    def _enable(self) -> None:
        """A button that was pressed by key leaves the focus to the list, not to its neighbour."""
        row = self.model.row_of(number) if (number := self._list.current()) is not None else None
        can = frozenset[Verb]() if row is None else self.model.job_row(row).can
        for verb, action in self._actions.items():
            if verb not in can and self.window().focusWidget() is self._tools[verb]:
                self._list.setFocus()
            action.setEnabled(verb in can)
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)

    def _open_menu(self, place: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([action for action in self._actions.values() if action.isEnabled()])
        menu.popup(place)


def _button(verb: Verb, action: QAction) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"{action.objectName()}_button")
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(say(verb.value).removesuffix("…"))
    return button

"""The actions of the main window, made from their table."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QWidget

from vindesk.domain.words import say
from vindesk.ui.actions import SPECS, ActionId, ActionSpec, Needs
from vindesk.ui.icons import line_icon


class Actions:
    """The QActions built from ``SPECS``, looked up by id.

    Their keys count anywhere in the window of ``owner``, those of rows only in ``rows``.
    """

    def __init__(
        self, owner: QWidget, rows: QWidget, handlers: Mapping[ActionId, Callable[[], object]]
    ) -> None:
        self._specs = {spec.id: spec for spec in SPECS}
        self._actions = {spec.id: _build(spec, owner, handlers[spec.id]) for spec in SPECS}
        self._available: Needs | None = None
        for spec in SPECS:
            (rows if spec.of_rows else owner).addAction(self._actions[spec.id])

    def __getitem__(self, action_id: ActionId) -> QAction:
        return self._actions[action_id]

    def enable_for(self, available: Needs, among: Needs = ~Needs.NOTHING) -> None:
        """Enable each action whose needs are all met; what is known of the others ``among`` not."""
        now = ((self._available or Needs.NOTHING) & ~among) | available
        if now == self._available:
            return
        self._available = now
        for action_id, action in self._actions.items():
            needs = self._specs[action_id].needs
            action.setEnabled(needs & now == needs)

    def recolour(self, palette: QPalette) -> None:
        """Draw the icons anew, in the colours of ``palette``."""
        for _ in self.draw_icons(palette):
            pass

    def draw_icons(self, palette: QPalette) -> Iterator[None]:
        """As ``recolour``, one at each step: all of them take a few frames."""
        for action_id, action in self._actions.items():
            icon = self._specs[action_id].icon
            if icon is not None:
                yield action.setIcon(line_icon(icon, palette))


def _build(spec: ActionSpec, owner: QWidget, handler: Callable[[], object]) -> QAction:
    action = QAction(say(spec.text), owner)
    action.setObjectName(spec.id)
    tip = say(spec.tip)
    action.setStatusTip(tip)
    if spec.shortcut is not None:
        action.setShortcut(QKeySequence(spec.shortcut))
    if spec.of_rows:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.setAutoRepeat(not spec.once)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tip} ({keys})" if keys else tip)
    action.triggered.connect(lambda _checked=False: handler())
    return action

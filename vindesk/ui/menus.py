"""Menus made from the table of actions."""

from collections.abc import Iterable

from PySide6.QtWidgets import QMenu, QMenuBar

from vindesk.domain.words import say
from vindesk.ui.actions import MENUS, ActionId
from vindesk.ui.built_actions import Actions
from vindesk.ui.menu import Menu


def fill(menu: QMenu, ids: Iterable[ActionId | None], actions: Actions) -> None:
    """Add the actions to ``menu``; None is a separator."""
    for action_id in ids:
        if action_id is None:
            menu.addSeparator()
        else:
            menu.addAction(actions[action_id])


def build_menus(bar: QMenuBar, actions: Actions) -> None:
    for title, ids in MENUS.items():
        menu = Menu(say(title), bar)
        bar.addMenu(menu)
        fill(menu, ids, actions)

"""Menus made from the table of actions."""

from collections.abc import Iterable

from PySide6.QtWidgets import QMenu, QMenuBar

from vindesk.domain.words import say
from vindesk.ui.actions import HELP_MENU, MENUS, ActionId
from vindesk.ui.built_actions import Actions
from vindesk.ui.menu import Menu


def fill(menu: QMenu, ids: Iterable[ActionId | None], actions: Actions) -> None:
    """Add the actions to ``menu``; None is a separator."""
    for action_id in ids:
        if action_id is None:
            menu.addSeparator()
        else:
            menu.addAction(actions[action_id])


def _add(bar: QMenuBar, title: str, ids: Iterable[ActionId | None], actions: Actions) -> None:
    menu = Menu(title, bar)
    bar.addMenu(menu)
    fill(menu, ids, actions)


def build_menus(bar: QMenuBar, actions: Actions) -> None:
    for title, ids in MENUS.items():
        _add(bar, say(title), ids, actions)


def add_help_menu(bar: QMenuBar, actions: Actions) -> None:
    """The main window's own, in another window: its keys work there too."""
    _add(bar, say("&Help"), HELP_MENU, actions)

"""Menus whose edge can be seen on black; ``theme`` knows them by the name of their class."""

from PySide6.QtWidgets import QMenu


class Menu(QMenu):
    """Colours for every ``QMenu`` would fill the lists of combo boxes, too."""

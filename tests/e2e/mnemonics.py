"""What Alt and a letter mean: one thing in each window and menu."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QGroupBox,
    QLabel,
    QMainWindow,
    QMenu,
    QTabBar,
    QWidget,
)


def doubles(window: QWidget) -> Sequence[Mapping[str, Sequence[str]]]:
    """The keys that mean several things in ``window``, and those in each of its menus."""
    found = [_twice(list(_texts_of(window)))]
    if isinstance(window, QMainWindow):
        found += [_twice([action.text() for action in menu]) for menu in _menus_of(window)]
    return [keys for keys in found if keys]


def _twice(texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The keys that several of ``texts`` have, and which those are."""
    by_key = defaultdict[str, list[str]](list)
    for text in texts:
        key = QKeySequence.mnemonic(text).toString()
        if key:
            by_key[key].append(text)
    return {key: those for key, those in by_key.items() if len(those) > 1}


def _texts_of(window: QWidget) -> Iterator[str]:
    """What of ``window`` is seen, and can be reached with Alt and a letter."""
    for part in window.findChildren(QWidget):
        if not part.isVisibleTo(window) or part.window() is not window:
            continue
        match part:
            case QAbstractButton():
                yield part.text()
            case QLabel() if part.buddy():
                yield part.text()
            case QGroupBox():
                yield part.title()
            case QTabBar():
                yield from (part.tabText(number) for number in range(part.count()))
            case _:
                pass
    if isinstance(window, QMainWindow):
        yield from (action.text() for action in window.menuBar().actions())


def _menus_of(window: QMainWindow) -> Iterator[Sequence[QAction]]:
    """Each menu of the bar, with the menus in it."""
    menus = [action.menu() for action in window.menuBar().actions()]
    while menus:
        menu = menus.pop()
        if isinstance(menu, QMenu):
            yield menu.actions()
            menus += [action.menu() for action in menu.actions()]

"""Alt and a letter means one thing in each window and menu, in every language."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import pytest
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

from tests.e2e.conftest import User
from tests.e2e.every_window import WINDOWS, opened
from vindesk.config.language import Language, tongue_of
from vindesk.domain.words import speak

FILLED = [name for name in WINDOWS if name != "empty"]
"""Those that are there while there are vehicles."""


@pytest.fixture(params=[Language.ENGLISH, Language.GERMAN])
def language(request: pytest.FixtureRequest, words_made_anew: None) -> Language:
    language: Language = request.param
    speak(tongue_of(language, {}))
    return language


def twice(texts: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The keys that several of ``texts`` have, and which those are."""
    by_key = defaultdict[str, list[str]](list)
    for text in texts:
        key = QKeySequence.mnemonic(text).toString()
        if key:
            by_key[key].append(text)
    return {key: those for key, those in by_key.items() if len(those) > 1}


def texts_of(window: QWidget) -> Iterator[str]:
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


def menus_of(window: QMainWindow) -> Iterator[Sequence[QAction]]:
    """Each menu of the bar, with the menus in it."""
    menus = [action.menu() for action in window.menuBar().actions()]
    while menus:
        menu = menus.pop()
        if isinstance(menu, QMenu):
            yield menu.actions()
            menus += [action.menu() for action in menu.actions()]


def test_each_key_means_one_thing(language: Language, owner: User) -> None:
    owner.window.resize(1280, 800)
    owner.rows()
    found: dict[str, object] = {}
    for name in FILLED:
        with opened(owner, name) as window:
            found[name] = twice(list(texts_of(window)))
            if isinstance(window, QMainWindow):
                menus = [twice([action.text() for action in menu]) for menu in menus_of(window)]
                found[f"{name}: menus"] = [menu for menu in menus if menu]
    assert {name: those for name, those in found.items() if those} == {}

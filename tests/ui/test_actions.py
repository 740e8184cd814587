from collections import Counter
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vindesk.ui.actions import MENUS, ROW_MENU, SPECS, ActionId, Needs
from vindesk.ui.built_actions import Actions

MANUAL = Path(__file__).parents[2] / "resources" / "manual.md"


def test_every_action_is_in_exactly_one_menu() -> None:
    listed = Counter(action for menu in MENUS.values() for action in menu if action)
    assert listed == Counter(ActionId)
    assert set(ROW_MENU) - {None} <= set(ActionId)


def test_no_shortcut_stands_twice(qtbot: QtBot) -> None:
    keys = [QKeySequence(spec.shortcut).toString() for spec in SPECS if spec.shortcut is not None]
    assert len(keys) == len(set(keys))


def test_every_action_is_mentioned_in_the_manual() -> None:
    text = MANUAL.read_text("utf-8")
    for spec in SPECS:
        name = spec.text.replace("&", "").rstrip("…")
        assert name in text, f"the manual does not mention {name!r}"


def test_an_action_is_enabled_when_all_it_needs_is_there(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = Actions(owner, owner, {action: lambda: None for action in ActionId})
    actions.enable_for(Needs.NOTHING)
    assert not actions[ActionId.REMOVE].isEnabled()
    assert actions[ActionId.EXPORT].isEnabled()
    actions.enable_for(Needs.SELECTION | Needs.ROWS)
    assert actions[ActionId.REMOVE].isEnabled()
    assert not actions[ActionId.UNDO].isEnabled()


def test_an_action_calls_its_handler_and_names_its_key(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    called: list[ActionId] = []
    actions = Actions(owner, owner, {a: lambda a=a: called.append(a) for a in ActionId})
    actions[ActionId.EXPORT].trigger()
    assert called == [ActionId.EXPORT]
    assert actions[ActionId.EXPORT].toolTip().endswith("(Ctrl+E)")


def test_a_key_that_is_held_down_removes_backs_up_and_imports_once(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = Actions(owner, owner, {action: lambda: None for action in ActionId})
    for action in (ActionId.REMOVE, ActionId.BACKUP, ActionId.PASTE_VINS):
        assert not actions[action].autoRepeat()
    assert actions[ActionId.UNDO].autoRepeat()


def test_every_tooltip_says_what_the_action_does_and_its_key(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = Actions(owner, owner, {action: lambda: None for action in ActionId})
    for spec in SPECS:
        action = actions[spec.id]
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        assert bool(key) is (spec.shortcut is not None), f"{spec.id} has no key on this platform"
        assert action.toolTip() == (f"{spec.tip} ({key})" if key else spec.tip)


def test_no_two_entries_of_a_menu_have_the_same_letter() -> None:
    texts = {spec.id: spec.text for spec in SPECS}
    for menu, ids in MENUS.items():
        entries = [texts[each] for each in ids if each]
        letters = [text[text.index("&") + 1].lower() for text in entries]
        assert len(letters) == len(set(letters)), f"{menu}: {letters}"

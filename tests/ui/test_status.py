from PySide6.QtGui import QAccessible, QFont
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vindesk.ui.status import StatusBar


def test_what_was_said_meanwhile_is_not_said_over(qtbot: QtBot) -> None:
    """What became of a damaged cache matters more than that it is open."""
    bar = StatusBar()
    qtbot.addWidget(bar)
    message = bar.findChild(QLabel, "status_message")
    assert message is not None
    bar.tell("Opening the cache…")
    bar.tell_after("Opening the cache…", "The cache is open.")
    assert message.text() == "The cache is open."
    bar.tell("Restored the backup.")
    bar.tell_after("Opening the cache…", "The cache is open.")
    assert message.text() == "Restored the backup."


def test_it_knows_whether_what_it_says_has_not_ended(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.tell_after("", "Opening the cache…", under_way=True)
    assert bar.is_under_way
    bar.tell_after("Opening the cache…", "The cache is open.")
    assert not bar.is_under_way
    bar.tell_under_way("Removing 2 vehicles…")
    bar.tell_after("", "The cache is open.")
    assert bar.is_under_way


def test_its_icon_is_as_high_as_its_letters(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    (shown,) = [each for each in bar.findChildren(QLabel) if not each.pixmap().isNull()]
    usual = shown.pixmap().height()
    font = QFont(bar.font())
    font.setPointSizeF(font.pointSizeF() * 2)
    bar.setFont(font)
    assert shown.pixmap().height() == bar.fontMetrics().height() > usual


def test_the_tooltip_is_said_without_its_html(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    message = bar.findChild(QLabel, "status_message")
    assert message is not None
    bar.tell("Exported to a < b.csv.")
    assert message.toolTip().startswith("<p ")
    told = QAccessible.queryAccessibleInterface(message)
    assert told.text(QAccessible.Text.Description) == "Exported to a < b.csv."

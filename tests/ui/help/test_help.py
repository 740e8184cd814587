import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument, QTextTable
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vindesk.jobs.runner import JobRunner
from vindesk.ui.help import help_controller
from vindesk.ui.help.help_controller import PLACES, HelpController, topic_of
from vindesk.ui.help.help_window import HelpWindow
from vindesk.ui.help.topics import TOPICS, Topic, read_topics
from vindesk.ui.theme import palette

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def help_of(qtbot: QtBot, inline_runner: JobRunner) -> Iterator[HelpController]:
    owner = QWidget()
    qtbot.addWidget(owner)
    controller = HelpController(inline_runner, owner)
    qtbot.addWidget(controller.window)
    yield controller
    owner.close()


@pytest.fixture
def window(help_of: HelpController) -> HelpWindow:
    help_of.open("start")
    return help_of.window


def titles(window: HelpWindow) -> list[str]:
    return [window.list.item(row).text() for row in range(window.list.count())]


def test_it_opens_at_the_topic_that_is_asked_for(help_of: HelpController) -> None:
    help_of.open("codes")
    assert help_of.window.isVisible()
    assert len(titles(help_of.window)) == len(TOPICS)
    assert "Check digit is wrong" in help_of.window.browser.toPlainText()
    help_of.show_shortcuts()
    assert help_of.window.browser.toPlainText().startswith("Keyboard shortcuts")
    help_of.window.close()
    assert not help_of.window.isVisible()


def test_the_files_are_read_once_and_off_the_gui_thread(
    qtbot: QtBot, threaded_runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def noting(keys: dict[str, str], sheet: str) -> list[Topic]:
        threads.append(threading.current_thread())
        return list(read_topics(keys, sheet))

    monkeypatch.setattr(help_controller, "read_topics", noting)
    owner = QWidget()
    qtbot.addWidget(owner)
    controller = HelpController(threaded_runner, owner)
    qtbot.addWidget(controller.window)
    controller.open("filter")
    controller.open("vin")
    qtbot.waitUntil(lambda: controller.window.filled)
    assert controller.window.browser.toPlainText().startswith("The parts of a VIN")
    controller.open("filter")
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


def test_what_cannot_be_read_is_told(
    help_of: HelpController, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_keys: object, _sheet: str) -> list[Topic]:
        raise FileNotFoundError("install it again")

    monkeypatch.setattr(help_controller, "read_topics", missing)
    failures: list[Exception] = []
    help_of.failed.connect(failures.append)
    help_of.open("start")
    assert [str(failure) for failure in failures] == ["install it again"]


def test_a_search_finds_topics_the_nearest_first_and_marks_the_words(
    window: HelpWindow, qtbot: QtBot
) -> None:
    qtbot.keyClicks(window.search, "check digit")
    assert titles(window)[0] == "The parts of a VIN"
    assert "Looking up VINs" in titles(window)
    assert window.shown == "vin"
    marked = {mark.cursor.selectedText().lower() for mark in window.browser.extraSelections()}
    assert marked == {"check", "digit"}
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    assert window.list.currentRow() == 1
    qtbot.keyClick(window.search, Qt.Key.Key_Up)
    qtbot.keyClick(window.search, Qt.Key.Key_Up)
    assert window.list.currentRow() == 0
    window.search.clear()
    assert len(titles(window)) == len(TOPICS)
    assert window.shown == "vin"


def test_tables_and_marks_follow_the_colours(window: HelpWindow) -> None:
    window.browser.show_text("| Key | Action |\n| --- | --- |\n| Ctrl+C | Copy |", ["Copy"])
    browser, dark = window.browser, palette(dark=True)
    browser.setPalette(dark)
    tables = [f for f in browser.document().rootFrame().childFrames() if isinstance(f, QTextTable)]
    assert tables
    assert {t.format().borderBrush().color().name() for t in tables} == {dark.mid().color().name()}
    marks = browser.extraSelections()
    assert marks
    assert {mark.format.background().color().name() for mark in marks} == {
        dark.highlight().color().name()
    }


def test_where_nothing_is_found_it_is_said(window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.search, "zzzz")
    assert titles(window) == []
    assert window._nothing.isVisible()


def test_links_lead_to_topics_and_nowhere_else(
    window: HelpWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.browser.anchorClicked.emit(QUrl("topic:filter"))
    assert window.shown == "filter"
    window.browser.anchorClicked.emit(QUrl("https://example.com/"))
    assert window.shown == "filter"
    assert not window.browser.openLinks()
    assert not window.browser.openExternalLinks()


def test_nothing_is_loaded_from_elsewhere(window: HelpWindow) -> None:
    image = QTextDocument.ResourceType.ImageResource
    for place in (QUrl("https://example.com/a.png"), QUrl.fromLocalFile(__file__)):
        assert window.browser.loadResource(int(image.value), place) is None


def test_a_topic_is_copied_as_text(window: HelpWindow) -> None:
    window.show_topic("shortcuts")
    button = window.findChild(QPushButton, "copy_topic")
    assert button is not None
    button.click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Keyboard shortcuts")
    assert "Ctrl+L" in text
    QGuiApplication.clipboard().clear()


def test_escape_closes_it(window: HelpWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.show()
    qtbot.keyClick(window.browser, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_each_place_has_a_topic_of_its_own(qtbot: QtBot) -> None:
    assert set(PLACES.values()) <= set(TOPICS)
    outer, inner = QWidget(), QLineEdit()
    qtbot.addWidget(outer)
    QVBoxLayout(outer).addWidget(inner)
    assert topic_of(inner) == topic_of(None) == "start"
    outer.setObjectName("import_dialog")
    assert topic_of(inner) == "imports"
    inner.setObjectName("filter_entry")
    assert topic_of(inner) == "filter"


def test_the_text_is_read_and_selected_with_the_keyboard_and_has_the_name_of_its_topic(
    help_of: HelpController, window: HelpWindow, qtbot: QtBot
) -> None:
    window.list.setFocus()
    help_of.show_shortcuts()
    qtbot.waitUntil(window.browser.hasFocus)
    assert window.browser.accessibleName() == "Keyboard shortcuts"
    qtbot.keyClick(window.browser, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.browser.textCursor().selectedText().startswith("Keyboard shortcuts")

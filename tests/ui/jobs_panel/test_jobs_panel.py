"""The dock by mouse and key."""

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.foreign import SHORT, assert_all_tame
from tests.ui.jobs_panel.samples import plan, record
from vindesk.domain.import_job import ImportState
from vindesk.ui.jobs_panel.job_list import JobList
from vindesk.ui.jobs_panel.job_telling import Activity, Phase, Verb
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel
from vindesk.ui.jobs_panel.questions import (
    cancel_question,
    file_name,
    forget_question,
)

pytestmark = pytest.mark.qt_log_ignore("does not support")

RUNNING = Activity(Phase.RUNNING, 12_340, 40_000, "", 8_100, 100)


@pytest.fixture
def panel(qtbot: QtBot) -> JobsPanel:
    panel = JobsPanel()
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    panel.show()
    return panel


@pytest.fixture
def jobs(panel: JobsPanel, qtbot: QtBot) -> JobList:
    panel.model.show([record(1, ImportState.DONE), record(2, ImportState.PAUSED), record(3)])
    panel.model.act(3, RUNNING)
    found = panel.findChild(JobList)
    assert found is not None
    found.setFocus()
    return found


def enabled(panel: JobsPanel) -> set[str]:
    buttons = panel.findChildren(QToolButton)
    return {each.accessibleName() for each in buttons if each.isEnabled()}


def test_without_imports_there_is_a_word_and_no_button(panel: JobsPanel) -> None:
    assert [label.text() for label in panel.findChildren(QLabel) if label.isVisible()] == [
        "Imports are listed here."
    ]
    assert enabled(panel) == set()


def test_the_buttons_fit_the_current_import(panel: JobsPanel, jobs: JobList) -> None:
    look = {"Report", "Show Its Vehicles"}
    panel.choose(3)
    assert enabled(panel) == look | {"Pause", "Cancel"}
    panel.choose(2)
    assert enabled(panel) == look | {"Resume", "Cancel", "Forget List"}
    panel.choose(1)
    assert enabled(panel) == look | {"Forget List"}
    panel.model.act(1, Activity(Phase.RETRYING))
    assert enabled(panel) == look | {"Cancel"}
    panel.choose(99)
    assert jobs.current() == 1


def test_one_is_current_when_the_list_is_entered(jobs: JobList, qtbot: QtBot) -> None:
    qtbot.waitUntil(jobs.hasFocus)
    assert jobs.current() == 3


@pytest.mark.parametrize(
    ("key", "verbs"),
    [
        (Qt.Key.Key_Space, [None, Verb.RESUME, Verb.PAUSE]),
        (Qt.Key.Key_Return, [Verb.REPORT] * 3),
        (Qt.Key.Key_Delete, [Verb.FORGET, Verb.FORGET, None]),
    ],
)
def test_keys_do_what_the_buttons_do(
    panel: JobsPanel, jobs: JobList, qtbot: QtBot, key: Qt.Key, verbs: Sequence[Verb | None]
) -> None:
    wished: list[tuple[Verb, int]] = []
    panel.wished.connect(lambda what, which: wished.append((what, which)))
    for number in (1, 2, 3):
        panel.choose(number)
        qtbot.keyClick(jobs, key)
    assert wished == [(verb, number) for number, verb in enumerate(verbs, start=1) if verb]


def test_a_button_that_is_pressed_by_key_leaves_the_focus_to_the_list(
    panel: JobsPanel, jobs: JobList, qtbot: QtBot
) -> None:
    """On the button beside it the next Space would cancel the import."""
    panel.choose(3)
    panel.wished.connect(lambda _verb, number: panel.model.act(number, Activity(Phase.PAUSING)))
    pause = panel.findChild(QToolButton, "job_pause_button")
    assert pause is not None
    pause.setFocus()
    qtbot.keyClick(pause, Qt.Key.Key_Space)
    assert not pause.isEnabled()
    assert panel.focusWidget() is jobs


def test_arrows_walk_and_a_double_click_reports(
    panel: JobsPanel, jobs: JobList, qtbot: QtBot
) -> None:
    panel.choose(3)
    qtbot.keyClick(jobs, Qt.Key.Key_Down)
    assert jobs.current() == 2
    place = jobs.visualRect(panel.model.index(2)).center()
    with qtbot.waitSignal(panel.wished) as wished:
        qtbot.mouseClick(jobs.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(jobs.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wished.args == [Verb.REPORT, 1]


@pytest.mark.parametrize("reason", list(QContextMenuEvent.Reason)[:2])
def test_the_menu_offers_what_can_be_done(
    panel: JobsPanel, jobs: JobList, reason: QContextMenuEvent.Reason
) -> None:
    panel.choose(3)
    for place in (QPoint(5, 5), QPoint(5, jobs.viewport().height() - 1)):
        event = QContextMenuEvent(reason, place, jobs.mapToGlobal(place))
        QApplication.sendEvent(jobs.viewport(), event)
    menus = panel.findChildren(QMenu)
    assert [action.text() for action in menus[0].actions()] == [
        "Pause",
        "Cancel…",
        "Report",
        "Show Its Vehicles",
    ]
    for menu in menus:
        menu.close()


def test_what_was_not_finished_is_offered_quietly(panel: JobsPanel, qtbot: QtBot) -> None:
    words = panel.findChild(QLabel, "unfinished_words")
    go_on, leave = (panel.findChild(QPushButton, name) for name in ("go_on", "leave_unfinished"))
    assert words is not None
    assert go_on is not None
    assert leave is not None
    panel.offer([record(), record(2)])
    assert (words.text(), leave.text()) == ("2 imports were not finished.", "Leave Them")
    panel.offer([record()])
    assert words.text() == "The import “march fleet” was not finished: at least 12,340 of 40,000."
    for button, signal in ((go_on, panel.go_on_requested), (leave, panel.leave_requested)):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(button, Qt.Key.Key_Space)
    panel.offer([])
    assert not words.isVisible()


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_foreign_text_is_plain(panel: JobsPanel, qtbot: QtBot, text: str) -> None:
    odd = record(plan=plan(text))
    panel.model.show([odd])
    panel.model.act(1, Activity(Phase.RUNNING, note=text))
    panel.offer([odd])
    assert_all_tame(panel)
    panel.grab()
    for box in (cancel_question(odd, Activity(), panel), forget_question(odd, panel)):
        assert box.textFormat() is Qt.TextFormat.PlainText
        assert_all_tame(box)


@pytest.mark.parametrize(
    ("fields", "activity", "told"),
    [
        ({"items": 0, "position": 0, "answered": 0}, RUNNING, "At least 12,340 of 40,000 rows"),
        ({"position": 0, "answered": 450}, Activity(), "At least 450 of 40,000 rows"),
        (
            {"items": 0, "position": 0, "answered": 0},
            Activity(Phase.READING, 9),
            "None of its rows is done yet.",
        ),
    ],
)
def test_whoever_cancels_is_told_what_has_been_done_by_then(
    panel: JobsPanel, fields: dict[str, Any], activity: Activity, told: str
) -> None:
    box = cancel_question(record(**fields), activity, panel)
    assert box.informativeText().startswith(told)


PAUSE, LEAVE = "To go on later, pause it instead.", "If you leave it, it can go on later."


@pytest.mark.parametrize(
    ("activity", "told"),
    [
        (RUNNING, PAUSE),
        (Activity(Phase.QUEUED), PAUSE),
        (Activity(), LEAVE),
        (Activity(note="The disk is full"), LEAVE),
        (Activity(Phase.RESTING), LEAVE),
        (Activity(lost=True), "will not be looked up."),
    ],
)
def test_whoever_cancels_is_told_how_it_could_go_on_instead(
    panel: JobsPanel, activity: Activity, told: str
) -> None:
    box = cancel_question(record(), activity, panel)
    assert box.text() == "Cancel the import “march fleet”?"
    assert box.informativeText().endswith(told)


@pytest.mark.parametrize("phase", [Phase.RETRYING, Phase.RETRY_QUEUED])
def test_whoever_stops_asking_again_gives_no_import_up(panel: JobsPanel, phase: Phase) -> None:
    box = cancel_question(record(), Activity(phase, 3, 10), panel)
    assert box.text() == "Stop asking again about “march fleet”?"
    assert box.informativeText() == (
        "Answers so far stay. What got no answer stays in the report, and can be asked about "
        "again from there."
    )


def test_any_name_makes_a_file_name() -> None:
    assert file_name('a/b\\c:d*"e\n') == "a_b_c_d__e_"
    assert file_name(" .. ") == "import"
    assert len(file_name("x" * 500)) == 80

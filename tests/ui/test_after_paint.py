from functools import partial

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from vindesk.ui.after_paint import AfterPaint, FirstPaint


class Canvas(QWidget):
    """Notes when it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.story: list[str] = []

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.story.append("painted")


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """One that is painted, and notes what comes from now on."""
    shown = Canvas()
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.waitUntil(lambda: "painted" in shown.story)
    shown.story.clear()
    return shown


def test_what_is_due_is_painted_before_what_follows_is_done(canvas: Canvas, qtbot: QtBot) -> None:
    later = AfterPaint(canvas)
    later.do(lambda: canvas.story.append("first"))
    later.do(lambda: canvas.story.append("second"))
    canvas.update()
    assert later.busy
    qtbot.waitUntil(lambda: not later.busy)
    assert canvas.story == ["painted", "first", "second"]


def test_what_was_done_is_painted_before_the_next_thing_is(canvas: Canvas, qtbot: QtBot) -> None:
    later = AfterPaint(canvas)

    def act(name: str) -> None:
        canvas.story.append(name)
        canvas.update()

    later.do(partial(act, "first"))
    later.do(partial(act, "second"))
    qtbot.waitUntil(lambda: canvas.story[-1:] == ["painted"] and not later.busy)
    assert canvas.story == ["first", "painted", "second", "painted"]


def test_what_is_done_may_ask_for_more(qtbot: QtBot) -> None:
    del qtbot
    later, done = AfterPaint(), list[str]()

    def act() -> None:
        done.append("first")
        later.do(lambda: done.append("second"))

    later.do(act)
    later.do(lambda: done.append("beside it"))
    later._act()
    assert done == ["first"]
    later._act()
    assert done == ["first", "beside it"]
    assert later.busy
    later._act()
    assert done == ["first", "beside it", "second"]
    assert not later.busy


def test_the_first_paint_is_told_once(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    told: list[bool] = []
    first = FirstPaint(widget)
    first.painted.connect(lambda: told.append(widget.isVisible()))
    with qtbot.waitSignal(first.painted):
        widget.show()
    widget.repaint()
    assert told == [True]

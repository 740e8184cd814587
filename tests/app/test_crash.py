"""Nothing is swallowed, whoever raises it; nothing is told twice; nothing goes round in circles."""

import gc
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import pytest
from msgspec import Struct, field
from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QLoggingCategory,
    QMessageLogContext,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    QTimerEvent,
    QtMsgType,
    Signal,
    Slot,
    qCritical,
    qCWarning,
    qInstallMessageHandler,
    qWarning,
)
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.conftest import carry_out_deletions
from vindesk.app.crash import CrashHandler
from vindesk.ui.bug_text import BugReport


class Heard(Struct, weakref=True):
    """What the handler said, and what it passed on to those who listened before it."""

    handler: CrashHandler
    reports: list[BugReport] = field(default_factory=list[BugReport])
    on_threads: list[threading.Thread] = field(default_factory=list[threading.Thread])
    passed_on: list[object] = field(default_factory=list[object])

    def take(self, report: BugReport) -> None:
        self.reports.append(report)
        self.on_threads.append(threading.current_thread())


@pytest.fixture
def heard(qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    """A handler that stands before recorders, not before pytest's own hooks."""
    handler = CrashHandler()
    heard = Heard(handler)

    def uncaught(
        _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        heard.passed_on.append(error)

    def message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        heard.passed_on.append(text)

    monkeypatch.setattr(sys, "excepthook", uncaught)
    monkeypatch.setattr(
        threading, "excepthook", lambda args: heard.passed_on.append(args.exc_value)
    )
    monkeypatch.setattr(sys, "unraisablehook", lambda args: heard.passed_on.append(args.exc_value))
    before = qInstallMessageHandler(message)
    handler.crashed.connect(heard.take)
    handler.install()
    yield heard
    handler.uninstall()
    assert sys.excepthook is uncaught
    assert qInstallMessageHandler(before) is message
    carry_out_deletions()


def fail(*_anything: object) -> Any:
    raise ZeroDivisionError("a bug")


class Emitter(QObject):
    emitted = Signal()

    @Slot()
    def fail(self) -> None:
        fail()


class Failing(QObject):
    @override
    def event(self, event: QEvent) -> bool:
        return fail() if event.type() == QEvent.Type.User else super().event(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return fail() if event.type() == QEvent.Type.User else False

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        self.killTimer(event.timerId())
        fail()


class FailingModel(QAbstractListModel):
    def __init__(self, failing: str) -> None:
        super().__init__()
        self._failing = failing

    @override
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: B008
        return 1

    @override
    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # type: ignore[override]
        return fail() if self._failing == "data" else None

    @override
    def flags(self, index: QModelIndex) -> Qt.ItemFlag:  # type: ignore[override]
        return fail() if self._failing == "flags" else Qt.ItemFlag.NoItemFlags


class FailingWidget(QWidget):
    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        fail()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        fail()


Trigger = Callable[[QtBot], QObject]


def a_slot(_qtbot: QtBot) -> QObject:
    emitter = Emitter()
    emitter.emitted.connect(fail)
    emitter.emitted.emit()
    return emitter


def a_decorated_slot(_qtbot: QtBot) -> QObject:
    emitter = Emitter()
    emitter.emitted.connect(emitter.fail)
    emitter.emitted.emit()
    return emitter


def a_single_shot(_qtbot: QtBot) -> QObject:
    owner = QObject()
    QTimer.singleShot(0, owner, fail)
    return owner


def a_timer_event(_qtbot: QtBot) -> QObject:
    failing = Failing()
    failing.startTimer(0)
    return failing


def an_event(_qtbot: QtBot) -> QObject:
    failing = Failing()
    QCoreApplication.postEvent(failing, QEvent(QEvent.Type.User))
    return failing


def an_event_filter(_qtbot: QtBot) -> QObject:
    watched, failing = QObject(), Failing()
    failing.setParent(watched)
    watched.installEventFilter(failing)
    QCoreApplication.postEvent(watched, QEvent(QEvent.Type.User))
    return watched


def a_view(qtbot: QtBot, failing: str) -> QObject:
    view, model = QListView(), FailingModel(failing)
    qtbot.addWidget(view)
    model.setParent(view)
    view.setModel(model)
    QTimer.singleShot(0, view, view.show)
    return view


def a_models_data(qtbot: QtBot) -> QObject:
    return a_view(qtbot, "data")


def a_models_flags(qtbot: QtBot) -> QObject:
    return a_view(qtbot, "flags")


def a_paint_event(qtbot: QtBot) -> QObject:
    widget = FailingWidget()
    QTimer.singleShot(0, widget, widget.show)
    return widget


def a_close_event(_qtbot: QtBot) -> QObject:
    widget = FailingWidget()
    QTimer.singleShot(0, widget, widget.close)
    return widget


TRIGGERS: list[Trigger] = [
    a_slot,
    a_decorated_slot,
    a_single_shot,
    a_timer_event,
    an_event,
    an_event_filter,
    a_models_data,
    a_models_flags,
    a_paint_event,
    a_close_event,
]


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: trigger.__name__)
def test_a_bug_is_told_and_logged_whoever_raised_it(
    qtbot: QtBot, heard: Heard, caplog: pytest.LogCaptureFixture, trigger: Trigger
) -> None:
    owner = trigger(qtbot)
    qtbot.waitUntil(lambda: bool(heard.reports))

    assert "ZeroDivisionError" in heard.reports[0].details
    assert heard.on_threads[0] is threading.main_thread()
    assert "ZeroDivisionError" in caplog.text
    assert isinstance(heard.passed_on[0], ZeroDivisionError)
    owner.deleteLater()


def test_a_bug_in_a_thread_is_told_on_the_gui_thread(
    qtbot: QtBot, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    thread = threading.Thread(target=fail, name="bulk_0")
    with qtbot.waitSignal(heard.handler.crashed):
        thread.start()
        thread.join()

    assert heard.on_threads == [threading.main_thread()]
    assert "Uncaught in bulk_0" in caplog.text


def test_what_a_finaliser_lets_through_is_logged_only(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    class Loud:
        def __del__(self) -> None:
            fail()

    Loud()
    gc.collect()

    assert "ZeroDivisionError" in caplog.text
    assert heard.reports == []
    assert len(heard.passed_on) == 1


def test_ctrl_c_in_a_slot_is_no_bug(qtbot: QtBot, heard: Heard) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    emitter = Emitter()
    emitter.emitted.connect(interrupt)
    with qtbot.waitSignal(heard.handler.interrupted):
        emitter.emitted.emit()

    assert heard.reports == []
    assert heard.passed_on == []


def test_a_bug_while_a_bug_is_told_goes_no_further(
    qtbot: QtBot, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    heard.handler.crashed.connect(fail)
    emitter = Emitter()
    emitter.emitted.connect(fail)
    emitter.emitted.emit()

    assert len(heard.reports) == 1
    assert "Uncaught while another failure was told" in caplog.text


def test_a_report_that_cannot_be_made_is_logged(
    heard: Heard, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BugReport, "of", fail)
    emitter = Emitter()
    emitter.emitted.connect(lambda: int("x"))
    emitter.emitted.emit()

    assert heard.reports == []
    assert "A failure could not be told" in caplog.text
    assert "invalid literal" in caplog.text


def test_a_storm_of_one_bug_fills_no_log(heard: Heard, caplog: pytest.LogCaptureFixture) -> None:
    emitter = Emitter()
    emitter.emitted.connect(fail)
    for _ in range(250):
        emitter.emitted.emit()

    assert len(caplog.records) == 3
    assert "100 times so far" in caplog.messages[-1]


def test_the_messages_of_qt_are_logged_at_their_level_with_their_category(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    qWarning("careful")
    qCritical("bad")

    assert [(record.levelno, record.message) for record in caplog.records] == [
        (logging.WARNING, "Qt, default: careful"),
        (logging.ERROR, "Qt, default: bad"),
    ]
    assert heard.passed_on == ["careful", "bad"]


def test_what_qt_says_of_a_screen_reader_fills_no_log(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    atspi = QLoggingCategory("qt.accessibility.atspi")  # pyright: ignore[reportArgumentType] - it takes no bytes
    caplog.set_level(logging.DEBUG)
    for number in range(150):
        text = f"Could not find accessible on path /a11y/{2147484168 + number}"
        qCWarning(atspi, text)  # pyright: ignore[reportArgumentType] - nor does this
    qWarning("QAccessibleTable::indexOfChild Fix my children")
    assert {record.levelno for record in caplog.records} == {logging.DEBUG}
    assert len(caplog.records) == 4


def test_a_storm_of_one_message_of_qt_is_collapsed(
    heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(150):
        qWarning(f"QObject(0x{number:x}) is odd")

    assert [message.partition(" is odd")[2] for message in caplog.messages] == [
        "",
        " (10 times so far)",
        " (100 times so far)",
    ]

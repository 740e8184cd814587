"""Labels give way where there is no room, and are read and copied whole."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from vindesk.ui.labels import LineLabel, SelectableLabel, plain_label
from vindesk.ui.status import StatusBar

LONG = "From the cache, fetched 15 May 2026 from the embedded copy (data of October 2026). " * 4


def come_in(label: QLabel) -> None:
    """The mouse comes onto the label."""
    place = QPointF(1, 1)
    QApplication.sendEvent(label, QEnterEvent(place, place, place))


def drawn(label: QLabel) -> QImage:
    return label.grab().toImage()


def test_a_text_can_be_selected_once_the_mouse_is_there(qtbot: QtBot) -> None:
    label = plain_label("1XPWD40X1ED215307", selectable=True)
    qtbot.addWidget(label)
    label.show()
    come_in(label)
    QTest.mouseDClick(label, Qt.MouseButton.LeftButton, pos=label.rect().center())
    assert label.selectedText() == "1XPWD40X1ED215307"


def test_until_then_no_document_is_kept_for_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = plain_label("one", selectable=True)
    qtbot.addWidget(label)
    nothing = QLabel().textInteractionFlags()
    assert label.textInteractionFlags() == nothing
    come_in(label)
    assert label.textInteractionFlags() != nothing
    monkeypatch.setattr(label, "underMouse", lambda: False)
    label.setText("two")
    assert label.textInteractionFlags() == nothing
    come_in(label)
    QTest.mouseDClick(label, Qt.MouseButton.LeftButton, pos=label.rect().center())
    assert label.selectedText() == "two"


@pytest.mark.parametrize("wrap", [False, True])
def test_it_looks_the_same_with_and_without_the_mouse(qtbot: QtBot, wrap: bool) -> None:
    label = plain_label(LONG if wrap else "Škoda ÄÖß fi", wrap=wrap, selectable=True)
    qtbot.addWidget(label)
    label.resize(300, label.heightForWidth(300) if wrap else label.sizeHint().height())
    hint, before = label.sizeHint(), drawn(label)
    come_in(label)
    assert label.sizeHint() == hint
    if wrap:
        assert label.heightForWidth(300) == label.height()
    assert drawn(label) == before


def test_a_text_without_room_ends_with_dots_and_is_whole_for_who_listens(qtbot: QtBot) -> None:
    label, short = LineLabel(LONG), SelectableLabel()
    for made in (label, short):
        qtbot.addWidget(made)
        made.resize(200, 20)
    metrics = label.fontMetrics()
    short.setText(metrics.elidedText(LONG, Qt.TextElideMode.ElideRight, 200))
    assert drawn(label) == drawn(short)
    spoken = QAccessible.queryAccessibleInterface(label)
    assert spoken.text(QAccessible.Text.Name) == LONG == label.text()


def test_a_text_with_room_is_drawn_as_any_other(qtbot: QtBot) -> None:
    label, plain = LineLabel("As it is"), plain_label("As it is")
    for made in (label, plain):
        qtbot.addWidget(made)
        made.resize(200, 20)
    assert drawn(label) == drawn(plain)


def test_a_long_message_neither_widens_a_window_nor_pushes_anything_out(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = StatusBar()
    window.setStatusBar(bar)
    bar.show_rows(3, 3)
    window.resize(500, 200)
    window.show()
    bar.tell("Short.")
    QApplication.processEvents()
    rows = bar.findChild(QLabel, "row_count")
    assert rows is not None
    before = rows.geometry()
    bar.tell(LONG)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert window.width() == 500
    assert rows.geometry() == before
    right = rows.mapTo(window, QPoint(rows.width(), 0)).x()
    assert right <= window.width()

"""Text and files that are pasted and dropped, in the whole program."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.e2e.conftest import User
from tests.e2e.hands import CTRL, import_dialog
from tests.store.samples import vin
from vindesk.domain import vin_text
from vindesk.domain.vin_text import LONGEST_TYPED
from vindesk.ui.actions import ActionId
from vindesk.ui.importing.import_dialog import ImportDialog

LONG = "\n".join(vin(number).text for number in range(LONGEST_TYPED // 17))


@pytest.fixture(autouse=True)
def short_texts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window waits while a text is read: a long one is read elsewhere."""
    read = vin_text.read_typed

    def noting(text: str) -> vin_text.Reading:
        assert len(text) <= LONGEST_TYPED
        return read(text)

    monkeypatch.setattr(vin_text, "read_typed", noting)


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def counted(user: User) -> int:
    """How many VINs the import dialog offers, once it has counted; it is closed again."""
    dialog = import_dialog(user)
    said = int("".join(filter(str.isdigit, dialog.import_button.text())))
    dialog.reject()
    user.until(lambda: user.window.findChild(ImportDialog) is None)
    user.until_quiet()
    return said


def test_a_long_text_that_is_pasted_is_imported_as_a_list(user: User) -> None:
    offered = len(LONG.split())
    put(LONG)
    user.qtbot.keyClick(user.entry, Qt.Key.Key_V, CTRL)
    assert user.entry.text() == ""
    assert counted(user) == offered

    user.press(ActionId.PASTE)
    assert counted(user) == offered

    user.entry.paste()  # as from the menu of the entry
    assert user.hint == "A long text: press Return to import it as a list."
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
    assert counted(user) == offered


# -- drops -------------------------------------------------------------------------------


def entering(widget: QWidget, data: QMimeData) -> bool:
    """Whether the widget itself would take it."""
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, plain)
    event.ignore()
    widget.dragEnterEvent(event)
    return event.isAccepted()


def file_as_managers_hand_it_over() -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/ann/fleet.csv")])
    data.setText("/home/ann/fleet.csv")
    return data


def test_files_on_the_entries_are_for_the_window_but_none_that_is_elsewhere(user: User) -> None:
    user.press(ActionId.SHOW_FACETS)
    user.until_quiet()
    entries = user.window.findChildren(QLineEdit)
    names = {entry.objectName() for entry in entries}
    assert {"vin_entry", "filter_entry", "field_search", "facet_search"} <= names
    data, text = file_as_managers_hand_it_over(), QMimeData()
    text.setText(vin(1).text)
    for entry in entries:
        assert not entering(entry, data)
        assert entering(entry, text)
    assert entering(user.window, data)

    elsewhere = QMimeData()
    elsewhere.setUrls([QUrl("https://example.com/fleet.csv")])
    elsewhere.setText("https://example.com/fleet.csv")
    assert not entering(user.window, elsewhere), "refused before it is dropped"


def test_a_short_text_is_pasted_as_ever_and_looked_up_where_it_is_dropped(user: User) -> None:
    put(vin(2).text)
    user.qtbot.keyClick(user.entry, Qt.Key.Key_V, CTRL)
    assert user.entry.text() == vin(2).text

    data = QMimeData()
    data.setText(vin(1).text)
    assert entering(user.window, data)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_key = Qt.KeyboardModifier.NoModifier
    user.window.dropEvent(QDropEvent(QPoint(50, 50), copy, data, left, no_key))
    user.until(lambda: user.status.startswith("From "))
    user.until_quiet()
    assert user.rows()[0][0] == vin(1).text

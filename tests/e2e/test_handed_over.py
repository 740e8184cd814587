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


@pytest.mark.parametrize("place", ["entry", "table"])
def test_a_long_text_that_is_pasted_is_imported(user: User, place: str) -> None:
    put(LONG)
    if place == "entry":
        user.qtbot.keyClick(user.entry, Qt.Key.Key_V, CTRL)
        assert user.entry.text() == ""
    else:
        user.press(ActionId.PASTE)
    dialog = import_dialog(user)
    assert dialog.import_button.text().endswith("VINs")
    assert len(LONG.split()) == int("".join(filter(str.isdigit, dialog.import_button.text())))
    dialog.reject()
    user.until_quiet()


def test_a_long_text_from_the_menu_of_the_entry_is_announced_as_a_list(user: User) -> None:
    put(LONG)
    user.entry.paste()
    assert user.hint == "A long text: press Return to import it as a list."
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
    import_dialog(user).reject()
    user.until_quiet()


def test_a_short_text_is_pasted_as_ever(user: User) -> None:
    put(vin(1).text)
    user.qtbot.keyClick(user.entry, Qt.Key.Key_V, CTRL)
    assert user.entry.text() == vin(1).text


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


def test_files_on_the_entries_are_for_the_window(user: User) -> None:
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


def test_the_address_of_what_is_elsewhere_is_refused_before_it_is_dropped(user: User) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.com/fleet.csv")])
    data.setText("https://example.com/fleet.csv")
    assert not entering(user.window, data)


def test_text_is_dropped_on_the_window(user: User) -> None:
    data = QMimeData()
    data.setText(vin(1).text)
    assert entering(user.window, data)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_key = Qt.KeyboardModifier.NoModifier
    user.window.dropEvent(QDropEvent(QPoint(50, 50), copy, data, left, no_key))
    user.until(lambda: user.status.startswith("From "))
    user.until_quiet()
    assert user.rows()[0][0] == vin(1).text

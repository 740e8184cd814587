"""Asking vPIC anew: what changed is shown, and can be taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.e2e.conftest import User
from tests.e2e.hands import CTRL, click_cell, selected_vins, values
from tests.fakes.vpic_server import VpicServer
from vindesk.domain.import_job import Cached
from vindesk.ui.actions import ActionId
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.importing.import_dialog import ImportDialog
from vindesk.ui.lines.line_table import LineTable
from vindesk.ui.refreshing.changes_dialog import ChangesDialog

Key = Qt.Key
PETERBILT, KENWORTH = "1XPWD40X1ED215307", "1XKWDB0X57J211825"

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def changes(user: User) -> set[tuple[str, ...]]:
    """What the dialog lists, once it is there; Escape closes it."""
    user.until(lambda: user.window.findChild(ChangesDialog))
    dialog = user.window.findChild(ChangesDialog)
    table = user.window.findChild(LineTable, "changes")
    assert dialog is not None
    assert table is not None
    model = table.model()
    rows = range(model.rowCount())
    listed = {
        tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in rows
    }
    with user.qtbot.waitSignal(dialog.finished):
        user.qtbot.keyClick(dialog, Key.Key_Escape)
    user.until_quiet()
    return listed


def test_what_changed_is_listed_field_by_field_and_undone(
    owner: User, vpic_server: VpicServer
) -> None:
    vpic_server.set_values(PETERBILT, Model="389")
    click_cell(owner, 1, "make")
    owner.click_row(2, CTRL)
    assert selected_vins(owner) == [PETERBILT, KENWORTH]
    owner.qtbot.keyClick(owner.table, Key.Key_F5)

    listed = changes(owner)
    assert (PETERBILT, "Model", "388", "389") in listed
    assert (KENWORTH, "Source", "Embedded", "vPIC") in listed
    assert owner.status.startswith("2 of 2 vehicles changed.")
    assert owner.window.focusWidget() is owner.table
    assert values(owner, "model", 2)[1] == "389"
    assert selected_vins(owner) == [PETERBILT, KENWORTH]

    owner.press(ActionId.UNDO)
    owner.until(lambda: owner.status == "Restored the earlier answers of 2 vehicles.")
    owner.until_quiet()
    assert values(owner, "model", 2)[1] == "388"
    owner.press(ActionId.REDO)
    owner.until(lambda: owner.status == "Restored the refreshed answers of 2 vehicles.")
    owner.until_quiet()
    assert values(owner, "model", 2)[1] == "389"


def test_what_did_not_change_is_said_and_can_be_looked_into(
    owner: User, vpic_server: VpicServer
) -> None:
    click_cell(owner, 1, "make")
    owner.press(ActionId.REFRESH)
    changes(owner)
    vpic_server.clear_requests()
    owner.press(ActionId.REFRESH)
    owner.until(lambda: owner.status.startswith("Nothing changed in 1 vehicle."))
    assert vpic_server.request_count == 1, "the cache is not asked"
    assert owner.session.desk.actions[ActionId.LAST_REFRESH].isEnabled()


def test_a_refreshed_vehicle_keeps_its_place_and_its_details_are_the_new_ones(
    owner: User, vpic_server: VpicServer
) -> None:
    vpic_server.set_values(KENWORTH, Model="T680")
    before = values(owner, "vin", 10)
    click_cell(owner, 2, "make")
    owner.press(ActionId.REFRESH)
    changes(owner)
    assert values(owner, "vin", 10) == before
    owner.until(
        lambda: any("T680" in label.text() for label in owner.window.findChildren(QLabel)),
    )


def shown_model(user: User) -> str:
    """The model of the vehicle that the details show."""
    panel = user.window.details_dock.widget()
    assert isinstance(panel, DetailsPanel)
    return (panel.vehicle and panel.vehicle.text("model")) or ""


def import_refreshing_all(user: User, text: str) -> None:
    user.session.desk.imports.import_text(text)
    user.until(lambda: user.window.findChild(ImportDialog))
    dialog = user.window.findChild(ImportDialog)
    assert dialog is not None
    user.until_quiet()
    dialog.policy.cached.setCurrentIndex(dialog.policy.cached.findData(Cached.REFRESH_ALL.value))
    dialog.accept()


def test_after_an_import_that_refreshes_the_details_show_the_new_answer(
    user: User, vpic_server: VpicServer
) -> None:
    user.look_up(PETERBILT)
    assert shown_model(user) == "388"
    vpic_server.set_values(PETERBILT, Model="389")
    import_refreshing_all(user, PETERBILT)
    user.until(lambda: user.status.startswith("The import “Pasted text” is done: 1 VIN."))
    user.until(lambda: shown_model(user) == "389")

"""What a new user does: six VINs, twice, with and without a network."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.e2e.conftest import User
from tests.fakes.holding import hold
from tests.fakes.vpic_server import VpicServer
from vindesk.domain.errors import DiskFull
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import Vin
from vindesk.store.vehicles import Vehicles
from vindesk.ui.details.details_panel import DetailsPanel

SIX = {
    "1XPWD40X1ED215307": ("PETERBILT", "388", "2014", "Truck-Tractor"),
    "1XKWDB0X57J211825": ("KENWORTH", "W9 Series", "2007", "Truck-Tractor"),
    "1XP5DB9X7YN526158": ("PETERBILT", "379", "2000", "Truck-Tractor"),
    "4V4NC9EJXEN171694": ("VOLVO TRUCK", "VNL", "2014", "Truck-Tractor"),
    "1XP5DB9X7XD487964": ("PETERBILT", "379", "1999", "Truck-Tractor"),
    "ZA9CA05AXJLA12340": ("LAMBORGHINI", "—", "1988", "—"),
}
*_, LAST = SIX


def test_six_vins_are_fetched_once_and_then_come_from_the_cache(
    user: User, vpic_server: VpicServer
) -> None:
    for vin in SIX:
        assert user.look_up(vin).startswith("From vPIC,")
    assert vpic_server.request_count == 6
    assert user.connection == "vPIC answers"

    for vin, expected in SIX.items():
        assert user.look_up(vin).startswith("From the cache, fetched ")
        assert user.row_of(vin)[1:5] == list(expected)

    assert vpic_server.request_count == 6
    assert [row[0] for row in user.rows()] == list(reversed(SIX))


def test_without_a_network_the_embedded_copy_answers_and_says_so(
    start: Callable[..., User],
) -> None:
    user = start()
    for vin, expected in SIX.items():
        told = user.look_up(vin)
        assert told.startswith("From the embedded copy (data of ")
        assert "could not be reached" in told
        assert user.row_of(vin)[1:5] == list(expected)
    assert user.connection == "vPIC cannot be reached"

    for vin in SIX:
        told = user.look_up(vin)
        assert told.startswith("From the cache")
        assert "from the embedded copy" in told


def test_other_spellings_reach_the_same_row(user: User, vpic_server: VpicServer) -> None:
    user.look_up("1XPWD40X1ED215307")
    for typed in (
        "1xpwd40x1ed215307",
        " 1XPWD 40X1E D215307 ",
        "1XPWD40X1-ED215307",
        "*1XPWD40X1ED215307*",
        "I1XPWD40X1ED215307",
    ):
        assert user.look_up(typed).startswith("From the cache"), typed
        assert vpic_server.request_count == 1, typed
        assert len(user.rows()) == 1, typed


def test_what_is_no_vin_is_refused_before_any_request(user: User, vpic_server: VpicServer) -> None:
    for typed, reason in {
        "1XPWD40X1ED21530": "16 of 17 characters",
        "1XPWD40X1ED2153071": "18 characters, 1 more than 17",
        "1XPWD40X1ED215307123": "20 characters, 3 more than 17",
        "": "The entry is empty",
        "ÉXPWD40X1ED215307": "Character 1 is É",
        "１２３４５６７８９０１２３４５６７": "Character 1 is １ (fullwidth digit one)",  # noqa: RUF001
    }.items():
        user.entry.setText(typed)
        user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
        assert reason in user.hint
        assert "Nothing was looked up" in user.hint, typed
        user.until_quiet()
        assert vpic_server.request_count == 0, typed
        assert user.rows() == [], typed


def test_a_vin_with_an_o_is_repaired_with_a_click_or_insisted_on(
    user: User, vpic_server: VpicServer
) -> None:
    user.type_vin("1XPWD4OX1ED215307")
    assert "Character 7 is O" in user.hint
    assert vpic_server.request_count == 0

    user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
    user.until(lambda: user.status.startswith("From vPIC"))
    user.until_quiet()
    assert user.row_of("1XPWD4OX1ED215307")[6] == "Doubtful"

    user.type_vin("1XPWD4OX1ED2153O7")
    user.qtbot.mouseClick(user.session.desk.panel.offer, Qt.MouseButton.LeftButton)
    assert user.entry.text() == "1XPWD40X1ED215307"


def test_the_entry_is_ready_for_the_next_vin(user: User) -> None:
    user.look_up("1XPWD40X1ED215307")
    assert user.entry.hasFocus()
    user.qtbot.keyClicks(user.entry, "1XKWDB0X57J211825")
    assert user.entry.text() == "1XKWDB0X57J211825"


def test_an_example_can_be_clicked(user: User) -> None:
    empty = user.session.desk.table.empty_state
    assert empty.isVisible()
    empty.example_chosen.emit("ZA9CA05AXJLA12340")
    user.until(lambda: user.status.startswith("From vPIC"))
    user.until_quiet()
    assert user.table.isVisible()
    assert user.row_of("ZA9CA05AXJLA12340")[1] == "LAMBORGHINI"


def test_where_lookups_go_is_said_where_there_is_no_vehicle_yet(user: User) -> None:
    empty, panel = user.session.desk.table.empty_state, user.session.desk.panel

    def said() -> str:
        texts = [label.text() for label in empty.findChildren(QLabel)]
        return next(text for text in texts if text.startswith("VINs that you look up"))

    assert "go to NHTSA's public vPIC service" in said()
    panel.choose(SourceChoice.EMBEDDED)
    assert "stay on this machine" in said()
    panel.choose(SourceChoice.WEB)
    assert "go to NHTSA's public vPIC service" in said()


def test_an_answer_is_on_the_screen_while_it_is_still_being_stored(
    start: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = start("--source", "embedded")
    _come, go_on = hold(monkeypatch, Vehicles, "save")
    user.type_vin(LAST)
    user.until(lambda: details(user) is not None)
    assert details(user) == Vin(LAST)
    assert user.rows() == []
    go_on.set()
    user.until(lambda: user.status.startswith("From the embedded copy"))
    user.until_quiet()
    assert user.row_of(LAST)[1:5] == list(SIX[LAST])


def test_an_answer_that_cannot_be_stored_is_shown_and_the_user_reads_so(
    start: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_vehicles: Vehicles, _answers: object) -> object:
        raise DiskFull("Nothing was saved.", advice="Free some space.")

    user = start("--source", "embedded")
    monkeypatch.setattr(Vehicles, "save", refuse)
    user.type_vin(LAST)
    user.until(lambda: user.status == f"{LAST} is shown, but was not stored. The disk is full.")
    assert user.hint == "The disk is full: Nothing was saved. Free some space."
    assert details(user) == Vin(LAST)
    user.until_quiet()
    assert user.rows() == []
    monkeypatch.undo()
    assert user.look_up(LAST).startswith("From the embedded copy")
    assert user.row_of(LAST)[1:5] == list(SIX[LAST])


def details(user: User) -> Vin | None:
    """The VIN of what the panel at the right shows."""
    panel = user.window.details_dock.widget()
    assert isinstance(panel, DetailsPanel)
    return panel.vehicle.vin if panel.vehicle else None

"""VINs that come fast, together, mistyped, or inside other text: none is lost without a word."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from tests.e2e.conftest import User
from tests.e2e.hands import import_dialog
from tests.e2e.test_first_day import SIX
from tests.e2e.test_web_faults import paste, shown, vins_in_table
from tests.fakes.holding import hold
from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.services.test_lookup_faults import some_vins
from vindesk.store.vehicles import Vehicles
from vindesk.ui.actions import ActionId
from vindesk.ui.lookup.hint import Hint

FIRST, SECOND, THIRD, *_, LAST = SIX
SHORT, WITH_O = "3AKJHHDR5KSKA123", "1XPWD4OX1ED2I5307"
FAILED = f"1 VIN was not looked up. {FIRST}: vPIC refused the request: "
DOUBTFUL, DOUBTS = "1M8GDM9AXKP042789", "The check digit is X, should be 1: "
MISSING = "It has 16 of 17 characters: 1 is missing."

Start = Callable[..., User]


def noted(user: User, vin: str = "") -> list[str]:
    """What the activity holds, of one VIN or of all."""
    lines = user.session.desk.given.activity.memory.since(0)
    return [line.text for line in lines if vin in line.text]


def click_offer(user: User) -> None:
    user.qtbot.mouseClick(user.session.desk.panel.offer, Qt.MouseButton.LeftButton)


# -- several at once, some of them mistyped ------------------------------------------------


@pytest.mark.parametrize("separator", ["\n", " "], ids=["lines", "blanks"])
def test_of_pasted_lines_the_mistyped_ones_are_named_and_stay_in_the_entry(
    user: User, separator: str
) -> None:
    user.entry.setText(separator.join((FIRST, SECOND, SHORT, WITH_O, FIRST)))
    assert user.hint == (
        f"2 VINs: press Return to look them up. 2 are mistyped, the first {SHORT}: {MISSING}"
    )
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
    left = f"2 mistyped VINs stay in the entry, the first {SHORT}: {MISSING}"
    assert user.hint == left
    user.until(lambda: user.status == "2 vehicles: 2 from vPIC.")
    assert user.hint == left
    assert user.entry.text().split() == [SHORT, WITH_O]
    assert user.entry.selectedText() == user.entry.text()
    assert f"Mistyped, not looked up: {SHORT}, {WITH_O}." in noted(user)
    user.until_quiet()
    assert vins_in_table(user) == {FIRST, SECOND}


def test_beside_one_vin_a_mistyped_one_stays_too(start: Start, vpic_server: VpicServer) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.answer_with(FaultKind.HANG)
    paste(user, FIRST, SHORT)
    left = f"1 mistyped VIN stays in the entry, {SHORT}: {MISSING}"
    user.until(lambda: vpic_server.request_count == 1)
    assert (user.entry.text(), user.hint) == (SHORT, left)
    vpic_server.release()
    user.until(lambda: user.status.startswith("From vPIC"))
    assert (user.entry.text(), user.hint) == (SHORT, left)
    user.qtbot.keyClicks(user.entry, "1")
    assert user.hint == "1 of 17"


def test_where_all_are_mistyped_nothing_is_asked_and_nothing_lost(
    user: User, vpic_server: VpicServer
) -> None:
    paste(user, SHORT, WITH_O)
    assert user.hint == f"2 are mistyped, the first {SHORT}: {MISSING} Nothing was looked up."
    assert user.entry.text() == f"{SHORT} {WITH_O}"
    assert vpic_server.request_count == 0


# -- one VIN in a text ---------------------------------------------------------------------


TEXTS = (
    "{vin} 2014 PETERBILT",
    "VIN: {vin}",
    "VIN {vin}, unit 12",
    "{vin},2014",
    "{vin}{vin}",
    "{vin}\n{vin}",
)


def test_one_vin_in_a_text_is_named_and_looked_up(user: User) -> None:
    for text, vin in zip(TEXTS, SIX, strict=True):
        user.window.status.tell("")
        user.entry.setText(text.format(vin=vin))
        told = f"{vin}: press Return to look it up. The check digit is right."
        assert user.hint == told, text
        user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
        user.until(lambda: user.status.startswith("From vPIC"))
        assert user.entry.text() == vin, text
        assert shown(user) == vin, text
        user.until_quiet()


def test_of_one_vin_in_a_text_the_cache_is_asked_too(user: User) -> None:
    user.look_up(FIRST)
    user.entry.setText(f"VIN: {FIRST}")
    user.until(lambda: user.hint.startswith("In the cache since "))
    assert user.hint.endswith(f"{FIRST}: press Return to look it up. The check digit is right.")


# -- faster than vPIC ----------------------------------------------------------------------


@pytest.fixture
def hanging(start: Start, vpic_server: VpicServer, monkeypatch: pytest.MonkeyPatch) -> User:
    """A user of the web only, which holds every answer back until it is released."""
    for name in ("LOOKUP_TIMEOUT_S", "PATIENCE_S"):
        monkeypatch.setenv(f"VINDESK_{name}", "300")
    monkeypatch.setenv("VINDESK_REQUESTS_PER_SECOND", "5")
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.answer_with(FaultKind.HANG)
    return user


def test_each_of_many_fast_vins_is_noted(hanging: User, vpic_server: VpicServer) -> None:
    for vin in SIX:
        hanging.type_vin(vin)
    hanging.until(lambda: vpic_server.in_flight)
    vpic_server.answer_truthfully()
    vpic_server.release()
    hanging.until(lambda: vins_in_table(hanging) == set(SIX))
    hanging.until_quiet()
    assert shown(hanging) == LAST
    for vin, (make, *_) in SIX.items():
        told = [line for line in noted(hanging, vin) if line.startswith(f"{vin}: {make} ")]
        assert len(told) == 1
        assert "From vPIC, " in told[0]


@pytest.fixture
def failed(hanging: User, vpic_server: VpicServer) -> User:
    """The first of three fast VINs was refused, and then the others were answered."""
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=[FIRST])
    for vin in (FIRST, SECOND, THIRD):
        hanging.type_vin(vin)
    hanging.until(lambda: hanging.hint.startswith(FAILED))
    vpic_server.answer_truthfully()
    vpic_server.release()
    hanging.until(lambda: hanging.status.startswith("From vPIC"))
    hanging.until_quiet()
    return hanging


def test_a_failure_stays_named_when_the_next_vins_are_answered(failed: User) -> None:
    assert vins_in_table(failed) == {SECOND, THIRD}
    assert failed.hint.startswith(FAILED)
    assert failed.hint.endswith("Escape dismisses this.")
    assert f"{FIRST} was not looked up. vPIC refused the request." in noted(failed)

    failed.look_up(LAST)
    assert failed.hint.startswith(FAILED)
    failed.entry.clear()
    assert failed.hint.startswith(FAILED)


def test_what_failed_is_asked_about_again_with_a_click(failed: User) -> None:
    failed.look_up(LAST)
    click_offer(failed)
    failed.until(lambda: failed.hint == "Ready for the next VIN.")
    assert failed.status.startswith("From vPIC, ")
    assert failed.entry.text() == LAST
    failed.until_quiet()
    assert vins_in_table(failed) == {FIRST, SECOND, THIRD, LAST}
    assert shown(failed) == FIRST


def test_what_fails_again_stays_named(failed: User, vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND)
    click_offer(failed)
    failed.until(lambda: failed.status.startswith(f"{FIRST} was not looked up."))
    assert failed.hint.startswith(FAILED)
    failed.type_vin(LAST)
    two = f"2 VINs were not looked up. {FIRST}, {LAST}: vPIC refused the request. "
    failed.until(lambda: failed.hint.startswith(two))


def test_what_is_asked_about_again_is_asked_about_once(
    failed: User, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.HANG)
    asking, offer = f"Asking about {FIRST}… Escape cancels.", failed.session.desk.panel.offer
    click_offer(failed)
    assert (failed.hint, offer.isVisible()) == (asking, False)
    failed.until(lambda: vpic_server.in_flight)
    failed.entry.setText(LAST)
    assert failed.hint == "The check digit is right."
    failed.qtbot.keyClick(failed.entry, Qt.Key.Key_Escape)
    assert failed.status == "Cancelled: nothing was stored."
    assert failed.hint.startswith(FAILED)
    assert offer.isVisible()


@pytest.mark.parametrize("left", ["", LAST])
def test_what_is_answered_after_all_is_told_of_like_any_answer(
    start: Start, vpic_server: VpicServer, left: str
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.answer_with(FaultKind.NOT_FOUND)
    user.type_vin(DOUBTFUL)
    user.until(lambda: user.session.desk.panel.shown_hint.again)
    vpic_server.answer_truthfully()
    if left:
        user.look_up(left)
    click_offer(user)
    told = f"{DOUBTFUL}: {DOUBTS}" if left else DOUBTS
    user.until(lambda: user.hint.startswith(told))
    assert user.status.startswith("From vPIC, ")
    assert user.session.desk.panel.offer.isVisible()
    assert shown(user) == DOUBTFUL


def test_what_failed_is_forgotten_when_it_is_looked_up_after_all(failed: User) -> None:
    failed.look_up(FIRST)
    assert failed.hint == "Ready for the next VIN."


def test_escape_dismisses_what_failed(failed: User) -> None:
    failed.qtbot.keyClick(failed.entry, Qt.Key.Key_Escape)
    assert "not looked up" not in failed.hint
    failed.look_up(LAST)
    assert failed.hint == "Ready for the next VIN."


def test_escape_dismisses_nothing_that_is_not_seen(failed: User) -> None:
    failed.entry.setText(LAST[:5])
    assert failed.hint == "5 of 17"
    failed.qtbot.keyClick(failed.entry, Qt.Key.Key_Escape)
    failed.entry.clear()
    assert failed.hint.startswith(FAILED)


def test_room_that_a_long_hint_took_is_given_back_with_the_next_answer(user: User) -> None:
    panel = user.session.desk.panel
    user.look_up(FIRST)
    before = panel.hint.minimumHeight()
    panel.show_hint(Hint("It answered with HTTP 503. " * 40))
    assert panel.hint.minimumHeight() > before
    user.look_up(FIRST)
    assert panel.hint.minimumHeight() == before


# -- more than a handful -------------------------------------------------------------------


def test_more_than_a_handful_is_announced_as_the_import_that_it_is(user: User) -> None:
    many = some_vins(65)
    user.entry.setText(" ".join(vin.text for vin in many))
    assert user.hint == "65 VINs: press Return to import them as a list."
    with user.qtbot.waitSignal(user.session.desk.lookup.many_given):
        user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
    dialog = import_dialog(user)
    assert user.status == "", "it is not being opened any more"
    dialog.reject()
    user.until_quiet()


# -- the activity --------------------------------------------------------------------------


def test_of_a_refresh_only_the_result_is_noted(user: User) -> None:
    user.look_up(FIRST)
    user.click_row(0)
    before = len(noted(user))
    user.press(ActionId.REFRESH)
    user.until(lambda: user.status.startswith("Nothing changed"))
    user.until_quiet()
    (line,) = noted(user)[before:]
    assert line.startswith("Nothing changed in 1 vehicle.")


# -- known, and not stored yet -------------------------------------------------------------


def test_escape_gives_up_no_answer_that_is_on_the_screen(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving, go_on = hold(monkeypatch, Vehicles, "save")
    user.type_vin(FIRST)
    user.until(lambda: saving.is_set() and shown(user) == FIRST)
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Escape)
    assert "nothing was stored" not in user.status
    go_on.set()
    user.until(lambda: user.status.startswith("From vPIC"))
    user.until_quiet()
    assert [row[0] for row in user.rows()] == [FIRST]

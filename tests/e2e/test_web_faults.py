"""The web fails in every way, in the real window: the user reads it, and never waits for it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from tests.e2e.conftest import User
from tests.e2e.test_first_day import SIX
from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.services.test_lookup_faults import some_vins
from tests.stopwatch import now_s
from vindesk.domain.vehicle import SourceChoice
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.status import Line

KNOWN, NEW, NEXT, *MORE = SIX
PROMPT_S = 0.2
AT_ONCE_S = 0.5
"""From the key to the words on the screen, on a machine that does other things too."""

WAIT = "vPIC asks to wait: 1"
NO_ANSWER = "No proper answer from vPIC"
FAULTS = {
    FaultKind.CLOSED: ("vPIC could not be reached", "network", "vPIC cannot be reached"),
    FaultKind.HANG: ("vPIC did not answer in time", "Try again", NO_ANSWER),
    FaultKind.FORBIDDEN: ("vPIC asks to slow down", "HTTP 403", WAIT),
    FaultKind.TOO_MANY: ("vPIC asks to slow down", "asked again in 1", WAIT),
    FaultKind.MAINTENANCE: ("vPIC has a fault of its own", "Service Unavailable", NO_ANSWER),
    FaultKind.HTML: ("vPIC's answer could not be used", "a web page, not data", NO_ANSWER),
    FaultKind.OTHER_VINS: ("vPIC's answer could not be used", "other VINs", NO_ANSWER),
    FaultKind.REDIRECT_ELSEWHERE: ("vPIC refused the request", "sign-in page", NO_ANSWER),
    FaultKind.NOT_FOUND: ("vPIC refused the request", "Check the VIN", "vPIC answers"),
}
"""The headline, what else the hint line says, and what is known of the connection then."""

Start = Callable[..., User]


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "LOOKUP_TIMEOUT_S": "1",
        "PATIENCE_S": "0.5",
        "BATCH_PATIENCE_S": "1",
        "REQUESTS_PER_SECOND": "5",
    }.items():
        monkeypatch.setenv(f"VINDESK_{name}", value)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for minutes, so that only what is tested ends the waiting."""
    for name in ("LOOKUP_TIMEOUT_S", "PATIENCE_S", "BATCH_PATIENCE_S", "BATCH_TIMEOUT_S"):
        monkeypatch.setenv(f"VINDESK_{name}", "300")


def paste(user: User, *vins: str) -> None:
    """Put several VINs into the entry at once, and press Return."""
    user.entry.setText(" ".join(vins))
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)


def vins_in_table(user: User) -> set[str]:
    return {row[0] for row in user.rows()}


def shown(user: User) -> str:
    """The VIN whose details are on the screen."""
    details = user.window.details_dock.widget()
    assert isinstance(details, DetailsPanel)
    assert details.vehicle
    return details.vehicle.vin.text


# -- a typed VIN ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FAULTS, ids=str)
def test_with_the_web_only_a_typed_vin_that_fails_is_told_in_words(
    start: Start, vpic_server: VpicServer, kind: FaultKind
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    user.look_up(KNOWN)
    vpic_server.answer_with(kind)
    user.type_vin(NEW)
    headline, part, connection = FAULTS[kind]
    user.until(lambda: user.status == f"{NEW} was not looked up. {headline}.")
    assert user.hint.startswith(f"{headline}: ")
    assert "Nothing was stored." in user.hint
    assert part in user.hint
    assert user.connection.startswith(connection)

    assert user.entry.hasFocus()
    assert user.entry.selectedText() == NEW
    user.until_quiet()
    assert vins_in_table(user) == {KNOWN}
    asked = vpic_server.request_count
    assert user.look_up(KNOWN).startswith("From the cache")
    assert vpic_server.request_count == asked


@pytest.mark.parametrize(
    "kind",
    [FaultKind.CLOSED, FaultKind.HANG, FaultKind.TOO_MANY, FaultKind.HTML, FaultKind.NOT_FOUND],
    ids=str,
)
def test_with_automatic_the_embedded_copy_answers_and_the_next_vin_does_not_wait(
    start: Start, vpic_server: VpicServer, kind: FaultKind
) -> None:
    user = start("--source", "auto", url=vpic_server.url)
    vpic_server.answer_with(kind)
    headline, _part, connection = FAULTS[kind]
    told = user.look_up(NEW)
    assert told.startswith("From the embedded copy (data of ")
    assert told.endswith(f" {headline}.")
    assert user.hint == "Ready for the next VIN."
    assert user.connection.startswith(connection)

    asked = vpic_server.request_count
    told = user.look_up(NEXT)
    assert told.endswith(f"{headline}.")
    assert told.count("embedded copy") == 1
    if kind is not FaultKind.NOT_FOUND:  # which is about one VIN only
        assert "vPIC was not asked because it just failed" in told
        assert vpic_server.request_count == asked
    assert user.row_of(NEW)[1:5] == list(SIX[NEW])
    assert user.row_of(NEXT)[1:5] == list(SIX[NEXT])


def test_a_failure_names_its_vin_where_another_is_being_typed(
    start: Start, vpic_server: VpicServer
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.answer_with(FaultKind.HANG)
    user.type_vin(NEW)
    user.until(lambda: vpic_server.request_count == 1)
    user.qtbot.keyClicks(user.entry, "1XP")
    user.until(lambda: user.status.startswith(f"{NEW} was not looked up."))
    assert user.hint.startswith(f"1 VIN was not looked up. {NEW}: vPIC did not answer in time: ")
    user.qtbot.keyClicks(user.entry, "5")
    assert user.entry.text() == "1XP5"
    assert user.hint == "4 of 17"


# -- when vPIC asks to slow down -----------------------------------------------------------


def test_what_vpic_asks_to_wait_is_counted_down_then_the_answer_comes(
    start: Start, vpic_server: VpicServer, patient: None
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=2)])
    user.type_vin(NEW)
    for seconds in (2, 1):
        said = f"vPIC asks to wait: {seconds} s. Escape cancels."
        user.until(lambda said=said: (user.status, user.hint) == (said, said))
    user.until(lambda: user.status.startswith("From vPIC, "))
    assert user.hint == "Ready for the next VIN."
    assert user.connection == "vPIC answers"
    user.until_quiet()
    assert vins_in_table(user) == {NEW}
    first, second = vpic_server.requests
    assert second.started - first.started >= 2


def test_pasted_vins_are_counted_down_for_too(
    start: Start, vpic_server: VpicServer, patient: None
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=1)])
    paste(user, *SIX)
    user.until(lambda: user.status == user.hint == f"{WAIT} s. Escape cancels.")
    user.until(lambda: user.status == "6 vehicles: 6 from vPIC.")
    assert user.hint == "Ready for the next VIN."
    user.until_quiet()
    assert vins_in_table(user) == set(SIX)


def test_a_countdown_does_not_talk_into_the_next_vin(
    start: Start, vpic_server: VpicServer, patient: None
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.script([Fault(FaultKind.TOO_MANY_SECONDS, seconds=99)])
    user.type_vin(NEW)
    user.until(lambda: user.hint.startswith("vPIC asks to wait: 99 s"))
    user.qtbot.keyClicks(user.entry, "1XP")
    assert user.hint == "3 of 17"
    user.until(lambda: user.status.startswith("vPIC asks to wait: 98 s"))
    assert user.hint == "3 of 17"
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Escape)
    assert user.status == "Cancelled: nothing was stored."


def test_the_connection_state_counts_down_what_is_left(
    start: Start, vpic_server: VpicServer
) -> None:
    user = start("--source", "auto", url=vpic_server.url)
    vpic_server.answer_with(Fault(FaultKind.TOO_MANY_SECONDS, seconds=90))
    user.look_up(NEW)
    assert user.connection == "vPIC asks to wait: 90 s"
    status = user.window.status
    status.count_down(0.3)
    user.until(lambda: user.connection == "vPIC asks to wait: 1 s")
    user.until(lambda: user.connection == "vPIC asked to wait")
    status.count_down(9)
    status.show_line(Line.UP)
    assert user.connection == "vPIC answers"


# -- giving up -----------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["web", "auto"])
@pytest.mark.parametrize("vins", [(NEW,), (NEW, NEXT, *MORE)], ids=["typed", "pasted"])
def test_escape_frees_the_user_at_once_and_a_late_reply_is_dropped(
    start: Start, vpic_server: VpicServer, patient: None, choice: str, vins: tuple[str, ...]
) -> None:
    user = start("--source", choice, url=vpic_server.url)
    user.look_up(KNOWN)
    connection = user.connection
    vpic_server.answer_with(FaultKind.HANG)
    paste(user, *vins)
    user.until(lambda: vpic_server.request_count == 2)
    assert user.status.endswith("Escape cancels.")

    began = now_s()
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Escape)
    user.until(lambda: user.status == "Cancelled: nothing was stored.")
    assert now_s() - began < PROMPT_S

    vpic_server.release()
    vpic_server.wait_until_idle()
    user.until_quiet()
    assert user.status == "Cancelled: nothing was stored."
    assert vins_in_table(user) == {KNOWN}
    assert shown(user) == KNOWN
    assert user.connection == connection
    vpic_server.answer_truthfully()
    assert user.look_up(NEW).startswith("From vPIC")


def test_escape_with_nothing_under_way_says_nothing(user: User) -> None:
    user.look_up(KNOWN)
    told = user.status
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Escape)
    assert user.status == told


def test_closing_does_not_wait_for_the_web(
    start: Start, vpic_server: VpicServer, patient: None
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.answer_with(FaultKind.HANG)
    user.type_vin(NEW)
    user.until(lambda: vpic_server.request_count == 1)
    began = now_s()
    user.window.close()
    user.until(lambda: not user.window.isVisible())
    assert now_s() - began < 2


# -- the connection state ------------------------------------------------------------------


def test_offline_online_offline_the_connection_state_is_true(
    start: Start, vpic_server: VpicServer
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    assert user.connection == "Not asked yet"
    for vin in (NEW, NEXT):
        vpic_server.refuse()
        user.type_vin(vin)
        user.until(lambda vin=vin: user.status.startswith(f"{vin} was not looked up."))
        assert "the connection was refused" in user.hint
        assert user.connection == "vPIC cannot be reached"

        vpic_server.accept_again()
        assert user.look_up(vin).startswith("From vPIC")
        assert user.connection == "vPIC answers"

    user.session.desk.panel.choose(SourceChoice.EMBEDDED)
    assert user.connection == "Offline by choice"
    user.session.desk.panel.choose(SourceChoice.AUTO)
    assert user.connection == "vPIC answers"


def test_a_vin_from_the_cache_says_nothing_of_the_connection(
    start: Start, vpic_server: VpicServer
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    user.look_up(KNOWN)
    vpic_server.refuse()
    user.type_vin(NEW)
    user.until(lambda: user.connection == "vPIC cannot be reached")
    vpic_server.accept_again()
    user.look_up(KNOWN)
    assert user.connection == "vPIC cannot be reached"


# -- nobody waits for somebody else --------------------------------------------------------


def test_while_vpic_hangs_a_cached_vin_answers_at_once(
    start: Start, vpic_server: VpicServer, patient: None
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    user.look_up(KNOWN)
    vpic_server.answer_with(FaultKind.HANG)
    user.type_vin(NEW)
    user.until(lambda: vpic_server.request_count == 2)

    user.entry.setText(KNOWN)
    began = now_s()
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
    user.until(lambda: user.status.startswith("From the cache"))
    assert now_s() - began < AT_ONCE_S

    vpic_server.release()
    user.until(lambda: vins_in_table(user) == {KNOWN, NEW})
    user.until_quiet()
    assert user.status.startswith("From the cache")
    assert shown(user) == KNOWN


def test_a_typed_vin_is_answered_while_many_hang(
    start: Start, vpic_server: VpicServer, patient: None
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.script([FaultKind.HANG])
    user.session.desk.lookup.look_up_all(some_vins(120))
    user.until(lambda: vpic_server.request_count == 1)
    user.type_vin(NEW)
    user.until(lambda: user.status.startswith("From vPIC"))

    vpic_server.release()
    user.until(lambda: user.status == "120 vehicles: 120 from vPIC.")
    user.until_quiet()
    assert shown(user) == NEW
    assert len(user.rows()) == 121
    assert [len(seen.vins) for seen in vpic_server.requests] == [50, 1, 50, 20]


def test_with_one_request_at_a_time_a_typed_vin_goes_before_the_next_batch(
    start: Start, vpic_server: VpicServer, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VINDESK_REQUESTS_IN_FLIGHT", "1")
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.script([FaultKind.HANG])
    user.session.desk.lookup.look_up_all(some_vins(120))
    user.until(lambda: vpic_server.request_count == 1)
    user.type_vin(NEW)
    web = user.session.desk.services().sources().by_choice[SourceChoice.WEB]
    user.until(lambda: web._web.throttle.state().waiting == 1)  # pyright: ignore[reportAttributeAccessIssue]

    vpic_server.release()
    user.until(lambda: user.status == "120 vehicles: 120 from vPIC.")
    user.until_quiet()
    assert [len(seen.vins) for seen in vpic_server.requests] == [50, 1, 50, 20]
    assert vpic_server.max_in_flight == 1
    assert shown(user) == NEW


# -- several pasted VINs -------------------------------------------------------------------


def test_of_pasted_vins_those_that_fail_are_named_with_the_reason(
    start: Start, vpic_server: VpicServer
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    user.look_up(KNOWN)
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=[NEXT])
    paste(user, KNOWN, NEW, NEXT)
    user.until(lambda: "not looked up" in user.status)
    assert user.status == (
        "2 vehicles: 1 from the cache, 1 from vPIC."
        " 1 VIN was not looked up. vPIC refused the request."
    )
    assert user.hint.startswith(
        f"1 VIN was not looked up. {NEXT}: vPIC refused the request: It answered with HTTP 404"
    )
    assert "Nothing was stored." in user.hint
    assert "Check the VIN" in user.hint
    user.until_quiet()
    assert vins_in_table(user) == {KNOWN, NEW}

    vpic_server.answer_truthfully()
    user.qtbot.keyClick(user.entry, Qt.Key.Key_Return)
    user.until(lambda: user.status == "3 vehicles: 2 from the cache, 1 from vPIC.")
    assert vpic_server.requests[-1].vins == (NEXT,)


def test_when_nothing_works_all_pasted_vins_fail_and_the_first_are_named(
    start: Start, vpic_server: VpicServer
) -> None:
    user = start("--source", "web", url=vpic_server.url)
    vpic_server.answer_with(FaultKind.REDIRECT_ELSEWHERE)
    paste(user, *SIX)
    user.until(lambda: user.status == "6 VINs were not looked up. vPIC refused the request.")
    assert user.hint.startswith(
        f"6 VINs were not looked up. {KNOWN}, {NEW}, {NEXT} and 3 more: vPIC refused the request. "
    )
    user.until_quiet()
    assert user.rows() == []


def test_with_automatic_pasted_vins_say_who_answered_and_why(
    start: Start, vpic_server: VpicServer
) -> None:
    user = start("--source", "auto", url=vpic_server.url)
    vpic_server.answer_with(FaultKind.CLOSED)
    paste(user, *SIX)
    user.until(lambda: user.status.startswith("6 vehicles: 6 from the embedded copy (data of "))
    assert user.status.endswith("). vPIC could not be reached.")
    assert user.connection == "vPIC cannot be reached"
    user.until_quiet()
    assert vins_in_table(user) == set(SIX)

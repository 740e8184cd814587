"""What every part has to say: in the status line, in a box if it failed, and in the activity."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from vindesk.app.desk import Desk
from vindesk.domain.errors import UserError
from vindesk.services.found import Found
from vindesk.ui.lookup.telling import told_of

_UNDER_WAY = ("…", "Escape gives it up.", "Esc cancels.")
LOOK_UP = "Look up"
_ANSWERED = "From "


def hear(desk: Desk, told: SignalInstance, failed: SignalInstance, noted_as: str = "") -> None:
    """Have heard what a part tells and how it fails; with a name, note it as well."""
    hear_words(desk, told, noted_as)
    hear_failures(desk, failed, noted_as)


def hear_words(desk: Desk, told: SignalInstance, noted_as: str = "") -> None:
    told.connect(desk.window.status.tell)
    if noted_as:
        told.connect(_noting(desk, noted_as))


def hear_failures(desk: Desk, failed: SignalInstance, noted_as: str = "") -> None:
    failed.connect(desk.failures.show)
    if noted_as:
        failed.connect(_noting_failure(desk, noted_as))


def note_answer(desk: Desk, found: Found) -> None:
    vehicle = found.vehicle
    words = (vehicle.text("make"), vehicle.text("model"), vehicle.values.get("model_year"))
    named = " ".join(str(word) for word in words if word) or "no data"
    desk.logs.note(LOOK_UP, f"{vehicle.vin}: {named}. {told_of(found)}")


def _noting(desk: Desk, what: str) -> Callable[[str], None]:
    """In the words of the status line; what is only under way is no activity yet."""

    def note(text: str) -> None:
        is_answer = what == LOOK_UP and text.startswith(_ANSWERED)  # noted with its VIN
        if text and not is_answer and not text.endswith(_UNDER_WAY):
            desk.logs.note(what, text)

    return note


def _noting_failure(desk: Desk, what: str) -> Callable[[Exception], None]:
    """What failed by a fault of the program's own is told elsewhere."""

    def note(error: Exception) -> None:
        if isinstance(error, UserError):
            desk.logs.note(what, error.sentence)

    return note

"""What every part has to say: in the status line, in a box if it failed, and in the activity."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from vindesk.app.desk import Desk
from vindesk.domain.errors import UserError
from vindesk.domain.words import say
from vindesk.services.found import Found
from vindesk.ui.lookup.telling import heard_of, named, told_of


def hear(desk: Desk, told: SignalInstance, failed: SignalInstance, noted_as: str = "") -> None:
    """Have heard what a part tells and how it fails; with a name, note it as well."""
    hear_words(desk, told, noted_as)
    hear_failures(desk, failed, noted_as)


def hear_words(desk: Desk, told: SignalInstance, noted_as: str = "") -> None:
    told.connect(desk.window.status.tell)
    if noted_as:
        told.connect(_noting(desk, noted_as))


def hear_under_way(desk: Desk, under_way: SignalInstance) -> None:
    """What has not ended is no activity yet."""
    under_way.connect(desk.window.status.tell_under_way)


def hear_failures(desk: Desk, failed: SignalInstance, noted_as: str = "") -> None:
    failed.connect(_ending_words(desk))
    failed.connect(desk.failures.show)
    if noted_as:
        failed.connect(_noting_failure(desk, noted_as))


def hear_lookup(desk: Desk) -> None:
    """An answer is noted with its VIN, which the status line need not say."""
    lookup, note = desk.lookup, _noting(desk, say("Look up"))
    last = heard = ""

    def answered(found: Found) -> None:
        nonlocal last, heard
        vehicle = found.vehicle
        last = told_of(found)
        heard = heard_of(found)
        desk.logs.note(say("Look up"), f"{vehicle.vin}: {named(vehicle)}. {last}")

    def told_of_lookup(text: str) -> None:
        desk.window.status.tell(text, heard if text == last else text)
        if text != last:
            note(text)

    lookup.answered.connect(answered)
    lookup.told.connect(told_of_lookup)
    hear_under_way(desk, lookup.under_way)
    hear_failures(desk, lookup.failed, say("Look up"))


def _noting(desk: Desk, what: str) -> Callable[[str], None]:
    """In the words of the status line."""

    def note(text: str) -> None:
        if text:
            desk.logs.note(what, text)

    return note


def _ending_words(desk: Desk) -> Callable[[Exception], None]:
    """What failed is not said to be under way any more; another part's words come again."""

    def end(error: Exception) -> None:
        if desk.window.status.is_under_way:
            headline = error.headline if isinstance(error, UserError) else say("That did not work")
            desk.window.status.tell(f"{headline}.")

    return end


def _noting_failure(desk: Desk, what: str) -> Callable[[Exception], None]:
    """What failed by a fault of the program's own is told elsewhere."""

    def note(error: Exception) -> None:
        if isinstance(error, UserError):
            desk.logs.note(what, error.sentence)

    return note

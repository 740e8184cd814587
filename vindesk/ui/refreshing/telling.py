"""What is said of a refresh; no widget in here."""

from collections.abc import Sequence
from typing import Final

from vindesk.domain.comparison import Difference
from vindesk.domain.monitor import Progress
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.services.refresh import MOST_AT_ONCE, Refreshed
from vindesk.ui.vehicles.vehicle_columns import cell, columns_by_key
from vindesk.ui.web_time import requests_for, web_takes
from vindesk.ui.wording import vehicles

CHANGE_TITLES: Final = ("VIN", phrase("Field"), phrase("Before"), phrase("Now"))
FAILURE_TITLES: Final = ("VIN", phrase("Why it was not refreshed"))


def summary(done: Refreshed) -> str:
    """How many changed, how many failed, how many were left out."""
    if done.changed:
        parts = [
            say(
                "{changed} of {vehicles} changed",
                changed=grouped(done.changed),
                vehicles=vehicles(done.asked),
            )
        ]
    elif done.replaced:
        parts = [say("Nothing changed in {vehicles}", vehicles=vehicles(len(done.replaced)))]
    else:
        parts = [say("None of {vehicles} was refreshed", vehicles=vehicles(done.asked))]
    if done.failures:
        parts.append(say("{n} failed", n=grouped(len(done.failures))))
    if done.gone:
        parts.append(
            say_many(
                "{n} was removed or looked up again meanwhile",
                "{n} were removed or looked up again meanwhile",
                done.gone,
            )
        )
    if done.left:
        parts.append(say_many("{n} was not asked about", "{n} were not asked about", done.left))
    return f"{'; '.join(parts)}."


def remarks(done: Refreshed) -> Sequence[str]:
    """Why not all answers are of vPIC on the web, and whose they are."""
    return [say("{why} The embedded copy answered instead.", why=why) for why in done.remarks]


def progress_line(progress: Progress) -> str:
    far = say(
        "Refreshing: {done} of {total}.", done=grouped(progress.done), total=grouped(progress.total)
    )
    note = [f"{progress.note}."] if progress.note else []
    return " ".join((far, *note, say("Esc keeps what is done.")))


def too_many(count: int) -> str:
    return say(
        "A refresh takes up to {vehicles} at once; {count} are selected. Select fewer.",
        vehicles=vehicles(MOST_AT_ONCE),
        count=grouped(count),
    )


def cost(count: int) -> str:
    """What refreshing ``count`` vehicles asks of vPIC and of the user's patience."""
    return say(
        "That is {requests} to NHTSA's service, about {lasts}. You can keep working; Esc stops "
        "it and keeps what is done, and Undo reverts it.",
        requests=say_many("{n} request", "{n} requests", requests_for(count)),
        lasts=web_takes(count),
    )


def put_back(count: int, done: Refreshed) -> str:
    said = say("Restored the earlier answers of {vehicles}.", vehicles=vehicles(count))
    return said + _newer(count, done)


def put_again(count: int, done: Refreshed) -> str:
    said = say("Restored the refreshed answers of {vehicles}.", vehicles=vehicles(count))
    return said + _newer(count, done)


def change_rows(done: Refreshed) -> Sequence[Sequence[str]]:
    """A row under ``CHANGE_TITLES`` for each field that changed."""
    return [(change.vin.text, *_described(change.difference)) for change in done.changes]


def failure_rows(done: Refreshed) -> Sequence[Sequence[str]]:
    return [(failure.vin.text, failure.reason.sentence) for failure in done.failures]


def _described(difference: Difference) -> tuple[str, str, str]:
    name = difference.name
    column = columns_by_key().get(name)
    label = column.title if column else name
    before, after = cell(name, difference.before), cell(name, difference.after)
    if before == after:  # numbers that differ in their last places only
        before, after = str(difference.before), str(difference.after)
    return label, before, after


def _newer(count: int, done: Refreshed) -> str:
    newer = len(done.replaced) - count
    if not newer:
        return ""
    return " " + say_many(
        "{n} has a newer answer or is gone; that stays.",
        "{n} have a newer answer or are gone; that stays.",
        newer,
    )

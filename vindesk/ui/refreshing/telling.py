"""What is said of a refresh; no widget in here."""

import math
from collections.abc import Sequence
from typing import Final

from vindesk.domain.comparison import Difference
from vindesk.domain.monitor import Progress
from vindesk.services.refresh import BATCH, MOST_AT_ONCE, Refreshed
from vindesk.ui.vehicles.vehicle_columns import BY_KEY, cell
from vindesk.ui.wording import counted, grouped, vehicles

CHANGE_TITLES: Final = ("VIN", "Field", "Before", "Now")
FAILURE_TITLES: Final = ("VIN", "Why it was not refreshed")

_SECONDS_A_BATCH: Final = 4
"""What vPIC usually takes for 50 VINs; it is the same procedure that decodes 20 a second."""


def summary(done: Refreshed) -> str:
    """How many changed, how many failed, how many were left out."""
    if done.changed:
        parts = [f"{grouped(done.changed)} of {vehicles(done.asked)} changed"]
    elif done.replaced:
        parts = [f"Nothing changed in {vehicles(len(done.replaced))}"]
    else:
        parts = [f"None of {vehicles(done.asked)} was refreshed"]
    if done.failures:
        parts.append(f"{grouped(len(done.failures))} failed")
    if done.gone:
        said = counted(done.gone, "was", "were")
        parts.append(f"{said} removed or looked up again meanwhile")
    if done.left:
        parts.append(f"{counted(done.left, 'was', 'were')} not asked about")
    return f"{'; '.join(parts)}."


def progress_line(progress: Progress) -> str:
    far = f"Refreshing: {grouped(progress.done)} of {grouped(progress.total)}."
    note = f" {progress.note}." if progress.note else ""
    return f"{far}{note} Esc keeps what has come."


def too_many(count: int) -> str:
    return (
        f"A refresh takes up to {vehicles(MOST_AT_ONCE)} at once; {grouped(count)} are selected. "
        "Select fewer."
    )


def cost(count: int) -> str:
    """What refreshing ``count`` vehicles asks of vPIC and of the user's patience."""
    requests = math.ceil(count / BATCH)
    minutes = requests * _SECONDS_A_BATCH / 60
    lasts = (
        f"{grouped(requests * _SECONDS_A_BATCH)} seconds"
        if minutes < 1.5
        else counted(round(minutes), "minute", "minutes")
    )
    return (
        f"That is {counted(requests, 'request', 'requests')} to NHTSA's service, about {lasts}. "
        "You can go on working; Esc ends it and keeps what has come, and Undo takes it back."
    )


def put_back(count: int, done: Refreshed) -> str:
    return f"Put the earlier answers of {vehicles(count)} back.{_newer(count, done)}"


def put_again(count: int, done: Refreshed) -> str:
    return f"Put the refreshed answers of {vehicles(count)} back.{_newer(count, done)}"


def change_rows(done: Refreshed) -> Sequence[Sequence[str]]:
    """A row under ``CHANGE_TITLES`` for each field that changed."""
    return [(change.vin.text, *_described(change.difference)) for change in done.changes]


def failure_rows(done: Refreshed) -> Sequence[Sequence[str]]:
    return [(failure.vin.text, failure.reason.sentence) for failure in done.failures]


def _described(difference: Difference) -> tuple[str, str, str]:
    name = difference.name
    column = BY_KEY.get(name)
    label = column.title if column else name
    before, after = cell(name, difference.before), cell(name, difference.after)
    if before == after:  # numbers that differ in their last places only
        before, after = str(difference.before), str(difference.after)
    return label, before, after


def _newer(count: int, done: Refreshed) -> str:
    newer = len(done.replaced) - count
    if not newer:
        return ""
    return f" {counted(newer, 'has', 'have')} a newer answer or is gone; that stays."

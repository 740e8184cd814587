"""What is said of answers and failures; no widget in here."""

from collections import Counter
from collections.abc import Sequence

from vindesk.domain.errors import UserError
from vindesk.domain.vin import Vin, clean
from vindesk.domain.words import grouped, say, say_many
from vindesk.services.lookup import Found, NotFound
from vindesk.ui.lookup.hint import Hint, Tone, hint_for
from vindesk.ui.wording import day, duration, source_of, vehicles

Outcomes = Sequence[Found | NotFound]

_MOST_NAMED = 3


def ready() -> Hint:
    return Hint(say("Ready for the next VIN."))


def told_of(found: Found) -> str:
    """Whether the answer came from the cache or from where, and how long it took."""
    vehicle = found.vehicle
    if found.from_cache:
        origin = say(
            "From the cache, fetched {day} from {source}",
            day=day(vehicle.fetched_at),
            source=source_of(vehicle),
        )
        return f"{origin} ({duration(found.elapsed_s)})."
    said = say("From {source}, {time}.", source=source_of(vehicle), time=duration(found.elapsed_s))
    return f"{said} {found.remark}" if found.remark else said


def hint_after(found: Found) -> Hint:
    told = hint_for(found.vehicle.vin.text)
    return ready() if told.tone is Tone.GOOD else told


def told_of_all(outcomes: Outcomes) -> str:
    """How many came from where, why not all from vPIC, and how many did not come."""
    good = [outcome for outcome in outcomes if isinstance(outcome, Found)]
    failed = [outcome for outcome in outcomes if isinstance(outcome, NotFound)]
    origins = Counter(
        say("the cache") if found.from_cache else source_of(found.vehicle) for found in good
    )
    parts = ", ".join(
        say("{number} from {origin}", number=grouped(number), origin=origin)
        for origin, number in origins.items()
    )
    said = [f"{vehicles(len(good))}: {parts}."] if good else []
    said += dict.fromkeys(found.remark for found in good if found.remark)
    if failed:
        said.append(
            say_many("{n} VIN was not looked up.", "{n} VINs were not looked up.", len(failed))
        )
    said += dict.fromkeys(f"{failure.reason.headline}." for failure in failed)
    return " ".join(said)


def fault_hint(vin: Vin, error: UserError, typed: str) -> Hint:
    """All about a failure; its VIN too, where another stands in the entry by now."""
    named = "" if clean(typed) == vin.text else f"{vin}: "
    return Hint(named + error.sentence, Tone.FAULT)


def fault_hint_for_all(failed: Sequence[NotFound]) -> Hint:
    """Which VINs were not looked up, and for each reason all there is to say."""
    by_reason: dict[str, list[str]] = {}
    for failure in failed:
        by_reason.setdefault(failure.reason.sentence, []).append(failure.question.vin.text)
    said = [f"{_named(vins)}: {sentence}" for sentence, vins in by_reason.items()]
    more = len(said) - _MOST_NAMED
    if more > 0:
        said[_MOST_NAMED:] = [say("And {n} more reasons.", n=grouped(more))]
    return Hint(" ".join(said), Tone.FAULT)


def _named(vins: Sequence[str]) -> str:
    named = ", ".join(vins[:_MOST_NAMED])
    more = len(vins) - _MOST_NAMED
    return named if more <= 0 else say("{named} and {more} more", named=named, more=grouped(more))

"""What is said of answers and failures; no widget in here."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Progress
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin, clean
from vindesk.domain.vin_text import Reading, read_typed
from vindesk.domain.words import grouped, say, say_many
from vindesk.services.found import Found, NotFound
from vindesk.ui.lookup.hint import Hint, Tone, hint_for
from vindesk.ui.wording import ESCAPE, day, duration, source_of, vehicles

Outcomes = Sequence[Found | NotFound]

_MOST_NAMED = 3
_LONGEST_TEXT = 40


def ready() -> Hint:
    return Hint(say("Ready for the next VIN."))


def asking(vins: Sequence[Vin]) -> str:
    escape = say(ESCAPE)
    if len(vins) > 1:
        return say("Looking up {n} VINs… {escape}", n=grouped(len(vins)), escape=escape)
    return say("Asking about {vin}… {escape}", vin=vins[0], escape=escape)


def told_of_progress(progress: Progress) -> str:
    return say(
        "{done} of {total} VINs. {escape}",
        done=grouped(progress.done),
        total=grouped(progress.total),
        escape=say(ESCAPE),
    )


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


def heard_of(found: Found) -> str:
    """For a screen reader, which shows no details: what it is, how good, and from where."""
    words = dict.fromkeys((named(found.vehicle), say(found.vehicle.quality.value)))
    return f"{', '.join(words)}. {told_of(found)}"


def named(vehicle: Vehicle) -> str:
    """Make, model and year, as far as they are known."""
    words = (vehicle.text("make"), vehicle.text("model"), vehicle.values.get("model_year"))
    return " ".join(str(word) for word in words if word) or say("no data")


def cached_hint(found: Found, hint: Hint) -> Hint:
    """``hint``, and before it that the cache has the VIN."""
    since = found.vehicle.added_at or found.vehicle.fetched_at
    text = say("In the cache since {since}. {text}", since=day(since), text=hint.text)
    return replace(hint, text=text)


def hint_after(found: Found, typed: str) -> Hint:
    """What is left to say; to a screen reader, also what the answer is."""
    told, heard = hint_for(read_typed(found.vehicle.vin.text)), heard_of(found)
    if told.tone is Tone.GOOD:
        return replace(ready(), spoken=heard)
    text = f"{_unless_typed(found.vehicle.vin, typed)}{told.text}"
    return replace(told, text=text, spoken=f"{heard} {text}")


def told_of_all(outcomes: Outcomes, *, is_shown: bool) -> str:
    """How many came from where, why not all from vPIC, and how many did not come.

    ``is_shown``: of the answers that could not be stored the last is on the screen.
    """
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
    said += _without(failed, is_shown=is_shown)
    said += dict.fromkeys(f"{failure.reason.headline}." for failure in failed)
    return " ".join(said)


def told_of_failure(vin: Vin, error: UserError, *, is_shown: bool) -> str:
    """Of one VIN; its answer may be on the screen all the same."""
    said = say("{vin} was not looked up.", vin=vin)
    if is_shown:
        said = say("{vin} is shown, but was not stored.", vin=vin)
    return f"{said} {error.headline}."


def told_of_left(reading: Reading) -> str:
    """Which texts were no VINs, when those beside them are looked up."""
    written = [shown_line(reject.written, _LONGEST_TEXT) for reject in reading.rejects]
    return say("Mistyped, not looked up: {named}.", named=_named(written))


def fault_hint(vin: Vin, error: UserError, typed: str) -> Hint:
    """All about a failure."""
    return Hint(_unless_typed(vin, typed) + error.sentence, Tone.FAULT)


def unanswered_hint(failed: Sequence[NotFound], typed: str) -> Hint:
    """Which VINs were not looked up or stored, and why; of one alone, all there is to say."""
    if len(failed) == 1 and clean(typed) == failed[0].question.vin.text:
        return Hint(failed[0].reason.sentence, Tone.FAULT, again=True)
    by_kind: dict[str, list[NotFound]] = {}
    for failure in failed:
        by_kind.setdefault(_short(failure.reason), []).append(failure)
    said = [_why(kind, alike) for kind, alike in by_kind.items()]
    more = len(said) - _MOST_NAMED
    if more > 0:
        said[_MOST_NAMED:] = [say_many("And {n} more reason.", "And {n} more reasons.", more)]
    words = (*_without(failed), *said, say("Escape dismisses this."))
    return Hint(" ".join(words), Tone.FAULT, again=True)


def _why(kind: str, alike: Sequence[NotFound]) -> str:
    vins = [failure.question.vin.text for failure in alike]
    return f"{_named(vins)}: {kind if len(alike) > 1 else alike[0].reason.sentence}"


def _short(error: UserError) -> str:
    """Without the detail, which is of one VIN only."""
    return " ".join(filter(None, (f"{error.headline}.", error.advice)))


def _unless_typed(vin: Vin, typed: str) -> str:
    """Names ``vin`` where another stands in the entry by now."""
    return "" if clean(typed) == vin.text else f"{vin}: "


def _without(failed: Sequence[NotFound], *, is_shown: bool = False) -> Sequence[str]:
    """How many got no answer, and how many one that could not be stored."""
    unstored = sum(failure.unstored is not None for failure in failed)
    unanswered = len(failed) - unstored
    said: list[str] = []
    if unanswered:
        said.append(
            say_many("{n} VIN was not looked up.", "{n} VINs were not looked up.", unanswered)
        )
    if unstored and is_shown:
        said.append(
            say_many(
                "{n} answer is shown, but was not stored.",
                "{n} answers were not stored; the last is shown.",
                unstored,
            )
        )
    elif unstored:
        said.append(
            say_many("{n} answer was not stored.", "{n} answers were not stored.", unstored)
        )
    return said


def _named(texts: Sequence[str]) -> str:
    named = ", ".join(texts[:_MOST_NAMED])
    more = len(texts) - _MOST_NAMED
    return named if more <= 0 else say("{named} and {more} more", named=named, more=grouped(more))

"""What the hint line says while a VIN is typed; no widget in here."""

from collections.abc import Sequence
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.shown_text import shown_line
from vindesk.domain.vin import LENGTH, Fault, Rule, Vin, clean, find_fault
from vindesk.domain.vin_text import Reading, Reject
from vindesk.domain.words import grouped, phrase, say, say_many

_A_HANDFUL = 50
"""VINs that are looked up at once; more are an import."""

_LONGEST_REJECT = 2 * LENGTH
_WANTED = phrase("17 letters and digits; blanks, dashes and lower case do not matter.")


class Tone(Enum):
    QUIET = auto()
    GOOD = auto()
    WARNING = auto()
    FAULT = auto()


class Hint(Struct, frozen=True):
    """A sentence, how grave it is, and a VIN to take instead."""

    text: str
    tone: Tone = Tone.QUIET
    offer: str = ""
    again: bool = False
    """Whether it offers to ask again about what got no answer."""

    spoken: str | None = None
    """What a screen reader says of it, if that is something else."""


def is_import(reading: Reading) -> bool:
    return reading.is_long or len(reading.vins) > _A_HANDFUL


def hint_for(reading: Reading) -> Hint:
    """What to say about what stands in the entry, before anybody is asked."""
    if reading.is_long:
        return Hint(say("A long text: press Return to import it as a list."), Tone.GOOD)
    cleaned = clean(reading.typed)
    fault = find_fault(cleaned)
    if reading.vins or fault is None:
        return _about_vins(reading)
    return _about_fault(fault, cleaned, reading)


def _about_fault(fault: Fault, cleaned: str, reading: Reading) -> Hint:
    """What to say about a text in which there is no VIN."""
    if not cleaned:
        return Hint(say(_WANTED))
    if len(reading.rejects) > 1:
        return Hint(_mistyped(reading.rejects), Tone.WARNING)
    if fault.rule is Rule.SEVENTEEN_CHARACTERS and len(cleaned) < LENGTH:
        letters = _forbidden_so_far(cleaned)
        count = say("{n} of {most}", n=len(cleaned), most=LENGTH)
        return letters or Hint(count, spoken=say(_WANTED))  # the same at each letter: said once
    if fault.rule is Rule.NO_I_O_Q:
        return _with_repair(cleaned, fault.explanation, Tone.WARNING)
    return Hint(fault.explanation, Tone.FAULT)


def refusal_of(reading: Reading) -> Hint:
    """Why what stands in the entry was not looked up, when Return was pressed."""
    cleaned = clean(reading.typed)
    fault = find_fault(cleaned)
    if fault is None:
        return hint_for(reading)
    if fault.rule is Rule.NO_I_O_Q:
        text = say(
            "{explanation} Press Return again to ask vPIC all the same.",
            explanation=fault.explanation,
        )
        return _with_repair(cleaned, text, Tone.WARNING)
    several = len(reading.rejects) > 1
    why = _mistyped(reading.rejects) if several else fault.explanation
    return Hint(say("{explanation} Nothing was looked up.", explanation=why), Tone.FAULT)


def hint_for_left(rejects: Sequence[Reject]) -> Hint:
    """What is said of texts that were no VINs, when the VINs beside them are looked up."""
    text = say_many(
        "{n} mistyped VIN stays in the entry, {text}: {reason}",
        "{n} mistyped VINs stay in the entry, the first {text}: {reason}",
        len(rejects),
        text=shown_line(rejects[0].written, _LONGEST_REJECT),
        reason=rejects[0].reason,
    )
    return Hint(text, Tone.WARNING)


def _about_vins(reading: Reading) -> Hint:
    count, rejects, only = grouped(len(reading.vins)), reading.rejects, reading.only
    if is_import(reading):
        return Hint(say("{n} VINs: press Return to import them as a list.", n=count), Tone.GOOD)
    if only is not None and clean(reading.typed) == only.text:
        return _about_check_digit(only)
    if only is None and not rejects:
        return Hint(say("{n} VINs: press Return to look all of them up.", n=count), Tone.GOOD)
    named = (
        say("{n} VINs: press Return to look them up.", n=count)
        if only is None
        else say("{vin}: press Return to look it up.", vin=only)
    )
    if only is None or rejects:
        return Hint(f"{named} {_mistyped(rejects)}", Tone.WARNING)
    about = _about_check_digit(only)
    return replace(about, text=f"{named} {about.text}")


def _mistyped(rejects: Sequence[Reject]) -> str:
    return say_many(
        "{n} is mistyped, {text}: {reason}",
        "{n} are mistyped, the first {text}: {reason}",
        len(rejects),
        text=shown_line(rejects[0].written, _LONGEST_REJECT),
        reason=rejects[0].reason,
    )


def _forbidden_so_far(cleaned: str) -> Hint | None:
    for position, mark in enumerate(cleaned, 1):
        if mark in "IOQ":
            meant = {"I": "1", "O": "0", "Q": "0"}[mark]
            return Hint(
                say(
                    "{n} of {most}. {mark} at {position} is not used in VINs: "
                    "did you mean {meant}?",
                    n=len(cleaned),
                    most=LENGTH,
                    mark=mark,
                    position=position,
                    meant=meant,
                ),
                Tone.WARNING,
                cleaned[: position - 1] + meant + cleaned[position:],
            )
    return None


def _about_check_digit(vin: Vin) -> Hint:
    if vin.check_digit_ok:
        return Hint(say("The check digit is right."), Tone.GOOD)
    text = say(
        "The check digit is {check_digit}, should be {expected_check_digit}: "
        "mistyped, or not built for North America.",
        check_digit=vin.check_digit,
        expected_check_digit=vin.expected_check_digit,
    )
    return _with_repair(vin.text, text, Tone.WARNING)


def _with_repair(cleaned: str, text: str, tone: Tone) -> Hint:
    from vindesk.domain.repair import repairs  # noqa: PLC0415 - not before somebody types

    fitting = repairs(cleaned)
    if not fitting:
        return Hint(text, tone)
    best, *others = fitting
    perhaps = say("Perhaps {repair}.", repair=best.sentence)
    if others:
        perhaps = say_many(
            "Perhaps {repair}, or {n} other correction.",
            "Perhaps {repair}, or {n} other corrections.",
            len(others),
            repair=best.sentence,
        )
    return Hint(f"{text} {perhaps}", tone, best.vin.text)
